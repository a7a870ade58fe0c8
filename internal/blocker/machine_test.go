package blocker_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/check"
	"daybook/internal/standup"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// machine is what a blocker should be after what was done to it.
type machine struct {
	state   blocker.State
	round   int
	steps   [][]int // of each round
	changes int64   // activities
	opened  time.Time
	now     time.Time
}

// R7, R8, R9: whatever is done to a blocker in whatever order, it is where the rules lead, each step of a round is there
// once and in order, and each accepted change was logged once.
func TestAnyHistoryOfABlocker(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	viewers := []*authz.Viewer{b.ann.Viewer(t), b.admin.Viewer(t), b.bot.Viewer(t)}
	owner := b.w.Owner.Viewer(t)
	after := map[int]int{1: 4, 2: 8, 3: 24} // hours, of a critical one
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		m := &machine{state: blocker.Open, round: 1, steps: [][]int{nil}, changes: 1, opened: apptest.Noon, now: apptest.Noon}
		b.Clock.Set(m.now)
		row, _, err := b.Blockers.Open(ctx, viewers[0], b.params(func(p *blocker.OpenParams) { p.Severity = standup.Critical }))
		if err != nil {
			t.Fatal(err)
		}
		v := func() *authz.Viewer { return rapid.SampledFrom(viewers).Draw(t, "who") }
		expect := func(err error, possible bool, code check.Code) bool {
			t.Helper()
			var r *check.Rejection
			if possible && err != nil || !possible && (!errors.As(err, &r) || r.Errors[0].Code != code) {
				t.Fatalf("in the state %s: %v", m.state, err)
			}
			if possible {
				m.changes++
			}
			return possible
		}
		last := func() int { return len(m.steps[m.round-1]) } // steps are without gaps
		for range rapid.IntRange(1, 12).Draw(t, "length") {
			switch rapid.SampledFrom([]string{"update", "escalate", "resolve", "reopen", "wait", "run"}).Draw(t, "what") {
			case "update":
				_, _, err := b.Blockers.Update(ctx, v(), blocker.UpdateParams{ID: row.ID, Description: new(uuid.NewString())})
				expect(err, m.state != blocker.Resolved, check.AlreadyResolved)
			case "escalate":
				_, s, _, err := b.Blockers.Escalate(ctx, v(), blocker.EscalateParams{ID: row.ID})
				code := check.AlreadyResolved
				if m.state != blocker.Resolved {
					code = check.Invalid
				}
				if expect(err, m.state != blocker.Resolved && last() < 3, code) {
					m.steps[m.round-1] = append(m.steps[m.round-1], s.Step)
					m.state = blocker.Escalated
				}
			case "resolve":
				_, _, err := b.Blockers.Resolve(ctx, v(), blocker.ResolveParams{ID: row.ID})
				if expect(err, m.state != blocker.Resolved, check.AlreadyResolved) {
					m.state = blocker.Resolved
				}
			case "reopen":
				_, _, err := b.Blockers.Reopen(ctx, v(), row.ID, nil)
				if expect(err, m.state == blocker.Resolved, check.Invalid) {
					m.state, m.opened = blocker.Open, m.now
					m.round++
					m.steps = append(m.steps, nil)
				}
			case "wait":
				m.now = m.now.Add(time.Duration(rapid.IntRange(1, 12).Draw(t, "hours")) * time.Hour)
				b.Clock.Set(m.now)
			case "run":
				if _, err := b.Blockers.EscalateDue(ctx); err != nil {
					t.Fatal(err)
				}
				for step := last() + 1; step <= 3 && m.state != blocker.Resolved && m.now.Sub(m.opened) >= time.Duration(after[step])*time.Hour; step++ {
					m.steps[m.round-1] = append(m.steps[m.round-1], step)
					m.state = blocker.Escalated
					m.changes++
				}
			}
		}
		b.compare(ctx, t, owner, row.ID, m)
		if m.state != blocker.Resolved { // later runs leave it alone
			if _, _, err := b.Blockers.Resolve(ctx, owner, blocker.ResolveParams{ID: row.ID}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func (b *bench) compare(ctx context.Context, t *rapid.T, v *authz.Viewer, id uuid.UUID, m *machine) {
	t.Helper()
	rows, err := b.Blockers.ByIDs(ctx, v, []uuid.UUID{id})
	if err != nil {
		t.Fatal(err)
	}
	row := rows[id]
	if row.State != m.state || row.Round != m.round || !row.OpenedAt.Equal(m.opened) {
		t.Fatalf("it is %+v, should be %+v", row, m)
	}
	of, err := b.Blockers.Escalations(ctx, v, []uuid.UUID{id})
	if err != nil {
		t.Fatal(err)
	}
	steps := make([][]int, m.round)
	chain := []uuid.UUID{b.manager.ID, b.director.ID, b.vp.ID}
	for _, s := range of[id] {
		steps[s.Round-1] = append(steps[s.Round-1], s.Step)
		if s.RecipientID != chain[s.Step-1] {
			t.Fatalf("the step %+v went to somebody else", s)
		}
	}
	for n := range steps {
		if !slices.Equal(steps[n], m.steps[n]) {
			t.Fatalf("the steps of the rounds are %v, should be %v", steps, m.steps)
		}
	}
	var logged int64
	if err := b.DB.NewRaw("select count(*) from activities where workspace_id = ? and entity_id = ?", b.w.ID, id).Scan(ctx, &logged); err != nil || logged != m.changes {
		t.Fatalf("%d activities, should be %d: %v", logged, m.changes, err)
	}
}
