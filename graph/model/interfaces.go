package model

import (
	"daybook/internal/authz"
	"daybook/internal/id"
)

// Node is any object with a global id.
type Node interface{ NodeID() id.ID }

// HasTimeline is any object with a timeline.
type HasTimeline interface{ Node }

// TrackingRow is a row of raw tracking data: it belongs to one person.
type TrackingRow interface {
	Node
	authz.Owned
	// TracksPerson tells these rows from others that have an id and an owner.
	TracksPerson()
}

// ActivitySubject is what an activity can be about.
type ActivitySubject interface{ Node }

// WorkLogSubject is what a work log can be about.
type WorkLogSubject interface{ Node }
