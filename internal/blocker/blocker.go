// Package blocker holds what is in people's way: raw tracking data that the person and workspace admins see, and, without
// its description, those further up whom it was escalated to. A blocker is open, then perhaps escalated, then resolved;
// only reopening leads back, and begins a new round of escalation.
package blocker

import (
	"time"

	"daybook/internal/id"
	"daybook/internal/standup"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// State is where a blocker stands.
type State string

// The states.
const (
	Open      State = "open"
	Escalated State = "escalated"
	Resolved  State = "resolved"
)

// Severity and Category are the words that standups are analysed by, too.
type (
	Severity = standup.Severity
	Category = standup.Category
)

// Hint is why a blocker may be out of the way without anyone having said so.
type Hint string

// The hints.
const (
	TaskDone     Hint = "task_done"
	TaskCanceled Hint = "task_canceled"
)

// Level is how far up a blocker is escalated.
type Level string

// The levels, from below.
const (
	Manager  Level = "manager"
	Director Level = "director"
	VP       Level = "vp"
)

// MaxText is the longest description or note, in characters.
const MaxText = 10_000

// Blocker is something in one person's way.
type Blocker struct {
	bun.BaseModel `bun:"table:blockers,alias:b"`

	WorkspaceID    uuid.UUID
	ID             uuid.UUID
	MemberID       uuid.UUID
	TaskID         *uuid.UUID
	StandupID      *uuid.UUID
	Severity       Severity
	Category       Category
	State          State `bun:",nullzero,default:'open'"`
	Description    string
	ResolutionNote *string
	OpenedAt       time.Time `bun:",nullzero,default:clock_timestamp()"`
	EscalatedAt    *time.Time
	ResolvedAt     *time.Time
	Round          int       `bun:",nullzero,default:1"`
	CreatedAt      time.Time `bun:",nullzero,default:clock_timestamp()"`
	UpdatedAt      time.Time `bun:",nullzero,default:clock_timestamp()"`
	Version        int       `bun:",nullzero,default:1"`

	// Recipients are those it was escalated to and who still stand above the person; Trusted are those of them with whom
	// the person shared the description. Both are joined at each read.
	Recipients []uuid.UUID `bun:",array,scanonly"`
	Trusted    []uuid.UUID `bun:",array,scanonly"`
}

// NodeID is the public id.
func (b *Blocker) NodeID() id.ID { return id.Of(id.Blocker, b.ID) }

// Owner is the person.
func (b *Blocker) Owner() (workspaceID, memberID uuid.UUID) { return b.WorkspaceID, b.MemberID }

// TracksPerson marks raw tracking data.
func (*Blocker) TracksPerson() {}

// EscalatedTo are the members who may see it although it is not theirs.
func (b *Blocker) EscalatedTo() []uuid.UUID { return b.Recipients }

// Escalation is one step in telling those further up.
type Escalation struct {
	bun.BaseModel `bun:"table:escalations,alias:s"`

	WorkspaceID       uuid.UUID
	ID                uuid.UUID
	BlockerID         uuid.UUID
	Round             int
	Step              int
	Level             Level
	RecipientID       uuid.UUID
	DueAt             time.Time
	SentAt            time.Time `bun:",nullzero,default:clock_timestamp()"`
	AcknowledgedAt    *time.Time
	DescriptionShared bool

	// MemberID is whose blocker it is; Above tells whether the recipient still stands above them. Joined at each read.
	MemberID uuid.UUID `bun:",scanonly"`
	Above    bool      `bun:",scanonly"`
}

// NodeID is the public id.
func (s *Escalation) NodeID() id.ID { return id.Of(id.Escalation, s.ID) }

// Owner is the person whose blocker it is.
func (s *Escalation) Owner() (workspaceID, memberID uuid.UUID) { return s.WorkspaceID, s.MemberID }

// EscalatedTo is the recipient, while they stand above the person.
func (s *Escalation) EscalatedTo() []uuid.UUID {
	if !s.Above {
		return nil
	}
	return []uuid.UUID{s.RecipientID}
}

// Rule tells levels of blockers of a severity that stay unresolved.
type Rule struct {
	Severity          Severity `json:"severity"`
	AfterMinutes      int      `json:"afterMinutes"`
	Levels            []Level  `json:"levels"`
	BusinessHoursOnly bool     `json:"businessHoursOnly"`
}

// Policy says to whom a workspace's blockers are escalated, and when. Version 0 are the defaults.
type Policy struct {
	bun.BaseModel `bun:"table:escalation_policies,alias:p"`

	WorkspaceID uuid.UUID
	Rules       []*Rule `bun:"type:jsonb"`
	Version     int
}

// NodeID is the public id.
func (p *Policy) NodeID() id.ID { return id.Of(id.EscalationPolicy, p.WorkspaceID) }
