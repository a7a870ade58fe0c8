package model

import (
	"strings"

	"daybook/internal/activity"
	"daybook/internal/id"
	"daybook/internal/notification"
)

// NotificationEdge is one notification, and where to continue after it.
type NotificationEdge struct {
	Cursor string
	Node   *notification.Notification
}

// TrackingStreamEdge is one change of a tracking row, as the log tells of it.
type TrackingStreamEdge struct {
	Cursor   string
	Activity *activity.Activity
}

// Kind is what kind of row it is.
func (e *TrackingStreamEdge) Kind() TrackingKind {
	return TrackingKind(strings.ToUpper(string(e.Activity.EntityType)))
}

// Action is what was done.
func (e *TrackingStreamEdge) Action() activity.Action { return e.Activity.Action }

// EntityID is the row's.
func (e *TrackingStreamEdge) EntityID() id.ID { return e.Activity.EntityNodeID() }

// EntityType is the log's word for the kind.
func (k TrackingKind) EntityType() activity.EntityType {
	return activity.EntityType(strings.ToLower(string(k)))
}
