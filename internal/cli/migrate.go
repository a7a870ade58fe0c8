package cli

import (
	"context"
	"fmt"

	"daybook/internal/config"
	"daybook/internal/postgres"
)

type migrateCommand struct {
	Up     migrateUp     `cmd:"" help:"Bring the structure up to this binary's."`
	Down   migrateDown   `cmd:"" help:"Take back the newest migration."`
	Status migrateStatus `cmd:"" help:"List the migrations."`
}

type (
	migrateUp struct {
		config.Database `embed:""`
	}
	migrateDown struct {
		config.Database `embed:""`
	}
	migrateStatus struct {
		config.Database `embed:""`
	}
)

func (c migrateUp) Run(ctx context.Context, io streams) error {
	return migrate(ctx, c.Database, io, func(m *postgres.Migrator) error {
		_, err := m.Up(ctx)
		return err
	})
}

func (c migrateDown) Run(ctx context.Context, io streams) error {
	return migrate(ctx, c.Database, io, func(m *postgres.Migrator) error { return m.Down(ctx) })
}

func (c migrateStatus) Run(ctx context.Context, io streams) error {
	return migrate(ctx, c.Database, io, func(*postgres.Migrator) error { return nil })
}

// migrate works as the owner of the tables and lists the migrations afterwards.
func migrate(ctx context.Context, c config.Database, io streams, work func(*postgres.Migrator) error) error {
	log := newLogger(io.err, "warn")
	p, err := locate(ctx, c, log)
	if err != nil {
		return err
	}
	defer p.close() //nolint:errcheck // nothing to do about it
	m, err := postgres.NewMigrator(p.owner, log)
	if err != nil {
		return err
	}
	defer m.Close() //nolint:errcheck // nothing to do about it
	if err := work(m); err != nil {
		return err
	}
	status, err := m.Status(ctx)
	if err != nil {
		return err
	}
	for _, s := range status {
		applied := "pending"
		if !s.AppliedAt.IsZero() {
			applied = s.AppliedAt.UTC().Format("2006-01-02 15:04:05")
		}
		fmt.Fprintf(io.out, "%-19s  %s\n", applied, s.Source.Path)
	}
	return nil
}
