package authz

import (
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Likeness is somebody with the viewer's rights in a workspace, and with no part in anything: not the person of any row, in
// no other workspace, without a name. What depends on rights alone comes out the same for the viewer and their likeness, and
// all viewers of one RightsIn have the same likeness. Nil when the viewer has no place in the workspace.
func (v *Viewer) Likeness(workspaceID uuid.UUID) *Viewer {
	m, ok := v.In(workspaceID)
	if !ok {
		return nil
	}
	return &Viewer{Kind: v.Kind, Scopes: v.Scopes, Memberships: []Membership{{WorkspaceID: workspaceID, Role: m.Role, Projects: m.Projects}}}
}

// LikenessOf is the likeness with the part a member has in what they did and what is about them.
func (v *Viewer) LikenessOf(workspaceID, memberID uuid.UUID) *Viewer {
	like := v.Likeness(workspaceID)
	if like != nil {
		like.Memberships[0].MemberID = memberID
	}
	return like
}

// RightsIn spells out the viewer's rights in a workspace, so that equal texts are equal rights: the kind of caller, their
// role, what their credential is bound to, and the restricted projects that open. Empty without a place in the workspace.
func (v *Viewer) RightsIn(workspaceID uuid.UUID) string {
	m, ok := v.In(workspaceID)
	if !ok {
		return ""
	}
	parts := []string{string(v.Kind), string(m.Role)}
	if v.Scopes == nil {
		parts = append(parts, "all")
	} else {
		scopes := slices.Clone(v.Scopes)
		slices.Sort(scopes)
		parts = append(parts, scopes...)
	}
	projects := make([]string, len(m.Projects))
	for i, p := range m.Projects {
		projects[i] = p.String()
	}
	slices.Sort(projects)
	return strings.Join(parts, " ") + "|" + strings.Join(projects, " ")
}
