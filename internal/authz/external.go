package authz

import "github.com/google/uuid"

// ExternalFacts is what the decision about an entity of another system needs to know of it.
type ExternalFacts struct {
	WorkspaceID uuid.UUID
	Visibility  string     // workspace or admin
	ProjectID   *uuid.UUID // whose access bounds it, if any
	Restricted  bool       // whether that project is restricted now
}

// SeesExternal decides about one: whoever sees the first activity of it, as all of its others are shown to no more people.
func SeesExternal(v *Viewer, e ExternalFacts) bool {
	return Activities(v, e.WorkspaceID).Shows(ActivityFacts{WorkspaceID: e.WorkspaceID, Visibility: e.Visibility, ProjectID: e.ProjectID, Restricted: e.Restricted})
}

// Widens tells whether a later activity with another visibility or project would be shown to people who don't see the entity.
func (e ExternalFacts) Widens(visibility string, projectID *uuid.UUID) bool {
	if e.Visibility == "admin" {
		return visibility != "admin"
	}
	return visibility != "admin" && e.ProjectID != nil && (projectID == nil || *projectID != *e.ProjectID)
}
