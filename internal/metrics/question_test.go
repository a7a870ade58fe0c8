package metrics_test

import (
	"fmt"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/metrics"
	"daybook/internal/page"
	"daybook/internal/postgres"
	"daybook/internal/task"
	"daybook/internal/team"

	"github.com/google/uuid"
)

// Every question is of whole buckets: the range is widened to those it touches.
func TestBuckets(t *testing.T) {
	t.Parallel()
	b := newBench(t, "Pacific/Kiritimati") // already the 12th at noon in UTC
	v := b.w.Owner.Viewer(t)
	for name, c := range map[string]struct {
		q     metrics.Question
		wants []string // newest first
	}{
		"days":                {b.question("2026-02-28", "2026-03-02", in(metrics.Day)), []string{"2026-03-02 2026-03-02", "2026-03-01 2026-03-01", "2026-02-28 2026-02-28"}},
		"a day in a week":     {b.question("2026-03-01", "2026-03-01"), []string{"2026-02-23 2026-03-01"}},
		"weeks over new year": {b.question("2025-12-28", "2025-12-29"), []string{"2025-12-29 2026-01-04", "2025-12-22 2025-12-28"}},
		"months, a leap day":  {b.question("2024-02-29", "2024-03-01", in(metrics.Month)), []string{"2024-03-01 2024-03-31", "2024-02-01 2024-02-29"}},
		"the first day":       {b.question("1970-01-01", "1970-01-01"), []string{"1969-12-29 1970-01-04"}},
		"the last day":        {b.question("9999-12-31", "9999-12-31", in(metrics.Month)), []string{"9999-12-01 9999-12-31"}},
		"28 days up to today": {metrics.Question{WorkspaceID: b.w.ID, Within: metrics.Cohort{Kind: metrics.Workspace}, Unit: metrics.Week}, []string{
			"2026-02-09 2026-02-15", "2026-02-02 2026-02-08", "2026-01-26 2026-02-01", "2026-01-19 2026-01-25", "2026-01-12 2026-01-18"}},
		"28 days up to a day": {metrics.Question{WorkspaceID: b.w.ID, Within: metrics.Cohort{Kind: metrics.Workspace}, Unit: metrics.Month, To: date("2026-01-28")}, []string{
			"2026-01-01 2026-01-31", "2025-12-01 2025-12-31"}},
		"no sprints": {b.question("2020-01-01", "2020-01-01", in(metrics.OfASprint)), nil},
	} {
		var got []string
		for _, m := range b.ask(t, v, c.q) {
			if m.Bucket.Unit != c.q.Unit || m.Cohort.Name != "Acme" || m.Final || !m.ComputedAt.Equal(apptest.Noon) {
				t.Errorf("%s: %+v of %+v", name, m, m.Bucket)
			}
			got = append(got, m.Bucket.StartsOn.String()+" "+m.Bucket.EndsOn.String())
		}
		if fmt.Sprint(got) != fmt.Sprint(c.wants) {
			t.Errorf("%s: %v, want %v", name, got, c.wants)
		}
	}
}

// Questions that are impossible, or too large, are refused; cohorts that are not there look like those that are hidden.
func TestQuestionsThatAreRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	v := b.w.Owner.Viewer(t)
	other := b.App.Workspace(t)
	foreign := other.Team(t)
	named := func(ids ...uuid.UUID) func(*metrics.Question) {
		return func(q *metrics.Question) { q.Within = metrics.Cohort{Kind: metrics.Members, MemberIDs: ids} }
	}
	for name, c := range map[string]struct {
		q    metrics.Question
		code fault.Code
	}{
		"a reversed range":         {b.question("2026-02-02", "2026-02-01"), fault.BadUserInput},
		"401 days":                 {b.question("2025-01-01", "2026-02-05", in(metrics.Day)), fault.BadUserInput},
		"all weeks that there are": {b.question("1970-01-01", "9999-12-31"), fault.BadUserInput},
		"by workspace":             {b.question(monday, sunday, of(metrics.Team, b.w.Team(t).ID), by(metrics.Workspace)), fault.BadUserInput},
		"by people":                {b.question(monday, sunday, by(metrics.Members)), fault.BadUserInput},
		"by what has no task":      {b.question(monday, sunday, by(metrics.Unassigned)), fault.BadUserInput},
		"of nobody":                {b.question(monday, sunday, named()), fault.BadUserInput},
		"another's team":           {b.question(monday, sunday, of(metrics.Team, foreign.ID)), fault.NotFound},
		"another's person":         {b.question(monday, sunday, named(b.w.Owner.ID, other.Owner.ID)), fault.NotFound},
		"no sprint":                {b.question(monday, sunday, of(metrics.Sprint, id.New())), fault.NotFound},
		"tasks of no project":      {b.question(monday, sunday, of(metrics.Project, id.New()), by(metrics.Task)), fault.NotFound},
		"another workspace":        {metrics.Question{WorkspaceID: other.ID, Within: metrics.Cohort{Kind: metrics.Workspace}, Unit: metrics.Week}, fault.NotFound},
	} {
		if _, err := b.list(t, v, c.q); !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if rows := b.ask(t, v, b.question("2025-01-01", "2026-02-04", in(metrics.Day))); len(rows) != 100 {
		t.Errorf("the first page of 400 days has %d", len(rows))
	}
	if m := b.one(t, v, b.question(monday, sunday, named(b.w.Owner.ID, b.w.Owner.ID))); len(m.Cohort.MemberIDs) != 1 {
		t.Errorf("who is named twice: %v", m.Cohort.MemberIDs)
	}
	b.exec(t, "insert into teams (workspace_id, id, name) select ?0, gen_random_uuid(), 'Many ' || i from generate_series(1, 100) i")
	if _, err := b.list(t, v, b.question("2024-06-01", "2026-02-04", by(metrics.Team), in(metrics.Day))); !fault.Is(err, fault.BadUserInput) {
		t.Errorf("too many buckets of teams: %v", err)
	}
	if _, err := b.list(t, v, b.question("2025-10-01", "2026-02-04", by(metrics.Team), in(metrics.Day))); !fault.Is(err, fault.BadUserInput) {
		t.Errorf("12,827 rows: %v", err)
	}
	for name, v := range map[string]*authz.Viewer{"nobody": nil, "an owner of another": other.Owner.Viewer(t)} {
		if _, err := b.list(t, v, b.question(monday, sunday)); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.list(t, b.w.Service(t, authz.TrackingRead).Viewer(t), b.question(monday, sunday)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a service without metrics:read: %v", err)
	}
}

// One person's work is theirs, and as exact as rows.
func TestPersonalMetrics(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	ann, bob := b.person(t, nil), b.person(t, nil)
	b.spend(t, ann, "2026-02-11", 61, nil)
	personal := func(v *authz.Viewer) ([]*metrics.Metrics, error) {
		c, err := b.Services.Metrics.Personal(t.Context(), v, ann.Member, metrics.Day, nil, nil, first100, seal)
		if err != nil {
			return nil, err
		}
		return c.Nodes(), nil
	}
	for name, v := range map[string]*authz.Viewer{"herself": ann.Viewer(t), "an admin": b.w.Owner.Viewer(t), "a service": b.w.Service(t, authz.TrackingRead).Viewer(t),
		"her own token": b.w.Personal(t, ann, authz.TrackingRead).Viewer(t)} {
		rows, err := personal(v)
		if err != nil || len(rows) != 29 {
			t.Errorf("%s: %d rows, %v", name, len(rows), err)
			continue
		}
		want(t, name, rows[0], numbers{1, 61, 0, 0, 0, 0, 0, 0})
		if rows[0].Cohort.Kind != metrics.Members || rows[0].Cohort.Name != ann.DisplayName || rows[0].Suppression != nil {
			t.Errorf("%s: %+v", name, rows[0])
		}
	}
	for name, v := range map[string]*authz.Viewer{"a teammate": bob.Viewer(t), "her token for groups": b.w.Personal(t, ann, authz.MetricsRead).Viewer(t)} {
		if _, err := personal(v); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := personal(b.App.Workspace(t).Owner.Viewer(t)); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger: %v", err)
	}
}

// R15: pages of rows, newest bucket first, then by name and id; names that are the same, or change between pages, lose none.
func TestPagesR15(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	v := b.w.Owner.Viewer(t)
	teams := make([]*team.Team, 5)
	for i, name := range []string{"delta", "Alpha", "charlie", "Bravo", "echo"} {
		teams[i] = b.w.Team(t, func(u *team.Upsert) { u.Name = &name })
	}
	q := b.question("2026-01-12", "2026-02-08", by(metrics.Team))
	fetch := func(args page.Args) (*page.Connection[*metrics.Metrics], error) {
		return b.Services.Metrics.List(t.Context(), v, q, args, seal)
	}
	var names string
	all := apptest.Forwards(t, 3, fetch, nil)
	for i, m := range all {
		if i < 5 {
			names += m.Cohort.Name + " "
		}
		if i > 0 && m.Bucket.StartsOn.After(all[i-1].Bucket.StartsOn) {
			t.Error("an older bucket comes first")
		}
	}
	if len(all) != 20 || names != "Alpha Bravo charlie delta echo " {
		t.Errorf("%d rows beginning with %s", len(all), names)
	}
	back := apptest.Backwards(t, 7, fetch)
	if len(back) != 20 || back[0].Cohort.ID != all[0].Cohort.ID || back[19].Bucket.StartsOn != all[19].Bucket.StartsOn {
		t.Errorf("backwards there are %d", len(back))
	}
	c, err := fetch(page.Args{First: new(3)})
	if err != nil {
		t.Fatal(err)
	}
	if count, err := c.Count(t.Context()); err != nil || count.Value != 20 {
		t.Errorf("counted are %+v: %v", count, err)
	}
	if _, err := fetch(page.Args{After: new("garbage")}); !fault.Is(err, fault.CursorInvalid) {
		t.Errorf("a garbage cursor: %v", err)
	}
	renamed := false
	seen := map[uuid.UUID]int{}
	for _, m := range apptest.Forwards(t, 2, fetch, func() {
		if !renamed { // the third of the first bucket is gone from its place when the next page is asked for
			b.exec(t, "delete from teams where workspace_id = ?0 and id = ?1", teams[3].ID)
			renamed = true
		}
	}) {
		seen[m.Cohort.ID]++
	}
	for _, other := range []int{0, 1, 2, 4} {
		if seen[teams[other].ID] != 4 {
			t.Errorf("%s was seen %d times", teams[other].Name, seen[teams[other].ID])
		}
	}
}

// However many rows, groups and buckets there are, a question takes the same few statements.
func TestStatementsDoNotGrow(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	p := b.w.Project(t)
	ann := b.person(t, nil)
	count := func(v *authz.Viewer, q metrics.Question) int64 {
		t.Helper()
		ctx, n := postgres.CountStatements(t.Context())
		if _, err := b.Services.Metrics.List(ctx, v, q, first100, seal); err != nil {
			t.Fatal(err)
		}
		return n.Load()
	}
	questions := map[string]func(from string) metrics.Question{
		"all":        func(from string) metrics.Question { return b.question(from, sunday) },
		"by team":    func(from string) metrics.Question { return b.question(from, sunday, by(metrics.Team)) },
		"by project": func(from string) metrics.Question { return b.question(from, sunday, by(metrics.Project)) },
		"by sprint": func(from string) metrics.Question {
			return b.question(from, sunday, by(metrics.Sprint), in(metrics.OfASprint))
		},
		"during sprints": func(from string) metrics.Question {
			return b.question(from, sunday, by(metrics.Team), in(metrics.OfASprint))
		},
		"a project's tasks": func(from string) metrics.Question {
			return b.question(from, sunday, of(metrics.Project, p.ID), by(metrics.Task))
		},
	}
	viewers := map[string]*authz.Viewer{"an admin": b.w.Owner.Viewer(t), "a member": ann.Viewer(t)}
	for i := range 6 {
		group := b.w.Team(t)
		s := b.w.Sprint(t)
		on := b.w.Task(t, p, func(u *task.Upsert) { u.SprintID.Given, u.SprintID.Value = true, &s.ID })
		b.w.Task(t, b.w.Project(t))
		for _, who := range b.people(t, 3, group) {
			b.spend(t, who, day.Of(2026, time.January, 5+7*(i%4)).String(), 3600, on)
		}
	}
	for who, v := range viewers {
		for name, q := range questions {
			for _, from := range []string{"2025-11-01", monday} {
				count(v, q(from)) // the first look of a member takes what is kept
				if n := count(v, q(from)); n > 5 {
					t.Errorf("%s, %s from %s: %d statements", who, name, from, n)
				}
			}
		}
	}
}
