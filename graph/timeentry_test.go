package graph_test

import (
	"context"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/id"
	"daybook/internal/patch"
	"daybook/internal/timeentry"
	"daybook/internal/workspace"
)

// withTimeEntries adds entries of Ada's, with and without clock times and a task, one of a closed day, and one of Bob's on a
// task that he cannot open. Reports round to the nearest quarter of an hour.
func withTimeEntries(t *testing.T, g *world) {
	t.Helper()
	ada, bob := g.person("ada"), g.person("bob")
	task, hidden := g.id(t, "task").UUID, g.id(t, "hidden").UUID
	on := func(back int) func(*timeentry.CreateParams) {
		return func(p *timeentry.CreateParams) { p.SpentOn = new(ada.Today(apptest.Noon).AddDays(-back)) }
	}
	review := g.home.TimeEntry(t, ada, func(p *timeentry.CreateParams) {
		p.TaskID, p.Billable, p.Note = &task, true, new("Review of #42")
		p.StartedAt, p.EndedAt = new(apptest.Noon.Add(-4*time.Hour)), new(apptest.Noon.Add(-150*time.Minute))
	})
	meeting := g.home.TimeEntry(t, ada, on(1), func(p *timeentry.CreateParams) { p.DurationSeconds, p.Note = new(1000), new("A meeting") })
	old := g.home.TimeEntry(t, ada, on(5))
	bobs, _, err := g.app.TimeEntries.Create(context.Background(), g.callers["writer"].(*apptest.Token).Viewer(t), timeentry.CreateParams{
		WorkspaceID: g.home.ID, TaskID: &hidden, SpentOn: new(bob.Today(apptest.Noon)), DurationSeconds: new(600), OnBehalfOf: &bob.ID})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = g.app.Workspaces.UpdateSettings(t.Context(), g.home.Owner.Viewer(t), workspace.SettingsUpdate{WorkspaceID: g.home.ID,
		RoundingMinutes: new(15), ClosedThrough: patch.To(new(ada.Today(apptest.Noon).AddDays(-3)))})
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]*timeentry.Entry{"review": review, "meeting": meeting, "old": old, "bobs": bobs} {
		g.names[name] = e.NodeID().String()
	}
	g.names["absentEntry"] = id.Of(id.TimeEntry, id.New()).String()
}
