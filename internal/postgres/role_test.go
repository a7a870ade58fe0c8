package postgres_test

import (
	"context"
	"errors"
	"testing"

	"daybook/internal/postgres"
	"daybook/internal/postgres/postgrestest"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// The role the server works as owns nothing and cannot change the structure, nor read what is the migrations' own.
func TestRuntimeRole(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d := postgrestest.New(t)
	conn, err := pgx.Connect(ctx, d.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // the test is over
	if _, err := conn.Exec(ctx, "set role "+postgres.RuntimeRole); err != nil {
		t.Fatal(err)
	}
	for name, question := range map[string]string{
		"is a superuser":            "select rolsuper from pg_roles where rolname = current_user",
		"makes roles":               "select rolcreaterole from pg_roles where rolname = current_user",
		"makes databases":           "select rolcreatedb from pg_roles where rolname = current_user",
		"passes row security":       "select rolbypassrls from pg_roles where rolname = current_user",
		"replicates":                "select rolreplication from pg_roles where rolname = current_user",
		"owns a table":              "select exists (select from pg_class where relowner = current_user::regrole)",
		"owns a function":           "select exists (select from pg_proc where proowner = current_user::regrole)",
		"owns the database":         "select exists (select from pg_database where datdba = current_user::regrole)",
		"belongs to another role":   "select exists (select from pg_auth_members where member = current_user::regrole)",
		"creates in the schema":     "select has_schema_privilege(current_schema, 'create')",
		"changes the log":           "select has_table_privilege('activities', 'update, delete, truncate, trigger, references')",
		"changes a column of it":    "select has_any_column_privilege('activities', 'update')",
		"empties a table":           "select bool_or(has_table_privilege(oid, 'truncate')) from pg_class where relkind = 'r' and relnamespace = current_schema::regnamespace",
		"reads goose_db_version":    "select has_table_privilege('goose_db_version', 'select, insert, update, delete')",
		"is another role than ours": "select current_user <> 'daybook_runtime'",
	} {
		var yes bool
		if err := conn.QueryRow(ctx, question).Scan(&yes); err != nil || yes {
			t.Errorf("the role %s: %v", name, err)
		}
	}
	for _, sql := range []string{
		"create table x (a int)", "create schema x", "create function x() returns int language sql as 'select 1'", "create role x",
		"create extension pg_trgm", "alter table members add column x int", "drop table members", "drop index members_email",
		"alter table members rename to x", "alter role daybook_runtime superuser", "select * from goose_db_version", "create view x as select 1",
		"truncate members", "create index x on members (id)", "alter database postgres set work_mem = '1GB'", "copy members to '/tmp/daybook-test-copy'",
		"select pg_read_file('postgresql.conf')", "select passwd from pg_shadow", "alter system set fsync = off", "drop database postgres",
	} {
		_, err := conn.Exec(ctx, sql)
		var pg *pgconn.PgError
		if !errors.As(err, &pg) || pg.Code != "42501" {
			t.Errorf("%s: %v", sql, err)
		}
	}
	for _, sql := range []string{"select count(*) from activities", "select count(*) from members"} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			t.Errorf("%s: %v", sql, err)
		}
	}
}
