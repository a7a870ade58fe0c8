package metrics_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"daybook/internal/authz"
	"daybook/internal/metrics"

	"github.com/uptrace/bun"
)

// overheard keeps the SQL that was sent.
type overheard struct{ statements []string }

func (o *overheard) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (o *overheard) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	o.statements = append(o.statements, e.Query)
}

// overhear gives the statements of a question.
func (b *bench) overhear(t testing.TB, v *authz.Viewer, q metrics.Question) []string {
	t.Helper()
	o := new(overheard)
	s := metrics.NewService(b.DB.WithQueryHook(o), b.Clock.Now)
	if _, err := s.List(t.Context(), v, q, first100, seal); err != nil {
		t.Fatal(err)
	}
	return o.statements
}

// explain gives the plan of a statement. Options are EXPLAIN's, settings those of the session.
func (b *bench) explain(t testing.TB, options, statement string, settings ...string) string {
	t.Helper()
	var lines []string
	err := b.DB.RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
		for _, s := range settings {
			if _, err := tx.ExecContext(ctx, "set local "+s); err != nil {
				return err
			}
		}
		return tx.NewRaw("explain ("+options+") ?", bun.Safe(statement)).Scan(ctx, &lines)
	})
	if err != nil {
		t.Fatalf("explaining: %v\n%s", err, statement)
	}
	return strings.Join(lines, "\n")
}

// ranges are the columns by one of which each table must be reached, besides the workspace. A single task has few rows, and
// those that correct others are an index of their own.
var ranges = map[string][]string{"time_entries": {"spent_on", "task_id"}, "standups": {"date"},
	"work_logs": {"logged_at", "task_id", "corrects_id"}, "blockers": {"opened_at", "resolved_at", "task_id"}, "metric_facts": {"starts_on"}}

type planNode struct {
	Relation  string `json:"Relation Name"`
	Node      string `json:"Node Type"`
	Index     string `json:"Index Name"`
	IndexCond string `json:"Index Cond"`
	Plans     []planNode
}

// conditions are the index conditions of a scan, itself or below it.
func (n *planNode) conditions() string {
	all := n.IndexCond
	for i := range n.Plans {
		all += " " + n.Plans[i].conditions()
	}
	return all
}

func (n *planNode) walk(visit func(*planNode)) {
	visit(n)
	for i := range n.Plans {
		n.Plans[i].walk(visit)
	}
}

// Rows are reached by workspace and time, through an index, for every kind of question: what the others have, and what lies
// outside of the range, is not read.
func TestRowsAreReachedByWorkspaceAndTime(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	for range 7 {
		b.App.Workspace(t)
	}
	ann, group := b.person(t, nil), b.w.Team(t)
	p, s := b.w.Project(t), b.w.Sprint(t)
	on := b.w.Task(t, p)
	b.AsOwner(t, `
		insert into members (workspace_id, id, account_id, display_name, role, time_zone, joined_at)
		select id, gen_random_uuid(), gen_random_uuid(), 'x', 'member', 'UTC', '2023-01-01' from workspaces, generate_series(1, 4);
		insert into time_entries (workspace_id, id, member_id, spent_on, duration_seconds, origin)
		select workspace_id, gen_random_uuid(), id, date '2024-01-01' + i, 60, 'manual' from members, generate_series(0, 800) i;
		insert into standups (workspace_id, id, member_id, date, source, today, submitted_at)
		select workspace_id, gen_random_uuid(), id, date '2024-01-01' + i, 'web', 'x', now() from members, generate_series(0, 800) i;
		insert into blockers (workspace_id, id, member_id, severity, category, state, description, opened_at, resolved_at)
		select workspace_id, gen_random_uuid(), id, 'low', 'external', 'resolved', 'x', at, at + interval '1 day'
		from members, generate_series(timestamptz '2024-01-01', '2026-03-01', interval '3 days') at;
		insert into work_logs (workspace_id, id, member_id, project_id, logged_at, note)
		select m.workspace_id, gen_random_uuid(), m.id, p.id, at, 'x' from members m join projects p on p.workspace_id = m.workspace_id,
			generate_series(timestamptz '2024-01-01', '2026-03-01', interval '1 day') at;
		analyze`)
	week := func(change ...func(*metrics.Question)) metrics.Question { return b.question(monday, sunday, change...) }
	for name, c := range map[string]struct {
		v *authz.Viewer
		q metrics.Question
	}{
		"all":        {b.w.Owner.Viewer(t), week()},
		"a team":     {b.w.Owner.Viewer(t), week(of(metrics.Team, group.ID))},
		"a project":  {b.w.Owner.Viewer(t), week(of(metrics.Project, p.ID))},
		"a sprint":   {b.w.Owner.Viewer(t), b.question("2026-02-09", "2026-02-15", of(metrics.Sprint, s.ID))},
		"a task":     {b.w.Owner.Viewer(t), week(of(metrics.Task, on.ID))},
		"each team":  {b.w.Owner.Viewer(t), week(by(metrics.Team))},
		"each task":  {b.w.Owner.Viewer(t), week(by(metrics.Task))},
		"a member":   {ann.Viewer(t), week()},
		"a member's": {ann.Viewer(t), week(by(metrics.Project))},
	} {
		reached := 0
		for _, statement := range b.overhear(t, c.v, c.q) {
			var plan []struct{ Plan planNode }
			if err := json.Unmarshal([]byte(b.explain(t, "format json", statement, "enable_seqscan = off")), &plan); err != nil {
				t.Fatal(err)
			}
			plan[0].Plan.walk(func(n *planNode) {
				columns := ranges[n.Relation]
				if columns == nil || n.Node == "ModifyTable" || n.Index == "work_logs_correction" {
					return
				}
				reached++
				conditions := n.conditions()
				byTime := func(column string) bool { return strings.Contains(conditions, column) }
				if !strings.Contains(conditions, "workspace_id = ") || !slices.ContainsFunc(columns, byTime) {
					t.Errorf("%s: %s of %s by %q", name, n.Node, n.Relation, conditions)
				}
			})
		}
		if reached == 0 {
			t.Errorf("%s reads nothing", name)
		}
	}
}
