package intake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/intake"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/task"
	"daybook/internal/timeentry"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// timeImport reads a file into a workspace; change may set more.
func timeImport(t testing.TB, a *apptest.App, w *apptest.Workspace, file string, change ...func(*intake.Time)) *intake.TimeReport {
	t.Helper()
	s := &intake.Time{DB: a.DB, Entries: a.TimeEntries, Projects: a.Projects, Tasks: a.Tasks, WorkspaceID: w.ID}
	for _, c := range change {
		c(s)
	}
	report, err := s.Import(t.Context(), strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func dryRun(s *intake.Time)      { s.DryRun = true }
func withoutTask(s *intake.Time) { s.WithoutTask = true }
func createTasks(s *intake.Time) { s.CreateTasks = true }

// outcomes is what became of each row.
func outcomes(r *intake.TimeReport) []string {
	var out []string
	for _, row := range r.Rows {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%d %s %s", row.Line, row.Outcome, or(row.Reason, row.TaskKey))))
	}
	return out
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func named(name, email string) func(*member.InviteParams) {
	return func(p *member.InviteParams) { p.DisplayName, p.Email = name, email }
}

// entries are the stored ones, earliest first.
func entries(t testing.TB, a *apptest.App, w *apptest.Workspace) []*timeentry.Entry {
	t.Helper()
	var rows []*timeentry.Entry
	if err := a.DB.NewSelect().Model(&rows).Where("e.workspace_id = ?", w.ID).OrderExpr("e.spent_on, e.started_at, e.id").Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	return rows
}

func ids[T any](rows []T, of func(T) uuid.UUID) map[uuid.UUID]bool {
	out := map[uuid.UUID]bool{}
	for _, r := range rows {
		out[of(r)] = true
	}
	return out
}

// People and tasks are found or told, never guessed and never made; one bad row loses no other, and a second run changes
// nothing.
func TestTimeImportReportsEachRow(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t, named("Ann", "ann@example.com"))
	bob, gone := w.Member(t, named("Bob", "bob@example.com")), w.Member(t, named("Gone", "gone@example.com"))
	w.Member(t, named("Twin", "twin1@example.com"))
	w.Member(t, named("twin", "twin2@example.com"))
	if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	site := w.Project(t, func(p *project.Upsert) { p.Key, p.Name = new("SITE"), new("Website") })
	shop := w.Project(t, func(p *project.Upsert) { p.Key, p.Name = new("SHOP"), new("Shop") })
	w.Project(t, func(p *project.Upsert) { p.Name = new("Twins") })
	w.Project(t, func(p *project.Upsert) { p.Name = new("twins") })
	login := w.Task(t, site, func(p *task.Upsert) { p.Title = new("Login page") })
	w.Task(t, shop, func(p *task.Upsert) { p.Title = new("Same") })
	w.Task(t, shop, func(p *task.Upsert) { p.Title = new("same") })
	rows := []struct{ email, user, project, task, start, end, want string }{
		{"ANN@example.com", "x", "website", "login PAGE", "2026-02-02 09:00", "2026-02-02 10:00", "imported " + login.Key},
		{"", "bob", "SITE", login.Key, "2026-02-02 09:00", "2026-02-02 10:00", "imported " + login.Key},
		{"", "", "site", strings.ToLower(login.Key), "2026-02-02 09:00", "2026-02-02 10:00", "skipped it names nobody"},
		{"ann@elsewhere.example", "Ann", "Website", "Login page", "2026-02-02 09:00", "2026-02-02 10:00", "skipped no member ann@elsewhere.example"},
		{"", "Carol", "Website", "Login page", "2026-02-02 09:00", "2026-02-02 10:00", "skipped no member Carol"},
		{"", "Twin", "Website", "Login page", "2026-02-02 09:00", "2026-02-02 10:00", "skipped 2 members are called Twin"},
		{"gone@example.com", "", "Website", "Login page", "2026-02-02 09:00", "2026-02-02 10:00", "skipped gone@example.com has left the workspace"},
		{"", "Ann", "", login.Key, "2026-02-02 10:00", "2026-02-02 10:30", "imported " + login.Key},
		{"", "Ann", "", "Login page", "2026-02-02 12:00", "2026-02-02 12:30", "skipped it names no project"},
		{"", "Ann", "Wobsite", "Login page", "2026-02-02 12:00", "2026-02-02 12:30", `skipped no project "Wobsite"`},
		{"", "Ann", "Twins", "Login page", "2026-02-02 12:00", "2026-02-02 12:30", `skipped 2 projects are called "Twins"`},
		{"", "Ann", "Website", "", "2026-02-02 12:00", "2026-02-02 12:30", `skipped no task in project "Website"`},
		{"", "Ann", "Website", "Logout page", "2026-02-02 12:00", "2026-02-02 12:30", `skipped no task "Logout page" in project "Website"`},
		{"", "Ann", "Shop", login.Key, "2026-02-02 12:00", "2026-02-02 12:30", `skipped the task ` + login.Key + ` is of another project than "Shop"`},
		{"", "Ann", "Shop", "SAME", "2026-02-02 12:00", "2026-02-02 12:30", `skipped 2 tasks are called "SAME" in project "Shop"`},
		{"", "Ann", "Website", "Login page", "2026-02-02 09:30", "2026-02-02 09:45", "skipped overlaps 09:00 to 10:00"},
		{"", "Ann", "Website", "Login page", "2026-02-12 09:30", "2026-02-12 09:45", "skipped the time has not begun"},
		{"", "Ann", "Website", "Login page", "2026-02-02 09:30", "soon", `skipped the time "soon" is not understood`},
	}
	file := "Email,User,Project,Task,Start,End,Client,Tags\n"
	var want []string
	for i, r := range rows {
		file += strings.Join([]string{r.email, r.user, r.project, r.task, r.start, r.end, "C", "t"}, ",") + "\n"
		want = append(want, fmt.Sprintf("%d %s", i+2, r.want))
	}
	seq, before := w.Seq(t), a.Snapshot(t)
	dry := timeImport(t, a, w, file, dryRun)
	if d := cmp.Diff(want, outcomes(dry)); d != "" {
		t.Errorf("a dry run (-want +got):\n%s", d)
	}
	same(t, before, a.Snapshot(t))
	report := timeImport(t, a, w, file)
	if d := cmp.Diff(want, outcomes(report)); d != "" {
		t.Errorf("the rows (-want +got):\n%s", d)
	}
	if n, seconds := report.Count(intake.TimeImported); n != 3 || seconds != 9000 || report.Understood != 17 || report.Unmatched != 12 {
		t.Errorf("%d rows of %d s, %d understood, %d unmatched", n, seconds, report.Understood, report.Unmatched)
	}
	if d := cmp.Diff([]string{"Client", "Tags"}, report.Dropped); d != "" {
		t.Error(d)
	}
	stored := entries(t, a, w)
	if d := cmp.Diff(map[uuid.UUID]bool{ann.ID: true, bob.ID: true}, ids(stored, func(e *timeentry.Entry) uuid.UUID { return e.MemberID })); d != "" || len(stored) != 3 {
		t.Errorf("%d entries of %s", len(stored), d)
	}
	log := w.Log(t)[seq:]
	if len(log) != 3 {
		t.Errorf("%d activities tell of 3 entries", len(log))
	}
	for _, e := range log {
		if e.ActorKind != authz.KindSystem || e.EntityType != activity.TimeEntry {
			t.Errorf("%s did something to a %s", e.ActorKind, e.EntityType)
		}
	}

	before = a.Snapshot(t)
	for i := range want {
		want[i] = strings.Replace(want[i], "imported", "unchanged", 1)
	}
	if d := cmp.Diff(want, outcomes(timeImport(t, a, w, file))); d != "" {
		t.Errorf("the second run (-want +got):\n%s", d)
	}
	same(t, before, a.Snapshot(t))
}

// Who somebody is can be said, by name, by address and for nobody; whoever is said must be a member.
func TestTimeImportTakesPeopleAsSaid(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	w.Member(t, named("Ann", "ann@example.com"))
	file := "email,user,date,hours\n,Annie,2026-02-02,1\nANN@private.example,Ann,2026-02-03,1\n,,2026-02-04,1\n"
	report := timeImport(t, a, w, file, withoutTask, func(s *intake.Time) {
		s.People = map[string]string{"annie": "Ann@example.com", "ann@private.example": "ann@example.com", "": "ann@example.com"}
	})
	if d := cmp.Diff([]string{"2 imported", "3 imported", "4 imported"}, outcomes(report)); d != "" || report.WithoutTask != 3 {
		t.Errorf("%d without task: %s", report.WithoutTask, d)
	}
	s := &intake.Time{DB: a.DB, Entries: a.TimeEntries, WorkspaceID: w.ID, People: map[string]string{"Annie": "nobody@example.com"}}
	if _, err := s.Import(t.Context(), strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), "there is no member nobody@example.com") {
		t.Errorf("somebody who is not there: %v", err)
	}
}

// Tasks are made when that is wanted, once each, and only for rows that are stored.
func TestTimeImportMakesTasks(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	w.Member(t, named("Ann", "ann@example.com"))
	w.Project(t, func(p *project.Upsert) { p.Key, p.Name = new("MP"), new("Other") })
	file := "Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,First Name,Last Name\n" +
		"2026-02-02,,My Project,,Design,=1+1,1,Yes,Ann,\n" +
		"2026-02-02,,my project,,design,b,1,No,Ann,\n" +
		"2026-02-02,,My Project,,,c,1,No,Ann,\n" +
		"2026-02-02,,Coded,ab9,,d,1,No,Ann,\n" +
		"2026-02-02,,日本,,,e,1,No,Ann,\n" +
		"2026-02-02,,Unused,,,f,22,No,Ann,\n" +
		"2026-02-02,,\"two\nlines\",,,g,1,No,Ann,\n" +
		"2026-02-02,,,,Design,h,1,No,Ann,\n"
	want := []string{"2 imported", "3 imported", "4 imported", "5 imported", "6 imported",
		"7 skipped 2026-02-02 would have 27:00 h in all, more than its 24:00 h", "8 skipped its task could not be made: the text must be on one line", "10 skipped it names no project"}
	before := a.Snapshot(t)
	dry := timeImport(t, a, w, file, createTasks, dryRun)
	if d := cmp.Diff(want, outcomes(dry)); d != "" {
		t.Errorf("a dry run (-want +got):\n%s", d)
	}
	same(t, before, a.Snapshot(t))
	for i, key := range []string{"MP2-1", "MP2-1", "MP2-2", "AB9-1", "PR-1"} {
		want[i] += " " + key
	}
	report := timeImport(t, a, w, file, createTasks)
	if d := cmp.Diff(want, outcomes(report)); d != "" {
		t.Errorf("the rows (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"My Project", "Coded", "日本"}, report.NewProjects); d != "" || !cmp.Equal(report.NewProjects, dry.NewProjects) {
		t.Errorf("new projects: %s", d)
	}
	if d := cmp.Diff([]string{"My Project: Design", "My Project: General", "Coded: General", "日本: General"}, report.NewTasks); d != "" || !cmp.Equal(report.NewTasks, dry.NewTasks) {
		t.Errorf("new tasks: %s", d)
	}
	first := entries(t, a, w)[0]
	if first.Note == nil || *first.Note != "=1+1" || !first.Billable || first.DurationSeconds != 3600 || first.StartedAt != nil || first.Origin != timeentry.Import {
		t.Errorf("the first row is stored as %+v", first)
	}

	before = a.Snapshot(t)
	again := timeImport(t, a, w, file, createTasks)
	if n, _ := again.Count(intake.TimeUnchanged); n != 5 || len(again.NewTasks) != 0 {
		t.Errorf("the second run: %q, %q", outcomes(again), again.NewTasks)
	}
	same(t, before, a.Snapshot(t))
	if got := outcomes(timeImport(t, a, w, file+"2026-02-03,,My Project,,,later,1,No,Ann,\n", createTasks)); got[8] != "11 imported MP2-2" || got[0] != "2 unchanged MP2-1" {
		t.Errorf("a longer file: %q", got)
	}
}

// Equal rows are as many entries; a longer file adds what is new, also where it stands between the others, and a row that is
// there stays known when its project has another name meanwhile.
func TestTimeImportOfALongerFile(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	w.Member(t, named("Ann", "ann@example.com"))
	p := w.Project(t, func(p *project.Upsert) { p.Name = new("Website") })
	w.Task(t, p, func(p *task.Upsert) { p.Title = new("Login") })
	row := func(note string) string { return "ann@example.com,2026-02-02,0.5,Website,Login," + note + "\n" }
	const header = "email,date,hours,project,task,notes\n"
	first := timeImport(t, a, w, header+row("a")+row("a")+row("b"))
	if n, _ := first.Count(intake.TimeImported); n != 3 {
		t.Errorf("the first run: %q", outcomes(first))
	}
	if _, _, err := a.Projects.Put(t.Context(), activity.BySystem, project.Upsert{WorkspaceID: w.ID, ID: &p.ID, Name: new("Site")}); err != nil {
		t.Fatal(err)
	}
	longer := timeImport(t, a, w, header+row("c")+row("a")+row("b")+row("a")+row("a"), withoutTask)
	if d := cmp.Diff([]string{"2 imported", "3 unchanged", "4 unchanged", "5 unchanged", "6 imported"}, outcomes(longer)); d != "" {
		t.Errorf("the longer file (-want +got):\n%s", d)
	}
	strict := timeImport(t, a, w, header+row("a")+row("d"))
	if d := cmp.Diff([]string{"2 unchanged", `3 skipped no project "Website"`}, outcomes(strict)); d != "" {
		t.Errorf("the file without its project (-want +got):\n%s", d)
	}
}

// Clock times are each person's own, unless the operator says of which zone they are.
func TestTimeImportTakesTheZoneOfThePerson(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	for zone, email := range map[string]string{"Asia/Tokyo": "tokyo@example.com", "America/New_York": "york@example.com"} {
		w.Member(t, func(p *member.InviteParams) { p.Email, p.TimeZone = email, zone })
	}
	file := "user_email,start,end,description\ntokyo@example.com,2026-02-02 01:00,02:00,own\nyork@example.com,2026-02-02 20:00,21:00,own\n"
	timeImport(t, a, w, file, withoutTask)
	timeImport(t, a, w, strings.ReplaceAll(file, "own", "said"), withoutTask, func(s *intake.Time) { s.Zone = time.UTC })
	var got []string
	for _, e := range entries(t, a, w) {
		got = append(got, fmt.Sprint(*e.Note, " ", e.SpentOn, " ", e.StartedAt.UTC().Format(time.RFC3339)))
	}
	want := []string{"own 2026-02-02 2026-02-01T16:00:00Z", "said 2026-02-02 2026-02-02T01:00:00Z", "said 2026-02-02 2026-02-02T20:00:00Z", "own 2026-02-02 2026-02-03T01:00:00Z"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}
