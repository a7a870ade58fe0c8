// Package postgres opens the database: bun over a pgx pool, migrations, the runtime role, transactions and the
// translation of database errors. Rows and queries live in the domain rooms.
package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// Options of a pool.
type Options struct {
	// MaxConns bounds the pool; 20 when zero.
	MaxConns int
	// Role is what every connection acts as (SET ROLE); empty for the account of the address itself.
	Role string
	// Name is shown in pg_stat_activity.
	Name string
}

// Open connects a pool and returns bun on it. The pool is closed with the returned function. Statements time out after
// 5 s, lock waits after 2 s, transactions left idle after 10 s.
func Open(ctx context.Context, url string, o Options) (*bun.DB, func(), error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the database address: %w", withoutAddress(err))
	}
	config.MaxConns = int32(max(o.MaxConns, 0))
	if config.MaxConns == 0 {
		config.MaxConns = 20
	}
	config.MinIdleConns = 1
	config.MaxConnIdleTime = 5 * time.Minute
	// bun writes arguments into the SQL text, so prepared statements would only churn.
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	config.ConnConfig.ConnectTimeout = 5 * time.Second
	params := config.ConnConfig.RuntimeParams
	params["application_name"] = o.Name
	params["timezone"] = "UTC"
	params["statement_timeout"] = "5000"
	params["lock_timeout"] = "2000"
	params["idle_in_transaction_session_timeout"] = "10000"
	if o.Role != "" {
		params["role"] = o.Role
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the database: %w", withoutAddress(err))
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, nil, fmt.Errorf("connecting to the database: %w", withoutAddress(err))
	}
	sqldb := stdlib.OpenDBFromPool(pool)
	db := bun.NewDB(sqldb, pgdialect.New(), bun.WithDiscardUnknownColumns()).WithQueryHook(statementCounter{})
	return db, func() { sqldb.Close(); pool.Close() }, nil //nolint:errcheck // nothing to do about it
}

// InTx runs fn in one transaction, again when PostgreSQL broke a deadlock with it.
func InTx(ctx context.Context, db *bun.DB, fn func(ctx context.Context, tx bun.Tx) error) error {
	for attempt := 0; ; attempt++ {
		err := db.RunInTx(ctx, nil, fn)
		if attempt < 3 && isCode(err, deadlockDetected, serializationFailure) {
			continue
		}
		return err
	}
}
