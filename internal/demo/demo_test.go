package demo

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"daybook/internal/app"
	"daybook/internal/metrics"
	"daybook/internal/page"
	"daybook/internal/postgres/postgrestest"
	"daybook/internal/workspace"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"
)

// wednesday is the clock of these tests.
var wednesday = time.Date(2026, time.July, 29, 11, 30, 0, 0, time.UTC)

func seeded(t *testing.T) *bun.DB {
	t.Helper()
	d := postgrestest.New(t)
	if err := seed(t.Context(), d.DB, wednesday); err != nil {
		t.Fatal(err)
	}
	return d.DB
}

func newApp(t *testing.T, db *bun.DB) *app.App {
	t.Helper()
	a, err := app.New(t.Context(), db, app.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var tables = []string{"accounts", "workspaces", "teams", "members", "projects", "project_members", "sprints", "tasks", "standups",
	"workspace_heads", "activities", "activity_origins", "work_logs", "time_entries", "timers", "blockers", "escalations", "comments",
	"sessions", "api_tokens"}

// content is all that stands in the database, but for the salted hash of the password.
func content(t *testing.T, db *bun.DB) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, table := range tables {
		var rows []string
		err := db.NewRaw("select (to_jsonb(r) - 'password_hash')::text from ? r order by 1", bun.Ident(table)).Scan(t.Context(), &rows)
		if err != nil {
			t.Fatal(err)
		}
		all[table] = rows
	}
	return all
}

func TestSeedMakesTheSameDemoEachTime(t *testing.T) {
	t.Parallel()
	one, other := content(t, seeded(t)), content(t, seeded(t))
	if d := cmp.Diff(one, other); d != "" {
		t.Error(d)
	}
	for _, table := range tables[:18] {
		if len(one[table]) == 0 {
			t.Errorf("nothing in %s", table)
		}
	}
}

func TestSeedAgainChangesNothing(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	before := content(t, db)
	if err := Seed(t.Context(), newApp(t, db)); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, content(t, db)); d != "" {
		t.Error(d)
	}
}

func TestSeedLeavesADatabaseInUseAlone(t *testing.T) {
	t.Parallel()
	d := postgrestest.New(t)
	a := newApp(t, d.DB)
	_, _, _, err := a.Workspaces.Found(t.Context(), workspace.CreateParams{Slug: slug, Name: "Not the demo", TimeZone: "UTC", WeekStart: workspace.Monday},
		workspace.Founder{Email: mailOf("owner"), DisplayName: "Someone", TimeZone: "UTC"})
	if err != nil {
		t.Fatal(err)
	}
	before := content(t, d.DB)
	if err := Seed(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, content(t, d.DB)); d != "" {
		t.Error(d)
	}
	if people, err := People(t.Context(), d.DB); err != nil || len(people) > 0 {
		t.Errorf("people %v, error %v", people, err)
	}
}

func TestSeedByManyAtOnceMakesOneDemo(t *testing.T) {
	t.Parallel()
	d := postgrestest.New(t)
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			if err := seed(t.Context(), d.DB, wednesday.Add(time.Duration(i)*time.Second)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	got := content(t, d.DB)
	if len(got["workspaces"]) != 1 || len(got["accounts"]) != len(cast) {
		t.Errorf("%d workspaces, %d accounts", len(got["workspaces"]), len(got["accounts"]))
	}
}

func TestSeedThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	d := postgrestest.New(t)
	s, err := newStory(wednesday)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(s.log) // refused by the log, when all else is stored
	if err := put(t.Context(), d.DB, s, "hash"); err == nil {
		t.Fatal("a log against the order of time was taken")
	}
	for table, rows := range content(t, d.DB) {
		if len(rows) > 0 {
			t.Errorf("%d rows in %s", len(rows), table)
		}
	}
	if err := seed(t.Context(), d.DB, wednesday); err != nil {
		t.Fatal(err)
	}
}

func TestPeopleAreThoseToSignInAs(t *testing.T) {
	t.Parallel()
	d := postgrestest.New(t)
	a := newApp(t, d.DB)
	if people, err := People(t.Context(), d.DB); err != nil || len(people) > 0 {
		t.Fatalf("people %v of an empty database, error %v", people, err)
	}
	if err := Seed(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	people, err := People(t.Context(), d.DB)
	if err != nil || len(people) != len(cast) {
		t.Fatalf("%d people, error %v", len(people), err)
	}
	var labels []string
	for i, p := range people {
		labels = append(labels, p.Role)
		if p.Name != cast[i].name {
			t.Errorf("%s is %s", p.Email, p.Name)
		}
		if _, _, err := a.Authn.SignIn(t.Context(), p.Email, Password); err != nil {
			t.Errorf("%s: %v", p.Email, err)
		}
	}
	want := []string{"owner", "admin", "VP", "director", "manager", "member", "member", "member", "member", "member", "member", "member"}
	if d := cmp.Diff(want, labels); d != "" {
		t.Error(d)
	}
}

func TestPeopleWithAPasswordOfTheirOwnAreNotListed(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	if _, err := db.NewRaw("update accounts set password_hash = 'another' where email = ?", mailOf("admin")).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	people, err := People(t.Context(), db)
	if err != nil || len(people) != len(cast)-1 || people[1].Role != "VP" {
		t.Errorf("people %v, error %v", people, err)
	}
}

// What members are shown needs groups of enough people in every week.
func TestMembersSeeNumbersOfGroups(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	a, err := app.New(t.Context(), db, app.Options{Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return wednesday }})
	if err != nil {
		t.Fatal(err)
	}
	w, err := workspace.BySlug(t.Context(), db, slug)
	if err != nil {
		t.Fatal(err)
	}
	_, v, err := a.Authn.SignIn(t.Context(), mailOf("member1"), Password)
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]int{}
	for _, by := range []metrics.Kind{metrics.Team, metrics.Project} {
		rows, err := a.Services.Metrics.List(t.Context(), v, metrics.Question{WorkspaceID: w.ID, Within: metrics.Cohort{Kind: metrics.Workspace}, By: by,
			Unit: metrics.Week, From: ptr(newCalendar(wednesday).start)}, page.Args{First: ptr(100)}, page.Seal{})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range rows.Edges() {
			shown[e.Node.Cohort.Name] += count(e.Node.TrackedSeconds != nil)
		}
	}
	for name, weeks := range map[string]int{"Storefront": wholeWeeks - 1, "Web shop": 5, "Orders API": 3, "Unassigned": 5} {
		if shown[name] < weeks {
			t.Errorf("the numbers of %s are shown in %d weeks", name, shown[name])
		}
	}
	if _, listed := shown["Security review"]; listed {
		t.Error("a project that they cannot open is listed")
	}
}

func BenchmarkSeed(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		d := postgrestest.New(b)
		b.StartTimer()
		if err := seed(context.Background(), d.DB, wednesday); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStory(b *testing.B) {
	for b.Loop() {
		if _, err := newStory(wednesday); err != nil {
			b.Fatal(err)
		}
	}
}
