package sprint_test

import (
	"strings"
	"sync"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/patch"
	"daybook/internal/sprint"

	"github.com/google/uuid"
)

// R14: a reversed range of days is an error, against what stands in the row as well.
func TestUpsertChecks(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	s, ann, v := w.Sprint(t), w.Member(t), w.Owner.Viewer(t)
	weak := w.Service(t, authz.WorkRead).Viewer(t)
	d := func(m, dd int) *day.Date { return new(day.Of(2026, 0, dd).AddDays(31 * m)) }
	before := a.Snapshot(t)
	for name, c := range map[string]struct {
		u     sprint.Upsert
		code  check.Code
		field string
	}{
		"no name":            {sprint.Upsert{StartsOn: d(1, 1), EndsOn: d(1, 2)}, check.Required, "name"},
		"no first day":       {sprint.Upsert{Name: new("x"), EndsOn: d(1, 2)}, check.Required, "startsOn"},
		"no last day":        {sprint.Upsert{Name: new("x"), StartsOn: d(1, 1)}, check.Required, "endsOn"},
		"days reversed":      {sprint.Upsert{Name: new("x"), StartsOn: d(1, 2), EndsOn: d(1, 1)}, check.Invalid, "endsOn"},
		"an end too early":   {sprint.Upsert{ID: &s.ID, EndsOn: new(s.StartsOn.AddDays(-1))}, check.Invalid, "endsOn"},
		"a start too late":   {sprint.Upsert{ID: &s.ID, StartsOn: new(s.EndsOn.AddDays(1))}, check.Invalid, "endsOn"},
		"too many days":      {sprint.Upsert{ID: &s.ID, EndsOn: new(s.StartsOn.AddDays(367))}, check.OutOfRange, "endsOn"},
		"name too long":      {sprint.Upsert{ID: &s.ID, Name: new(strings.Repeat("ü", 201))}, check.TooLong, "name"},
		"row that is not":    {sprint.Upsert{ID: new(uuid.New()), Name: new("x")}, check.NotFound, "id"},
		"version of another": {sprint.Upsert{ID: &s.ID, Name: new("x"), Version: new(7)}, check.Conflict, "expectedVersion"},
	} {
		c.u.WorkspaceID = w.ID
		t.Run(name+" is rejected", func(t *testing.T) {
			_, _, err := a.Sprints.Upsert(t.Context(), v, c.u)
			apptest.WantRejection(t, err, c.code, c.field)
		})
	}
	for name, who := range map[string]*authz.Viewer{"a member": ann.Viewer(t), "a weak service": weak} {
		if _, _, err := a.Sprints.Upsert(t.Context(), who, sprint.Upsert{WorkspaceID: w.ID, ID: &s.ID, Name: new("x")}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s changes it: %v", name, err)
		}
		if _, _, err := a.Sprints.Complete(t.Context(), who, s.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s completes it: %v", name, err)
		}
	}
	if _, err := a.Sprints.List(t.Context(), foreign.Owner.Viewer(t), w.ID, sprint.Filter{}, page.Args{}, apptest.Seal("x")); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger lists: %v", err)
	}
	for table, digest := range a.Snapshot(t) {
		if before[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}

func TestCompleteAtOnceHappensOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	s, v := w.Sprint(t), w.Owner.Viewer(t)
	seq := w.Seq(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got, _, err := a.Sprints.Complete(t.Context(), v, s.ID); err != nil || got.CompletedAt == nil {
				t.Errorf("it gives %+v, %v", got, err)
			}
		})
	}
	wg.Wait()
	if w.Seq(t) != seq+1 || w.Log(t)[seq].Action != activity.Completed {
		t.Errorf("%d activities tell of one completion", w.Seq(t)-seq)
	}
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	crew, v := w.Team(t), w.Owner.Viewer(t)
	done := w.Sprint(t)
	w.Sprint(t, func(p *sprint.Upsert) { p.TeamID, p.EndsOn = patch.To(&crew.ID), p.StartsOn }) // one day
	if _, _, err := a.Sprints.Complete(t.Context(), v, done.ID); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		f    sprint.Filter
		want int
	}{
		"all": {sprint.Filter{}, 2}, "completed": {sprint.Filter{Completed: new(true)}, 1}, "open": {sprint.Filter{Completed: new(false)}, 1}, "a team's": {sprint.Filter{TeamID: &crew.ID}, 1},
		"a team's completed": {sprint.Filter{TeamID: &crew.ID, Completed: new(true)}, 0},
	} {
		got, err := a.Sprints.List(t.Context(), v, w.ID, c.f, page.Args{}, apptest.Seal("x"))
		if err != nil {
			t.Fatal(err)
		}
		count, err := got.Count(t.Context())
		if err != nil || len(got.Nodes()) != c.want || count.Value != c.want {
			t.Errorf("%s: listed %d, counted %d, want %d: %v", name, len(got.Nodes()), count.Value, c.want, err)
		}
	}
	cleared, _, err := a.Sprints.Upsert(t.Context(), v, sprint.Upsert{WorkspaceID: w.ID, ID: &done.ID, TeamID: patch.To(&crew.ID)})
	if err != nil || *cleared.TeamID != crew.ID || cleared.CompletedAt == nil || cleared.Version != 3 {
		t.Errorf("a completed one changes to %+v: %v", cleared, err)
	}
}
