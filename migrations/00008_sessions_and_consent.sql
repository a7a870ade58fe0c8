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
create index feed_tokens_session on feed_tokens (workspace_id, session_id);
create index feed_tokens_token on feed_tokens (workspace_id, token_id);

-- A feed token ends with what made it, so whoever hears that the rights of that have changed hears of the feed token too.
-- +goose StatementBegin
create function note_rights_of_feeds() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'sessions' then
    insert into rights_changes (who) select f.id from accounts a join feed_tokens f on f.workspace_id = any(a.workspace_ids) and f.session_id = old.id
      where a.id = old.account_id;
  else
    insert into rights_changes (who) select id from feed_tokens where workspace_id = old.workspace_id and token_id = old.id;
  end if;
  return null;
end $$;
-- +goose StatementEnd

create trigger sessions_note_feeds after update on sessions for each row
  when ((old.account_id, old.expires_at, old.revoked_at) is distinct from (new.account_id, new.expires_at, new.revoked_at))
  execute function note_rights_of_feeds();
create trigger sessions_note_feeds_of_removed after delete on sessions for each row execute function note_rights_of_feeds();
create trigger api_tokens_note_feeds after update on api_tokens for each row
  when ((old.expires_at, old.revoked_at) is distinct from (new.expires_at, new.revoked_at))
  execute function note_rights_of_feeds();
create trigger feed_tokens_note_rights after update on feed_tokens for each row execute function note_rights_of_row();
create trigger feed_tokens_note_removal after delete on feed_tokens for each row execute function note_rights_of_row();

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
drop trigger api_tokens_note_feeds on api_tokens;
drop trigger sessions_note_feeds_of_removed on sessions;
drop trigger sessions_note_feeds on sessions;
drop function note_rights_of_feeds;
drop table feed_tokens;
alter table sessions drop column user_agent;
alter table sessions drop column ip_address;
alter table sessions drop column last_seen_at;
