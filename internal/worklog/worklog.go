// Package worklog holds what people note of their work, on a task or a project: raw tracking data that only the person and
// workspace admins see. A log is never changed: a correction is a new log that points at the old one, and a log has at most
// one, held to by an index.
package worklog

import (
	"time"

	"daybook/internal/id"
	"daybook/internal/page"

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

// Subject is what a log is about: a task or a project, one of them.
type Subject struct{ TaskID, ProjectID *uuid.UUID }

// Filter says which work logs to list; what is set must all hold.
type Filter struct {
	Person    *uuid.UUID // only theirs, and the viewer must be allowed to see them
	Within    Subject    // only those on it; on a project or its tasks
	MemberIDs []uuid.UUID
	TaskID    *uuid.UUID
	ProjectID *uuid.UUID // with its tasks
	From      *time.Time // included
	Before    *time.Time // not included
	Text      *string
	// IncludeCorrected asks for those that a later one replaces, too.
	IncludeCorrected bool
}

// Newest first.
var order = page.Order{Expr: "l.logged_at", Type: "timestamptz", IDExpr: "l.id", Desc: true}

func key(l *WorkLog) page.Key {
	return page.Key{Value: l.LoggedAt.UTC().Format(time.RFC3339Nano), ID: l.ID}
}
