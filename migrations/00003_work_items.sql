-- +goose Up

create table projects (
  workspace_id uuid not null references workspaces,
  id           uuid not null,
  key          text not null check (key ~ '^[A-Z][A-Z0-9]{1,9}$'),
  name         text not null check (length(name) between 1 and 200),
  access       text not null check (access in ('open', 'restricted')),
  archived_at  timestamptz,
  last_task    integer not null default 0,     -- the last number given to a task
  created_at   timestamptz not null default clock_timestamp(),
  updated_at   timestamptz not null default clock_timestamp(),
  version      integer not null default 1,
  primary key (workspace_id, id)
);
create unique index projects_key on projects (workspace_id, key);
create index projects_name on projects (workspace_id, lower(name), id);

create table project_members (
  workspace_id uuid not null,
  project_id   uuid not null,
  member_id    uuid not null,
  primary key (workspace_id, project_id, member_id),
  foreign key (workspace_id, project_id) references projects (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create index project_members_member on project_members (workspace_id, member_id, project_id);

create table sprints (
  workspace_id uuid not null references workspaces,
  id           uuid not null,
  name         text not null check (length(name) between 1 and 200),
  starts_on    date not null,
  ends_on      date not null,
  completed_at timestamptz,
  team_id      uuid,
  created_at   timestamptz not null default clock_timestamp(),
  updated_at   timestamptz not null default clock_timestamp(),
  version      integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, team_id) references teams (workspace_id, id),
  check (ends_on >= starts_on)
);
create index sprints_start on sprints (workspace_id, starts_on, id);
create index sprints_team on sprints (workspace_id, team_id, starts_on, id);

create table tasks (
  workspace_id uuid not null references workspaces,
  id           uuid not null,
  project_id   uuid not null,
  number       integer not null,
  key          text not null,
  title        text not null check (length(title) between 1 and 500),
  status       text not null check (status in ('todo', 'in_progress', 'in_review', 'done', 'canceled')),
  priority     text not null check (priority in ('low', 'medium', 'high', 'urgent')),
  due_on       date,
  sprint_id    uuid,
  team_id      uuid,
  assignee_id  uuid,
  external_url text,
  created_at   timestamptz not null default clock_timestamp(),
  updated_at   timestamptz not null default clock_timestamp(),
  version      integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, project_id) references projects (workspace_id, id),
  foreign key (workspace_id, sprint_id) references sprints (workspace_id, id),
  foreign key (workspace_id, team_id) references teams (workspace_id, id),
  foreign key (workspace_id, assignee_id) references members (workspace_id, id)
);
create unique index tasks_key on tasks (workspace_id, key);
create index tasks_project on tasks (workspace_id, project_id, id);
create index tasks_sprint on tasks (workspace_id, sprint_id, id) where sprint_id is not null;
create index tasks_team on tasks (workspace_id, team_id, id) where team_id is not null;
create index tasks_assignee on tasks (workspace_id, assignee_id, id) where assignee_id is not null;

-- +goose Down
drop table tasks;
drop table sprints;
drop table project_members;
drop table projects;
