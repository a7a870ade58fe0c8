package metrics

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"daybook/internal/day"
	"daybook/internal/postgres"
	"daybook/internal/standup"

	"github.com/google/uuid"
)

// snapshot is what was taken of a piece of time, once and for good.
type snapshot struct {
	piece
	k       int // the smallest group then
	cuts    []days
	takenAt time.Time
	facts   []fact
}

// fact is what one person added on one spot.
type fact struct {
	spot
	entries, seconds, billable, logs, human, inferred, due, met, opened, resolved int

	blocker *standing
}

// standing is a blocker that was open in the piece; what else a fact has is zero then.
type standing struct {
	severity             standup.Severity
	openedAt, resolvedAt time.Time // zero: not resolved in the piece
}

func (b *standing) openAt(t time.Time) bool {
	return b.openedAt.Before(t) && (b.resolvedAt.IsZero() || !b.resolvedAt.Before(t))
}

// takeAtOnce is how many pieces are taken in one statement.
const takeAtOnce = 8

// snapshots are those of the pieces, by first day. Those that nobody has seen are taken first. The facts are as fine as the
// depth needs them.
func (s *Service) snapshots(ctx context.Context, p *place, pieces []piece, to depth) (map[day.Date]*snapshot, error) {
	out, err := s.taken(ctx, p, pieces)
	if err != nil {
		return nil, err
	}
	var missing []piece
	for _, piece := range pieces {
		if out[piece.from] == nil {
			missing = append(missing, piece)
		}
	}
	if len(missing) > 0 {
		for rest := missing; len(rest) > 0; rest = rest[min(takeAtOnce, len(rest)):] {
			if err := s.take(ctx, p, rest[:min(takeAtOnce, len(rest))]); err != nil {
				return nil, err
			}
		}
		if out, err = s.taken(ctx, p, pieces); err != nil {
			return nil, err
		}
	}
	return out, s.readFacts(ctx, p, out, to)
}

func (s *Service) taken(ctx context.Context, p *place, pieces []piece) (map[day.Date]*snapshot, error) {
	first := make([]day.Date, len(pieces))
	for i, piece := range pieces {
		first[i] = piece.from
	}
	var rows []struct {
		StartsOn, EndsOn day.Date
		MinimumGroupSize int
		Cuts             json.RawMessage
		TakenAt          time.Time
	}
	err := s.db.NewRaw("select starts_on, ends_on, minimum_group_size, cuts, taken_at from metric_snapshots where workspace_id = ? and starts_on in (?)",
		p.id, postgres.In(first)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("reading snapshots: %w", err)
	}
	out := make(map[day.Date]*snapshot, len(rows))
	for _, r := range rows {
		var cuts [][2]day.Date
		if err := json.Unmarshal(r.Cuts, &cuts); err != nil {
			return nil, fmt.Errorf("reading a snapshot's cuts: %w", err)
		}
		snap := &snapshot{piece: piece{r.StartsOn, r.EndsOn}, k: r.MinimumGroupSize, takenAt: r.TakenAt}
		for _, c := range cuts {
			snap.cuts = append(snap.cuts, snap.cut(c[0], c[1]))
		}
		out[r.StartsOn] = snap
	}
	return out, nil
}

// takeSQL takes the facts of pieces that were not taken yet. Days that lie in the same cuts are not told apart: they are added
// up as the first of them. The snapshots and the facts come from one statement, so that
// everything in a piece is of one moment; of many who take at once the first one does.
const takeSQL = `with stretch` + stretchesSQL + `, taken as (
	insert into metric_snapshots (workspace_id, starts_on, ends_on, minimum_group_size, taken_at, cuts)
	select ?0, lo, hi, ?9, ?8, coalesce((
		select jsonb_agg(distinct jsonb_build_array(greatest(starts_on, lo), least(ends_on, hi))) from sprints
		where workspace_id = ?0 and starts_on <= hi and ends_on >= lo and not (starts_on <= lo and ends_on >= hi)), '[]')
	from stretch order by lo
	on conflict do nothing
	returning starts_on, cuts
), b as (
	select stretch.*, taken.cuts from stretch join taken on taken.starts_on = stretch.lo
), alike as (
	select n, lo, day, min(day) over (partition by n, within) as as_day
	from (
		select b.n, b.lo, d.day::date as day, (
			select array_agg(c.nth) from jsonb_array_elements(b.cuts) with ordinality as c (days, nth)
			where d.day::date between (c.days ->> 0)::date and (c.days ->> 1)::date) as within
		from b cross join lateral generate_series(b.lo, b.hi, interval '1 day') as d (day)
	) cut
), ` + membersSQL + `, ` + factsSQL + `, counts as (
	select b.lo, coalesce(a.as_day, b.lo) as day, f.member_id, m.team_id, coalesce(t.project_id, f.project_id) as project_id, f.task_id, s.id as sprint_id,
		sum(entries) as entries, sum(seconds) as seconds, sum(billable) as billable, sum(logs) as logs, sum(human) as human,
		sum(inferred) as inferred, 0 as due, sum(` + metSQL + `) as met, sum(opened) as opened, sum(resolved) as resolved,
		null::text as severity, null::timestamptz as opened_at, null::timestamptz as resolved_at
	from facts f join b on b.n = f.n left join alike a on a.n = f.n and a.day = f.day join m on m.id = f.member_id` + tasksSQL + `
	group by 1, 2, 3, 4, 5, 6, 7
	union all
	select a.lo, a.as_day, m.id, m.team_id, null, null, null, 0, 0, 0, 0, 0, 0, count(*), 0, 0, 0, null, null, null
	from alike a join m on a.day between m.joined and least(m.removed, m.today)
	where extract(isodow from a.day) < 6
	group by 1, 2, 3, 4
	union all
	select b.lo, b.hi, k.member_id, m.team_id, t.project_id, k.task_id, t.sprint_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		k.severity, k.opened_at, case when k.resolved_at < b.hi_at then k.resolved_at end
	from b join blockers k on k.workspace_id = ?0 and k.opened_at < b.hi_at and (k.resolved_at is null or k.resolved_at >= b.lo_at)
	join m on m.id = k.member_id left join tasks t on t.workspace_id = ?0 and t.id = k.task_id
)
insert into metric_facts (workspace_id, starts_on, number, day, member_id, team_id, project_id, task_id, sprint_id, entries, seconds,
	billable_seconds, work_logs, standups_human, standups_inferred, standups_due, standups_met, blockers_opened, blockers_resolved,
	severity, opened_at, resolved_at)
select ?0, lo, row_number() over (partition by lo), day, member_id, team_id, project_id, task_id, sprint_id, entries, seconds,
	billable, logs, human, inferred, due, met, opened, resolved, severity, opened_at, resolved_at
from counts`

func (s *Service) take(ctx context.Context, p *place, pieces []piece) error {
	var x stretches
	for _, piece := range pieces {
		x.add(piece.from, piece.to, p.zone)
	}
	if _, err := s.db.NewRaw(takeSQL, append(x.args(p, s.now()), *p.MinimumGroupSize)...).Exec(ctx); err != nil {
		return fmt.Errorf("taking snapshots: %w", err)
	}
	return nil
}

type factRow struct {
	StartsOn                            day.Date
	MemberID                            uuid.UUID
	TeamID, ProjectID, TaskID, SprintID uuid.NullUUID
	Day                                 *day.Date

	Entries, Seconds, Billable, Logs, Human, Inferred, Due, Met, Opened, Resolved int

	Severity             *standup.Severity
	OpenedAt, ResolvedAt *time.Time
}

// Where only people matter, what they did is added up: it is much less to read.
const (
	everyFactSQL = `
	select starts_on, member_id, team_id, project_id, task_id, sprint_id, day, entries, seconds, billable_seconds as billable, work_logs as logs,
		standups_human as human, standups_inferred as inferred, standups_due as due, standups_met as met, blockers_opened as opened,
		blockers_resolved as resolved, severity, opened_at, resolved_at
	from metric_facts where workspace_id = ?0 and starts_on in (?1)`

	ofPeopleSQL = `
	with f as (` + everyFactSQL + `)
	select starts_on, member_id, team_id, null::uuid, null::uuid, null::uuid, null::date, sum(entries), sum(seconds)::bigint, sum(billable)::bigint,
		sum(logs), sum(human), sum(inferred), sum(due), sum(met), sum(opened), sum(resolved), null::text, null::timestamptz, null::timestamptz
	from f where severity is null group by starts_on, member_id, team_id
	union all
	select starts_on, member_id, team_id, null, null, null, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, severity, opened_at, resolved_at
	from f where severity is not null`
)

// readFacts reads the facts of snapshots, as fine as the depth needs them.
func (s *Service) readFacts(ctx context.Context, p *place, snapshots map[day.Date]*snapshot, to depth) error {
	first := make([]day.Date, 0, len(snapshots))
	for d := range snapshots {
		first = append(first, d)
	}
	query := everyFactSQL
	if to < toProjects {
		query = ofPeopleSQL
	}
	// A year has hundreds of thousands: they are read one by one, without looking up the place of each value.
	rows, err := s.db.QueryContext(ctx, query, p.id, postgres.In(first))
	if err != nil {
		return fmt.Errorf("reading facts: %w", err)
	}
	defer rows.Close() //nolint:errcheck // what matters is told by Err
	for rows.Next() {
		var r factRow
		if err := r.scan(rows); err != nil {
			return fmt.Errorf("reading a fact: %w", err)
		}
		snap := snapshots[r.StartsOn]
		snap.facts = append(snap.facts, r.fact(snap.piece, to))
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("reading facts: %w", err)
	}
	return nil
}

// scan reads the columns in their order.
func (r *factRow) scan(rows *sql.Rows) error {
	return rows.Scan(&r.StartsOn, &r.MemberID, &r.TeamID, &r.ProjectID, &r.TaskID, &r.SprintID, &r.Day, &r.Entries, &r.Seconds, &r.Billable, &r.Logs,
		&r.Human, &r.Inferred, &r.Due, &r.Met, &r.Opened, &r.Resolved, &r.Severity, &r.OpenedAt, &r.ResolvedAt)
}

func (r *factRow) fact(of piece, to depth) fact {
	f := fact{spot: spot{person: r.MemberID, team: r.TeamID.UUID, project: r.ProjectID.UUID, task: r.TaskID.UUID, sprint: r.SprintID.UUID},
		entries: r.Entries, seconds: r.Seconds, billable: r.Billable, logs: r.Logs, human: r.Human, inferred: r.Inferred, due: r.Due, met: r.Met,
		opened: r.Opened, resolved: r.Resolved}
	if r.Day != nil && to >= toCuts {
		f.day = r.Day.DaysSince(of.from)
	}
	if to < toCuts {
		f.sprint = uuid.Nil
	}
	if to < toTasks {
		f.task = uuid.Nil
	}
	if r.Severity != nil {
		f.blocker = &standing{severity: *r.Severity, openedAt: *r.OpenedAt}
		if r.ResolvedAt != nil {
			f.blocker.resolvedAt = *r.ResolvedAt
		}
	}
	return f
}
