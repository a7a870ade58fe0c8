package metrics_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/metrics"
	"daybook/internal/postgres"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

var aggregates = flag.Bool("aggregates", false, "fill a million time entries and measure every question on them (make bench-aggregates)")

// A hundred workspaces with a million entries of two years, one of them with 300,000; and of each kind of row what comes
// with that. Owners fill: it takes longer than a request may.
const fillSQL = `
set statement_timeout = 0;
do $$ begin
  set session_replication_role = replica; -- every reference is right: checking a million would take longest
exception when insufficient_privilege then null;
end $$;
create function pg_temp.made(kind text, n bigint) returns uuid language sql immutable as $$ select md5(kind || n)::uuid $$;
create temp table big as select id as workspace_id, n from (select id, row_number() over (order by slug <> 'big', id) as n from workspaces) w;
create temp table sizes as select workspace_id, n, case when n = 1 then 400 else 40 end as people, case when n = 1 then 300000 else 700000 / 99 end as entries from big;

insert into teams (workspace_id, id, name)
select workspace_id, pg_temp.made('team', n * 1000 + i), 'Team ' || i from sizes, generate_series(1, people / 10) i;
insert into members (workspace_id, id, account_id, display_name, role, team_id, time_zone, joined_at)
select workspace_id, pg_temp.made('member', n * 1000 + i), pg_temp.made('account', n * 1000 + i), 'Person ' || i, 'member',
  case when i % 50 > 0 then pg_temp.made('team', n * 1000 + 1 + i % (people / 10)) end, 'Europe/Berlin', '2023-12-01' from sizes, generate_series(1, people) i;
insert into projects (workspace_id, id, key, name, access)
select workspace_id, pg_temp.made('project', n * 1000 + i), 'P' || i, 'Project ' || i, 'open' from sizes, generate_series(1, people / 8) i;
insert into sprints (workspace_id, id, name, starts_on, ends_on)
select workspace_id, pg_temp.made('sprint', n * 1000 + i), 'Sprint ' || i, date '2024-01-01' + i * 14, date '2024-01-11' + i * 14 from sizes, generate_series(0, 51) i;
insert into tasks (workspace_id, id, project_id, number, key, title, status, priority, sprint_id)
select workspace_id, pg_temp.made('task', n * 100000 + i), pg_temp.made('project', n * 1000 + 1 + i % (people / 8)), i, 'T-' || i, 'Task ' || i, 'todo', 'medium',
  case when i % 2 = 0 then pg_temp.made('sprint', n * 1000 + i % 52) end from sizes, generate_series(1, people * 10) i;

insert into time_entries (workspace_id, id, member_id, task_id, spent_on, duration_seconds, billable, origin)
select workspace_id, pg_temp.made('entry', n * 1000000 + i), pg_temp.made('member', n * 1000 + 1 + i % people),
  case when i % 7 > 0 then pg_temp.made('task', n * 100000 + 1 + ((i % people) / 3 * 5 + i * 52 / entries % 5 + i / people % 3) % (people * 10)) end,
  date '2024-01-01' + (i * 730::bigint / entries)::int, 600 + i % 9000, i % 3 = 0, 'manual' from sizes, generate_series(0, entries - 1) i;
insert into standups (workspace_id, id, member_id, date, source, today, submitted_at, sentiment_score, sentiment_status)
select workspace_id, gen_random_uuid(), pg_temp.made('member', n * 1000 + i), d, case when i % 5 = 0 then 'inferred' else 'web' end, 'x', d,
  case when i % 3 > 0 then (i % 20) / 10.0 - 1 end, case when i % 3 > 0 then 'scored' else 'failed' end
from sizes, generate_series(1, people) i, generate_series(date '2025-01-01', date '2025-12-30', '1 day') d where extract(isodow from d) < 6 and n < 20;
insert into work_logs (workspace_id, id, member_id, task_id, logged_at, note)
select workspace_id, gen_random_uuid(), pg_temp.made('member', n * 1000 + 1 + i % people), pg_temp.made('task', n * 100000 + 1 + i % (people * 10)),
  timestamptz '2024-01-01' + i * interval '730 days' / (entries / 5), 'x' from sizes, generate_series(0, entries / 5 - 1) i;
insert into blockers (workspace_id, id, member_id, task_id, severity, category, state, description, opened_at, resolved_at)
select workspace_id, gen_random_uuid(), pg_temp.made('member', n * 1000 + 1 + i % people), pg_temp.made('task', n * 100000 + 1 + i % (people * 10)),
  (array['low', 'medium', 'high', 'critical'])[1 + i % 4], 'external', case when i % 10 = 0 then 'open' else 'resolved' end, 'x', at,
  case when i % 10 > 0 then at + interval '5 days' end
from sizes, generate_series(0, entries / 50 - 1) i, lateral (select timestamptz '2024-01-01' + i * interval '730 days' / (entries / 50) as at) o;
analyze;
`

// measured is a question and how it went.
type measured struct {
	name       string
	statements int64
	took       []time.Duration
	baseline   time.Duration
}

func (m *measured) median() time.Duration {
	slices.Sort(m.took)
	return m.took[len(m.took)/2]
}

// TestAggregatesOnAMillionEntries prints how long each question takes, and how many times as long as counting the time
// entries of the same range takes in the same run. Times depend on the machine, ratios hardly.
func TestAggregatesOnAMillionEntries(t *testing.T) { //nolint:paralleltest // it measures
	if !*aggregates {
		t.Skip("only with -aggregates: it takes minutes")
	}
	b := &bench{App: apptest.New(t)}
	b.w = b.App.Workspace(t, func(p *workspace.CreateParams) { p.Slug = "big" })
	for range 99 {
		b.App.Workspace(t)
	}
	began := time.Now()
	b.AsOwner(t, fillSQL)
	b.AsOwner(t, "vacuum (analyze) time_entries")
	t.Logf("filled in %s", time.Since(began).Round(time.Second))
	b.Clock.Set(time.Date(2025, time.December, 31, 12, 0, 0, 0, time.UTC))

	var group, project, one, member uuid.UUID
	if err := b.DB.NewRaw(`select (select id from teams where workspace_id = ?0 limit 1), (select id from projects where workspace_id = ?0 limit 1),
		(select id from tasks where workspace_id = ?0 limit 1), (select id from members where workspace_id = ?0 and team_id is not null limit 1)`, b.w.ID).
		Scan(t.Context(), &group, &project, &one, &member); err != nil {
		t.Fatal(err)
	}
	admin := b.w.Owner.Viewer(t)
	teammate := &authz.Viewer{Kind: authz.KindHuman, AccountID: id.New(), Memberships: []authz.Membership{{WorkspaceID: b.w.ID, MemberID: member, Role: authz.RoleMember}}}
	service := b.w.Service(t, authz.MetricsRead).Viewer(t)
	const month, year = "2025-12-01", "2025-01-01"
	const last = "2025-12-28"
	var out []*measured
	only := os.Getenv("ONLY")
	run := func(name string, v *authz.Viewer, q metrics.Question) {
		if !strings.Contains(name, only) {
			return
		}
		m := &measured{name: name}
		out = append(out, m)
		var base []time.Duration
		for range 5 {
			ctx, count := postgres.CountStatements(t.Context())
			start := time.Now()
			c, err := b.Services.Metrics.List(ctx, v, q, first100, seal)
			m.took = append(m.took, time.Since(start))
			if err != nil || len(c.Nodes()) == 0 {
				t.Errorf("%s: %v", name, err)
				return
			}
			m.statements = count.Load()
			first, final := *q.From, *q.To
			for _, r := range c.Nodes() {
				if r.Bucket.StartsOn.Before(first) {
					first = r.Bucket.StartsOn
				}
			}
			start = time.Now()
			var n int
			if err := b.DB.NewRaw("select count(*) from time_entries where workspace_id = ? and deleted_at is null and spent_on between ? and ?", b.w.ID, first, final).Scan(ctx, &n); err != nil {
				t.Fatal(err)
			}
			base = append(base, time.Since(start))
		}
		slices.Sort(base)
		m.baseline = base[len(base)/2]
		if os.Getenv("EXPLAIN") != "" {
			for _, q := range b.overhear(t, v, q) {
				t.Log(b.explain(t, "analyze, buffers", q))
			}
		}
		t.Logf("%s: %s, %s", name, m.median(), m.baseline)
	}
	for _, stretch := range []struct{ name, from string }{{"four weeks", month}, {"a year", year}} {
		q := func(change ...func(*metrics.Question)) metrics.Question {
			return b.question(stretch.from, last, change...)
		}
		run("admin: all, "+stretch.name+" by week", admin, q())
		run("admin: all, "+stretch.name+" by month", admin, q(in(metrics.Month)))
		run("admin: all, "+stretch.name+" by day", admin, q(in(metrics.Day)))
		run("admin: one team, "+stretch.name, admin, q(of(metrics.Team, group)))
		run("admin: one project, "+stretch.name, admin, q(of(metrics.Project, project)))
		run("admin: one task, "+stretch.name, admin, q(of(metrics.Task, one)))
		run("admin: one person, "+stretch.name, admin, q(func(q *metrics.Question) {
			q.Within = metrics.Cohort{Kind: metrics.Members, MemberIDs: []uuid.UUID{member}}
		}))
		run("admin: each team, "+stretch.name, admin, q(by(metrics.Team)))
		run("admin: each project, "+stretch.name, admin, q(by(metrics.Project)))
		run("admin: each sprint, "+stretch.name, admin, q(by(metrics.Sprint), in(metrics.OfASprint)))
		run("admin: tasks of a project, "+stretch.name, admin, q(of(metrics.Project, project), by(metrics.Task)))
	}
	start := time.Now()
	if _, err := b.list(t, teammate, b.question(year, last)); err != nil {
		t.Fatal(err)
	}
	t.Logf("the first member's look at a year took %s", time.Since(start).Round(time.Millisecond))
	for _, stretch := range []struct{ name, from string }{{"four weeks", month}, {"a year", year}} {
		q := func(change ...func(*metrics.Question)) metrics.Question {
			return b.question(stretch.from, last, change...)
		}
		run("member: all, "+stretch.name+" by week", teammate, q())
		run("member: one team, "+stretch.name, teammate, q(of(metrics.Team, group)))
		run("member: each team, "+stretch.name, service, q(by(metrics.Team)))
		run("member: each project, "+stretch.name, teammate, q(by(metrics.Project)))
		run("member: each sprint, "+stretch.name, teammate, q(by(metrics.Sprint), in(metrics.OfASprint)))
		run("member: tasks of a project, "+stretch.name, teammate, q(of(metrics.Project, project), by(metrics.Task)))
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "question\tstatements\tmedian ms\tcount(*) ms\tratio\t")
	for _, m := range out {
		fmt.Fprintf(w, "%s\t%d\t%.1f\t%.1f\t%.1f\t\n", m.name, m.statements, float64(m.median().Microseconds())/1000, float64(m.baseline.Microseconds())/1000, float64(m.median())/float64(m.baseline))
	}
	w.Flush() //nolint:errcheck // to a terminal
}
