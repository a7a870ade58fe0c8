package authz

import "github.com/google/uuid"

// CountedActivities is what of a workspace's log is counted for the viewer: for admins and services all they may see, for
// members what the workspace shares on projects they can open, not what is theirs besides. grouped tells that numbers of
// fewer people than the smallest group stay hidden.
func CountedActivities(v *Viewer, workspaceID uuid.UUID) (s ActivityScope, grouped bool) {
	s = Activities(v, workspaceID)
	if v.IsService() || v.IsAdmin(workspaceID) {
		return s, false
	}
	s.MemberID, s.Escalated = uuid.Nil, false
	return s, true
}
