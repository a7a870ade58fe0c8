package metrics

import (
	"strings"
	"time"

	"daybook/internal/day"
)

// The SQL of what counts stands here once, for exact numbers and for those that are kept: a row for each row of tracking
// data that lies in a stretch of time. Arguments:
//
//	?0 the workspace   ?1 ?2 first and last days   ?3 ?4 the instants between which they lie   ?5 the workspace's zone
//	?6 ?7 minutes and mode of rounding   ?8 now
//
// Each query begins with the stretches, named b, and the members.
const (
	stretchesSQL = ` as (
	select n, lo, hi, lo_at, hi_at, least(hi_at, ?8::timestamptz) as at
	from unnest(?1::date[], ?2::date[], ?3::timestamptz[], ?4::timestamptz[]) with ordinality as u (lo, hi, lo_at, hi_at, n)
)`

	// People are members from one of their local days to another, and have begun some of their days.
	membersSQL = `m as materialized (
	select id, team_id, (joined_at at time zone zone)::date as joined, coalesce((removed_at at time zone zone)::date, 'infinity') as removed,
		(?8::timestamptz at time zone zone)::date as today
	from members, known_zone(time_zone) as zone where workspace_id = ?0
)`

	workSQL = `
	select b.n, e.spent_on as day, e.member_id, e.task_id, null::uuid as project_id, 1 as entries, r.seconds,
		case when e.billable then r.seconds else 0 end as billable,
		0 as logs, 0 as human, 0 as inferred, 0 as opened, 0 as resolved, null::float8 as score
	from b join time_entries e on e.workspace_id = ?0 and e.spent_on between b.lo and b.hi and e.deleted_at is null
	cross join lateral (select reported_seconds(e.duration_seconds, ?6, ?7) as seconds) r
	union all
	select b.n, (l.logged_at at time zone ?5)::date, l.member_id, l.task_id, l.project_id, 0, 0, 0, 1, 0, 0, 0, 0, null
	from b join work_logs l on l.workspace_id = ?0 and l.logged_at >= b.lo_at and l.logged_at < b.hi_at
	where not exists (select from work_logs c where c.workspace_id = l.workspace_id and c.corrects_id = l.id)
	union all
	select b.n, (k.opened_at at time zone ?5)::date, k.member_id, k.task_id, null, 0, 0, 0, 0, 0, 0, 1, 0, null
	from b join blockers k on k.workspace_id = ?0 and k.opened_at >= b.lo_at and k.opened_at < b.hi_at
	union all
	select b.n, (k.resolved_at at time zone ?5)::date, k.member_id, k.task_id, null, 0, 0, 0, 0, 0, 0, 0, 1, null
	from b join blockers k on k.workspace_id = ?0 and k.resolved_at >= b.lo_at and k.resolved_at < b.hi_at`

	standupsSQL = `
	select b.n, s.date, s.member_id, null, null, 0, 0, 0, 0, (s.source <> 'inferred')::int, (s.source = 'inferred')::int, 0, 0,
		case when s.source <> 'inferred' then s.sentiment_score end
	from b join standups s on s.workspace_id = ?0 and s.date between b.lo and b.hi`

	factsSQL = `facts as (` + workSQL + ` union all ` + standupsSQL + `)`

	// A written standup of a day on which one was due.
	metSQL = `case when extract(isodow from f.day) < 6 and f.day between m.joined and m.removed then f.human else 0 end`

	// What the work is on, as it stands now. Work on a sprint's tasks counts on the sprint's days.
	tasksSQL = `
	left join tasks t on t.workspace_id = ?0 and t.id = f.task_id
	left join sprints s on s.workspace_id = ?0 and s.id = t.sprint_id and f.day between s.starts_on and s.ends_on`
)

// stretches are the arguments ?1 to ?4 of stretches of whole days.
type stretches struct{ from, to, start, end []string }

func (s *stretches) add(from, to day.Date, zone *time.Location) {
	s.from, s.to = append(s.from, from.String()), append(s.to, to.String())
	s.start = append(s.start, from.Start(zone).UTC().Format(time.RFC3339))
	s.end = append(s.end, to.AddDays(1).Start(zone).UTC().Format(time.RFC3339))
}

func (s *stretches) args(p *place, now time.Time) []any {
	array := func(values []string) string { return "{" + strings.Join(values, ",") + "}" }
	return []any{p.id, array(s.from), array(s.to), array(s.start), array(s.end), p.SQLZone, *p.RoundingMinutes, *p.RoundingMode, now.UTC()}
}
