package matrixtest

import (
	"fmt"
	"testing"

	"daybook/internal/blocker"
	"daybook/internal/id"
)

var escalationPart = part{
	ways: map[string][]way{
		"Escalation": {
			{path: "blocker(id: $of)/escalations"},
			{path: "node(id: $of)<Blocker>/escalations"},
			{path: "nodes(ids: [$of])<Blocker>/escalations"},
			{path: acme + "blockers(first: 100)/nodes@$of/escalations"},
			{path: "member(id: $owner)/blockers(first: 100)/edges/node@$of/escalations"},
			{path: "escalationAcknowledge(input: {id: $it})/escalation", only: "firstStep"},
			{path: "notificationRead(input: {id: $note})/notification@$note/escalation", only: "firstStep"},
		},
	},
	tries: map[string]mutation{
		"blockerEscalate": {shows: "escalation", try: func(t *testing.T, w *world, _ column, _ int) try {
			return tryBlocker(w.obstacle(t, w.subject), "")
		}},
		"escalationAcknowledge": {shows: "escalation", try: func(t *testing.T, w *world, _ column, _ int) try {
			step := w.escalate(t, w.obstacle(t, w.subject))
			return try{about: step.NodeID().String(), hidden: "Escalation.id", input: fmt.Sprintf(`{id: %q}`, step.NodeID())}
		}},
	},
	remarks: []remark{
		{"blockerEscalate", self, allowed, "the person shares what is in the way", func(t *testing.T, w *world) try {
			return tryBlocker(w.obstacle(t, w.subject), ", shareDescription: true")
		}},
		{"blockerEscalate", admin, refused, "only the person shares what is in the way", func(t *testing.T, w *world) try {
			return tryBlocker(w.obstacle(t, w.subject), ", shareDescription: true")
		}},
		{"blockerEscalate", svc, refused, "only the person shares what is in the way", func(t *testing.T, w *world) try {
			return tryBlocker(w.obstacle(t, w.subject), ", shareDescription: true")
		}},
		{"blockerEscalate", mgr, refused, "whom it was escalated to only acknowledges", func(t *testing.T, w *world) try {
			return tryTold(w.escalate(t, w.obstacle(t, w.subject)), "")
		}},
	},
}

// escalate tells the manager of the subject's blocker.
func (w *world) escalate(t *testing.T, b *blocker.Blocker) *blocker.Escalation {
	t.Helper()
	_, step, _, err := w.app.Blockers.Escalate(t.Context(), w.subject.Viewer(t), blocker.EscalateParams{ID: b.ID})
	must(t, err)
	return step
}

func (w *world) escalationFacts(s *blocker.Escalation) facts {
	return facts{
		"id": value(s.NodeID().String()), "blocker": object(named(id.Of(id.Blocker, s.BlockerID))), "level": value(enum(s.Level)),
		"recipient": object(named(id.Of(id.Member, s.RecipientID))), "step": value(s.Step), "dueAt": value(instant(&s.DueAt)),
		"sentAt": value(instant(&s.SentAt)), "acknowledgedAt": value(instant(s.AcknowledgedAt)), "descriptionShared": value(s.DescriptionShared),
	}
}
