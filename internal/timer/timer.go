// Package timer holds time that is running: at most one timer per person and workspace, held to by an index. A timer ends
// in a time entry, or in nothing when it is discarded; whoever is away from it is credited until their last activity only.
//
// Starts, changes, stops and discards are changes of tracked data and stand in the log. What clients report of a person's presence is
// not, and does not: a report a minute would bury everything else.
package timer

import (
	"time"

	"daybook/internal/activity"
	"daybook/internal/id"
	"daybook/internal/timeentry"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Timer is time that is running, or ran. Instants are UTC, the start in whole seconds.
type Timer struct {
	bun.BaseModel `bun:"table:timers,alias:t"`

	WorkspaceID  uuid.UUID
	ID           uuid.UUID
	MemberID     uuid.UUID
	TaskID       *uuid.UUID
	Note         *string // moves to the entry when the timer ends
	Billable     bool
	StartedAt    time.Time
	LastActiveAt *time.Time // nil: no client tells of activity, so idleness is not known
	IdleSince    *time.Time // equal to LastActiveAt; nil while the person is active
	EndedAt      *time.Time // nil while it runs
	EntryID      *uuid.UUID // what it became; nil while it runs and when it was discarded
	CreatedAt    time.Time  `bun:",nullzero,default:clock_timestamp()"`
	UpdatedAt    time.Time  `bun:",nullzero,default:clock_timestamp()"`
	Version      int        `bun:",nullzero,default:1"`
}

// NodeID is the public id.
func (t *Timer) NodeID() id.ID { return id.Of(id.Timer, t.ID) }

// Owner is the person.
func (t *Timer) Owner() (workspaceID, memberID uuid.UUID) { return t.WorkspaceID, t.MemberID }

// longest is how long a timer may have run to become an entry.
const longest = timeentry.MaxSeconds * time.Second

func wholeSecond(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

func entry(action activity.Action, t *Timer, title string, metadata map[string]any) *activity.Entry {
	if t.TaskID != nil {
		metadata["taskId"] = id.Of(id.Task, *t.TaskID).String()
	}
	metadata["billable"] = t.Billable
	return &activity.Entry{Action: action, EntityType: activity.Timer, EntityID: t.ID, SubjectID: &t.MemberID,
		Visibility: activity.ToSubject, SubjectName: "Timer", Title: title, Metadata: metadata}
}

func stopped(t *Timer, e *timeentry.Entry) *activity.Entry {
	return entry(activity.Stopped, t, "stopped a timer", outcome(e))
}

// outcome is what the log tells of the entry that a timer became.
func outcome(e *timeentry.Entry) map[string]any {
	return map[string]any{"timeEntryId": e.NodeID().String(), "durationSeconds": e.DurationSeconds}
}
