// Package blocker holds what is in people's way: raw tracking data that the person and workspace admins see, and, without
// its description, those further up whom it was escalated to, as long as they stand above the person.
//
// A blocker is open, then perhaps escalated, then resolved; only reopening leads back, and begins a new round of escalation
// (R7). A step of a round is recorded once, and none after the resolution, whatever the number of servers: whoever changes a
// blocker or records a step holds its row's lock, and the table refuses the same step twice (R8).
package blocker

import (
	"maps"
	"time"

	"daybook/internal/activity"
	"daybook/internal/check"
	"daybook/internal/id"
	"daybook/internal/standup"
	"daybook/internal/task"

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

// Unresolved are the states in which it is in the way.
var Unresolved = []State{Open, Escalated}

// Severity is how bad it is, in the words that standups are analysed by, too.
type Severity = standup.Severity

// Category is what kind of obstacle it is, in the same words.
type Category = standup.Category

// Hint is why a blocker may be out of the way without anyone having said so.
type Hint string

// The hints.
const (
	TaskDone     Hint = "task_done"
	TaskCanceled Hint = "task_canceled"
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
	State          State
	Description    string
	ResolutionNote *string
	OpenedAt       time.Time // of the present round
	EscalatedAt    *time.Time
	ResolvedAt     *time.Time
	Round          int       // counts the times it was opened, from 1
	CreatedAt      time.Time `bun:",nullzero,default:clock_timestamp()"`
	UpdatedAt      time.Time `bun:",nullzero,default:clock_timestamp()"`
	Version        int       `bun:",nullzero,default:1"`

	// Recipients are those it was escalated to and who still stand above the person; Trusted are those of them with whom
	// the person shared the description; TaskStatus is where its task stands, nil without one. Joined at each read.
	Recipients []uuid.UUID  `bun:",array,scanonly"`
	Trusted    []uuid.UUID  `bun:",array,scanonly"`
	TaskStatus *task.Status `bun:",scanonly"`
}

// NodeID is the public id.
func (b *Blocker) NodeID() id.ID { return id.Of(id.Blocker, b.ID) }

// Owner is the person.
func (b *Blocker) Owner() (workspaceID, memberID uuid.UUID) { return b.WorkspaceID, b.MemberID }

// TracksPerson marks raw tracking data.
func (*Blocker) TracksPerson() {}

// EscalatedTo are the members who may see it although it is not theirs.
func (b *Blocker) EscalatedTo() []uuid.UUID { return b.Recipients }

// TaskHint is what its task says of an unresolved blocker: that the work is over. Nil says nothing.
func (b *Blocker) TaskHint() *Hint {
	if b.TaskStatus == nil || b.State == Resolved {
		return nil
	}
	switch *b.TaskStatus {
	case task.Done:
		return new(TaskDone)
	case task.Canceled:
		return new(TaskCanceled)
	}
	return nil
}

// unresolved refuses a change of a resolved blocker, and one that is based on another version.
func (b *Blocker) unresolved(version *int) error {
	if b.State == Resolved {
		return check.Reject(check.AlreadyResolved, "id", "the blocker is resolved already")
	}
	return b.at(version)
}

// at refuses a change that is based on another version.
func (b *Blocker) at(version *int) error {
	if version != nil && *version != b.Version {
		return check.Stale(b.Version)
	}
	return nil
}

// entry tells of a change: what is in the way never enters the log, nor what took it out.
func (b *Blocker) entry(action activity.Action, title string, d activity.Diff, more map[string]any) *activity.Entry {
	about := map[string]any{"severity": string(b.Severity), "category": string(b.Category), "state": string(b.State), "round": b.Round, "version": b.Version}
	maps.Copy(about, more)
	return &activity.Entry{Action: action, EntityType: activity.Blocker, EntityID: b.ID, SubjectID: &b.MemberID,
		Visibility: activity.ToSubject, SubjectName: "Blocker, " + string(b.Severity), Title: title, Changes: d.Changes, Metadata: about}
}
