-- +goose Up

-- The last number given out in each workspace's log. Its row lock, held to the commit, makes numbers dense and equal to
-- commit order.
create table workspace_heads (
  workspace_id uuid primary key references workspaces,
  seq          bigint not null default 0
);

create table activities (
  workspace_id uuid not null,
  seq          bigint not null check (seq > 0),
  id           uuid not null,
  occurred_at  timestamptz not null,
  actor_kind   text not null check (actor_kind in ('human', 'service', 'system')),
  actor_id     uuid,                           -- member or token; null: the server
  action       text not null,
  entity_type  text not null,
  entity_id    uuid not null,
  project_id   uuid,                           -- whose access bounds it
  subject_id   uuid,                           -- the member it is about
  visibility   text not null check (visibility in ('workspace', 'subject', 'admin')),
  subject_name text,
  title        text,
  content      text,
  changes      jsonb,                          -- [{field, old, new, redacted}]; guarded values are never here
  metadata     jsonb,                          -- ids, counts, flags
  request_id   text,
  primary key (workspace_id, seq),
  foreign key (workspace_id) references workspaces,
  check ((actor_kind = 'system') = (actor_id is null)),
  check (visibility <> 'subject' or subject_id is not null)
);
create unique index activities_id on activities (workspace_id, id);
create index activities_entity on activities (workspace_id, entity_id, seq);
create index activities_project on activities (workspace_id, project_id, seq) where project_id is not null;
create index activities_subject on activities (workspace_id, subject_id, seq) where subject_id is not null;
create index activities_actor on activities (workspace_id, actor_id, seq) where actor_id is not null;
create index activities_type on activities (workspace_id, entity_type, seq);
create index activities_time on activities (workspace_id, occurred_at);
create index activities_audit on activities (workspace_id, seq) where visibility = 'admin';

-- Where requests came from: kept beside the log, because it is purged after 90 days.
create table activity_origins (
  workspace_id uuid not null references workspaces,
  seq          bigint not null,
  ip_address   text,
  user_agent   text,
  created_at   timestamptz not null default clock_timestamp(),
  primary key (workspace_id, seq)
);
create index activity_origins_age on activity_origins (workspace_id, created_at);

-- +goose StatementBegin
create function refuse_change_of_the_log() returns trigger language plpgsql as $$
begin
  raise exception 'the activity log is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;
-- +goose StatementEnd

create trigger activities_are_append_only
  before update or delete or truncate on activities
  for each statement execute function refuse_change_of_the_log();
alter table activities enable always trigger activities_are_append_only; -- also for replication's own sessions

-- +goose Down
drop table activity_origins;
drop table activities;
drop function refuse_change_of_the_log;
drop table workspace_heads;
