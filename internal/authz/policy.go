package authz

import (
	"slices"

	"daybook/internal/fault"

	"github.com/google/uuid"
)

// Audience names who may see something, as the schema's directive does.
type Audience string

// The audiences.
const (
	Self                Audience = "SELF"
	Admin               Audience = "ADMIN"
	Manager             Audience = "MANAGER"
	Member              Audience = "MEMBER"
	ProjectAccess       Audience = "PROJECT_ACCESS"
	EscalationRecipient Audience = "ESCALATION_RECIPIENT"
	Service             Audience = "SERVICE"
)

// Owned is a row that belongs to one person of one workspace; the owner is Nil where it belongs to the workspace.
type Owned interface {
	Owner() (workspaceID, memberID uuid.UUID)
}

// Escalatable is a row that others than its person may see once they were told of it.
type Escalatable interface{ EscalatedTo() []uuid.UUID }

// Visible decides whether the viewer belongs to one of the audiences of a row. Scopes are looked at apart (Holds).
func Visible(v *Viewer, row Owned, to []Audience) bool {
	workspaceID, memberID := row.Owner()
	m, ok := v.In(workspaceID)
	if !ok {
		return false
	}
	for _, a := range to {
		switch a {
		case Self:
			if memberID != uuid.Nil && m.MemberID == memberID {
				return true
			}
		case Admin:
			if m.admin() {
				return true
			}
		case Member:
			if v.Kind == KindHuman {
				return true
			}
		case Service:
			if v.Kind == KindService {
				return true
			}
		case EscalationRecipient:
			if e, ok := row.(Escalatable); ok && m.MemberID != uuid.Nil && slices.Contains(e.EscalatedTo(), m.MemberID) {
				return true
			}
		}
	}
	return false
}

// Forbidden is the answer of a guarded field to a viewer outside its audience.
func Forbidden(to []Audience) error {
	return fault.New(fault.Forbidden, "you may not see this").With("visibleTo", to)
}

// NotAllowed is the answer of a mutation to a viewer who sees the thing but may not change it.
func NotAllowed() error { return fault.New(fault.Forbidden, "you may not do this") }

// Reach requires a place in the workspace; without one it does not exist for the viewer.
func Reach(v *Viewer, workspaceID uuid.UUID) (Membership, error) {
	m, ok := v.In(workspaceID)
	if !ok {
		return m, fault.Missing()
	}
	return m, nil
}

// Manage requires an admin of the workspace, or a service token with the scope.
func Manage(v *Viewer, workspaceID uuid.UUID, scope string) error {
	m, err := Reach(v, workspaceID)
	if err != nil {
		return err
	}
	if !v.Holds(scope) || !(m.admin() || v.IsService()) {
		return NotAllowed()
	}
	return nil
}

// AdminOnly requires an admin of the workspace in person: services are refused.
func AdminOnly(v *Viewer, workspaceID uuid.UUID) error {
	m, err := Reach(v, workspaceID)
	if err != nil {
		return err
	}
	if !m.admin() {
		return NotAllowed()
	}
	return nil
}

// ServiceOnly requires a service token with the scope.
func ServiceOnly(v *Viewer, workspaceID uuid.UUID, scope string) error {
	if _, err := Reach(v, workspaceID); err != nil {
		return err
	}
	if !v.IsService() || !v.Holds(scope) {
		return NotAllowed()
	}
	return nil
}

// WriteFor requires the person, or a service token that writes on their behalf: nobody else writes in another's name,
// admins included.
func WriteFor(v *Viewer, workspaceID, memberID uuid.UUID) error {
	m, err := Reach(v, workspaceID)
	if err != nil {
		return err
	}
	if v.Holds(TrackingWrite) && (v.IsService() || m.MemberID == memberID) {
		return nil
	}
	return NotAllowed()
}

// WriteOwnRow is WriteFor on a row that exists: to a viewer who may not see it, it does not exist.
func WriteOwnRow(v *Viewer, row Owned) error {
	workspaceID, memberID := row.Owner()
	if !Visible(v, row, []Audience{Self, Admin, Service}) {
		return fault.Missing()
	}
	return WriteFor(v, workspaceID, memberID)
}

// SeesRaw decides about rows of raw tracking data: the person, workspace admins and services; tokens need tracking:read.
func SeesRaw(v *Viewer, row Owned) bool {
	return v.Holds(TrackingRead) && Visible(v, row, []Audience{Self, Admin, Service})
}

// RowScope says which raw tracking rows of a workspace a list may hold for the viewer.
type RowScope struct {
	WorkspaceID uuid.UUID
	All         bool
	MemberID    uuid.UUID // whose rows when not All; Nil holds nothing
}

// RawScope is the scope of a breadth list: everyone's rows for admins and services, the viewer's own for members.
func RawScope(v *Viewer, workspaceID uuid.UUID) RowScope {
	m, ok := v.In(workspaceID)
	if !ok || !v.Holds(TrackingRead) {
		return RowScope{WorkspaceID: workspaceID}
	}
	return RowScope{WorkspaceID: workspaceID, All: m.admin() || v.IsService(), MemberID: m.MemberID}
}

// NamesOthers tells whether an explicit list of people asks for raw rows of someone the scope does not hold.
func (s RowScope) NamesOthers(memberIDs []uuid.UUID) bool {
	return !s.All && slices.ContainsFunc(memberIDs, func(id uuid.UUID) bool { return id != s.MemberID })
}

// ProjectScope says which projects of the viewer's workspaces they can open: all of some, open ones of others, and the
// restricted ones they belong to.
type ProjectScope struct {
	Everything []uuid.UUID // workspaces whose every project opens
	OpenOnly   []uuid.UUID // workspaces whose open projects open
	Projects   []uuid.UUID // restricted projects that open besides
}

// Projects is the viewer's project scope over all their workspaces.
func Projects(v *Viewer) ProjectScope {
	var s ProjectScope
	if v == nil {
		return s
	}
	for _, m := range v.Memberships {
		if m.admin() || v.IsService() {
			s.Everything = append(s.Everything, m.WorkspaceID)
			continue
		}
		s.OpenOnly = append(s.OpenOnly, m.WorkspaceID)
		s.Projects = append(s.Projects, m.Projects...)
	}
	return s
}

// OpensProject decides for one project.
func OpensProject(v *Viewer, workspaceID, projectID uuid.UUID, restricted bool) bool {
	m, ok := v.In(workspaceID)
	if !ok {
		return false
	}
	return !restricted || m.admin() || v.IsService() || slices.Contains(m.Projects, projectID)
}

// GrantRole decides who gives and takes a role: only owners make and unmake owners. It comes after Manage or AdminOnly.
func GrantRole(v *Viewer, workspaceID uuid.UUID, role Role) error {
	if m, _ := v.In(workspaceID); role == RoleOwner && m.Role != RoleOwner {
		return NotAllowed()
	}
	return nil
}
