package authz

import "daybook/internal/fault"

// Tracking is a row of raw tracking data.
type Tracking interface {
	Owned
	TracksPerson()
}

// Comment decides who says something about a row they can open: anyone, but on raw tracking data the person and workspace
// admins alone. To others, also to services and to whom it was escalated, such a row does not exist here.
func Comment(v *Viewer, row Owned) error {
	workspaceID, _ := row.Owner()
	if _, err := Reach(v, workspaceID); err != nil {
		return err
	}
	if raw, ok := row.(Tracking); ok && !(v.Holds(TrackingRead) && Visible(v, raw, []Audience{Self, Admin})) {
		return fault.Missing()
	}
	if !v.Holds(ActivityWrite) {
		return NotAllowed()
	}
	return nil
}

// Compensate decides who takes an activity back that they see: the person who did it, and workspace admins, in person. To
// other people it does not exist here.
func Compensate(v *Viewer, a ActivityFacts) error {
	m, err := Reach(v, a.WorkspaceID)
	switch {
	case err != nil:
		return err
	case v.IsService():
		return NotAllowed()
	case !m.admin() && (a.ActorID == nil || *a.ActorID != m.MemberID):
		return fault.Missing()
	case !v.Holds(ActivityWrite):
		return NotAllowed()
	}
	return nil
}
