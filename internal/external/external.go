// Package external holds what other systems own and tell Daybook about: documents, deals, invoices and the like. Daybook
// keeps their names and addresses, so that a timeline can show them, and nothing else of them.
package external

import (
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
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
	// ProjectID and Visibility are those of the first activity of it, and stay: no later one is shown to more people. So whoever
	// sees any activity of it, sees it.
	ProjectID  *uuid.UUID
	Visibility activity.Visibility
	CreatedAt  time.Time `bun:",nullzero,default:clock_timestamp()"`
	UpdatedAt  time.Time `bun:",nullzero,default:clock_timestamp()"`

	// Restricted tells whether the project is restricted now; joined at each read.
	Restricted bool `bun:",scanonly"`
}

// NodeID is the public id.
func (e *Entity) NodeID() id.ID { return id.Of(id.External, e.ID) }

// Address is where the other system shows it, nil when not known, also of a nil entity.
func (e *Entity) Address() *string {
	if e == nil {
		return nil
	}
	return e.URL
}

// Facts is what the policy needs to know.
func (e *Entity) Facts() authz.ExternalFacts {
	return authz.ExternalFacts{WorkspaceID: e.WorkspaceID, Visibility: string(e.Visibility), ProjectID: e.ProjectID, Restricted: e.Restricted}
}

// Owner is the workspace: it belongs to no person.
func (e *Entity) Owner() (workspaceID, memberID uuid.UUID) { return e.WorkspaceID, uuid.Nil }
