-- +goose Up

-- When and from where a session was last used, to within minutes: for its person, who may end it.
alter table sessions add column last_seen_at timestamptz not null default clock_timestamp();
alter table sessions add column ip_address text;
alter table sessions add column user_agent text;

-- Credentials of feeds on pages elsewhere: for an hour at most, and never longer than what made them.
create table feed_tokens (
  workspace_id uuid not null references workspaces,
  id           uuid not null,
  member_id    uuid not null,
  session_id   uuid,                           -- the session that made it, or
  token_id     uuid,                           -- the personal token that did
  token_hash   bytea not null,                 -- SHA-256 of the secret
  created_at   timestamptz not null default clock_timestamp(),
  expires_at   timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, token_id) references api_tokens (workspace_id, id),
  check ((session_id is null) <> (token_id is null)),
  check (expires_at <= created_at + interval '61 minutes')
);
create unique index feed_tokens_secret on feed_tokens (workspace_id, token_hash);
create index feed_tokens_member on feed_tokens (workspace_id, member_id, expires_at);

-- Who agreed that what they write in Slack becomes standups. Nobody did where there is no row.
create table slack_tracking (
  workspace_id   uuid not null references workspaces,
  member_id      uuid not null,
  consented_at   timestamptz not null,
  revoked_at     timestamptz,
  enabled        boolean not null,
  last_ingest_at timestamptz,
  primary key (workspace_id, member_id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  check (revoked_at is null or not enabled)
);

-- +goose Down
drop table slack_tracking;
drop table feed_tokens;
alter table sessions drop column user_agent;
alter table sessions drop column ip_address;
alter table sessions drop column last_seen_at;
