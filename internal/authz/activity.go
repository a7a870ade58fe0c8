package authz

import (
	"slices"

	"github.com/google/uuid"
)

// ActivityFacts is what the decision about one activity needs to know of it.
type ActivityFacts struct {
	WorkspaceID uuid.UUID
	Visibility  string     // workspace, subject or admin
	ProjectID   *uuid.UUID // whose access bounds it, if any
	Restricted  bool       // whether that project is restricted now
	SubjectID   *uuid.UUID // the member it is about, if any
	ActorID     *uuid.UUID // the member or token that did it, if any
	// Recipients are the members whom the blocker it tells of was escalated to and who still stand above the person. Only
	// what they may see of a blocker has any: its escalations and its resolution.
	Recipients []uuid.UUID
}

// Parts are those with a part in the activity: who may see it, or more of it, whatever their rights are.
func (a ActivityFacts) Parts() []uuid.UUID {
	parts := slices.Clone(a.Recipients)
	for _, who := range []*uuid.UUID{a.SubjectID, a.ActorID} {
		if who != nil {
			parts = append(parts, *who)
		}
	}
	return parts
}

// ActivityScope says which activities of a workspace the viewer may see. The same scope becomes SQL in the activity room
// and is applied in memory to streams; TestScopeAgreesWithSQL keeps the two equal.
type ActivityScope struct {
	WorkspaceID uuid.UUID
	Workspace   bool        // those shared by the workspace, on projects the viewer can open
	AllProjects bool        // every project opens
	Projects    []uuid.UUID // restricted projects that open
	Subject     bool        // all those about raw tracking rows
	Admin       bool        // those for admins
	MemberID    uuid.UUID   // the viewer's own: about them, or done by them
	Escalated   bool        // those about blockers that were escalated to MemberID
}

// Activities is the viewer's activity scope in a workspace.
func Activities(v *Viewer, workspaceID uuid.UUID) ActivityScope {
	s := ActivityScope{WorkspaceID: workspaceID}
	m, ok := v.In(workspaceID)
	if !ok || !v.Holds(ActivityRead) && !v.Holds(AuditRead) {
		return s
	}
	if v.IsService() {
		s.Workspace, s.AllProjects = v.Holds(ActivityRead), true
		s.Subject = v.Holds(ActivityRead) && v.Holds(TrackingRead)
		s.Admin = v.Holds(AuditRead)
		return s
	}
	s.Workspace, s.Projects, s.MemberID = v.Holds(ActivityRead), m.Projects, m.MemberID
	s.Escalated = v.Holds(ActivityRead) && v.Holds(TrackingRead)
	if m.admin() {
		s.AllProjects, s.Subject, s.Admin = true, true, v.Holds(AuditRead)
	}
	return s
}

// Shows decides about one activity.
func (s ActivityScope) Shows(a ActivityFacts) bool {
	if a.WorkspaceID != s.WorkspaceID {
		return false
	}
	switch a.Visibility {
	case "workspace":
		return s.Workspace && (a.ProjectID == nil || !a.Restricted || s.AllProjects || contains(s.Projects, *a.ProjectID))
	case "subject":
		return s.Subject || s.own(a.SubjectID) || s.own(a.ActorID) || s.Escalated && contains(a.Recipients, s.MemberID)
	case "admin":
		return s.Admin
	}
	return false
}

func (s ActivityScope) own(id *uuid.UUID) bool {
	return id != nil && s.MemberID != uuid.Nil && *id == s.MemberID
}

func contains(ids []uuid.UUID, id uuid.UUID) bool {
	return slices.Contains(ids, id)
}

// NameActors decides about a filter that names actors: members may name themselves only.
func NameActors(v *Viewer, workspaceID uuid.UUID, actorIDs []uuid.UUID) error {
	m, _ := v.In(workspaceID)
	if v.IsService() || m.admin() {
		return nil
	}
	if slices.ContainsFunc(actorIDs, func(id uuid.UUID) bool { return id != m.MemberID }) {
		return Forbidden([]Audience{Self, Admin})
	}
	return nil
}

// SeesAllMetadata decides who sees every key of an activity they see: the person it is about, the actor, admins and
// services. Others see allow-listed keys.
func SeesAllMetadata(v *Viewer, a ActivityFacts) bool {
	s := ActivityScope{}
	if m, ok := v.In(a.WorkspaceID); ok {
		s.MemberID = m.MemberID
	}
	return s.own(a.SubjectID) || s.own(a.ActorID) || v.IsAdmin(a.WorkspaceID) || v.IsService()
}
