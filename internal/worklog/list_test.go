package worklog_test

import (
	"fmt"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/project"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

// R10: for each viewer a list, its count and what is found by id are the same, and as the matrix says.
func TestListR10(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob, ada := w.Member(t), w.Member(t), w.Admin(t)
	var all []uuid.UUID
	for range 3 {
		for _, m := range []*apptest.Person{ann, bob, ada} {
			all = append(all, w.WorkLog(t, m).ID)
		}
	}
	for name, c := range map[string]struct {
		v    *authz.Viewer
		want int
	}{
		"a member sees their own":         {ann.Viewer(t), 3},
		"a mate sees their own":           {bob.Viewer(t), 3},
		"an admin sees all":               {ada.Viewer(t), 9},
		"an owner sees all":               {w.Owner.Viewer(t), 9},
		"a service sees all":              {w.Service(t, authz.TrackingRead).Viewer(t), 9},
		"a service without it nothing":    {w.Service(t, authz.DirectoryRead).Viewer(t), 0},
		"a token sees what its person":    {w.Personal(t, ann, authz.TrackingRead).Viewer(t), 3},
		"a token without it sees nothing": {w.Personal(t, ann, authz.ActivityRead).Viewer(t), 0},
	} {
		t.Run(name, func(t *testing.T) {
			c1, err := a.WorkLogs.List(t.Context(), c.v, w.ID, worklog.Filter{}, page.Args{}, apptest.Seal("x"))
			if err != nil {
				t.Fatal(err)
			}
			count, err := c1.Count(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			found, err := a.WorkLogs.ByIDs(t.Context(), c.v, all)
			if err != nil {
				t.Fatal(err)
			}
			if len(c1.Nodes()) != c.want || count.Value != c.want || len(found) != c.want {
				t.Errorf("listed %d, counted %d, found %d, want %d", len(c1.Nodes()), count.Value, len(found), c.want)
			}
			for _, row := range c1.Nodes() {
				if found[row.ID] == nil {
					t.Errorf("%s is listed and not found", row.ID)
				}
			}
		})
	}
	stranger := foreign.Owner.Viewer(t)
	if _, err := a.WorkLogs.List(t.Context(), stranger, w.ID, worklog.Filter{}, page.Args{}, apptest.Seal("x")); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger's list: %v", err)
	}
	if found, err := a.WorkLogs.ByIDs(t.Context(), stranger, all); err != nil || len(found) != 0 {
		t.Errorf("a stranger finds %d: %v", len(found), err)
	}
	for name, f := range map[string]worklog.Filter{"another": {MemberIDs: []uuid.UUID{bob.ID}}, "both": {MemberIDs: []uuid.UUID{ann.ID, bob.ID}}, "a person": {Person: &bob.ID}} {
		if _, err := a.WorkLogs.List(t.Context(), ann.Viewer(t), w.ID, f, page.Args{}, apptest.Seal("x")); !fault.Is(err, fault.Forbidden) {
			t.Errorf("naming %s: %v", name, err)
		}
	}
}

// R10: who corrected what is seen by those who see the logs.
func TestCorrectionsR10(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann := w.Member(t)
	old := w.WorkLog(t, ann)
	if _, _, err := a.WorkLogs.Correct(t.Context(), ann.Viewer(t), worklog.CorrectParams{ID: old.ID, Note: new("x")}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		v    *authz.Viewer
		want int
	}{
		"the person": {ann.Viewer(t), 1}, "an admin": {w.Owner.Viewer(t), 1}, "a service": {w.Service(t, authz.TrackingRead).Viewer(t), 1},
		"a mate": {w.Member(t).Viewer(t), 0}, "a stranger": {foreign.Owner.Viewer(t), 0}, "a service without the scope": {w.Service(t, authz.DirectoryRead).Viewer(t), 0},
	} {
		if found, err := a.WorkLogs.Corrections(t.Context(), c.v, []uuid.UUID{old.ID}); err != nil || len(found) != c.want {
			t.Errorf("%s finds %d: %v", name, len(found), err)
		}
	}
}

// R11, R14: each filter alone, and a reversed or empty range of time, which is an error.
func TestListFilters(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	p, other := w.Project(t), w.Project(t)
	task, second := w.Task(t, p), w.Task(t, p)
	add := func(of *apptest.Person, s worklog.Subject, hours int, note string) *worklog.WorkLog {
		return w.WorkLog(t, of, func(l *worklog.AppendParams) {
			l.Subject, l.Note, l.LoggedAt = s, note, new(apptest.Noon.Add(-time.Duration(hours)*time.Hour))
		})
	}
	add(ann, onTask(task.ID), 0, "100% of_it")
	add(ann, onTask(second.ID), 1, "more of_it")
	add(ann, onProject(p.ID), 2, "a plan")
	add(bob, onProject(other.ID), 3, "elsewhere")
	wrong := add(bob, onTask(task.ID), 4, "wrong")
	if _, _, err := a.WorkLogs.Correct(t.Context(), bob.Viewer(t), worklog.CorrectParams{ID: wrong.ID, Note: new("right"), Subject: new(onTask(second.ID))}); err != nil {
		t.Fatal(err)
	}
	v := w.Owner.Viewer(t)
	at := func(hours int) *time.Time { return new(apptest.Noon.Add(-time.Duration(hours) * time.Hour)) }
	for name, c := range map[string]struct {
		f    worklog.Filter
		want int
	}{
		"everything that stands":            {worklog.Filter{}, 5},
		"with what was corrected":           {worklog.Filter{IncludeCorrected: true}, 6},
		"a person":                          {worklog.Filter{Person: &bob.ID}, 2},
		"people":                            {worklog.Filter{MemberIDs: []uuid.UUID{ann.ID, bob.ID}}, 5},
		"no people":                         {worklog.Filter{MemberIDs: []uuid.UUID{}}, 0},
		"a person not in these":             {worklog.Filter{Person: &ann.ID, MemberIDs: []uuid.UUID{bob.ID}}, 0},
		"a task":                            {worklog.Filter{TaskID: &task.ID}, 1},
		"a task, with what was corrected":   {worklog.Filter{TaskID: &task.ID, IncludeCorrected: true}, 2},
		"a project and its tasks":           {worklog.Filter{ProjectID: &p.ID}, 4},
		"another project":                   {worklog.Filter{ProjectID: &other.ID}, 1},
		"a task within its project":         {worklog.Filter{Within: onProject(p.ID), TaskID: &second.ID}, 2},
		"a task within another project":     {worklog.Filter{Within: onProject(other.ID), TaskID: &second.ID}, 0},
		"a project of a task":               {worklog.Filter{Within: onTask(task.ID), ProjectID: &p.ID}, 1},
		"a task and another":                {worklog.Filter{Within: onTask(task.ID), TaskID: &second.ID}, 0},
		"a task that is not there":          {worklog.Filter{TaskID: new(uuid.New())}, 0},
		"from, included":                    {worklog.Filter{From: at(2)}, 3},
		"before, not included":              {worklog.Filter{Before: at(2)}, 2},
		"a stretch":                         {worklog.Filter{From: at(3), Before: at(1)}, 2},
		"the same stretch in another zone":  {worklog.Filter{From: new(at(3).In(time.FixedZone("", -9*3600))), Before: at(1)}, 2},
		"a text literally":                  {worklog.Filter{Text: new("100% OF_IT")}, 1},
		"a text with wildcards":             {worklog.Filter{Text: new("100%it")}, 0},
		"a text of what was corrected":      {worklog.Filter{Text: new("wrong")}, 0},
		"a text of what was corrected, too": {worklog.Filter{Text: new("wrong"), IncludeCorrected: true}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			c1, err := a.WorkLogs.List(t.Context(), v, w.ID, c.f, page.Args{}, apptest.Seal("x"))
			if err != nil {
				t.Fatal(err)
			}
			count, err := c1.Count(t.Context())
			if err != nil || len(c1.Nodes()) != c.want || count.Value != c.want {
				t.Errorf("listed %d, counted %d, want %d: %v", len(c1.Nodes()), count.Value, c.want, err)
			}
		})
	}
	for name, f := range map[string]worklog.Filter{"reversed": {From: at(1), Before: at(2)}, "empty": {From: at(1), Before: at(1)}} {
		_, err := a.WorkLogs.List(t.Context(), v, w.ID, f, page.Args{}, apptest.Seal("x"))
		t.Run(name, func(t *testing.T) { apptest.WantCode(t, err, fault.BadUserInput) })
	}
	// The scope stands before the text: a member's search finds nothing of others (an OR that escapes would).
	for name, f := range map[string]worklog.Filter{"a text": {Text: new("of_it")}, "a project": {ProjectID: &p.ID, TaskID: &task.ID}} {
		c1, err := a.WorkLogs.List(t.Context(), bob.Viewer(t), w.ID, f, page.Args{}, apptest.Seal("x"))
		if err != nil || len(c1.Nodes()) != 0 {
			t.Errorf("by %s a member finds %d of others: %v", name, len(c1.Nodes()), err)
		}
	}
}

// What a log is about is hidden from who can no longer open it, so asking by it must not tell, either.
func TestFiltersDoNotTellWhereAHiddenTaskIs(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	secret := w.Restricted(t, ann)
	task := w.Task(t, secret)
	w.WorkLog(t, ann, func(l *worklog.AppendParams) { l.Subject = onTask(task.ID) })
	w.WorkLog(t, ann, func(l *worklog.AppendParams) { l.Subject = onProject(secret.ID) })
	listed := func(f worklog.Filter) string {
		c, err := a.WorkLogs.List(t.Context(), ann.Viewer(t), w.ID, f, page.Args{}, apptest.Seal("x"))
		if err != nil {
			t.Fatal(err)
		}
		count, err := c.Count(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(len(c.Nodes()), " ", count.Value)
	}
	byTask, byProject := worklog.Filter{TaskID: &task.ID}, worklog.Filter{ProjectID: &secret.ID}
	if got := listed(worklog.Filter{}) + ", " + listed(byTask) + ", " + listed(byProject); got != "2 2, 1 1, 2 2" {
		t.Errorf("before: %s", got)
	}
	if _, _, err := a.Projects.Upsert(t.Context(), w.Owner.Viewer(t), project.Upsert{WorkspaceID: w.ID, ID: &secret.ID, MemberIDs: &[]uuid.UUID{}}); err != nil {
		t.Fatal(err)
	}
	if got := listed(worklog.Filter{}) + ", " + listed(byTask) + ", " + listed(byProject); got != "2 2, 0 0, 0 0" {
		t.Errorf("after: %s", got)
	}
}
