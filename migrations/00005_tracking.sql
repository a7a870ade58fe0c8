-- +goose Up

-- Keeps a person's entries apart. It is a trusted extension: an account that may create things in the database may create it.
create extension if not exists btree_gist;

-- How a workspace works: a row is made at the first change, the defaults hold before.
create table workspace_settings (
  workspace_id       uuid primary key references workspaces,
  minimum_group_size integer not null default 3 check (minimum_group_size between 2 and 50),
  timer_idle_minutes integer not null default 30 check (timer_idle_minutes between 0 and 480),  -- 0: timers are not stopped
  rounding_minutes   integer not null default 0 check (rounding_minutes in (0, 1, 5, 6, 10, 15, 30, 60)), -- of reports; 0: off
  rounding_mode      text not null default 'nearest' check (rounding_mode in ('nearest', 'up', 'down')),
  closed_through     date,                        -- time entries of this day and before are closed; null: none
  updated_at         timestamptz not null default clock_timestamp(),
  version            integer not null default 1
);

create table work_logs (
  workspace_id uuid not null references workspaces,
  id           uuid not null,
  member_id    uuid not null,
  task_id      uuid,
  project_id   uuid,
  logged_at    timestamptz not null,
  note         text not null check (length(note) between 1 and 10000),
  corrects_id  uuid check (corrects_id <> id),    -- the log that this one replaces
  created_at   timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, task_id) references tasks (workspace_id, id),
  foreign key (workspace_id, project_id) references projects (workspace_id, id),
  foreign key (workspace_id, corrects_id) references work_logs (workspace_id, id),
  check (num_nonnulls(task_id, project_id) = 1)
);
create unique index work_logs_correction on work_logs (workspace_id, corrects_id) where corrects_id is not null;
create index work_logs_time on work_logs (workspace_id, logged_at, id);
create index work_logs_member on work_logs (workspace_id, member_id, logged_at, id);
create index work_logs_task on work_logs (workspace_id, task_id, logged_at, id) where task_id is not null;
create index work_logs_project on work_logs (workspace_id, project_id, logged_at, id) where project_id is not null;

-- Either clock times, whole seconds that agree with the duration, or a day and a duration alone. The project is that of
-- the task. A row that was deleted stays for the log and counts nowhere.
create table time_entries (
  workspace_id     uuid not null references workspaces,
  id               uuid not null,
  member_id        uuid not null,
  task_id          uuid,
  spent_on         date not null,                 -- the person's local day, that of the start where there is one
  started_at       timestamptz,
  ended_at         timestamptz,
  duration_seconds integer not null check (duration_seconds between 0 and 86400),
  billable         boolean not null default false,
  note             text check (length(note) between 1 and 10000),
  origin           text not null check (origin in ('timer', 'manual', 'import')),
  external_key     text check (length(external_key) between 1 and 255), -- names the row in the file it came from
  created_at       timestamptz not null default clock_timestamp(),
  updated_at       timestamptz not null default clock_timestamp(),
  deleted_at       timestamptz,
  version          integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, task_id) references tasks (workspace_id, id),
  check ((started_at is null) = (ended_at is null)),
  check (started_at = date_trunc('second', started_at, 'UTC') and ended_at = date_trunc('second', ended_at, 'UTC')),
  check (extract(epoch from ended_at - started_at) = duration_seconds),
  -- Half-open: one may begin in the second in which another ends.
  constraint time_entries_overlap exclude using gist (workspace_id with =, member_id with =, tstzrange(started_at, ended_at) with &&)
    where (started_at is not null and deleted_at is null)
);
create unique index time_entries_external on time_entries (workspace_id, member_id, external_key) where external_key is not null and deleted_at is null;
create index time_entries_day on time_entries (workspace_id, spent_on, id) where deleted_at is null;
create index time_entries_member on time_entries (workspace_id, member_id, spent_on, id) where deleted_at is null;
create index time_entries_task on time_entries (workspace_id, task_id, spent_on, id) where deleted_at is null;

-- Seconds as reports show them: each entry is rounded for itself, half up where the nearest step is asked for. No minutes, or
-- none stored, round nothing.
-- +goose StatementBegin
create function reported_seconds(duration integer, minutes integer, mode text) returns integer language sql immutable parallel safe as $$
  select case
    when coalesce(minutes, 0) = 0 then duration
    when mode = 'up' then (duration + minutes * 60 - 1) / (minutes * 60) * (minutes * 60)
    when mode = 'down' then duration / (minutes * 60) * (minutes * 60)
    else (duration + minutes * 30) / (minutes * 60) * (minutes * 60)
  end
$$;
-- +goose StatementEnd

-- A timer runs until it ends: in an entry, or in nothing when it is discarded.
create table timers (
  workspace_id   uuid not null references workspaces,
  id             uuid not null,
  member_id      uuid not null,
  task_id        uuid,
  note           text check (length(note) between 1 and 10000),
  billable       boolean not null default false,
  started_at     timestamptz not null check (started_at = date_trunc('second', started_at, 'UTC')),
  last_active_at timestamptz check (last_active_at >= started_at), -- null: no client tells of activity, so idleness is not known
  idle_since     timestamptz check (idle_since = last_active_at),
  ended_at       timestamptz,
  entry_id       uuid,
  created_at     timestamptz not null default clock_timestamp(),
  updated_at     timestamptz not null default clock_timestamp(),
  version        integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, task_id) references tasks (workspace_id, id),
  -- Looked at when the transaction ends: a timer ends before its entry is there, in whose way it would be.
  foreign key (workspace_id, entry_id) references time_entries (workspace_id, id) deferrable initially deferred,
  check (entry_id is null or ended_at is not null)
);
create unique index timers_running on timers (workspace_id, member_id) where ended_at is null;
create index timers_active on timers (workspace_id, last_active_at) where ended_at is null and last_active_at is not null;

create table blockers (
  workspace_id    uuid not null references workspaces,
  id              uuid not null,
  member_id       uuid not null,
  task_id         uuid,
  standup_id      uuid,                           -- the standup it came from; gone with it
  severity        text not null check (severity in ('low', 'medium', 'high', 'critical')),
  category        text not null check (category in ('technical', 'dependency', 'resource', 'external', 'process')),
  state           text not null default 'open' check (state in ('open', 'escalated', 'resolved')),
  description     text not null check (length(description) between 1 and 10000),
  resolution_note text check (length(resolution_note) between 1 and 10000),
  opened_at       timestamptz not null default clock_timestamp(), -- of the present round: a reopened one starts anew
  escalated_at    timestamptz,
  resolved_at     timestamptz,
  round           integer not null default 1,     -- counts the times it was opened
  created_at      timestamptz not null default clock_timestamp(),
  updated_at      timestamptz not null default clock_timestamp(),
  version         integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, task_id) references tasks (workspace_id, id),
  foreign key (workspace_id, standup_id) references standups (workspace_id, id) on delete set null (standup_id),
  check ((state = 'resolved') = (resolved_at is not null)),
  check (state <> 'escalated' or escalated_at is not null)
);
create index blockers_opened on blockers (workspace_id, opened_at, id);
create index blockers_member on blockers (workspace_id, member_id, opened_at, id);
create index blockers_task on blockers (workspace_id, task_id, opened_at, id) where task_id is not null;
create index blockers_standup on blockers (workspace_id, standup_id) where standup_id is not null;
create index blockers_resolved on blockers (workspace_id, resolved_at) where resolved_at is not null;
create index blockers_unresolved on blockers (workspace_id, opened_at, id) where state <> 'resolved';

-- Each step of a round is recorded once, and nobody is told twice in a round, whatever the number of servers.
create table escalations (
  workspace_id       uuid not null references workspaces,
  id                 uuid not null,
  blocker_id         uuid not null,
  round              integer not null,
  step               integer not null check (step between 1 and 3),
  level              text not null check (level in ('manager', 'director', 'vp')),
  recipient_id       uuid not null,
  due_at             timestamptz not null,
  sent_at            timestamptz not null default clock_timestamp(),
  acknowledged_at    timestamptz,
  description_shared boolean not null default false,
  primary key (workspace_id, id),
  foreign key (workspace_id, blocker_id) references blockers (workspace_id, id),
  foreign key (workspace_id, recipient_id) references members (workspace_id, id)
);
create unique index escalations_once on escalations (workspace_id, blocker_id, round, step);
create unique index escalations_person on escalations (workspace_id, blocker_id, round, recipient_id);
create index escalations_recipient on escalations (workspace_id, recipient_id, blocker_id);

create table escalation_policies (
  workspace_id uuid primary key references workspaces,
  rules        jsonb not null,                    -- [{severity, afterMinutes, levels, businessHoursOnly}]
  updated_at   timestamptz not null default clock_timestamp(),
  version      integer not null default 1
);

-- Tells whether one member is above another, however far up (at most 10 levels).
-- +goose StatementBegin
create function in_chain(workspace uuid, person uuid, boss uuid) returns boolean language plpgsql stable parallel safe as $$
declare
  above uuid := person;
begin
  for height in 1..10 loop
    select m.manager_id into above from members m where m.workspace_id = workspace and m.id = above;
    if above is null or above = boss then
      return above is not null;
    end if;
  end loop;
  return false;
end
$$;
-- +goose StatementEnd

-- What people say: kept beside the log, so that it can be taken back.
create table comments (
  workspace_id uuid not null references workspaces,
  activity_id  uuid not null,
  body         text check (length(body) between 1 and 10000), -- null: taken back
  created_at   timestamptz not null default clock_timestamp(),
  primary key (workspace_id, activity_id)
);

alter table activities add column compensates_id uuid; -- the earlier activity that this one takes back
create unique index activities_compensates on activities (workspace_id, compensates_id) where compensates_id is not null;

-- Requests that were answered: the same key again is answered with what was done then.
create table idempotency_keys (
  workspace_id uuid not null references workspaces,
  actor_kind   text not null,
  actor_id     uuid not null,
  mutation     text not null,
  key          text not null,
  input        bytea not null,                    -- SHA-256 of the rest of the input
  seq          bigint,
  result       jsonb,
  created_at   timestamptz not null default clock_timestamp(),
  primary key (workspace_id, actor_kind, actor_id, mutation, key)
);
create index idempotency_keys_age on idempotency_keys (workspace_id, created_at);

alter table tasks add column progress integer not null default 0 check (progress between 0 and 100);

-- What members are shown is added up from facts that were taken once, when a piece of time had been over for a day: it stays
-- as it was, whoever changes their rows, team or tasks afterwards. A piece is the days that a week and a month have in
-- common, so that both are made of whole ones.
create table metric_snapshots (
  workspace_id       uuid not null references workspaces,
  starts_on          date not null,
  ends_on            date not null,
  minimum_group_size integer not null,            -- of then: a smaller one set later shows no more of it
  cuts               jsonb not null,              -- [[first, last]]: the days of it that were those of a sprint, where not all were
  taken_at           timestamptz not null,
  primary key (workspace_id, starts_on)
);

-- Ids, counts and times only. They refer to what was, also where it is no more: there are no foreign keys.
create table metric_facts (
  workspace_id      uuid not null,
  starts_on         date not null,                -- of the piece
  number            integer not null,
  day               date not null,                -- the first of days that lie in the same cuts
  member_id         uuid not null,
  team_id           uuid,
  project_id        uuid,
  task_id           uuid,
  sprint_id         uuid,                         -- that of the task, where the day is one of its days
  entries           integer not null,
  seconds           bigint not null,
  billable_seconds  bigint not null,
  work_logs         integer not null,
  standups_human    integer not null,
  standups_inferred integer not null,
  standups_due      integer not null,             -- days from Monday to Friday of someone who was a member
  standups_met      integer not null,             -- standups written on such days
  blockers_opened   integer not null,
  blockers_resolved integer not null,
  severity          text,                         -- a blocker that was open in the piece; null: counts
  opened_at         timestamptz,
  resolved_at       timestamptz,                  -- null: it was still open at the end
  primary key (workspace_id, starts_on, number)
);

-- The zone, or UTC where this database does not know it: one person's zone must not break everyone's numbers.
-- +goose StatementBegin
create function known_zone(zone text) returns text language plpgsql stable as $$
begin
  perform now() at time zone zone;
  return zone;
exception when invalid_parameter_value then
  return 'UTC';
end
$$;
-- +goose StatementEnd

-- +goose Down
drop function known_zone;
drop table metric_facts;
drop table metric_snapshots;
alter table tasks drop column progress;
drop table idempotency_keys;
drop index activities_compensates;
alter table activities drop column compensates_id;
drop table comments;
drop function in_chain;
drop table escalation_policies;
drop table escalations;
drop table blockers;
drop table timers;
drop function reported_seconds;
drop table time_entries;
drop table work_logs;
drop table workspace_settings;
