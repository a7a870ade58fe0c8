package authz

import "github.com/google/uuid"

// SeesNotification decides about what one person should know: the recipient alone; tokens need tracking:read.
func SeesNotification(v *Viewer, row Owned) bool {
	return v.Holds(TrackingRead) && Visible(v, row, []Audience{Self})
}

// Notifications is whose notifications of a workspace a stream brings: the viewer's. Services have none, and are refused.
// Errors: NOT_FOUND, FORBIDDEN.
func Notifications(v *Viewer, workspaceID uuid.UUID) error {
	if _, err := Reach(v, workspaceID); err != nil {
		return err
	}
	if v.IsService() || !v.Holds(TrackingRead) {
		return NotAllowed()
	}
	return nil
}

// ReadNotifications decides who marks notifications as read, before it is known whose they are: people. Error: FORBIDDEN.
func ReadNotifications(v *Viewer) error {
	if v.IsService() || !v.Holds(TrackingWrite) {
		return NotAllowed()
	}
	return nil
}
