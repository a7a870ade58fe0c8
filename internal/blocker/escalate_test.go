package blocker_test

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/blocker"
	"daybook/internal/check"
	"daybook/internal/standup"

	"github.com/google/uuid"
)

// R8: three servers at once record each step once, and none of a blocker that was resolved before.
func TestThreeServersAtOnceR8(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	servers := []*apptest.App{b.App, b.Beside(t), b.Beside(t)}
	var rows []*blocker.Blocker
	for n := range 24 {
		rows = append(rows, b.w.Blocker(t, b.ann, severity([]blocker.Severity{standup.Critical, standup.High}[n%2])))
	}
	resolved := rows[:6]
	for _, row := range resolved {
		if _, _, err := b.Blockers.Resolve(t.Context(), b.ann.Viewer(t), blocker.ResolveParams{ID: row.ID}); err != nil {
			t.Fatal(err)
		}
	}
	b.later(25 * time.Hour) // three levels of the critical ones, one of the high ones
	together := func() int {
		var recorded atomic.Int64
		var wg sync.WaitGroup
		for _, s := range servers {
			for range 2 {
				wg.Go(func() {
					n, err := s.Blockers.EscalateDue(t.Context())
					if err != nil {
						t.Error(err)
					}
					recorded.Add(int64(n))
				})
			}
		}
		wg.Wait()
		return int(recorded.Load())
	}
	n := together() + together() // what one holds, another passes over: a second run finds the rest
	if n != 9*3+9*1 || together() != 0 {
		t.Errorf("%d steps were recorded", n)
	}
	for _, row := range rows {
		want := []string{"1 manager: manager", "2 director: director", "3 vp: vp"}
		if row.Severity == standup.High {
			want = want[:1]
		}
		if slices.Contains(resolved, row) {
			want = nil
		}
		if got := b.steps(t, row.ID); !slices.Equal(got, want) {
			t.Errorf("the steps are %q, want %q", got, want)
		}
		told := 0
		for _, title := range b.log(t, row.ID) {
			if title != "opened a blocker" && title != "resolved a blocker" {
				told++
			}
		}
		if told != len(want) {
			t.Errorf("%d steps, and the log tells of %d", len(want), told)
		}
	}
}

// R8: however the job, people who escalate by hand and people who resolve meet, a step is recorded once, and none after the
// resolution.
func TestEscalatingWhileOthersResolveR8(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.ann.Viewer(t)
	var rows []*blocker.Blocker
	for range 12 {
		rows = append(rows, b.w.Blocker(t, b.ann, severity(standup.Critical)))
	}
	b.later(5 * time.Hour)
	var wg sync.WaitGroup
	for _, row := range rows {
		wg.Go(func() {
			if _, _, err := b.Blockers.Resolve(t.Context(), v, blocker.ResolveParams{ID: row.ID}); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			_, _, _, err := b.Blockers.Escalate(t.Context(), v, blocker.EscalateParams{ID: row.ID})
			if err != nil {
				apptest.WantRejection(t, err, check.AlreadyResolved, "id")
			}
		})
		wg.Go(func() {
			if _, err := b.Blockers.EscalateDue(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	b.run(t)
	for _, row := range rows {
		over := false
		for _, title := range b.log(t, row.ID) {
			if over {
				t.Errorf("after the resolution: %s", title)
			}
			over = title == "resolved a blocker"
		}
		if got := b.see(t, v, row.ID); got.State != blocker.Resolved || !over {
			t.Errorf("it is %s", got.State)
		}
		steps := b.steps(t, row.ID)
		if slices.Sort(steps); len(slices.Compact(steps)) != len(steps) {
			t.Errorf("the steps are %q", steps)
		}
	}
}

func TestEscalatingByHand(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	row := b.w.Blocker(t, b.ann, severity(standup.Low)) // which no rule tells of
	for n, want := range []uuid.UUID{b.manager.ID, b.director.ID, b.vp.ID} {
		b.later(time.Duration(n+1) * time.Minute)
		after, s, r, err := b.Blockers.Escalate(t.Context(), b.ann.Viewer(t), blocker.EscalateParams{ID: row.ID, Version: new(n + 1)})
		if err != nil {
			t.Fatal(err)
		}
		if s.RecipientID != want || s.Step != n+1 || !s.DueAt.Equal(b.Clock.Now()) || !s.SentAt.Equal(b.Clock.Now()) || r.Seq != b.w.Seq(t) {
			t.Errorf("the step is %+v", s)
		}
		if after.State != blocker.Escalated || !after.EscalatedAt.Equal(apptest.Noon.Add(time.Minute)) || !slices.Contains(after.Recipients, want) {
			t.Errorf("the blocker is %+v", after)
		}
	}
	_, _, _, err := b.Blockers.Escalate(t.Context(), b.ann.Viewer(t), blocker.EscalateParams{ID: row.ID})
	apptest.WantRejection(t, err, check.Invalid, "id")
	lone := b.w.Blocker(t, b.vp)
	_, _, _, err = b.Blockers.Escalate(t.Context(), b.vp.Viewer(t), blocker.EscalateParams{ID: lone.ID})
	apptest.WantRejection(t, err, check.Invalid, "id")
	if got := b.see(t, b.vp.Viewer(t), lone.ID); got.State != blocker.Open || got.Version != 1 {
		t.Errorf("with nobody further up it became %+v", got)
	}
	// The job goes on where people stopped.
	mixed := b.w.Blocker(t, b.ann, severity(standup.Critical))
	b.w.Escalation(t, b.ann, mixed)
	b.later(9 * time.Hour)
	b.run(t)
	b.wantSteps(t, mixed.ID, "1 manager: manager", "2 director: director")
}
