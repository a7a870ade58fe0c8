package graph_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"daybook/internal/blocker"
	"daybook/internal/patch"
	"daybook/internal/standup"
	"daybook/internal/timer"
)

// follow opens the subscription of a document, lets things happen after its first frame, and gives the frames. The second
// line says how many there are, heartbeats after the first frame not counted: those come when nothing else does.
func (g *world) follow(t *testing.T, document string) string {
	t.Helper()
	var frames int
	if _, err := fmt.Sscanf(strings.Split(document, "\n")[1], "# frames: %d", &frames); err != nil || frames < 1 {
		t.Fatal(`the second line must be "# frames: NUMBER"`)
	}
	g.app.Start(t)
	s := g.app.Serve(t).Subscribe(t, "sse", g.caller(t, document), g.filledIn(document), nil)
	answers := []any{}
	for len(answers) < frames {
		f := s.Next()
		var data map[string]struct{ Kind string }
		if len(f.Data) > 0 {
			if err := json.Unmarshal(f.Data, &data); err != nil {
				t.Fatal(err)
			}
		}
		for _, event := range data {
			if event.Kind == "HEARTBEAT" && len(answers) > 0 {
				f.Data = nil
			}
		}
		answer := map[string]any{"data": f.Data}
		switch failures := failuresOf(f.Errors); {
		case f.Done:
			return g.shown(t, append(answers, "the end"))
		case len(failures) > 0:
			answer["errors"] = failures
		case f.Data == nil:
			continue
		}
		if answers = append(answers, answer); len(answers) == 1 && len(f.Errors) == 0 {
			g.happen(t)
		}
	}
	return g.shown(t, answers)
}

// happen does what streams show: Ada changes her standup, notes what she did, runs a timer, says what it is about, and
// is held up; the blocker is escalated to Boss, who acknowledges it. Bob notes what he did.
func (g *world) happen(t *testing.T) {
	t.Helper()
	ada, bob, boss := g.person("ada"), g.person("bob"), g.person("boss")
	g.home.Standup(t, ada, func(p *standup.SubmitParams) { p.Today = new("Ship it") })
	g.home.WorkLog(t, ada)
	row := g.home.Timer(t, ada)
	if _, _, err := g.app.Timers.Update(t.Context(), ada.Viewer(t), timer.Update{ID: row.ID, Note: patch.To(new("Review of #42"))}); err != nil {
		t.Fatal(err)
	}
	if _, err := g.app.Timers.Discard(t.Context(), ada.Viewer(t), row.ID); err != nil {
		t.Fatal(err)
	}
	held := g.home.Blocker(t, ada, func(p *blocker.OpenParams) { p.Severity = standup.Critical })
	step := g.home.Escalation(t, ada, held)
	g.names["blocker"], g.names["escalation"] = held.NodeID().String(), step.NodeID().String()
	if _, _, err := g.app.Blockers.Acknowledge(t.Context(), boss.Viewer(t), step.ID); err != nil {
		t.Fatal(err)
	}
	g.home.WorkLog(t, bob)
}
