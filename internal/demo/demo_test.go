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

func TestSeededLogIsWhole(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	for _, test := range []struct{ name, sql string }{
		{"numbers have gaps", "select count(*)::text from activities having min(seq) <> 1 or max(seq) <> count(*)"},
		{"the head is elsewhere", "select seq::text from workspace_heads where seq <> (select max(seq) from activities)"},
		{"times go back", `select title from (select title, occurred_at < lag(occurred_at) over (order by seq) as back from activities) a where back`},
		{"actors are missing", "select title from activities where actor_id is not null and actor_id not in (select id from members)"},
		{"subjects are missing", "select title from activities where subject_id is not null and subject_id not in (select id from members)"},
		{"projects are missing", "select title from activities where project_id is not null and project_id not in (select id from projects)"},
		{"entities are missing", `select title from activities a where not case entity_type
			when 'task' then exists (select from tasks where id = entity_id and project_id = a.project_id)
			when 'project' then exists (select from projects where id = entity_id)
			when 'sprint' then exists (select from sprints where id = entity_id)
			when 'standup' then exists (select from standups where id = entity_id and member_id = a.subject_id)
			when 'user' then exists (select from members where id = entity_id and id = a.subject_id)
			when 'workspace' then exists (select from workspaces where id = entity_id)
			when 'work_log' then exists (select from work_logs where id = entity_id and member_id = a.subject_id)
			when 'time_entry' then exists (select from time_entries where id = entity_id and member_id = a.subject_id)
			when 'timer' then exists (select from timers where id = entity_id and member_id = a.subject_id)
			when 'blocker' then exists (select from blockers where id = entity_id and member_id = a.subject_id)
			else false end`},
		{"rows are not told of", `select r.id::text from (select id from tasks union all select id from projects union all select id from sprints
			union all select id from standups union all select id from time_entries where origin = 'manual' union all select id from blockers
			union all select id from work_logs where corrects_id is null) r
			left join (select entity_id, count(*) from activities where action in ('created', 'inferred') group by entity_id) a on a.entity_id = r.id
			where a.count is distinct from 1`},
		{"timers are not told of", `select id::text from timers
			left join (select entity_id, array_agg(action order by seq) as told from activities group by entity_id) a on a.entity_id = id
			where told is distinct from array['started', 'stopped']`},
		{"what a timer became is told as somebody's entry", `select title from activities where action = 'created'
			and entity_id in (select id from time_entries where origin = 'timer')`},
		{"comments are not those that the log tells of", `select c.activity_id::text from comments c full join activities a on a.id = c.activity_id and a.action = 'commented'
			where (c.activity_id is not null or a.action = 'commented') and (c.activity_id is null or a.id is null or c.created_at <> a.occurred_at)`},
		{"what the log says of texts", "select title from activities where content is not null"},
		{"inferred standups are told as somebody's", `select s.date::text from standups s join activities a on a.entity_id = s.id
			where a.action = 'inferred' and a.actor_kind <> 'system'`},
		{"tracking is told as somebody else's", `select title from activities
			where entity_type in ('standup', 'work_log', 'time_entry', 'timer', 'blocker')
			and (visibility <> 'subject' or project_id is not null or actor_id <> subject_id and metadata->>'acknowledged' is null)`},
		{"analyses without a score or with one too many", "select id::text from standups where (sentiment_status = 'scored') <> (parsed_tasks is not null)"},
		{"null in JSON", "select id::text from standups where parsed_tasks = 'null' or parsed_blockers = 'null'"},
		{"null in JSON of the log", "select title from activities where changes = 'null' or metadata = 'null'"},
		{"a parsed task is missing", `select s.id::text from standups s, jsonb_array_elements(s.parsed_tasks) t
			where not exists (select from tasks where id = (t->>'taskId')::uuid)`},
		{"ids are of another version", `select id::text from (select id from tasks union all select id from standups union all select id from activities
			union all select id from members union all select id from accounts union all select id from work_logs union all select id from time_entries
			union all select id from timers union all select id from blockers union all select id from escalations) r where id::text !~ '^.{14}7.{4}[89ab]'`},
		{"origins of long ago", "select seq::text from activity_origins where created_at < '2026-07-29 11:30Z'::timestamptz - interval '90 days'"},
		{"a task's number was not counted", `select p.key from projects p where last_task <> (select count(*) from tasks t where t.project_id = p.id)
			or last_task <> (select max(number) from tasks t where t.project_id = p.id)`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var wrong []string
			if err := db.NewRaw(test.sql).Scan(t.Context(), &wrong); err != nil {
				t.Fatal(err)
			}
			if len(wrong) > 0 {
				t.Error(wrong)
			}
		})
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
