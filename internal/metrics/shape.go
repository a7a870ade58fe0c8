package metrics

import (
	"slices"

	"daybook/internal/day"
	"daybook/internal/postgres"

	"github.com/google/uuid"
)

// cell is the place of a row in what the statements return: the number of its bucket, from 1, and the group's id.
type cell struct {
	n   int
	key uuid.UUID
}

// shape is how the groups of some rows are told apart in SQL. All are of one kind. After the arguments of the facts, ?9 are
// the groups' ids, ?10 is the id of the cohort that they lie within and ?11 are its people's.
type shape struct {
	stretches stretches
	rows      map[cell]*Metrics
	ids       []uuid.UUID
	kind      Kind
	within    Cohort
}

func newShape(p *place, within Cohort, rows []*Metrics) *shape {
	x := &shape{rows: map[cell]*Metrics{}, kind: rows[0].Cohort.Kind, within: within}
	if x.kind == Unassigned { // it stands beside the projects, as one without an id
		x.kind = Project
	}
	numbers := map[[2]day.Date]int{}
	for _, m := range rows {
		days := [2]day.Date{m.Bucket.StartsOn, m.Bucket.EndsOn}
		if numbers[days] == 0 {
			x.stretches.add(days[0], days[1], p.zone)
			numbers[days] = len(numbers) + 1
		}
		x.rows[cell{numbers[days], m.Cohort.ID}] = m
		x.ids = append(x.ids, m.Cohort.ID)
	}
	x.ids = postgres.Distinct(x.ids)
	return x
}

// ofPeople tells whether the groups are made of people, not of work.
func (x *shape) ofPeople() bool {
	people := []Kind{Workspace, Team, Members}
	return slices.Contains(people, x.kind) && slices.Contains(people, x.within.Kind)
}

// withStandups tells whether standups can be told to be a group's: to people they do, to work they don't. A team's sprint has
// those of the team.
func (x *shape) withStandups(c *Cohort) bool {
	return x.ofPeople() || x.ofSprints() && c.sprint.teamID != uuid.Nil
}

// ofSprints tells whether the groups are whole sprints.
func (x *shape) ofSprints() bool {
	return x.kind == Sprint && (x.within.Kind == Workspace || x.within.Kind == Sprint)
}

// key is the group of a row of facts.
func (x *shape) key() string {
	switch x.kind {
	case Workspace:
		return "?0::uuid"
	case Team:
		return "m.team_id"
	case Project:
		return "coalesce(t.project_id, f.project_id, '" + uuid.Nil.String() + "')"
	case Sprint:
		return "s.id"
	case Task:
		return "f.task_id"
	}
	return "'" + uuid.Nil.String() + "'::uuid"
}

// where keeps the rows of facts that are the groups'.
func (x *shape) where() string {
	keep := "true"
	switch x.within.Kind {
	case Team:
		keep = "m.team_id = ?10"
	case Project:
		keep = "coalesce(t.project_id, f.project_id) = ?10"
	case Sprint:
		keep = "s.id = ?10"
	case Task:
		keep = "f.task_id = ?10"
	case Members:
		keep = "f.member_id in (?11)"
	}
	if x.kind != x.within.Kind {
		keep += " and " + x.key() + " in (?9)"
	}
	return keep
}

// flows is the statement of what was added in each bucket: first for each person, so that each is counted once.
func (x *shape) flows() string {
	keyed := `select f.*, ` + metSQL + ` as met, ` + x.key() + ` as key from facts f join m on m.id = f.member_id` + tasksSQL + ` where ` + x.where()
	facts, due := `facts as (`+workSQL+`)`, `select null::bigint as n, null::uuid as key, 0 as due where false`
	switch {
	case x.ofPeople():
		facts = factsSQL
		who := "true"
		switch x.within.Kind {
		case Team:
			who = "m.team_id = ?10"
		case Members:
			who = "m.id in (?11)"
		}
		due = `select b.n, ` + x.key() + ` as key, sum(` + weekdays("greatest(b.lo, m.joined)", "least(b.hi, m.removed, m.today)") + `) as due
	from b cross join m where ` + who + ` group by 1, 2`
	case x.ofSprints():
		facts = factsSQL
		const team = ` join sprints g on g.workspace_id = ?0 and g.id in (?9) and g.team_id = m.team_id`
		keyed += ` union all select f.*, ` + metSQL + `, g.id from facts f join m on m.id = f.member_id` + team +
			` and f.day between g.starts_on and g.ends_on where f.human + f.inferred > 0`
		due = `select b.n, g.id as key, sum(` + weekdays("greatest(b.lo, g.starts_on, m.joined)", "least(b.hi, g.ends_on, m.removed, m.today)") + `) as due
	from b cross join m` + team + ` group by 1, 2`
	}
	return `with b` + stretchesSQL + `, ` + membersSQL + `, ` + facts + `, keyed as (` + keyed + `), people as (
	select n, key, member_id, sum(seconds) as seconds, sum(billable) as billable, sum(logs) as logs, sum(human) as human, sum(inferred) as inferred,
		sum(met) as met, sum(opened) as opened, sum(resolved) as resolved, count(score) as scored, sum(score) as score
	from keyed group by 1, 2, 3
), totals as (
	select n, key, count(*) as contributors, sum(seconds) as seconds, sum(billable) as billable, sum(logs) as logs, sum(human) as human,
		sum(inferred) as inferred, sum(met) as met, sum(opened) as opened, sum(resolved) as resolved, sum(scored) as scored, sum(score) as score
	from people group by 1, 2
), due as (` + due + `)
select n, key, coalesce(contributors, 0) as contributors, coalesce(seconds, 0) as seconds, coalesce(billable, 0) as billable,
	coalesce(logs, 0) as logs, coalesce(human, 0) as human, coalesce(inferred, 0) as inferred, coalesce(met, 0) as met,
	coalesce(opened, 0) as opened, coalesce(resolved, 0) as resolved, coalesce(scored, 0) as scored, score, coalesce(due, 0) as due
from totals full join due using (n, key) where key is not null`
}

// open is the statement of what was unresolved at each bucket's end, or is now: by severity, and of all of them.
func (x *shape) open() string {
	return `with b` + stretchesSQL + `, ` + membersSQL + `, f as (
	select b.n, k.member_id, k.task_id, null::uuid as project_id, k.severity, extract(epoch from b.at - k.opened_at) as age, b.lo, b.hi
	from b join blockers k on k.workspace_id = ?0 and k.opened_at < b.at and (k.resolved_at is null or k.resolved_at >= b.at)
)
select f.n, ` + x.key() + ` as key, f.severity, count(*) as count, floor(percentile_cont(0.5) within group (order by f.age))::bigint as age
from f join m on m.id = f.member_id left join tasks t on t.workspace_id = ?0 and t.id = f.task_id
	left join sprints s on s.workspace_id = ?0 and s.id = t.sprint_id and s.starts_on <= f.hi and s.ends_on >= f.lo
where ` + x.where() + ` group by grouping sets ((1, 2), (1, 2, 3))`
}

// weekdays is the SQL of how many days from Monday to Friday lie between two, both included.
func weekdays(from, to string) string {
	before := func(d string) string { // how many came since a Monday long ago
		d = "(" + d + " - date '1970-01-05')"
		return d + " / 7 * 5 + least(" + d + " % 7, 5)"
	}
	return "greatest(0, " + before("(1 + "+to+")") + " - (" + before(from) + "))"
}
