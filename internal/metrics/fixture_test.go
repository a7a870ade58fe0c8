package metrics_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/metrics"
	"daybook/internal/page"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

var (
	first100 = page.Args{First: new(100)}
	seal     = apptest.Seal("metrics")
)

// bench is a workspace whose people joined before the year of the tests, and a quick way to give them rows of any day.
type bench struct {
	*apptest.App
	w *apptest.Workspace
}

func newBench(t testing.TB, zone string) *bench {
	t.Helper()
	a := apptest.New(t)
	return &bench{a, a.Workspace(t, func(p *workspace.CreateParams) { p.Name, p.TimeZone = "Acme", zone })}
}

// exec stores rows; ?0 is the workspace.
func (b *bench) exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	if _, err := b.DB.NewRaw(sql, append([]any{b.w.ID}, args...)...).Exec(t.Context()); err != nil {
		t.Fatalf("storing rows: %v", err)
	}
}

// person is a member since the beginning of 2026.
func (b *bench) person(t testing.TB, of *team.Team) *apptest.Person {
	t.Helper()
	p := b.w.Member(t, func(p *member.InviteParams) {
		if of != nil {
			p.TeamID = &of.ID
		}
	})
	b.joined(t, p, "2026-01-01T00:00:00Z")
	return p
}

func (b *bench) people(t testing.TB, n int, of *team.Team) []*apptest.Person {
	t.Helper()
	out := make([]*apptest.Person, n)
	for i := range out {
		out[i] = b.person(t, of)
	}
	return out
}

func (b *bench) joined(t testing.TB, p *apptest.Person, at string) {
	t.Helper()
	b.exec(t, "update members set joined_at = ?1 where workspace_id = ?0 and id = ?2", at, p.ID)
}

func (b *bench) removed(t testing.TB, p *apptest.Person, at string) {
	t.Helper()
	b.exec(t, "update members set removed_at = ?1 where workspace_id = ?0 and id = ?2", at, p.ID)
}

func taskID(on *task.Task) *uuid.UUID {
	if on == nil {
		return nil
	}
	return &on.ID
}

// spend adds time of a day.
func (b *bench) spend(t testing.TB, p *apptest.Person, on string, seconds int, of *task.Task, billable ...bool) uuid.UUID {
	t.Helper()
	entry := id.New()
	b.exec(t, `insert into time_entries (workspace_id, id, member_id, task_id, spent_on, duration_seconds, billable, origin)
		values (?0, ?1, ?2, ?3, ?4, ?5, ?6, 'manual')`, entry, p.ID, taskID(of), on, seconds, len(billable) > 0 && billable[0])
	return entry
}

// say adds a standup; a nil score is a failed analysis.
func (b *bench) say(t testing.TB, p *apptest.Person, on string, source standup.Source, score *float64) {
	t.Helper()
	status := standup.Failed
	if score != nil {
		status = standup.Scored
	}
	b.exec(t, `insert into standups (workspace_id, id, member_id, date, source, today, submitted_at, sentiment_score, sentiment_status)
		values (?0, ?1, ?2, ?3, ?4, 'x', now(), ?5, ?6)`, id.New(), p.ID, on, source, score, status)
}

// log adds a work log, on a task or the project.
func (b *bench) log(t testing.TB, p *apptest.Person, at string, on *task.Task, project, corrects *uuid.UUID) uuid.UUID {
	t.Helper()
	log := id.New()
	b.exec(t, `insert into work_logs (workspace_id, id, member_id, task_id, project_id, logged_at, note, corrects_id)
		values (?0, ?1, ?2, ?3, ?4, ?5, 'x', ?6)`, log, p.ID, taskID(on), project, at, corrects)
	return log
}

// block adds a blocker; without an end it is open.
func (b *bench) block(t testing.TB, p *apptest.Person, severity standup.Severity, from, to string, on *task.Task) {
	t.Helper()
	b.exec(t, `insert into blockers (workspace_id, id, member_id, task_id, severity, category, state, description, opened_at, resolved_at)
		values (?0, ?1, ?2, ?3, ?4, 'external', case when ?6 = '' then 'open' else 'resolved' end, 'x', ?5, nullif(?6, '')::timestamptz)`,
		id.New(), p.ID, taskID(on), severity, from, to)
}

func date(text string) *day.Date {
	d, err := day.Parse(text)
	if err != nil {
		panic(err)
	}
	return &d
}

func instant(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return at
}

// question is about whole weeks from one day to another.
func (b *bench) question(from, to string, change ...func(*metrics.Question)) metrics.Question {
	q := metrics.Question{WorkspaceID: b.w.ID, Within: metrics.Cohort{Kind: metrics.Workspace}, Unit: metrics.Week, From: date(from), To: date(to)}
	for _, c := range change {
		c(&q)
	}
	return q
}

func of(kind metrics.Kind, id uuid.UUID) func(*metrics.Question) {
	return func(q *metrics.Question) { q.Within = metrics.Cohort{Kind: kind, ID: id} }
}

func by(kind metrics.Kind) func(*metrics.Question) {
	return func(q *metrics.Question) { q.By = kind }
}

func in(unit metrics.Unit) func(*metrics.Question) {
	return func(q *metrics.Question) { q.Unit = unit }
}

// list gives the first hundred rows.
func (b *bench) list(t testing.TB, v *authz.Viewer, q metrics.Question) ([]*metrics.Metrics, error) {
	t.Helper()
	c, err := b.Services.Metrics.List(t.Context(), v, q, first100, seal)
	if err != nil {
		return nil, err
	}
	return c.Nodes(), nil
}

// ask is list where nothing fails.
func (b *bench) ask(t testing.TB, v *authz.Viewer, q metrics.Question) []*metrics.Metrics {
	t.Helper()
	rows, err := b.list(t, v, q)
	if err != nil {
		t.Fatalf("asking %+v: %v", q, err)
	}
	return rows
}

// one asks for one row.
func (b *bench) one(t testing.TB, v *authz.Viewer, q metrics.Question) *metrics.Metrics {
	t.Helper()
	rows := b.ask(t, v, q)
	if len(rows) != 1 {
		t.Fatalf("%+v gives %d rows", q, len(rows))
	}
	return rows[0]
}

// numbers are those of a row that are compared; nil is -1.
type numbers struct {
	contributors, tracked, billable, human, inferred, logs, opened, resolved int
}

func numbersOf(m *metrics.Metrics) numbers {
	n := func(p *int) int {
		if p == nil {
			return -1
		}
		return *p
	}
	return numbers{n(m.Contributors), n(m.TrackedSeconds), n(m.BillableSeconds), n(m.StandupsHuman), n(m.StandupsInferred), n(m.WorkLogs),
		n(m.BlockersOpened), n(m.BlockersResolved)}
}

// hidden is what a row without numbers is compared with.
var hidden = numbers{-1, -1, -1, -1, -1, -1, -1, -1}

func ids(people ...*apptest.Person) []uuid.UUID {
	out := make([]uuid.UUID, len(people))
	for i, p := range people {
		out[i] = p.ID
	}
	return out
}

// wantOpen compares the unresolved blockers of a row, told in words; ok is what else must hold.
func wantOpen(t testing.TB, m *metrics.Metrics, expected string, ok bool) {
	t.Helper()
	var parts []string
	for _, c := range m.OpenBlockersBySeverity {
		text := fmt.Sprintf("%s %d", c.Severity, c.Count)
		if c.MedianAgeSeconds != nil {
			text += fmt.Sprintf(" of %d h", *c.MedianAgeSeconds/3600)
		}
		parts = append(parts, text)
	}
	if got := strings.Join(parts, ", "); got != expected || !ok {
		t.Errorf("open are %s, want %s; the median is %v", got, expected, m.MedianBlockerAgeSeconds)
	}
}
