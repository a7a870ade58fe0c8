package activity_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"daybook/internal/apptest"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const copied = `workspace_id, seq, id, occurred_at, actor_kind, actor_id, action, entity_type, entity_id, visibility`

// ways to change or remove what stands in the log. Those of data are refused for the owner of the table, too; those of
// structure are the owner's own business and refused for the runtime role.
var ways = []struct {
	name, sql string
	structure bool
}{
	{"update", `update activities set title = 'x'`, false},
	{"update of one row", `update activities set title = 'x' where seq = 1`, false},
	{"update of no row", `update activities set title = 'x' where false`, false},
	{"update in a CTE", `with u as (update activities set title = 'x' returning 1) select count(*) from u`, false},
	{"update from another table", `update activities a set title = w.name from workspaces w where w.id = a.workspace_id`, false},
	{"update of a key", `update activities set seq = seq + 1000`, false},
	{"delete", `delete from activities`, false},
	{"delete of one row", `delete from activities where seq = 1`, false},
	{"delete in a CTE", `with d as (delete from activities returning *) insert into activities select * from d`, false},
	{"delete using another table", `delete from activities a using workspaces w where w.id = a.workspace_id`, false},
	{"truncate", `truncate activities`, false},
	{"truncate cascade", `truncate workspaces cascade`, false},
	{"delete of the workspace", `delete from workspaces`, false},
	{"change of the workspace's id", `update workspaces set id = gen_random_uuid()`, false},
	{"insert on conflict do update", `insert into activities select * from activities on conflict (workspace_id, seq) do update set title = 'x'`, false},
	{"insert of a number that is taken", `insert into activities select * from activities`, false},
	{"merge update", `merge into activities a using workspaces w on a.workspace_id = w.id when matched then update set title = 'x'`, false},
	{"merge delete", `merge into activities a using workspaces w on a.workspace_id = w.id when matched then delete`, false},
	{"copy over", `copy activities (` + copied + `) from stdin`, false},
	{"prepared update", `do $$ begin execute 'update activities set title = ''x'''; end $$`, false},
	{"cursor update", `do $$ declare c cursor for select * from activities for update; begin for r in c loop update activities set title = 'x' where current of c; end loop; end $$`, false},
	{"select for update", `select * from activities for update`, true},
	{"disable trigger", `alter table activities disable trigger all`, true},
	{"drop trigger", `drop trigger activities_are_append_only on activities`, true},
	{"rename trigger", `alter trigger activities_are_append_only on activities rename to x`, true},
	{"replace the trigger's function", `create or replace function refuse_change_of_the_log() returns trigger language plpgsql as $$ begin return null; end $$`, true},
	{"drop the trigger's function", `drop function refuse_change_of_the_log cascade`, true},
	{"another trigger", `create trigger x before insert on activities for each row execute function refuse_change_of_the_log()`, true},
	{"rule", `create rule x as on insert to activities do instead nothing`, true},
	{"drop table", `drop table activities`, true},
	{"drop table cascade", `drop table workspaces cascade`, true},
	{"rename table", `alter table activities rename to old`, true},
	{"drop column", `alter table activities drop column title`, true},
	{"change of a column", `alter table activities alter column title type text using 'x'`, true},
	{"drop constraint", `alter table activities drop constraint activities_pkey`, true},
	{"inheritance", `create table child () inherits (activities)`, true},
	{"row security", `alter table activities enable row level security`, true},
	{"another owner", `alter table activities owner to daybook_runtime`, true},
	{"drop schema", `drop schema public cascade`, true},
	{"as if replicated", `set session_replication_role = replica`, true},
	{"another role", `set role daybook`, true},
	{"lock", `lock table activities in access exclusive mode`, true},
}

// T12, trap 16: nothing that stands in the log is changed, by the server's own role or by the owner of the tables.
func TestLogIsAppendOnly(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	w.Standup(t, w.Member(t))
	for role, url := range map[string]string{"runtime role": a.Database.URL, "owner": a.Database.OwnerURL} {
		t.Run("the "+role, func(t *testing.T) {
			ctx := t.Context()
			conn, err := pgx.Connect(ctx, url)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // the test is over
			for _, way := range ways {
				if way.structure && role == "owner" {
					continue
				}
				t.Run("is refused "+way.name, func(t *testing.T) {
					before := a.Snapshot(t)
					tx, err := conn.Begin(ctx)
					if err != nil {
						t.Fatal(err)
					}
					if strings.HasPrefix(way.sql, "copy") {
						var line string
						err = tx.QueryRow(ctx, `select concat_ws(E'\t', workspace_id, seq, id, occurred_at, actor_kind, coalesce(actor_id::text, '\N'),
							action, entity_type, entity_id, visibility) from activities where seq = 1`).Scan(&line)
						if err != nil {
							t.Fatal(err)
						}
						_, err = conn.PgConn().CopyFrom(ctx, strings.NewReader(line+"\n"), way.sql)
					} else {
						_, err = tx.Exec(ctx, way.sql)
					}
					if err == nil {
						err = tx.Commit(ctx)
					} else {
						tx.Rollback(ctx) //nolint:errcheck // it was refused
					}
					var pg *pgconn.PgError
					switch {
					case err == nil:
						t.Errorf("%s was done", way.sql)
					case !errors.As(err, &pg):
						t.Errorf("%s: %v", way.sql, err)
					case pg.Code != "42501" && pg.Code != "23505" && pg.Code != "23503": // privilege, unique, foreign key
						t.Errorf("%s was refused for another reason: %v", way.sql, err)
					}
					wantSame(t, before, a.Snapshot(t))
				})
			}
		})
	}
}
