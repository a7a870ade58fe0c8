package timeentry_test

import (
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/patch"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/task"
	"daybook/internal/timeentry"
	"daybook/internal/workspace"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// mixed is a workspace with entries of several people, on tasks of several projects and sprints, and on none.
type mixed struct {
	*apptest.App
	w        *apptest.Workspace
	people   []*apptest.Person
	projects []*project.Project
	sprints  []*sprint.Sprint
	tasks    []*task.Task
}

func newMixed(t testing.TB) *mixed {
	t.Helper()
	a := apptest.New(t)
	m := &mixed{App: a, w: a.Workspace(t)}
	m.people = []*apptest.Person{m.w.Member(t), m.w.Member(t), m.w.Admin(t)}
	m.projects = []*project.Project{m.w.Project(t), m.w.Project(t), m.w.Restricted(t, m.people[0])}
	m.sprints = []*sprint.Sprint{m.w.Sprint(t), m.w.Sprint(t)}
	for i := range 8 {
		m.tasks = append(m.tasks, m.w.Task(t, m.projects[i%3], func(p *task.Upsert) {
			if i%2 == 0 {
				p.SprintID = patch.To(&m.sprints[i/2%2].ID)
			}
		}))
	}
	var rows []timeentry.ImportRow
	for i := range 240 { // more than two pages
		r := timeentry.ImportRow{MemberID: m.people[i%3].ID, SpentOn: new(today.AddDays(-i % 40)), DurationSeconds: new(1 + i*i*7%9000), Billable: i%5 < 2, Note: new([]string{"review", "plan", "Review of a plan"}[i%3])}
		if i%9 != 8 {
			r.TaskID = &m.tasks[i%9%8].ID
		}
		rows = append(rows, r)
	}
	results, _, err := a.TimeEntries.Store(t.Context(), activity.BySystem, m.w.ID, rows, false)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		if len(r.Errors) > 0 {
			t.Fatalf("row %d: %+v", i, r.Errors[0])
		}
	}
	set(t, a, m.w, func(p *workspace.SettingsUpdate) { p.RoundingMinutes, p.RoundingMode = new(15), new(workspace.Nearest) })
	return m
}

func (m *mixed) filter(t *rapid.T) (f timeentry.Filter) {
	some := func(label string) bool { return rapid.IntRange(0, 3).Draw(t, label) == 0 }
	if some("sprint") {
		f.SprintID = &rapid.SampledFrom(m.sprints).Draw(t, "which sprint").ID
	}
	if some("project") {
		f.ProjectID = &rapid.SampledFrom(m.projects).Draw(t, "which project").ID
	}
	if some("task") {
		f.TaskID = &rapid.SampledFrom(m.tasks).Draw(t, "which task").ID
	}
	if some("of a project") {
		f.OfProject = &rapid.SampledFrom(m.projects).Draw(t, "of which project").ID
	}
	if some("has task") {
		f.HasTask = new(rapid.Bool().Draw(t, "a task"))
	}
	if some("billable") {
		f.Billable = new(rapid.Bool().Draw(t, "is billable"))
	}
	if some("text") {
		f.Text = new(rapid.SampledFrom([]string{"review", "plan", "a plan"}).Draw(t, "which text"))
	}
	if some("from") {
		f.From = new(today.AddDays(-rapid.IntRange(20, 50).Draw(t, "from when")))
	}
	if some("to") {
		f.To = new(today.AddDays(-rapid.IntRange(0, 19).Draw(t, "to when")))
	}
	return f
}

// R11, trap 9: whoever asks for whatever, each total is the sum of what the same filter lists, all pages of it.
func TestTotalsAreTheSumOfTheListR11(t *testing.T) {
	t.Parallel()
	m := newMixed(t)
	viewers := make([]*authz.Viewer, len(m.people))
	for i, p := range m.people {
		viewers[i] = p.Viewer(t)
	}
	nonEmpty := 0
	rapid.Check(t, func(rt *rapid.T) {
		f, v := m.filter(rt), rapid.SampledFrom(viewers).Draw(rt, "viewer")
		rows, totals := listed(t, m.App, v, m.w.ID, f)
		var want timeentry.Totals
		for _, e := range rows {
			want.DurationSeconds += e.DurationSeconds
			want.ReportedSeconds += timeentry.Reported(e.DurationSeconds, 15, workspace.Nearest)
			if e.Billable {
				want.BillableSeconds += e.DurationSeconds
			}
		}
		if totals != want {
			rt.Fatalf("in all %+v, listed %+v", totals, want)
		}
		if len(rows) > 0 {
			nonEmpty++
		}
	})
	if nonEmpty == 0 {
		t.Error("no list had anything")
	}
}

// R12, trap 8: the hours of projects are those of their tasks, no row counts twice, and a task that moves takes its hours
// with it.
func TestHoursOfProjectsAreThoseOfTheirTasksR12(t *testing.T) {
	t.Parallel()
	m := newMixed(t)
	v := m.w.Owner.Viewer(t)
	ofTask := map[uuid.UUID]int{}
	seconds := func(f timeentry.Filter) int {
		_, totals := listed(t, m.App, v, m.w.ID, f)
		return totals.DurationSeconds
	}
	for _, task := range m.tasks {
		ofTask[task.ID] = seconds(timeentry.Filter{OfTask: &task.ID})
	}
	everything, unassigned := seconds(timeentry.Filter{}), seconds(timeentry.Filter{HasTask: new(false)})
	if unassigned == 0 {
		t.Fatal("nothing is without a task")
	}
	for move := range 4 {
		sum := unassigned
		for _, p := range m.projects {
			want, seen := 0, map[uuid.UUID]bool{}
			for _, task := range m.tasks {
				if task.ProjectID == p.ID {
					want += ofTask[task.ID]
				}
			}
			rows, totals := listed(t, m.App, v, m.w.ID, timeentry.Filter{OfProject: &p.ID})
			for _, e := range rows {
				if seen[e.ID] {
					t.Errorf("%s counts twice", e.ID)
				}
				seen[e.ID] = true
			}
			if totals.DurationSeconds != want {
				t.Errorf("after %d moves the project has %d seconds, its tasks %d", move, totals.DurationSeconds, want)
			}
			sum += want
		}
		if sum != everything {
			t.Errorf("after %d moves all projects and the unassigned have %d seconds, of %d", move, sum, everything)
		}
		moved := m.tasks[move]
		to := m.projects[(move+1)%3]
		row, _, err := m.Tasks.Put(t.Context(), activity.BySystem, task.Upsert{WorkspaceID: m.w.ID, ID: &moved.ID, ProjectID: &to.ID})
		if err != nil {
			t.Fatal(err)
		}
		m.tasks[move] = row
	}
}

// What the database reports is what is reported here, by each step and each way: each second of two hours, and the most.
func TestReportedAgreesWithSQL(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	for _, minutes := range workspace.RoundingSteps {
		for _, mode := range []workspace.Rounding{workspace.Nearest, workspace.Up, workspace.Down} {
			var reported []struct{ Seconds, Reported int }
			err := a.DB.NewRaw("select seconds, "+timeentry.ReportedSQL("seconds", "ws")+` as reported
				from (select generate_series(0, 7201) union all select ?::int) s (seconds), (select ?::int, ?) ws (rounding_minutes, rounding_mode)`,
				timeentry.MaxSeconds, minutes, mode).Scan(t.Context(), &reported)
			if err != nil || len(reported) != 7203 {
				t.Fatalf("%d values: %v", len(reported), err)
			}
			for _, r := range reported {
				if got := timeentry.Reported(r.Seconds, minutes, mode); got != r.Reported {
					t.Fatalf("%d seconds by %d minutes %s are %d here and %d there", r.Seconds, minutes, mode, got, r.Reported)
				}
			}
		}
	}
	for name, c := range map[string]struct {
		seconds, minutes int
		mode             workspace.Rounding
		want             int
	}{
		"off": {1234, 0, workspace.Up, 1234}, "half is up": {150, 5, workspace.Nearest, 300}, "less is down": {149, 5, workspace.Nearest, 0},
		"up to a quarter": {62 * 60, 15, workspace.Up, 75 * 60}, "nothing stays nothing": {0, 60, workspace.Up, 0}, "a step stays": {900, 15, workspace.Up, 900},
		"89 minutes by the hour": {89 * 60, 60, workspace.Nearest, 3600}, "90 minutes by the hour": {90 * 60, 60, workspace.Nearest, 7200}, "down": {3599, 60, workspace.Down, 0},
	} {
		if got := timeentry.Reported(c.seconds, c.minutes, c.mode); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// A new rule of rounding holds for what is there, wherever it is read: nothing rounded is stored.
func TestRoundingIsOfReportsOnly(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	e := w.TimeEntry(t, ann, from("08:00:00", "09:02:00"))
	set(t, a, w, func(p *workspace.SettingsUpdate) { p.RoundingMinutes, p.RoundingMode = new(15), new(workspace.Up) })
	rows, totals := listed(t, a, ann.Viewer(t), w.ID, timeentry.Filter{})
	if rows[0].Reported != 75*60 || rows[0].DurationSeconds != 62*60 || totals.ReportedSeconds != 75*60 || totals.DurationSeconds != 62*60 {
		t.Errorf("it is %+v, in all %+v", rows[0], totals)
	}
	changed, _, err := a.TimeEntries.Update(t.Context(), ann.Viewer(t), timeentry.Update{ID: e.ID, Note: patch.To(new("x"))})
	if err != nil || changed.Reported != 75*60 || changed.DurationSeconds != 62*60 {
		t.Errorf("changed it is %+v: %v", changed, err)
	}
	if e := w.TimeEntry(t, ann, func(p *timeentry.CreateParams) { p.DurationSeconds = new(30) }); e.Reported != 15*60 || e.DurationSeconds != 30 {
		t.Errorf("a new one is %+v", e)
	}
}
