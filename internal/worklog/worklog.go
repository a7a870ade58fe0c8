// Package worklog holds what people note of their work, on a task or a project: raw tracking data that only the person and
// workspace admins see. A log is never changed: a correction is a new log that points at the old one.
package worklog

import (
	"time"

	"daybook/internal/id"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// MaxNote is the longest note, in characters.
const MaxNote = 10_000

// WorkLog is one note, on a task or on a project.
type WorkLog struct {
	bun.BaseModel `bun:"table:work_logs,alias:l"`

	WorkspaceID uuid.UUID
	ID          uuid.UUID
	MemberID    uuid.UUID
	TaskID      *uuid.UUID
	ProjectID   *uuid.UUID
	LoggedAt    time.Time
	Note        string
	CorrectsID  *uuid.UUID
	CreatedAt   time.Time `bun:",nullzero,default:clock_timestamp()"`
}

// NodeID is the public id.
func (l *WorkLog) NodeID() id.ID { return id.Of(id.WorkLog, l.ID) }

// Owner is the person.
func (l *WorkLog) Owner() (workspaceID, memberID uuid.UUID) { return l.WorkspaceID, l.MemberID }

// TracksPerson marks raw tracking data.
func (*WorkLog) TracksPerson() {}

// UpdatedAt is when it was stored: it is never changed.
func (l *WorkLog) UpdatedAt() time.Time { return l.CreatedAt }

// Version is always 1.
func (*WorkLog) Version() int { return 1 }
