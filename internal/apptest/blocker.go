package apptest

import (
	"testing"

	"daybook/internal/blocker"
	"daybook/internal/standup"
)

// Blocker opens a blocker of the person: a high one, from outside.
func (w *Workspace) Blocker(t testing.TB, of *Person, change ...func(*blocker.OpenParams)) *blocker.Blocker {
	t.Helper()
	p := blocker.OpenParams{WorkspaceID: w.ID, Severity: standup.High, Category: standup.External, Description: "No access to staging."}
	for _, c := range change {
		c(&p)
	}
	row, _, err := w.app.Blockers.Open(t.Context(), of.Viewer(t), p)
	if err != nil {
		t.Fatalf("opening a blocker: %v", err)
	}
	return row
}

// Escalation tells the next one above the person, by hand and as the person.
func (w *Workspace) Escalation(t testing.TB, by *Person, of *blocker.Blocker, change ...func(*blocker.EscalateParams)) *blocker.Escalation {
	t.Helper()
	p := blocker.EscalateParams{ID: of.ID}
	for _, c := range change {
		c(&p)
	}
	_, row, _, err := w.app.Blockers.Escalate(t.Context(), by.Viewer(t), p)
	if err != nil {
		t.Fatalf("escalating a blocker: %v", err)
	}
	return row
}
