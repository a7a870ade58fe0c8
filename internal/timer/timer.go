// Package timer holds time that is running: at most one timer per person and workspace, held to by an index. A timer ends
// in a time entry, or in nothing when it is discarded; whoever is away from it is credited until their last activity only.
package timer

import (
	"time"

	"daybook/internal/id"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Timer is time that is running, or ran.
type Timer struct {
	bun.BaseModel `bun:"table:timers,alias:t"`

	WorkspaceID  uuid.UUID
	ID           uuid.UUID
	MemberID     uuid.UUID
	TaskID       *uuid.UUID
	Note         *string
	Billable     bool
	StartedAt    time.Time
	LastActiveAt *time.Time
	IdleSince    *time.Time
	EndedAt      *time.Time
	EntryID      *uuid.UUID
	CreatedAt    time.Time `bun:",nullzero,default:clock_timestamp()"`
	UpdatedAt    time.Time `bun:",nullzero,default:clock_timestamp()"`
	Version      int       `bun:",nullzero,default:1"`
}

// NodeID is the public id.
func (t *Timer) NodeID() id.ID { return id.Of(id.Timer, t.ID) }

// Owner is the person.
func (t *Timer) Owner() (workspaceID, memberID uuid.UUID) { return t.WorkspaceID, t.MemberID }
