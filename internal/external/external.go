// Package external holds what other systems own and tell Daybook about: documents, deals, invoices and the like. Daybook
// keeps their names and addresses, so that a timeline can show them, and nothing else of them.
package external

import (
	"time"

	"daybook/internal/activity"
	"daybook/internal/id"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Entity is something that another system owns.
type Entity struct {
	bun.BaseModel `bun:"table:external_entities,alias:x"`

	WorkspaceID uuid.UUID
	ID          uuid.UUID
	Type        activity.EntityType
	CustomType  *string
	ExternalID  string
	Name        *string
	URL         *string
	ProjectID   *uuid.UUID // whose access bounds who may see it
	Visibility  activity.Visibility
	CreatedAt   time.Time `bun:",nullzero,default:clock_timestamp()"`
	UpdatedAt   time.Time `bun:",nullzero,default:clock_timestamp()"`
}

// NodeID is the public id.
func (e *Entity) NodeID() id.ID { return id.Of(id.External, e.ID) }

// Owner is the workspace: it belongs to no person.
func (e *Entity) Owner() (workspaceID, memberID uuid.UUID) { return e.WorkspaceID, uuid.Nil }
