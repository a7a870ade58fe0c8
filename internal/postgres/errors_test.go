package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"daybook/internal/fault"
	"daybook/internal/postgres"
	"daybook/internal/postgres/postgrestest"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

func TestErrorsOfTheDatabaseGetTheirCode(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t).DB
	raise := func(state string) error {
		_, err := db.NewRaw("do $$ begin raise exception 'as if' using errcode = ?; end $$", state).Exec(t.Context())
		return err
	}
	for state, want := range map[string]fault.Code{
		"57014": fault.Timeout, "55P03": fault.Timeout, "57P01": fault.Unavailable, "57P02": fault.Unavailable, "57P03": fault.Unavailable,
		"53300": fault.Unavailable, "53100": fault.Unavailable, "08006": fault.Unavailable, "57P05": fault.Unavailable, "58030": fault.Unavailable,
		"25006": fault.Unavailable, "25P03": fault.Unavailable, "40001": fault.Unavailable, "40P01": fault.Unavailable, "23505": fault.Internal, "42601": fault.Internal,
	} {
		if got := fault.CodeOf(postgres.Classify(fmt.Errorf("reading: %w", raise(state)))); got != want {
			t.Errorf("%s is %s, want %s", state, got, want)
		}
	}
	if got := fault.CodeOf(postgres.Classify(&net.OpError{Op: "dial", Err: errors.New("refused")})); got != fault.Unavailable {
		t.Errorf("a broken network is %s", got)
	}
	if got := fault.CodeOf(postgres.Classify(context.DeadlineExceeded)); got != fault.Timeout {
		t.Errorf("a deadline is %s", got)
	}
	if err := fault.Missing(); !errors.Is(postgres.Classify(err), err) || postgres.Classify(nil) != nil {
		t.Error("an error that has its code was changed")
	}
	if !fault.Is(postgres.Missing(fmt.Errorf("reading: %w", sql.ErrNoRows)), fault.NotFound) || postgres.Missing(nil) != nil {
		t.Error("a missing row is not NOT_FOUND")
	}
	if postgres.ForeignKey(raise("23505")) != "" || postgres.IsUnique(raise("23505"), "x") || postgres.ForeignKey(nil) != "" {
		t.Error("an error was taken for another")
	}
}

func TestViolationsNameTheirConstraint(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t).DB
	_, err := db.NewRaw("insert into workspace_heads (workspace_id) values (?)", uuid.New()).Exec(t.Context())
	if postgres.ForeignKey(err) != "workspace_heads_workspace_id_fkey" {
		t.Errorf("the constraint is %q: %v", postgres.ForeignKey(err), err)
	}
	for range 2 {
		_, err = db.NewRaw("insert into server_state (name, value) values ('a', '')").Exec(t.Context())
	}
	if !postgres.IsUnique(err, "server_state_pkey") || postgres.IsUnique(err, "other") {
		t.Errorf("the violation is %v", err)
	}
}

func TestInTxRollsBack(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t).DB
	broken := errors.New("broken")
	runs := 0
	err := postgres.InTx(t.Context(), db, func(ctx context.Context, tx bun.Tx) error {
		runs++
		if _, err := tx.NewRaw("insert into server_state (name, value) values ('a', '')").Exec(ctx); err != nil {
			return err
		}
		return broken
	})
	n, countErr := db.NewSelect().Table("server_state").Count(t.Context())
	if !errors.Is(err, broken) || runs != 1 || n != 0 || countErr != nil {
		t.Errorf("after %d runs and %v there are %d rows", runs, err, n)
	}
	runs = 0
	err = postgres.InTx(t.Context(), db, func(ctx context.Context, tx bun.Tx) error {
		runs++
		_, err := tx.NewRaw(`do $$ begin raise exception 'as if' using errcode = 'serialization_failure'; end $$`).Exec(ctx)
		return err
	})
	if err == nil || runs != 4 {
		t.Errorf("what always fails ran %d times: %v", runs, err)
	}
}

// Addresses hold passwords: no error tells them.
func TestOpenDoesNotTellTheAddress(t *testing.T) {
	t.Parallel()
	for _, url := range []string{
		"postgres://user:secret-pass@127.0.0.1:1/db", "postgres://user:secret-pass@127.0.0.1:port/db", "host=/secret-pass dbname=x", "://secret-pass",
	} {
		_, _, err := postgres.Open(t.Context(), url, postgres.Options{})
		if err == nil || strings.Contains(err.Error(), "secret-pass") || strings.Contains(err.Error(), "127.0.0.1") {
			t.Errorf("the error is %v", err)
		}
	}
}

func TestDistinct(t *testing.T) {
	t.Parallel()
	a, b := uuid.New(), uuid.New()
	given := []uuid.UUID{b, a, b}
	if got := postgres.Distinct(given); len(got) != 2 || !slices.Contains(got, a) || !slices.Contains(got, b) {
		t.Errorf("it gives %v", got)
	}
	if !slices.Equal(given, []uuid.UUID{b, a, b}) {
		t.Error("the list given was changed")
	}
}

func TestCountStatements(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t).DB
	ctx, n := postgres.CountStatements(t.Context())
	for range 3 {
		if _, err := db.NewRaw("select 1").Exec(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.NewRaw("select 1").Exec(t.Context()); err != nil || n.Load() != 3 {
		t.Errorf("%d statements were counted: %v", n.Load(), err)
	}
}
