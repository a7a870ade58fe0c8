package authz

// SeesTimer decides who is told what runs: the person and workspace admins; tokens need tracking:read. Service tokens are not
// told, though they may start and stop timers on behalf of a person: what someone works on right now is nobody's errand.
// Who changes a timer is decided by WriteOwnRow.
func SeesTimer(v *Viewer, row Owned) bool {
	return v.Holds(TrackingRead) && Visible(v, row, []Audience{Self, Admin})
}
