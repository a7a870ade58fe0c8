// Package notification holds what one person should know: so far that a blocker was escalated to them, or that somebody
// knows of theirs. A notification is written in the transaction of the change it tells of, once, and only its recipient
// ever sees it.
package notification

import (
	"fmt"
	"strings"
	"time"

	"daybook/internal/id"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Kind is what a notification tells of.
type Kind string

// The kinds.
const (
	Escalation      Kind = "escalation"
	Acknowledgement Kind = "acknowledgement"
)

// Notification is something one person should know.
type Notification struct {
	bun.BaseModel `bun:"table:notifications,alias:n"`

	WorkspaceID  uuid.UUID
	ID           uuid.UUID
	MemberID     uuid.UUID // the recipient
	Kind         Kind
	EscalationID uuid.UUID
	BlockerID    uuid.UUID
	ActivityID   uuid.UUID
	Severity     string    // of the blocker when it was told of
	Level        string    // of the escalation
	CreatedAt    time.Time `bun:",nullzero,default:clock_timestamp()"`
	ReadAt       *time.Time
}

// NodeID is the public id.
func (n *Notification) NodeID() id.ID { return id.Of(id.Notification, n.ID) }

// Owner is the recipient.
func (n *Notification) Owner() (workspaceID, memberID uuid.UUID) { return n.WorkspaceID, n.MemberID }

// Message is one line to show, made from facts alone: nothing that people wrote is in it.
func (n *Notification) Message() string {
	level := n.Level
	if level == "vp" {
		level = strings.ToUpper(level)
	}
	if n.Kind == Acknowledgement {
		return fmt.Sprintf("The escalation of your %s blocker to the %s was acknowledged.", n.Severity, level)
	}
	return fmt.Sprintf("A %s blocker was escalated to you at the level of %s.", n.Severity, level)
}
