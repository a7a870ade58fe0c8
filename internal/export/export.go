// Package export writes rows to take away. Nothing is kept but the wish: the file is written while it is downloaded, row by
// row, under the rights its requester has at that moment.
package export

import (
	"time"

	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/id"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Kind is what an export holds.
type Kind string

// The kinds.
const (
	Activities  Kind = "activities"
	Standups    Kind = "standups"
	WorkLogs    Kind = "work_logs"
	TimeEntries Kind = "time_entries"
	Blockers    Kind = "blockers"
)

// Format is how an export is written.
type Format string

// The formats.
const (
	CSV   Format = "csv"
	JSONL Format = "jsonl"
)

// Status is where an export stands.
type Status string

// The states.
const (
	Ready   Status = "ready"
	Expired Status = "expired"
)

// Lifetime is how long an export can be opened, LinkLifetime how long its address is good, and Listed how long it is listed as
// expired. There is no file to keep: none is ever stored.
const (
	Lifetime     = 24 * time.Hour
	LinkLifetime = 15 * time.Minute
	Listed       = 30 * 24 * time.Hour
)

// Export is a wish for rows. MemberID is the requester; nil for a service, which TokenID names.
type Export struct {
	bun.BaseModel `bun:"table:exports,alias:x"`

	WorkspaceID    uuid.UUID
	ID             uuid.UUID
	MemberID       *uuid.UUID
	TokenID        *uuid.UUID
	Kind           Kind
	Format         Format
	WholeWorkspace bool
	FromDay        *day.Date
	ToDay          *day.Date
	RowCount       *int
	CreatedAt      time.Time `bun:",nullzero,default:clock_timestamp()"`
	ExpiresAt      time.Time
}

// NodeID is the public id.
func (x *Export) NodeID() id.ID { return id.Of(id.Export, x.ID) }

// Owner is the requester.
func (x *Export) Owner() (workspaceID, memberID uuid.UUID) {
	if x.MemberID == nil {
		return x.WorkspaceID, uuid.Nil
	}
	return x.WorkspaceID, *x.MemberID
}

// Facts is what the policy needs to know.
func (x *Export) Facts() authz.ExportFacts {
	return authz.ExportFacts{WorkspaceID: x.WorkspaceID, MemberID: x.MemberID, TokenID: x.TokenID, Whole: x.WholeWorkspace}
}
