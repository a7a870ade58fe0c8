package timeentry_test

import (
	"slices"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/patch"
	"daybook/internal/project"
	"daybook/internal/task"
	"daybook/internal/timeentry"

	"github.com/google/uuid"
)

// listed walks a whole list, and gives the totals it tells.
func listed(t testing.TB, a *apptest.App, v *authz.Viewer, workspaceID uuid.UUID, f timeentry.Filter) ([]*timeentry.Entry, timeentry.Totals) {
	t.Helper()
	var totals timeentry.Totals
	rows := apptest.Forwards(t, page.MaxSize, func(args page.Args) (*page.Connection[*timeentry.Entry], error) {
		c, err := a.TimeEntries.List(t.Context(), v, workspaceID, f, timeentry.Order{}, args, apptest.Seal("x"))
		if err != nil {
			return nil, err
		}
		told, err := c.Totals(t.Context())
		if err != nil {
			return nil, err
		}
		totals = *told
		return c.Connection, nil
	}, nil)
	return rows, totals
}

func all(t testing.TB, a *apptest.App, v *authz.Viewer, workspaceID uuid.UUID, f timeentry.Filter) []*timeentry.Entry {
	t.Helper()
	rows, _ := listed(t, a, v, workspaceID, f)
	return rows
}

// R10: for each viewer a list, its count, its totals and what is found by id agree, and are as the matrix says.
func TestListR10(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob, ada := w.Member(t), w.Member(t), w.Admin(t)
	var every []uuid.UUID
	for range 3 {
		for _, m := range []*apptest.Person{ann, bob, ada} {
			every = append(every, w.TimeEntry(t, m).ID)
		}
	}
	gone := w.TimeEntry(t, ann)
	if _, err := a.TimeEntries.Delete(t.Context(), ann.Viewer(t), gone.ID, nil); err != nil {
		t.Fatal(err)
	}
	every = append(every, gone.ID)
	for name, c := range map[string]struct {
		v    *authz.Viewer
		want int
	}{
		"a member sees their own":      {ann.Viewer(t), 3},
		"a mate sees their own":        {bob.Viewer(t), 3},
		"an admin sees all":            {ada.Viewer(t), 9},
		"an owner sees all":            {w.Owner.Viewer(t), 9},
		"a service sees all":           {w.Service(t, authz.TrackingRead).Viewer(t), 9},
		"a service without it nothing": {w.Service(t, authz.DirectoryRead).Viewer(t), 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list, err := a.TimeEntries.List(t.Context(), c.v, w.ID, timeentry.Filter{}, timeentry.Order{}, page.Args{}, apptest.Seal("x"))
			if err != nil {
				t.Fatal(err)
			}
			count, err := list.Count(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			totals, err := list.Totals(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			found, err := a.TimeEntries.ByIDs(t.Context(), c.v, every)
			if err != nil {
				t.Fatal(err)
			}
			if len(list.Nodes()) != c.want || count.Value != c.want || len(found) != c.want || totals.DurationSeconds != 3600*c.want {
				t.Errorf("listed %d, counted %d, found %d, in all %+v, want %d", len(list.Nodes()), count.Value, len(found), totals, c.want)
			}
			for _, e := range list.Nodes() {
				if found[e.ID] == nil || asJSON(t, found[e.ID]) != asJSON(t, e) {
					t.Errorf("%s is listed and not found so", e.ID)
				}
			}
		})
	}
	_, err := a.TimeEntries.List(t.Context(), foreign.Owner.Viewer(t), w.ID, timeentry.Filter{}, timeentry.Order{}, page.Args{}, apptest.Seal("x"))
	apptest.WantCode(t, err, fault.NotFound)
	if found, err := a.TimeEntries.ByIDs(t.Context(), foreign.Owner.Viewer(t), every); err != nil || len(found) != 0 {
		t.Errorf("a stranger finds %d: %v", len(found), err)
	}
	for name, f := range map[string]timeentry.Filter{"another": {MemberIDs: []uuid.UUID{bob.ID}}, "both": {MemberIDs: []uuid.UUID{ann.ID, bob.ID}}, "a person": {Person: &bob.ID}} {
		if _, err := a.TimeEntries.List(t.Context(), ann.Viewer(t), w.ID, f, timeentry.Order{}, page.Args{}, apptest.Seal("x")); !fault.Is(err, fault.Forbidden) {
			t.Errorf("naming %s: %v", name, err)
		}
	}
}

// R14: both ends of a range of days are whole days; a reversed one is an error.
func TestListFilters(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	web, secret := w.Project(t), w.Restricted(t, ann)
	current := w.Sprint(t)
	login := w.Task(t, web, func(p *task.Upsert) { p.SprintID = patch.To(&current.ID) })
	logout, keys := w.Task(t, web), w.Task(t, secret)
	for i, taskID := range []*uuid.UUID{&login.ID, &login.ID, &logout.ID, &keys.ID, nil} {
		w.TimeEntry(t, ann, func(p *timeentry.CreateParams) {
			p.TaskID, p.SpentOn, p.Billable, p.Note = taskID, new(today.AddDays(-i)), i%2 == 0, new("100% of_it")
		})
	}
	w.TimeEntry(t, bob, func(p *timeentry.CreateParams) { p.TaskID, p.Note = &login.ID, new("of it") })
	day := func(back int) *day.Date { return new(today.AddDays(-back)) }
	v := w.Owner.Viewer(t)
	for name, c := range map[string]struct {
		f    timeentry.Filter
		want int
	}{
		"everything":               {timeentry.Filter{}, 6},
		"a person":                 {timeentry.Filter{Person: &ann.ID}, 5},
		"people":                   {timeentry.Filter{MemberIDs: []uuid.UUID{ann.ID, bob.ID}}, 6},
		"no people":                {timeentry.Filter{MemberIDs: []uuid.UUID{}}, 0},
		"a person not in these":    {timeentry.Filter{Person: &ann.ID, MemberIDs: []uuid.UUID{bob.ID}}, 0},
		"a task":                   {timeentry.Filter{TaskID: &login.ID}, 3},
		"of a task":                {timeentry.Filter{OfTask: &login.ID}, 3},
		"of a task, another":       {timeentry.Filter{OfTask: &login.ID, TaskID: &logout.ID}, 0},
		"a project":                {timeentry.Filter{ProjectID: &web.ID}, 4},
		"of a project":             {timeentry.Filter{OfProject: &web.ID}, 4},
		"of a project, its task":   {timeentry.Filter{OfProject: &web.ID, TaskID: &logout.ID}, 1},
		"of a project, another":    {timeentry.Filter{OfProject: &web.ID, ProjectID: &secret.ID}, 0},
		"a sprint":                 {timeentry.Filter{SprintID: &current.ID}, 3},
		"a sprint and its project": {timeentry.Filter{SprintID: &current.ID, ProjectID: &secret.ID}, 0},
		"a task that is not":       {timeentry.Filter{TaskID: new(uuid.New())}, 0},
		"with a task":              {timeentry.Filter{HasTask: new(true)}, 5},
		"without a task":           {timeentry.Filter{HasTask: new(false)}, 1},
		"without, of a task":       {timeentry.Filter{HasTask: new(false), TaskID: &login.ID}, 0},
		"billable":                 {timeentry.Filter{Billable: new(true)}, 3},
		"not billable":             {timeentry.Filter{Billable: new(false)}, 3},
		"from a day":               {timeentry.Filter{From: day(2)}, 4},
		"to a day":                 {timeentry.Filter{To: day(2)}, 3},
		"one day":                  {timeentry.Filter{From: day(3), To: day(3)}, 1},
		"a text literally":         {timeentry.Filter{Text: new("100% OF_IT")}, 5},
		"a text with wildcards":    {timeentry.Filter{Text: new("100%it")}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list, err := a.TimeEntries.List(t.Context(), v, w.ID, c.f, timeentry.Order{}, page.Args{}, apptest.Seal("x"))
			if err != nil {
				t.Fatal(err)
			}
			count, err := list.Count(t.Context())
			if err != nil || len(list.Nodes()) != c.want || count.Value != c.want {
				t.Errorf("listed %d, counted %d, want %d: %v", len(list.Nodes()), count.Value, c.want, err)
			}
		})
	}
	_, err := a.TimeEntries.List(t.Context(), v, w.ID, timeentry.Filter{From: day(0), To: day(1)}, timeentry.Order{}, page.Args{}, apptest.Seal("x"))
	apptest.WantCode(t, err, fault.BadUserInput)
	// A project that is closed to the viewer holds nothing for them, though they spent time there while it was open.
	if rows := all(t, a, ann.Viewer(t), w.ID, timeentry.Filter{ProjectID: &secret.ID}); len(rows) != 1 {
		t.Errorf("of a project they open they have %d", len(rows))
	}
	if _, _, err := a.Projects.Put(t.Context(), activity.BySystem, project.Upsert{WorkspaceID: w.ID, ID: &secret.ID, MemberIDs: &[]uuid.UUID{bob.ID}}); err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]timeentry.Filter{"project": {ProjectID: &secret.ID}, "task": {TaskID: &keys.ID}} {
		if rows := all(t, a, ann.Viewer(t), w.ID, f); len(rows) != 0 {
			t.Errorf("of a closed %s they have %d", name, len(rows))
		}
	}
	if rows := all(t, a, ann.Viewer(t), w.ID, timeentry.Filter{}); len(rows) != 5 {
		t.Errorf("of their own they have %d", len(rows))
	}
}

// R15: each order has a place for each row, in both directions.
func TestListOrdersR15(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	var made []uuid.UUID
	for _, back := range []int{2, 0, 2, 1} {
		made = append(made, w.TimeEntry(t, ann, func(p *timeentry.CreateParams) { p.SpentOn = new(today.AddDays(-back)) }).ID)
	}
	v := ann.Viewer(t)
	for name, c := range map[string]struct {
		o    timeentry.Order
		want []int
	}{
		"latest day first": {timeentry.Order{}, []int{1, 3, 2, 0}}, "earliest day first": {timeentry.Order{Ascending: true}, []int{0, 2, 3, 1}},
		"newest first": {timeentry.Order{CreatedAt: true}, []int{3, 2, 1, 0}}, "oldest first": {timeentry.Order{CreatedAt: true, Ascending: true}, []int{0, 1, 2, 3}},
	} {
		fetch := func(args page.Args) (*page.Connection[*timeentry.Entry], error) {
			list, err := a.TimeEntries.List(t.Context(), v, w.ID, timeentry.Filter{}, c.o, args, apptest.Seal(name))
			if err != nil {
				return nil, err
			}
			return list.Connection, nil
		}
		for _, rows := range [][]*timeentry.Entry{apptest.Forwards(t, 1, fetch, nil), apptest.Backwards(t, 3, fetch)} {
			var got []int
			for _, e := range rows {
				got = append(got, slices.Index(made, e.ID))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
	}
}
