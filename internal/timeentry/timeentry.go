// Package timeentry holds the time people spent: raw tracking data that only the person and workspace admins see. An entry
// has clock times, in whole seconds that agree with its duration, or a day and a duration alone; entries of one person
// with clock times never overlap, neither each other nor the person's running timer.
package timeentry

import (
	"time"

	"daybook/internal/day"
	"daybook/internal/id"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Origin is where an entry came from.
type Origin string

// The origins.
const (
	FromTimer Origin = "timer"
	Manual    Origin = "manual"
	Import    Origin = "import"
)

// MaxNote is the longest note, in characters.
const MaxNote = 10_000

// MaxSeconds is the longest entry, and the most time of one day.
const MaxSeconds = 24 * 60 * 60

// Entry is time one person spent.
type Entry struct {
	bun.BaseModel `bun:"table:time_entries,alias:e"`

	WorkspaceID     uuid.UUID
	ID              uuid.UUID
	MemberID        uuid.UUID
	TaskID          *uuid.UUID
	SpentOn         day.Date
	StartedAt       *time.Time
	EndedAt         *time.Time
	DurationSeconds int
	Billable        bool
	Note            *string
	Origin          Origin
	ExternalKey     *string
	CreatedAt       time.Time `bun:",nullzero,default:clock_timestamp()"`
	UpdatedAt       time.Time `bun:",nullzero,default:clock_timestamp()"`
	DeletedAt       *time.Time
	Version         int `bun:",nullzero,default:1"`

	// What the workspace's settings make of it, joined at each read.
	Reported int  `bun:",scanonly"` // seconds as reports show them
	Closed   bool `bun:",scanonly"` // its day cannot be changed any more
}

// NodeID is the public id.
func (e *Entry) NodeID() id.ID { return id.Of(id.TimeEntry, e.ID) }

// Owner is the person.
func (e *Entry) Owner() (workspaceID, memberID uuid.UUID) { return e.WorkspaceID, e.MemberID }

// TracksPerson marks raw tracking data.
func (*Entry) TracksPerson() {}
