-- +goose Up

create table standups (
  workspace_id     uuid not null references workspaces,
  id               uuid not null,
  member_id        uuid not null,
  date             date not null,
  source           text not null check (source in ('slack_command', 'slack_channel', 'web', 'api', 'inferred')),
  yesterday        text check (length(yesterday) <= 10000),
  today            text check (length(today) <= 10000),
  blockers_text    text check (length(blockers_text) <= 10000),
  parsed_tasks     jsonb,
  parsed_blockers  jsonb,
  sentiment_score  double precision check (sentiment_score between -1 and 1),
  sentiment_status text not null default 'pending' check (sentiment_status in ('scored', 'pending', 'failed')),
  submitted_at     timestamptz not null,
  created_at       timestamptz not null default clock_timestamp(),
  updated_at       timestamptz not null default clock_timestamp(),
  version          integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  check ((sentiment_score is not null) = (sentiment_status = 'scored'))
);
-- One standup per person and day; also the order in which a person's standups are read.
create unique index standups_day on standups (workspace_id, member_id, date);
create index standups_date on standups (workspace_id, date, id);

-- +goose Down
drop table standups;
