package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"

	"daybook/migrations"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// RuntimeRole is the role the server works as: not the owner of the tables, and without any right to change the log.
const RuntimeRole = "daybook_runtime"

// Migrator changes the database's structure; it connects as the owner.
type Migrator struct {
	db       *sql.DB
	provider *goose.Provider
	log      *slog.Logger
}

// NewMigrator connects to the address as the owner of the tables.
func NewMigrator(url string, log *slog.Logger) (*Migrator, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("reading the database address: %w", withoutAddress(err))
	}
	config.RuntimeParams["application_name"] = "daybook migrate"
	db := stdlib.OpenDB(*config)
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120)) // tries each second
	if err != nil {
		return nil, fmt.Errorf("preparing the migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, migrations.FS, goose.WithSessionLocker(locker), goose.WithSlog(log))
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	return &Migrator{db: db, provider: provider, log: log}, nil
}

// Close ends the connection.
func (m *Migrator) Close() error { return m.db.Close() }

// Up brings the structure up to this binary's and makes the runtime role ready. A structure newer than the binary is
// refused. The result says whether the runtime role can be used.
func (m *Migrator) Up(ctx context.Context) (runtimeRole bool, err error) {
	if err := m.ping(ctx); err != nil {
		return false, err
	}
	current, target, err := m.provider.GetVersions(ctx)
	if err != nil {
		return false, fmt.Errorf("reading the database's version: %w", err)
	}
	if current > target {
		return false, fmt.Errorf("the database is of version %d, this binary knows %d: run a newer daybook", current, target)
	}
	if current < target {
		if _, err := m.provider.Up(ctx); err != nil {
			return false, fmt.Errorf("migrating the database: %w", err)
		}
	}
	return m.prepareRuntimeRole(ctx)
}

func (m *Migrator) ping(ctx context.Context) error {
	if err := m.db.PingContext(ctx); err != nil {
		return fmt.Errorf("connecting to the database: %w", withoutAddress(err))
	}
	return nil
}

// Down takes back the newest migration.
func (m *Migrator) Down(ctx context.Context) error {
	if err := m.ping(ctx); err != nil {
		return err
	}
	if _, err := m.provider.Down(ctx); err != nil {
		return fmt.Errorf("taking back the newest migration: %w", err)
	}
	return nil
}

// DownAll takes back all migrations.
func (m *Migrator) DownAll(ctx context.Context) error {
	if _, err := m.provider.DownTo(ctx, 0); err != nil {
		return fmt.Errorf("taking back the migrations: %w", err)
	}
	return nil
}

// Status lists the migrations in order.
func (m *Migrator) Status(ctx context.Context) ([]*goose.MigrationStatus, error) {
	if err := m.ping(ctx); err != nil {
		return nil, err
	}
	status, err := m.provider.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the migrations' state: %w", err)
	}
	return status, nil
}

// The role is the server's, the rights are the database's: both are brought up to date at every start. Where the account
// may not create roles, a role made by hand is used, and none is needed.
const runtimeRoleSQL = `
do $$
declare
  may_create boolean := (select rolsuper or rolcreaterole from pg_roles where rolname = current_user);
begin
  perform pg_advisory_xact_lock(4772186530411);
  if may_create and not exists (select from pg_roles where rolname = 'daybook_runtime') then
    begin
      create role daybook_runtime login;
    exception when duplicate_object or unique_violation then null; -- another database's process was quicker
    end;
  end if;
  if may_create and not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant daybook_runtime to %I', current_user);
  end if;
  if exists (select from pg_roles where rolname = 'daybook_runtime') then
    execute format('grant usage on schema %I to daybook_runtime', current_schema);
    execute format('grant select, insert, update, delete on all tables in schema %I to daybook_runtime', current_schema);
    revoke update, delete, truncate on activities from daybook_runtime;
    revoke all on goose_db_version from daybook_runtime;
    -- A temporary table of the same name would stand before the log.
    if (select pg_has_role(datdba, 'member') from pg_database where datname = current_database()) then
      execute format('revoke temporary on database %I from public', current_database());
    end if;
  end if;
end $$;`

func (m *Migrator) prepareRuntimeRole(ctx context.Context) (bool, error) {
	if _, err := m.db.ExecContext(ctx, runtimeRoleSQL); err != nil {
		return false, fmt.Errorf("preparing the runtime role: %w", err)
	}
	var usable bool
	err := m.db.QueryRowContext(ctx, `
		select exists (select from pg_roles where rolname = $1) and pg_has_role(current_user, $1, 'member')`, RuntimeRole).Scan(&usable)
	if err != nil {
		return false, fmt.Errorf("looking for the runtime role: %w", err)
	}
	if !usable {
		m.log.Warn("the database account may not create roles: the server works as the owner of its tables",
			"hint", "create role "+RuntimeRole+" and grant it to the account")
	}
	return usable, nil
}
