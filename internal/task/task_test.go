package task_test

import (
	"fmt"
	"slices"
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
	"daybook/internal/task"

	"github.com/google/uuid"
)

// Numbers of a project's tasks are dense and unique however many are made at once.
func TestTasksAreNumberedOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	p, v := w.Project(t), w.Owner.Viewer(t)
	var mu sync.Mutex
	seen := map[string]bool{}
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			got, _, err := a.Tasks.Upsert(t.Context(), v, task.Upsert{WorkspaceID: w.ID, ProjectID: &p.ID, Title: new(fmt.Sprint(i))})
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			seen[got.Key] = true
		})
	}
	wg.Wait()
	for n := 1; n <= 20; n++ {
		if key := fmt.Sprintf("%s-%d", p.Key, n); !seen[key] {
			t.Errorf("no task is %s", key)
		}
	}
	// A rejected one uses no number up.
	_, _, err := a.Tasks.Upsert(t.Context(), v, task.Upsert{WorkspaceID: w.ID, ProjectID: &p.ID, Title: new("x"), SprintID: patch.To(new(uuid.New()))})
	apptest.WantRejection(t, err, check.NotFound, "sprintId")
	if next := w.Task(t, p); next.Number != 21 {
		t.Errorf("after a rejection comes the number %d", next.Number)
	}
}

func TestUpsertChecks(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	p, ann := w.Project(t), w.Member(t)
	row, v := w.Task(t, p), w.Owner.Viewer(t)
	weak := w.Service(t, authz.WorkRead).Viewer(t)
	before := a.Snapshot(t)
	for name, c := range map[string]struct {
		u     task.Upsert
		code  check.Code
		field string
	}{
		"no project":         {task.Upsert{Title: new("x")}, check.Required, "projectId"},
		"no title":           {task.Upsert{ProjectID: &p.ID}, check.Required, "title"},
		"blank title":        {task.Upsert{ProjectID: &p.ID, Title: new(" ")}, check.Required, "title"},
		"title of two lines": {task.Upsert{ID: &row.ID, Title: new("a\nb")}, check.Invalid, "title"},
		"title too long":     {task.Upsert{ID: &row.ID, Title: new(strings.Repeat("ü", 501))}, check.TooLong, "title"},
		"title with NUL":     {task.Upsert{ID: &row.ID, Title: new("\x00")}, check.Invalid, "title"},
		"script address":     {task.Upsert{ID: &row.ID, ExternalURL: patch.To(new("javascript:alert(1)"))}, check.Invalid, "externalUrl"},
		"relative address":   {task.Upsert{ID: &row.ID, ExternalURL: patch.To(new("/x"))}, check.Invalid, "externalUrl"},
		"address of a file":  {task.Upsert{ID: &row.ID, ExternalURL: patch.To(new("file:///etc/passwd"))}, check.Invalid, "externalUrl"},
		"address with NUL":   {task.Upsert{ID: &row.ID, ExternalURL: patch.To(new("https://example.com/\x00"))}, check.Invalid, "externalUrl"},
		"address too long":   {task.Upsert{ID: &row.ID, ExternalURL: patch.To(new("https://example.com/" + strings.Repeat("x", 2000)))}, check.Invalid, "externalUrl"},
		"progress too small": {task.Upsert{ID: &row.ID, Progress: new(-1)}, check.OutOfRange, "progress"},
		"progress too large": {task.Upsert{ID: &row.ID, Progress: new(101)}, check.OutOfRange, "progress"},
		"row that is not":    {task.Upsert{ID: new(uuid.New()), Title: new("x")}, check.NotFound, "id"},
		"version of another": {task.Upsert{ID: &row.ID, Title: new("x"), Version: new(7)}, check.Conflict, "expectedVersion"},
	} {
		c.u.WorkspaceID = w.ID
		t.Run(name+" is rejected", func(t *testing.T) {
			_, _, err := a.Tasks.Upsert(t.Context(), v, c.u)
			apptest.WantRejection(t, err, c.code, c.field)
		})
	}
	for name, who := range map[string]*authz.Viewer{"a member": ann.Viewer(t), "a weak service": weak} {
		if _, _, err := a.Tasks.Upsert(t.Context(), who, task.Upsert{WorkspaceID: w.ID, ID: &row.ID, Title: new("x")}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for table, digest := range a.Snapshot(t) {
		if before[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}

// Of two changes that are based on one version, one is taken.
func TestUpsertOfOneVersionHappensOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	row, v := w.Task(t, w.Project(t)), w.Owner.Viewer(t)
	var mu sync.Mutex
	taken := 0
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			got, _, err := a.Tasks.Upsert(t.Context(), v, task.Upsert{WorkspaceID: w.ID, ID: &row.ID, Title: new(fmt.Sprint(i)), Version: new(1)})
			if err != nil {
				apptest.WantRejection(t, err, check.Conflict, "expectedVersion")
				return
			}
			mu.Lock()
			defer mu.Unlock()
			if taken++; got.Version != 2 {
				t.Errorf("the version is %d", got.Version)
			}
		})
	}
	wg.Wait()
	if taken != 1 {
		t.Errorf("%d changes of one version were taken", taken)
	}
}

func TestFieldsAreSetAndCleared(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	p, other, ann, crew, s := w.Project(t), w.Project(t), w.Member(t), w.Team(t), w.Sprint(t)
	row, v := w.Task(t, p), w.Owner.Viewer(t)
	full, _, err := a.Tasks.Upsert(t.Context(), v, task.Upsert{WorkspaceID: w.ID, ID: &row.ID, ProjectID: &other.ID, Status: new(task.InProgress), Priority: new(task.Urgent),
		DueOn: patch.To(new(day.Of(2026, 2, 28))), SprintID: patch.To(&s.ID), TeamID: patch.To(&crew.ID), AssigneeID: patch.To(&ann.ID), ExternalURL: patch.To(new("https://example.com/?a='b'"))})
	if err != nil {
		t.Fatal(err)
	}
	read, err := a.Tasks.ByIDs(t.Context(), v, []uuid.UUID{row.ID})
	if err != nil {
		t.Fatal(err)
	}
	got := read[row.ID]
	if got.ProjectID != other.ID || got.Key != row.Key || got.Status != task.InProgress || got.Priority != task.Urgent || *got.DueOn != day.Of(2026, 2, 28) ||
		*got.SprintID != s.ID || *got.TeamID != crew.ID || *got.AssigneeID != ann.ID || *got.ExternalURL != "https://example.com/?a='b'" || got.Version != 2 || full.Version != 2 {
		t.Errorf("it is stored as %+v", got)
	}
	if _, _, err = a.Tasks.Upsert(t.Context(), v, task.Upsert{WorkspaceID: w.ID, ID: &row.ID, DueOn: patch.To[day.Date](nil), SprintID: patch.To[uuid.UUID](nil), TeamID: patch.To[uuid.UUID](nil), AssigneeID: patch.To[uuid.UUID](nil), ExternalURL: patch.To[string](nil)}); err != nil {
		t.Fatal(err)
	}
	read, err = a.Tasks.ByIDs(t.Context(), v, []uuid.UUID{row.ID})
	if err != nil {
		t.Fatal(err)
	}
	if got := read[row.ID]; got.DueOn != nil || got.SprintID != nil || got.TeamID != nil || got.AssigneeID != nil || got.ExternalURL != nil || got.Status != task.InProgress {
		t.Errorf("cleared it is %+v", got)
	}
}

// R10: tasks of a project that does not open are not listed, counted or found, whatever the filter.
func TestListR10(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	open, anns, nobodys := w.Project(t), w.Restricted(t, ann), w.Restricted(t)
	s := w.Sprint(t)
	in := func(u *task.Upsert) { u.SprintID, u.AssigneeID = patch.To(&s.ID), patch.To(&bob.ID) }
	rows := []*task.Task{w.Task(t, open, in), w.Task(t, anns, in), w.Task(t, nobodys, in), foreign.Task(t, foreign.Project(t))}
	var all []uuid.UUID
	for _, r := range rows {
		all = append(all, r.ID)
	}
	for name, c := range map[string]struct {
		v    *authz.Viewer
		want int
	}{
		"member of a project": {ann.Viewer(t), 2}, "mate and assignee": {bob.Viewer(t), 1}, "admin": {w.Admin(t).Viewer(t), 3}, "owner": {w.Owner.Viewer(t), 3}, "service": {w.Service(t, authz.WorkRead).Viewer(t), 3},
	} {
		for filter, f := range map[string]task.Filter{"none": {}, "sprint": {SprintID: &s.ID}, "assignee": {AssigneeIDs: []uuid.UUID{bob.ID}}, "text": {Text: new("Task")}, "status": {Statuses: []task.Status{task.Todo, task.Done}}} {
			got, err := a.Tasks.List(t.Context(), c.v, w.ID, f, page.Args{}, apptest.Seal("x"))
			if err != nil {
				t.Fatal(err)
			}
			count, err := got.Count(t.Context())
			if err != nil || len(got.Nodes()) != c.want || count.Value != c.want {
				t.Errorf("%s by %s: listed %d, counted %d, want %d: %v", name, filter, len(got.Nodes()), count.Value, c.want, err)
			}
		}
		if found, err := a.Tasks.ByIDs(t.Context(), c.v, all); err != nil || len(found) != c.want {
			t.Errorf("%s finds %d: %v", name, len(found), err)
		}
		for filter, f := range map[string]task.Filter{"another project": {Within: &nobodys.ID, ProjectID: &open.ID}, "no people": {AssigneeIDs: []uuid.UUID{}}, "no states": {Statuses: []task.Status{}}, "another text": {Text: new("%a_k")}, "no team": {TeamID: new(uuid.New())}} {
			got, err := a.Tasks.List(t.Context(), c.v, w.ID, f, page.Args{}, apptest.Seal("x"))
			if err != nil || len(got.Nodes()) != 0 {
				t.Errorf("%s by %s: listed %d: %v", name, filter, len(got.Nodes()), err)
			}
		}
	}
	if _, err := a.Tasks.List(t.Context(), foreign.Owner.Viewer(t), w.ID, task.Filter{}, page.Args{}, apptest.Seal("x")); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger: %v", err)
	}
}

func TestProgressIsToldOfItself(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	row, v := w.Task(t, w.Project(t)), w.Owner.Viewer(t)
	for _, c := range []struct {
		u    task.Upsert
		want activity.Action
	}{
		{task.Upsert{Progress: new(40)}, activity.ProgressUpdated},
		{task.Upsert{Progress: new(60), Title: new("Another")}, activity.Updated},
		{task.Upsert{Progress: new(100), Status: new(task.Done)}, activity.Completed},
	} {
		c.u.WorkspaceID, c.u.ID = w.ID, &row.ID
		got, receipt, err := a.Tasks.Upsert(t.Context(), v, c.u)
		if err != nil {
			t.Fatal(err)
		}
		last := w.Log(t)[receipt.Seq-1]
		if got.Progress != *c.u.Progress || last.Action != c.want || !slices.ContainsFunc(last.Changes, func(f *activity.FieldChange) bool { return f.Field == "progress" }) {
			t.Errorf("progress %d, told as %s with %v", got.Progress, last.Action, last.Changes)
		}
	}
	if _, receipt, err := a.Tasks.Upsert(t.Context(), v, task.Upsert{WorkspaceID: w.ID, ID: &row.ID, Progress: new(100)}); err != nil || receipt.Seq != 0 {
		t.Errorf("the same progress: %+v %v", receipt, err)
	}
}
