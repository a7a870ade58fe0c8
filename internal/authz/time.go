package authz

import (
	"slices"

	"daybook/internal/fault"

	"github.com/google/uuid"
)

// ChangeTime decides who changes and deletes an entry: the person, workspace admins, and service tokens. To anyone else it
// does not exist.
func ChangeTime(v *Viewer, row Owned) error {
	if !Visible(v, row, []Audience{Self, Admin, Service}) {
		return fault.Missing()
	}
	if !v.Holds(TrackingWrite) {
		return NotAllowed()
	}
	return nil
}

// ImportTime decides whose entries a viewer brings in from elsewhere: their own, and everyone's when they are an admin or a
// service token.
func ImportTime(v *Viewer, workspaceID uuid.UUID, memberIDs []uuid.UUID) error {
	m, err := Reach(v, workspaceID)
	if err != nil {
		return err
	}
	others := slices.ContainsFunc(memberIDs, func(id uuid.UUID) bool { return id != m.MemberID })
	if !v.Holds(TrackingWrite) || others && !m.admin() && !v.IsService() {
		return NotAllowed()
	}
	return nil
}

// EveryProject is the operator's scope: each project of the workspace opens.
func EveryProject(workspaceID uuid.UUID) ProjectScope {
	return ProjectScope{Everything: []uuid.UUID{workspaceID}}
}
