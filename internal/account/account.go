// Package account holds the people who can sign in, over all workspaces of the server. What others see of a person is
// their member row in each workspace; an account only opens the door.
package account

import (
	"context"
	"database/sql"
	"fmt"
	"net/mail"
	"strings"
	"unicode/utf8"

	"daybook/internal/check"
	"daybook/internal/id"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Account is a person who can sign in. PasswordHash is nil for one who has no password yet.
type Account struct {
	bun.BaseModel `bun:"table:accounts,alias:acc"`

	ID           uuid.UUID
	Email        string
	DisplayName  string
	AvatarURL    *string
	TimeZone     string
	PasswordHash *string
}

// NormalEmail checks a mail address and gives its one form: lower case, no name around it. Problems are noted at the field.
func NormalEmail(l *check.List, field, email string) string {
	email = strings.ToLower(strings.TrimSpace(email))
	address, err := mail.ParseAddress(email)
	if err != nil || address.Address != email || len(email) > 254 || !strings.Contains(email, "@") {
		l.Add(check.Invalid, field, "this is not a mail address")
	}
	return email
}

// Ensure finds the account with the address or makes one, and notes that it now belongs to the workspace.
func Ensure(ctx context.Context, tx bun.IDB, workspaceID uuid.UUID, email, displayName, timeZone string) (*Account, error) {
	a := new(Account)
	err := tx.NewRaw(`
		insert into accounts (id, email, display_name, time_zone, workspace_ids) values (?, ?, ?, ?, array[?::uuid])
		on conflict (email) do update set workspace_ids = case
			when ?::uuid = any(accounts.workspace_ids) then accounts.workspace_ids
			else accounts.workspace_ids || ?::uuid end
		returning id, email, display_name, avatar_url, time_zone, password_hash`,
		id.New(), email, displayName, timeZone, workspaceID, workspaceID, workspaceID).Scan(ctx, a)
	if err != nil {
		return nil, fmt.Errorf("making an account: %w", err)
	}
	return a, nil
}

// Leave notes that the account no longer belongs to the workspace.
func Leave(ctx context.Context, tx bun.IDB, accountID, workspaceID uuid.UUID) error {
	_, err := tx.NewRaw("update accounts set workspace_ids = array_remove(workspace_ids, ?::uuid) where id = ?", workspaceID, accountID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("leaving a workspace: %w", err)
	}
	return nil
}

// Join notes that an account belongs to the workspace.
func Join(ctx context.Context, tx bun.IDB, accountID, workspaceID uuid.UUID) (*Account, error) {
	a := new(Account)
	err := tx.NewRaw(`update accounts set workspace_ids = array_append(array_remove(workspace_ids, ?0::uuid), ?0::uuid) where id = ?1
		returning id, email, display_name, avatar_url, time_zone, password_hash`, workspaceID, accountID).Scan(ctx, a)
	if err != nil {
		return nil, fmt.Errorf("joining a workspace: %w", err)
	}
	return a, nil
}

// Follow takes over the name and zone that the person chose in one of their workspaces.
func Follow(ctx context.Context, tx bun.IDB, accountID uuid.UUID, displayName, timeZone string) error {
	_, err := tx.NewRaw("update accounts set display_name = ?, time_zone = ? where id = ?", displayName, timeZone, accountID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("changing an account's name: %w", err)
	}
	return nil
}

// ByEmail reads the account with the address. Error: sql.ErrNoRows.
func ByEmail(ctx context.Context, db bun.IDB, email string) (*Account, error) {
	a := new(Account)
	if !utf8.ValidString(email) || strings.ContainsRune(email, 0) {
		return a, sql.ErrNoRows // no text the database could hold
	}
	err := db.NewSelect().Model(a).Where("email = ?", strings.ToLower(strings.TrimSpace(email))).Scan(ctx)
	return a, err
}

// SetPassword stores a password's hash.
func SetPassword(ctx context.Context, db bun.IDB, accountID uuid.UUID, hash string) error {
	if _, err := db.NewRaw("update accounts set password_hash = ? where id = ?", hash, accountID).Exec(ctx); err != nil {
		return fmt.Errorf("storing a password: %w", err)
	}
	return nil
}
