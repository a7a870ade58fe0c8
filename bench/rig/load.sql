-- The workspace, the people with their tokens, and the trigger; load.sh runs it. Ids and secrets are fixed, so that
-- daybook.json can name them: the secret of person n ends with n in 43 digits.
set search_path = daybook;
set client_min_messages = warning;
\set ws '''01930000-0000-7000-8000-000000000001'''
insert into workspaces (id, slug, name, time_zone) values (:ws, 'rig', 'Rig', 'UTC');
insert into workspace_heads (workspace_id) values (:ws);
insert into accounts (id, email, display_name, time_zone, avatar_url, workspace_ids)
  select md5('account' || n)::uuid, 'person' || n || '@rig.test', 'Person ' || n, 'UTC', 'https://rig.test/avatar/' || n || '.png', array[:ws::uuid]
  from generate_series(0, :people) n; -- the last one acts, and has no token
insert into members (workspace_id, id, account_id, display_name, email, avatar_url, role, time_zone)
  select :ws, md5('member' || n)::uuid, md5('account' || n)::uuid, 'Person ' || n, 'person' || n || '@rig.test',
    'https://rig.test/avatar/' || n || '.png', 'member', 'UTC' from generate_series(0, :people) n;
insert into api_tokens (workspace_id, id, member_id, name, token_hash)
  select :ws, md5('token' || n)::uuid, md5('member' || n)::uuid, 'rig',
    sha256(convert_to('dbk_01jc000000e008000000000001_' || lpad(n::text, 43, '0'), 'UTF8'))
  from generate_series(0, :people - 1) n;
analyze;

-- An event of the rig becomes an activity of the last person, who has no token: numbered by the workspace's head row, as
-- the server does it, and followed by the wake-up that other processes of Daybook send.
create function rig_event() returns trigger language plpgsql as $$
declare
  ws constant uuid := '01930000-0000-7000-8000-000000000001';
  actor constant uuid := md5('member' || (select count(*) - 1 from daybook.members))::uuid;
  next bigint;
begin
  update daybook.workspace_heads set seq = seq + 1 where workspace_id = ws returning seq into next;
  insert into daybook.activities (workspace_id, seq, id, occurred_at, actor_kind, actor_id, action, entity_type, entity_id,
    visibility, title, changes, metadata)
  values (ws, next, new.id, new.created_at, 'human', actor, 'updated', 'task', new.entity_id, 'workspace', new.title,
    '[{"field": "status", "old": "TODO", "new": "DONE"}, {"field": "estimateMinutes", "old": "30", "new": "60"}]', new.metadata);
  perform pg_notify('daybook_wake', 'rig ' || ws);
  return null;
end $$;
drop trigger if exists rig_event on public.activities;
create trigger rig_event after insert on public.activities for each row when (new.title like 'seq=%') execute function daybook.rig_event();
