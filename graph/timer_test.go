package graph_test

import (
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/timeentry"
	"daybook/internal/timer"
)

// withTimers has Ada at work since half an hour, after an hour in the morning.
func withTimers(t *testing.T, g *world) {
	t.Helper()
	at := func(ago time.Duration) *time.Time { return new(apptest.Noon.Add(-ago)) }
	g.home.TimeEntry(t, g.person("ada"), func(p *timeentry.CreateParams) { p.StartedAt, p.EndedAt = at(3*time.Hour), at(2*time.Hour) })
	task := g.id(t, "task").UUID
	row := g.home.Timer(t, g.person("ada"), func(p *timer.StartParams) {
		p.TaskID, p.Note, p.Billable, p.StartedAt = &task, new("Review of #42"), true, at(30*time.Minute)
	})
	g.names["timer"] = row.NodeID().String()
}

// A token that may not read tracked data is not told that no timer runs.
func TestMemberTimerNeedsTheScope(t *testing.T) {
	t.Parallel()
	g := newWorldOf(t, "timer")
	query := `{ member(id: "` + g.names["ada"] + `") { role timer { id } } }`
	for scope, refused := range map[string]bool{authz.DirectoryRead: true, authz.TrackingRead: false} {
		r := g.app.Post(t, g.home.Personal(t, g.person("ada"), authz.DirectoryRead, scope), query, nil)
		if got := len(r.Errors) == 1 && r.Errors[0].Extensions["code"] == "FORBIDDEN"; got != refused {
			t.Errorf("with %s: %s %v", scope, r.Data, r.Errors)
		}
	}
}
