package matrixtest

import (
	"fmt"
	"testing"

	"daybook/internal/id"
	"daybook/internal/notification"

	"github.com/google/uuid"
)

var notificationPart = part{
	ways: map[string][]way{
		"Notification": {
			{path: "notificationRead(input: {id: $it})/notification"}, // it was read before: nothing is written
		},
	},
	tries: map[string]mutation{
		"notificationRead": {shows: "notification", try: func(t *testing.T, w *world, _ column, _ int) try {
			n := w.notificationOf(t, w.escalate(t, w.obstacle(t, w.subject)).ID)
			return try{about: n.NodeID().String(), hidden: "Notification.id", input: fmt.Sprintf(`{id: %q}`, n.NodeID())}
		}},
	},
}

// notificationOf is what came with an escalation.
func (w *world) notificationOf(t *testing.T, escalationID uuid.UUID) *notification.Notification {
	t.Helper()
	n := new(notification.Notification)
	must(t, w.app.DB.NewSelect().Model(n).Where("workspace_id = ?", w.acme.ID).Where("escalation_id = ?", escalationID).
		Where("kind = ?", notification.Escalation).Scan(t.Context()))
	return n
}

// makeNotifications names what the manager was told of the subject's blocker, and has read.
func (w *world) makeNotifications(t *testing.T) {
	t.Helper()
	n := w.notificationOf(t, w.things["firstStep"].NodeID().UUID)
	_, err := w.app.Notifications.Read(t.Context(), w.manager.Viewer(t), n.ID)
	must(t, err)
	it := w.putRaw(t, "notification", "Notification", n, w.subject)
	it.rule, it.told = "Notification.id", []uuid.UUID{w.manager.ID}
	w.things["firstStep"].refs["note"], w.things["escalated"].refs["note"] = it.name, it.name
}

func (w *world) notificationFacts(n *notification.Notification) facts {
	return facts{
		"id": value(n.NodeID().String()), "kind": value(enum(n.Kind)), "createdAt": value(instant(&n.CreatedAt)), "readAt": value(instant(n.ReadAt)),
		"escalation": object(w.seen(id.Of(id.Escalation, n.EscalationID))), "blocker": object(w.seen(id.Of(id.Blocker, n.BlockerID))),
		"message": value(fmt.Sprintf("A %s blocker was escalated to you at the level of %s.", n.Severity, n.Level)),
	}
}
