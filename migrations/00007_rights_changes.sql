-- +goose Up

-- Whose rights have changed: for servers that keep connections open, so that they need not read thousands of credentials
-- again and again to see that none did. Triggers write it in the transaction that changes something, whoever does that.
-- Shared by all workspaces, like what it tells of; rows are of use for a minute, then the servers remove them.
create table rights_changes (
  xact xid8 not null default pg_current_xact_id(), -- a look has seen it when this was visible in the look's snapshot
  who  uuid not null                               -- an account, a session or a token
);
create index rights_changes_xact on rights_changes (xact);

-- +goose StatementBegin
create function note_rights_of_row() returns trigger language plpgsql as $$
begin
  insert into rights_changes (who) values (old.id);
  return null;
end $$;
-- +goose StatementEnd

-- +goose StatementBegin
create function note_rights_of_member() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into rights_changes (who) values (old.account_id);
  end if;
  if tg_op <> 'DELETE' then
    insert into rights_changes (who) values (new.account_id);
  end if;
  return null;
end $$;
-- +goose StatementEnd

-- +goose StatementBegin
create function note_rights_in_project() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into rights_changes (who) select account_id from members where workspace_id = old.workspace_id and id = old.member_id;
  end if;
  if tg_op <> 'DELETE' then
    insert into rights_changes (who) select account_id from members where workspace_id = new.workspace_id and id = new.member_id;
  end if;
  return null;
end $$;
-- +goose StatementEnd

create trigger accounts_note_rights after update on accounts for each row
  when ((old.display_name, old.email, old.time_zone, old.workspace_ids) is distinct from (new.display_name, new.email, new.time_zone, new.workspace_ids))
  execute function note_rights_of_row();
create trigger accounts_note_removal after delete on accounts for each row execute function note_rights_of_row();

create trigger sessions_note_rights after update on sessions for each row
  when ((old.account_id, old.expires_at, old.revoked_at) is distinct from (new.account_id, new.expires_at, new.revoked_at))
  execute function note_rights_of_row();
create trigger sessions_note_removal after delete on sessions for each row execute function note_rights_of_row();

create trigger api_tokens_note_rights after update on api_tokens for each row
  when ((old.member_id, old.name, old.scopes, old.expires_at, old.revoked_at) is distinct from (new.member_id, new.name, new.scopes, new.expires_at, new.revoked_at))
  execute function note_rights_of_row();
create trigger api_tokens_note_removal after delete on api_tokens for each row execute function note_rights_of_row();

create trigger members_note_rights after update on members for each row
  when ((old.account_id, old.role, old.joined_at, old.removed_at) is distinct from (new.account_id, new.role, new.joined_at, new.removed_at))
  execute function note_rights_of_member();
create trigger members_note_arrival after insert or delete on members for each row execute function note_rights_of_member();

create trigger project_members_note_rights after insert or update or delete on project_members for each row execute function note_rights_in_project();

-- +goose Down
drop trigger project_members_note_rights on project_members;
drop trigger members_note_arrival on members;
drop trigger members_note_rights on members;
drop trigger api_tokens_note_removal on api_tokens;
drop trigger api_tokens_note_rights on api_tokens;
drop trigger sessions_note_removal on sessions;
drop trigger sessions_note_rights on sessions;
drop trigger accounts_note_removal on accounts;
drop trigger accounts_note_rights on accounts;
drop function note_rights_in_project;
drop function note_rights_of_member;
drop function note_rights_of_row;
drop table rights_changes;
