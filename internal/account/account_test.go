package account_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	"daybook/internal/account"
	"daybook/internal/check"
	"daybook/internal/id"
	"daybook/internal/postgres/postgrestest"

	"github.com/google/uuid"
)

func TestNormalEmail(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"ann@example.com": "ann@example.com", "  Ann.B+tag@EXAMPLE.com\n": "ann.b+tag@example.com", "ärger@example.com": "ärger@example.com",
		"ÄRGER@example.com": "ärger@example.com", "o'neil@example.com": "o'neil@example.com", "a@b": "a@b",
		"": "", "ann": "", "ann@": "", "@example.com": "", "Ann <ann@example.com>": "", "<ann@example.com>": "", "a b@example.com": "", "a@b@c": "",
		"a@example.com,b@example.com": "", "a@exa mple.com": "", "a\x00@example.com": "", "a@example.com\x00": "", "a\r\n@example.com": "",
		strings.Repeat("a", 250) + "@example.com": "", `"a b"@example.com`: "",
	} {
		var l check.List
		got := account.NormalEmail(&l, "email", in)
		if (l.Err() == nil) != (want != "") || want != "" && got != want {
			t.Errorf("%q became %q with %v", in, got, l.Err())
		}
	}
}

func TestAccountsBelongToWorkspaces(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), postgrestest.New(t).DB
	w1, w2 := id.New(), id.New()
	of := func(accountID uuid.UUID) (out []uuid.UUID) {
		t.Helper()
		err := db.NewRaw("select unnest(workspace_ids) from accounts where id = ?", accountID).Scan(ctx, &out)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			t.Fatal(err)
		}
		return out
	}
	first, err := account.Ensure(ctx, db, w1, "ann@example.com", "Ann", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	again, err := account.Ensure(ctx, db, w1, "ann@example.com", "Other", "Europe/Berlin")
	if err != nil || again.ID != first.ID || again.DisplayName != "Ann" || len(of(first.ID)) != 1 {
		t.Errorf("ensured twice it is %+v in %v: %v", again, of(first.ID), err)
	}
	if _, err := account.Ensure(ctx, db, w2, "ann@example.com", "Ann", "UTC"); err != nil || len(of(first.ID)) != 2 {
		t.Errorf("in two workspaces: %v %v", of(first.ID), err)
	}
	if err := account.Leave(ctx, db, first.ID, w1); err != nil || len(of(first.ID)) != 1 {
		t.Errorf("after leaving: %v %v", of(first.ID), err)
	}
	for range 2 {
		if _, err := account.Join(ctx, db, first.ID, w1); err != nil || len(of(first.ID)) != 2 {
			t.Errorf("after joining: %v %v", of(first.ID), err)
		}
	}
	if _, err := account.Join(ctx, db, id.New(), w1); !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("an account that is not there joins: %v", err)
	}
	if err := account.SetPassword(ctx, db, first.ID, "hash"); err != nil {
		t.Fatal(err)
	}
	if got, err := account.ByEmail(ctx, db, " ANN@example.com "); err != nil || got.ID != first.ID || *got.PasswordHash != "hash" {
		t.Errorf("by address: %+v %v", got, err)
	}
	if _, err := account.ByEmail(ctx, db, "nobody@example.com"); !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("nobody by address: %v", err)
	}
}
