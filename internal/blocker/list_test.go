package blocker_test

import (
	"slices"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/standup"

	"github.com/google/uuid"
)

// R10: for each viewer a list, its count and what is found by id are the same, and as the matrix says.
func TestListR10(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	kept, told := b.w.Blocker(t, b.ann), b.w.Blocker(t, b.ann)
	b.w.Escalation(t, b.ann, told)
	twice := b.w.Blocker(t, b.bob)
	b.w.Escalation(t, b.bob, twice)
	b.w.Escalation(t, b.bob, twice)
	own := b.w.Blocker(t, b.manager)
	all := []uuid.UUID{kept.ID, told.ID, twice.ID, own.ID}
	for name, c := range map[string]struct {
		v    *authz.Viewer
		want []uuid.UUID // newest first
	}{
		"a person sees their own":             {b.ann.Viewer(t), []uuid.UUID{told.ID, kept.ID}},
		"a mate sees their own":               {b.bob.Viewer(t), []uuid.UUID{twice.ID}},
		"a manager what was escalated to her": {b.manager.Viewer(t), []uuid.UUID{own.ID, twice.ID, told.ID}},
		"a director what reached him":         {b.director.Viewer(t), []uuid.UUID{twice.ID}},
		"one whom nothing reached nothing":    {b.vp.Viewer(t), nil},
		"an admin all":                        {b.admin.Viewer(t), []uuid.UUID{own.ID, twice.ID, told.ID, kept.ID}},
		"an owner all":                        {b.w.Owner.Viewer(t), []uuid.UUID{own.ID, twice.ID, told.ID, kept.ID}},
		"a service all":                       {b.bot.Viewer(t), []uuid.UUID{own.ID, twice.ID, told.ID, kept.ID}},
		"a service without the scope nothing": {b.w.Service(t, authz.TrackingWrite).Viewer(t), nil},
		"a manager's token without it":        {b.w.Personal(t, b.manager, authz.ActivityRead).Viewer(t), nil},
		"a manager's token with it":           {b.w.Personal(t, b.manager, authz.TrackingRead).Viewer(t), []uuid.UUID{own.ID, twice.ID, told.ID}},
	} {
		var got []uuid.UUID
		for _, row := range b.list(t, c.v, blocker.Filter{}) {
			got = append(got, row.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		found, err := b.Blockers.ByIDs(t.Context(), c.v, all)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range all {
			if (found[id] != nil) != slices.Contains(c.want, id) {
				t.Errorf("%s: found by id %v", name, found[id] != nil)
			}
		}
	}
	stranger := b.foreign.Owner.Viewer(t)
	if _, err := b.Blockers.List(t.Context(), stranger, b.w.ID, blocker.Filter{}, blocker.Order{}, page.Args{}, apptest.Seal("x")); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger's list: %v", err)
	}
	if found, err := b.Blockers.ByIDs(t.Context(), stranger, all); err != nil || len(found) != 0 {
		t.Errorf("a stranger finds %d: %v", len(found), err)
	}
	// Naming others is refused as a whole, also when some of theirs are seen.
	for name, f := range map[string]blocker.Filter{"another": {MemberIDs: []uuid.UUID{b.ann.ID}}, "both": {MemberIDs: []uuid.UUID{b.manager.ID, b.ann.ID}}, "a person": {Person: &b.ann.ID}} {
		if _, err := b.Blockers.List(t.Context(), b.manager.Viewer(t), b.w.ID, f, blocker.Order{}, page.Args{}, apptest.Seal("x")); !fault.Is(err, fault.Forbidden) {
			t.Errorf("naming %s: %v", name, err)
		}
	}
}

// A recipient sees a blocker as long as they stand above the person: in every way, and again once they do again.
func TestRecipientsLoseWhatTheyNoLongerStandAbove(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	owner := b.w.Owner.Viewer(t)
	row := b.w.Blocker(t, b.ann)
	step := b.w.Escalation(t, b.ann, row)
	b.w.Escalation(t, b.ann, row)
	if _, _, err := b.Blockers.Resolve(t.Context(), b.ann.Viewer(t), blocker.ResolveParams{ID: row.ID}); err != nil {
		t.Fatal(err)
	}
	move := func(person, boss uuid.UUID) {
		t.Helper()
		if _, _, err := b.Members.SetManager(t.Context(), owner, person, &boss); err != nil {
			t.Fatal(err)
		}
	}
	// seen counts what a viewer gets: the blocker by id, in the list, its steps, and its activities in the list and by id.
	seen := func(p *apptest.Person) [5]int {
		t.Helper()
		v := p.Viewer(t)
		var n [5]int
		if b.see(t, v, row.ID) != nil {
			n[0] = 1
		}
		n[1] = len(b.list(t, v, blocker.Filter{}))
		of, err := b.Blockers.Escalations(t.Context(), v, []uuid.UUID{row.ID})
		if err != nil {
			t.Fatal(err)
		}
		n[2] = len(of[row.ID])
		c, err := b.Activities.List(t.Context(), v, b.w.ID, activity.Timeline{EntityID: row.ID}, activity.Filter{}, page.Args{}, apptest.Seal("x"))
		if err != nil {
			t.Fatal(err)
		}
		n[3] = len(c.Nodes())
		var ids []uuid.UUID
		for _, a := range b.w.Log(t) {
			if a.EntityID == row.ID {
				ids = append(ids, a.ID)
			}
		}
		found, err := b.Activities.ByIDs(t.Context(), v, ids)
		if err != nil {
			t.Fatal(err)
		}
		n[4] = len(found)
		return n
	}
	want := func(name string, p *apptest.Person, want [5]int) {
		t.Helper()
		if got := seen(p); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	nothing := [5]int{}
	want("the manager, above", b.manager, [5]int{1, 1, 1, 3, 3}) // two escalations and the resolution
	want("the director, above", b.director, [5]int{1, 1, 1, 3, 3})
	want("the VP, whom it did not reach", b.vp, nothing)
	want("the person", b.ann, [5]int{1, 1, 2, 4, 4})

	move(b.ann.ID, b.director.ID)
	want("the manager, no longer above", b.manager, nothing)
	want("the director, still above", b.director, [5]int{1, 1, 1, 3, 3})
	_, _, err := b.Blockers.Acknowledge(t.Context(), b.manager.Viewer(t), step.ID)
	apptest.WantCode(t, err, fault.NotFound)

	move(b.ann.ID, b.manager.ID)
	move(b.manager.ID, b.vp.ID)
	want("the manager, above again", b.manager, [5]int{1, 1, 1, 3, 3})
	want("the director, cut off further up", b.director, nothing)

	// Who left is passed over; who stands above them still does.
	if _, _, err := b.Members.SetManager(t.Context(), owner, b.manager.ID, &b.director.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Members.Remove(t.Context(), owner, b.manager.ID); err != nil {
		t.Fatal(err)
	}
	want("the director, above one who left", b.director, [5]int{1, 1, 1, 3, 3})
}

// Who is told without the description, is trusted with it by the person alone, and only as long as they stand above.
func TestSharingTheDescription(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	row := b.w.Blocker(t, b.ann)
	for name, p := range map[string]interface {
		Viewer(testing.TB) *authz.Viewer
	}{"an admin": b.admin, "an owner": b.w.Owner, "a service": b.bot} {
		_, _, _, err := b.Blockers.Escalate(t.Context(), p.Viewer(t), blocker.EscalateParams{ID: row.ID, ShareDescription: true})
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s shares it: %v", name, err)
		}
	}
	b.w.Escalation(t, b.admin, row)
	b.w.Escalation(t, b.ann, row, func(p *blocker.EscalateParams) { p.ShareDescription = true })
	reads := func(p *apptest.Person) bool {
		v := p.Viewer(t)
		got := b.see(t, v, row.ID)
		return got != nil && authz.SeesDescription(v, got, got.Trusted)
	}
	if reads(b.manager) || !reads(b.director) || reads(b.vp) || !reads(b.ann) || !reads(b.admin) {
		t.Error("others read the description than those trusted with it")
	}
	if _, _, err := b.Members.SetManager(t.Context(), b.w.Owner.Viewer(t), b.manager.ID, &b.vp.ID); err != nil {
		t.Fatal(err)
	}
	if reads(b.director) {
		t.Error("the director reads it although he stands above no longer")
	}
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	task, hidden := b.w.Task(t, b.w.Project(t)), b.w.Task(t, b.w.Restricted(t, b.ann))
	at := func(p *apptest.Person, after time.Duration, change func(*blocker.OpenParams)) *blocker.Blocker {
		b.later(after)
		return b.w.Blocker(t, p, change)
	}
	first := at(b.ann, 0, func(p *blocker.OpenParams) { p.TaskID = &task.ID })
	second := at(b.ann, time.Hour, func(p *blocker.OpenParams) { p.Severity, p.TaskID = standup.Low, &hidden.ID })
	third := at(b.bob, 2*time.Hour, func(p *blocker.OpenParams) { p.Category = standup.Process })
	b.w.Escalation(t, b.ann, second)
	if _, _, err := b.Blockers.Resolve(t.Context(), b.bob.Viewer(t), blocker.ResolveParams{ID: third.ID}); err != nil {
		t.Fatal(err)
	}
	owner, manager := b.w.Owner.Viewer(t), b.manager.Viewer(t)
	from := func(d time.Duration) *time.Time { return new(apptest.Noon.Add(d)) }
	for name, c := range map[string]struct {
		v    *authz.Viewer
		f    blocker.Filter
		want []*blocker.Blocker
	}{
		"everything":                          {owner, blocker.Filter{}, []*blocker.Blocker{third, second, first}},
		"a person":                            {owner, blocker.Filter{Person: &b.ann.ID}, []*blocker.Blocker{second, first}},
		"people":                              {owner, blocker.Filter{MemberIDs: []uuid.UUID{b.bob.ID, b.vp.ID}}, []*blocker.Blocker{third}},
		"no people":                           {owner, blocker.Filter{MemberIDs: []uuid.UUID{}}, nil},
		"a severity":                          {owner, blocker.Filter{Severities: []blocker.Severity{standup.Low}}, []*blocker.Blocker{second}},
		"no severity":                         {owner, blocker.Filter{Severities: []blocker.Severity{}}, nil},
		"a category":                          {owner, blocker.Filter{Categories: []blocker.Category{standup.Process, standup.Resource}}, []*blocker.Blocker{third}},
		"unresolved":                          {owner, blocker.Filter{States: blocker.Unresolved}, []*blocker.Blocker{second, first}},
		"escalated":                           {owner, blocker.Filter{States: []blocker.State{blocker.Escalated}}, []*blocker.Blocker{second}},
		"a task":                              {owner, blocker.Filter{TaskID: &task.ID}, []*blocker.Blocker{first}},
		"of a task, and on another":           {owner, blocker.Filter{OfTask: &hidden.ID, TaskID: &task.ID}, nil},
		"of a task":                           {owner, blocker.Filter{OfTask: &hidden.ID}, []*blocker.Blocker{second}},
		"a task that the viewer cannot open":  {manager, blocker.Filter{TaskID: &hidden.ID}, nil},
		"without it what was escalated":       {manager, blocker.Filter{}, []*blocker.Blocker{second}},
		"a task of another workspace":         {owner, blocker.Filter{TaskID: &b.foreign.Task(t, b.foreign.Project(t)).ID}, nil},
		"from an instant":                     {owner, blocker.Filter{From: from(time.Hour)}, []*blocker.Blocker{third, second}},
		"before an instant":                   {owner, blocker.Filter{Before: from(time.Hour)}, []*blocker.Blocker{first}},
		"between, in another zone (trap 24)":  {owner, blocker.Filter{From: new(from(time.Hour).In(time.FixedZone("", 5*3600))), Before: from(2 * time.Hour)}, []*blocker.Blocker{second}},
		"several at once":                     {owner, blocker.Filter{Person: &b.ann.ID, States: []blocker.State{blocker.Open}, From: from(0)}, []*blocker.Blocker{first}},
		"the viewer's own among the filtered": {b.bob.Viewer(t), blocker.Filter{Severities: []blocker.Severity{standup.Low, standup.High}}, []*blocker.Blocker{third}},
	} {
		var got, want []uuid.UUID
		for _, row := range b.list(t, c.v, c.f) {
			got = append(got, row.ID)
		}
		for _, row := range c.want {
			want = append(want, row.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	// R14: a range that can hold nothing is an error.
	for _, f := range []blocker.Filter{{From: from(time.Hour), Before: from(0)}, {From: from(0), Before: from(0)}} {
		_, err := b.Blockers.List(t.Context(), owner, b.w.ID, f, blocker.Order{}, page.Args{}, apptest.Seal("x"))
		apptest.WantCode(t, err, fault.BadUserInput)
	}
}

// R15: blockers opened at the same instant have one order, whichever way and in whatever steps one walks.
func TestListOrdersR15(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for n := range 7 {
		b.later(time.Duration(n/3) * time.Hour)
		b.w.Blocker(t, b.ann)
	}
	ids := func(rows []*blocker.Blocker) (out []uuid.UUID) {
		for _, row := range rows {
			out = append(out, row.ID)
		}
		return out
	}
	for _, o := range []blocker.Order{{}, {Ascending: true}} {
		fetch := func(args page.Args) (*page.Connection[*blocker.Blocker], error) {
			return b.Blockers.List(t.Context(), b.ann.Viewer(t), b.w.ID, blocker.Filter{}, o, args, apptest.Seal(o))
		}
		want := ids(b.list(t, b.ann.Viewer(t), blocker.Filter{}))
		if o.Ascending {
			slices.Reverse(want)
		}
		if got := ids(apptest.Backwards(t, 2, fetch)); !slices.Equal(got, want) {
			t.Errorf("%+v backwards: %v, want %v", o, got, want)
		}
		behind := func() { // one that belongs before what was read
			if b.later(24 * time.Hour); o.Ascending {
				b.later(-24 * time.Hour)
			}
			b.w.Blocker(t, b.ann)
		}
		if got := ids(apptest.Forwards(t, 2, fetch, behind)); !slices.Equal(got, want) {
			t.Errorf("%+v forwards: %v, want %v", o, got, want)
		}
	}
}
