package authz

import "github.com/google/uuid"

// TrackingScope says which changes of a workspace's tracking rows a stream brings.
type TrackingScope struct {
	RowScope
	// Timers tells whether changes of timers are among them. What runs right now is nothing for services; those that may read
	// the timeline find there that one was started.
	Timers bool
}

// TrackingChanges is the scope of a stream of changes, of one person's rows where memberID is given: everyone's for admins and
// services, the viewer's own for members. Errors: NOT_FOUND, FORBIDDEN.
func TrackingChanges(v *Viewer, workspaceID uuid.UUID, memberID *uuid.UUID) (TrackingScope, error) {
	if _, err := Reach(v, workspaceID); err != nil {
		return TrackingScope{}, err
	}
	s := TrackingScope{RawScope(v, workspaceID), !v.IsService() || v.Holds(ActivityRead)}
	if !v.Holds(TrackingRead) {
		return s, NotAllowed()
	}
	if memberID != nil && s.NamesOthers([]uuid.UUID{*memberID}) {
		return s, Forbidden([]Audience{Self, Admin, Service})
	}
	return s, nil
}

// Shows decides about the change that an activity tells of: to the person, to all for whom the scope holds all, and, of
// what such an activity tells of a blocker, to those it was escalated to.
func (s TrackingScope) Shows(a ActivityFacts) bool {
	if a.WorkspaceID != s.WorkspaceID || a.Visibility != "subject" {
		return false
	}
	own := func(id uuid.UUID) bool { return s.MemberID != uuid.Nil && id == s.MemberID }
	return s.All || a.SubjectID != nil && own(*a.SubjectID) || s.MemberID != uuid.Nil && contains(a.Recipients, s.MemberID)
}
