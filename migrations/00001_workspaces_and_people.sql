-- +goose Up

-- What all workspaces of the server share: sign-in, keys. Small tables that a distributed set-up replicates whole.
create table server_state (
  name  text primary key,
  value bytea not null
);

create table accounts (
  id            uuid primary key,
  email         text not null check (email = lower(email) and length(email) between 3 and 254),
  display_name  text not null check (length(display_name) between 1 and 200),
  avatar_url    text,
  time_zone     text not null,
  password_hash text,                          -- argon2id; null: no sign-in by password
  workspace_ids uuid[] not null default '{}',  -- where the account is a member, so that no look-up leaves a workspace
  created_at    timestamptz not null default clock_timestamp()
);
create unique index accounts_email on accounts (email);

create table sessions (
  id         uuid primary key,
  account_id uuid not null references accounts,
  token_hash bytea not null,                   -- SHA-256 of the cookie's value
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create unique index sessions_token on sessions (token_hash);
create index sessions_account on sessions (account_id);

-- Everything below belongs to one workspace: workspace_id comes first in every key and no reference leaves it.
create table workspaces (
  id         uuid primary key,
  slug       text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])$'),
  name       text not null check (length(name) between 1 and 200),
  time_zone  text not null,
  week_start text not null default 'monday'
    check (week_start in ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version    integer not null default 1
);
create unique index workspaces_slug on workspaces (slug);

create table teams (
  workspace_id uuid not null references workspaces,
  id           uuid not null,
  name         text not null check (length(name) between 1 and 200),
  manager_id   uuid,
  created_at   timestamptz not null default clock_timestamp(),
  updated_at   timestamptz not null default clock_timestamp(),
  version      integer not null default 1,
  primary key (workspace_id, id)
);
create unique index teams_name on teams (workspace_id, lower(name));

create table members (
  workspace_id uuid not null references workspaces,
  id           uuid not null,
  account_id   uuid not null,
  display_name text not null check (length(display_name) between 1 and 200),
  email        text,
  avatar_url   text,
  role         text not null check (role in ('owner', 'admin', 'member')),
  team_id      uuid,
  manager_id   uuid check (manager_id <> id),
  time_zone    text not null,
  joined_at    timestamptz not null default clock_timestamp(),
  removed_at   timestamptz,
  updated_at   timestamptz not null default clock_timestamp(),
  version      integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, team_id) references teams (workspace_id, id),
  foreign key (workspace_id, manager_id) references members (workspace_id, id)
);
create unique index members_account on members (workspace_id, account_id);
create index members_email on members (workspace_id, email);
create index members_name on members (workspace_id, lower(display_name), id);
create index members_team on members (workspace_id, team_id);
create index members_manager on members (workspace_id, manager_id);

alter table teams add foreign key (workspace_id, manager_id) references members (workspace_id, id);
create index teams_manager on teams (workspace_id, manager_id);

create table api_tokens (
  workspace_id uuid not null references workspaces,
  id           uuid not null,
  member_id    uuid,                           -- whose personal token it is; null: a service token
  name         text not null check (length(name) between 1 and 100),
  scopes       text[],                         -- null: everything its owner may
  token_hash   bytea not null,                 -- SHA-256 of the secret
  creator_id   uuid,                           -- the member who made it; null: the operator
  created_at   timestamptz not null default clock_timestamp(),
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, creator_id) references members (workspace_id, id),
  check (member_id is not null or scopes is not null)
);
create unique index api_tokens_secret on api_tokens (workspace_id, token_hash);
create index api_tokens_member on api_tokens (workspace_id, member_id, id);

-- +goose Down
drop table api_tokens;
alter table teams drop constraint teams_workspace_id_manager_id_fkey;
drop table members;
drop table teams;
drop table workspaces;
drop table sessions;
drop table accounts;
drop table server_state;
