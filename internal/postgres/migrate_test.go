package postgres_test

import (
	"context"
	"log/slog"
	"testing"

	"daybook/internal/postgres"
	"daybook/internal/postgres/postgrestest"
)

func TestMigrationsGoUpDownAndUpAgain(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := postgrestest.New(t)
	m, err := postgres.NewMigrator(d.OwnerURL, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close() //nolint:errcheck // the test is over
	if err := m.DownAll(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Up(ctx); err != nil {
		t.Fatal(err)
	}
	status, err := m.Status(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range status {
		if s.AppliedAt.IsZero() {
			t.Errorf("%s is not applied", s.Source.Path)
		}
	}
}
