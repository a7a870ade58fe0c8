package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"daybook/internal/config"
	"daybook/internal/postgres"
	"daybook/internal/postgres/private"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"
)

const privateDatabase = "daybook"

// place is where the data is: addresses for the owner of the tables and for the running server.
type place struct {
	owner   string
	runtime string // for the private server; else the owner's, and the role is taken on
	private bool
	close   func() error
}

// locate finds the database: the one of the address, or the private server of the data folder, which it joins or starts.
func locate(ctx context.Context, c config.Database, log *slog.Logger) (*place, error) {
	if c.URL != "" {
		return &place{owner: c.URL, runtime: c.URL, close: func() error { return nil }}, nil
	}
	server, err := private.Open(ctx, private.Options{DataDir: c.DataDir, BinDir: c.BinDir, PackageDirs: c.PackageDirs(), Log: log})
	if err != nil {
		return nil, err
	}
	p := &place{owner: server.URL(privateDatabase, private.Role), runtime: server.URL(privateDatabase, postgres.RuntimeRole),
		private: true, close: server.Close}
	if err := ensureDatabase(ctx, server); err != nil {
		return nil, errors.Join(err, server.Close())
	}
	return p, nil
}

func ensureDatabase(ctx context.Context, server *private.Server) error {
	conn, err := pgx.Connect(ctx, server.URL(privateDatabase, private.Role))
	if err == nil {
		return conn.Close(ctx)
	}
	var missing *pgconn.PgError
	if !errors.As(err, &missing) || missing.Code != "3D000" { // invalid_catalog_name
		return fmt.Errorf("connecting to the private database: %w", err)
	}
	conn, err = pgx.Connect(ctx, server.URL("postgres", private.Role))
	if err != nil {
		return fmt.Errorf("connecting to the private server: %w", err)
	}
	defer conn.Close(ctx) //nolint:errcheck // nothing to do about it
	var duplicate *pgconn.PgError
	_, err = conn.Exec(ctx, "create database "+privateDatabase)
	if err != nil && (!errors.As(err, &duplicate) || duplicate.Code != "42P04" && duplicate.Code != "23505") { // another process was quicker
		return fmt.Errorf("creating the private database: %w", err)
	}
	return nil
}

// database is an open, migrated database.
type database struct {
	*place
	db   *bun.DB
	url  string // of the running server, for connections of its own
	role string // what connections act as
}

// open locates the database, migrates it and opens a pool that works as the runtime role.
func open(ctx context.Context, c config.Database, o postgres.Options, log *slog.Logger) (*database, error) {
	p, err := locate(ctx, c, log)
	if err != nil {
		return nil, err
	}
	d, err := p.open(ctx, o, log)
	if err != nil {
		return nil, errors.Join(err, p.close())
	}
	return d, nil
}

func (p *place) open(ctx context.Context, o postgres.Options, log *slog.Logger) (*database, error) {
	m, err := postgres.NewMigrator(p.owner, log)
	if err != nil {
		return nil, err
	}
	defer m.Close() //nolint:errcheck // nothing to do about it
	separate, err := m.Up(ctx)
	if err != nil {
		return nil, err
	}
	if separate && !p.private {
		o.Role = postgres.RuntimeRole
	}
	d := &database{place: p, url: p.runtime, role: o.Role}
	d.db, err = d.connect(ctx, o)
	if err != nil {
		return nil, err
	}
	return d, nil
}

// connect opens a pool, which is closed before the place is.
func (d *database) connect(ctx context.Context, o postgres.Options) (*bun.DB, error) {
	o.Role = d.role
	db, closePool, err := postgres.Open(ctx, d.url, o)
	if err != nil {
		return nil, err
	}
	closeRest := d.close
	d.close = func() error {
		closePool()
		return closeRest()
	}
	return db, nil
}
