// Package member holds the people of a workspace: their name there, role, team, manager and time zone. A removed member's
// row stays, because what they did stays.
package member

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"daybook/internal/account"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/page"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Member is a person in a workspace.
type Member struct {
	bun.BaseModel `bun:"table:members,alias:m"`

	WorkspaceID uuid.UUID
	ID          uuid.UUID
	AccountID   uuid.UUID
	DisplayName string
	Email       *string
	AvatarURL   *string
	Role        authz.Role
	TeamID      *uuid.UUID
	ManagerID   *uuid.UUID
	TimeZone    string
	JoinedAt    time.Time `bun:",nullzero,default:clock_timestamp()"`
	RemovedAt   *time.Time
}

// NodeID is the public id.
func (m *Member) NodeID() id.ID { return id.Of(id.Member, m.ID) }

// Owner is the person.
func (m *Member) Owner() (workspaceID, memberID uuid.UUID) { return m.WorkspaceID, m.ID }

// Zone is the member's own zone; UTC should the stored name not be known here any more.
func (m *Member) Zone() *time.Location {
	zone, err := day.Zone(m.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Today is the member's own local date.
func (m *Member) Today(now time.Time) day.Date { return day.At(now, m.Zone()) }

// Read reads a member for a rule, without looking at rights. Error: sql.ErrNoRows.
func Read(ctx context.Context, db bun.IDB, workspaceID, memberID uuid.UUID) (*Member, error) {
	m := new(Member)
	return m, db.NewSelect().Model(m).Where("m.workspace_id = ?", workspaceID).Where("m.id = ?", memberID).Scan(ctx)
}

// LockDays keeps other writers of the person's standups and time waiting to the end of the transaction.
func LockDays(ctx context.Context, tx bun.IDB, workspaceID, memberID uuid.UUID) error {
	if _, err := tx.NewRaw("select 1 from members where workspace_id = ? and id = ? for no key update", workspaceID, memberID).Exec(ctx); err != nil {
		return fmt.Errorf("locking a person's days: %w", err)
	}
	return nil
}

// Filter says which members to list; what is set must all hold.
type Filter struct {
	IDs            []uuid.UUID
	TeamID         *uuid.UUID
	ProjectID      *uuid.UUID
	Roles          []authz.Role
	Text           *string
	IncludeRemoved bool
}

// MaxChain bounds a management chain.
const MaxChain = 10

// order is by name.
var order = page.Order{Expr: "lower(m.display_name)", Type: "text", Func: "lower", IDExpr: "m.id"}

func key(m *Member) page.Key { return page.Key{Value: m.DisplayName, ID: m.ID} }

// Enter stores a new member with their account; the account is found by id or mail address, or made.
func Enter(ctx context.Context, tx bun.IDB, m *Member) error {
	var acc *account.Account
	var err error
	if m.AccountID != uuid.Nil {
		acc, err = account.Join(ctx, tx, m.AccountID, m.WorkspaceID)
	} else {
		acc, err = account.Ensure(ctx, tx, m.WorkspaceID, *m.Email, m.DisplayName, m.TimeZone)
	}
	if err != nil {
		return err
	}
	m.AccountID, m.AvatarURL = acc.ID, acc.AvatarURL
	if _, err := tx.NewInsert().Model(m).Returning("joined_at").Exec(ctx); err != nil {
		return fmt.Errorf("inserting a member: %w", err)
	}
	return nil
}

// ByEmail finds a member, removed or not, by mail address; nil when there is none.
func ByEmail(ctx context.Context, db bun.IDB, workspaceID uuid.UUID, email string) (*Member, error) {
	m := new(Member)
	err := db.NewSelect().Model(m).Where("m.workspace_id = ?", workspaceID).
		Where("m.email = ?", strings.ToLower(email)).OrderExpr("m.removed_at NULLS FIRST").Limit(1).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // absence is the answer here
	}
	if err != nil {
		return nil, fmt.Errorf("finding a member: %w", err)
	}
	return m, nil
}

// Active tells whether the id is of a member who was not removed.
func Active(ctx context.Context, db bun.IDB, workspaceID, memberID uuid.UUID) (bool, error) {
	active, err := db.NewSelect().Model((*Member)(nil)).Where("m.workspace_id = ?", workspaceID).Where("m.id = ?", memberID).
		Where("m.removed_at IS NULL").Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("looking for a member: %w", err)
	}
	return active, nil
}
