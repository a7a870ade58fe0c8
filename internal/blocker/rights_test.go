package blocker_test

import (
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/fault"

	"github.com/google/uuid"
)

// Who may do what: a recipient sees a blocker and acknowledges, and nothing else.
func TestWhoChangesABlocker(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const ok, no, gone = fault.Code(""), fault.Forbidden, fault.NotFound
	type caller interface {
		Viewer(testing.TB) *authz.Viewer
	}
	for name, c := range map[string]struct {
		p                   caller
		change, acknowledge fault.Code
	}{
		"the person":            {b.ann, ok, gone},
		"a mate":                {b.bob, gone, gone},
		"the recipient":         {b.manager, no, ok},
		"one further up":        {b.director, gone, gone},
		"an admin":              {b.admin, ok, ok},
		"an owner":              {b.w.Owner, ok, ok},
		"a service":             {b.bot, ok, no},
		"a service that reads":  {b.w.Service(t, authz.TrackingRead), no, no},
		"a stranger":            {b.foreign.Owner, gone, gone},
		"a service of another":  {b.foreign.Service(t, authz.AllScopes...), gone, gone},
		"the person's token":    {b.w.Personal(t, b.ann, authz.TrackingRead), no, gone},
		"the recipient's token": {b.w.Personal(t, b.manager, authz.TrackingRead), no, no},
	} {
		v := c.p.Viewer(t)
		fresh := b.w.Blocker(t, b.ann)
		step := b.w.Escalation(t, b.ann, fresh)
		want := func(what string, err error, want fault.Code) {
			t.Helper()
			if want == ok && err != nil || want != ok && !fault.Is(err, want) {
				t.Errorf("%s %s: %v, want %q", name, what, err, want)
			}
		}
		_, _, err := b.Blockers.Acknowledge(t.Context(), v, step.ID)
		want("acknowledges", err, c.acknowledge)
		_, _, err = b.Blockers.Update(t.Context(), v, blocker.UpdateParams{ID: fresh.ID, Description: new("x")})
		want("updates", err, c.change)
		_, _, _, err = b.Blockers.Escalate(t.Context(), v, blocker.EscalateParams{ID: fresh.ID})
		want("escalates", err, c.change)
		_, _, err = b.Blockers.Resolve(t.Context(), v, blocker.ResolveParams{ID: fresh.ID})
		want("resolves", err, c.change)
		if c.change != ok {
			if _, _, err := b.Blockers.Resolve(t.Context(), b.ann.Viewer(t), blocker.ResolveParams{ID: fresh.ID}); err != nil {
				t.Fatal(err)
			}
		}
		_, _, err = b.Blockers.Reopen(t.Context(), v, fresh.ID, nil)
		want("reopens", err, c.change)
		// What is not there is answered alike.
		_, _, err = b.Blockers.Resolve(t.Context(), v, blocker.ResolveParams{ID: uuid.New()})
		want("resolves nothing", err, gone)
		_, _, err = b.Blockers.Acknowledge(t.Context(), v, uuid.New())
		want("acknowledges nothing", err, gone)
	}
}

// One of several recipients knows of their own step alone.
func TestRecipientsSeeTheStepsSentToThem(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	row := b.w.Blocker(t, b.ann)
	first, second := b.w.Escalation(t, b.ann, row), b.w.Escalation(t, b.ann, row)
	all := []uuid.UUID{first.ID, second.ID}
	for name, c := range map[string]struct {
		p    *apptest.Person
		want []uuid.UUID
	}{
		"the person": {b.ann, all}, "an admin": {b.admin, all}, "the manager": {b.manager, all[:1]}, "the director": {b.director, all[1:]},
		"the VP": {b.vp, nil}, "a mate": {b.bob, nil}, "a stranger": {b.foreign.Owner, nil},
	} {
		of, err := b.Blockers.Escalations(t.Context(), c.p.Viewer(t), []uuid.UUID{row.ID})
		if err != nil {
			t.Fatal(err)
		}
		byID, err := b.Blockers.EscalationsByIDs(t.Context(), c.p.Viewer(t), all)
		if err != nil {
			t.Fatal(err)
		}
		if len(of[row.ID]) != len(c.want) || len(byID) != len(c.want) {
			t.Errorf("%s: %d of the blocker, %d by id, want %d", name, len(of[row.ID]), len(byID), len(c.want))
		}
		for n, id := range c.want {
			if of[row.ID][n].ID != id || byID[id] == nil {
				t.Errorf("%s does not see the step %d", name, n+1)
			}
		}
	}
	_, _, err := b.Blockers.Acknowledge(t.Context(), b.director.Viewer(t), first.ID)
	apptest.WantCode(t, err, fault.NotFound)
}
