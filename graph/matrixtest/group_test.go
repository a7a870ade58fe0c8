package matrixtest

import (
	"cmp"
	"slices"

	"daybook/internal/day"
	"daybook/internal/member"

	"github.com/google/uuid"
)

// group is whose work, on what, of which days.
type group struct {
	cohort   map[string]any
	who      func(memberID uuid.UUID) bool          // nil for everyone
	on       func(taskID, projectID uuid.UUID) bool // Nil for none; nil for all work and what is on none
	unit     string
	from, to string
	reason   string                        // why members see no numbers, empty where they do
	own      bool                          // of one person, who sees them as they are
	team     func(memberID uuid.UUID) bool // whose standups count besides the work; nil for nobody's
}

// has tells whether work is the group's; Nil stands for no task and no project.
func (g *group) has(memberID, taskID, projectID uuid.UUID) bool {
	return (g.who == nil || g.who(memberID)) && (g.on == nil || g.on(taskID, projectID))
}

// stands tells whether a person's standups count. They are on no work, so they are those of a group of people.
func (g *group) stands(memberID uuid.UUID) bool {
	if g.on != nil {
		return g.team != nil && g.team(memberID)
	}
	return g.who == nil || g.who(memberID)
}

func (g *group) holds(d day.Date) bool { return !d.Before(date(g.from)) && !d.After(date(g.to)) }

// exact tells who sees the numbers as they are.
func (g *group) exact(v *viewer) bool {
	return g.own || v.isAdmin() || v.col == svc && v.holds("tracking:read")
}

// weekOf is the work of people on something, in the week of 5 February.
func (w *world) weekOf(who func(memberID uuid.UUID) bool, on func(taskID, projectID uuid.UUID) bool) *group {
	return &group{who: who, on: on, unit: "WEEK", from: "2026-02-02", to: "2026-02-08"}
}

// among gives a group's numbers a reason not to be shown unless they are of one of the things.
func (g *group) among(i uuid.UUID, things ...*thing) *group {
	if !slices.ContainsFunc(things, func(it *thing) bool { return it.NodeID().UUID == i }) {
		g.reason = "GROUP_TOO_SMALL"
	}
	return g
}

func (r *rows) in(teamID uuid.UUID) func(uuid.UUID) bool {
	return func(memberID uuid.UUID) bool {
		return slices.ContainsFunc(r.members, func(m *member.Member) bool { return m.ID == memberID && m.TeamID != nil && *m.TeamID == teamID })
	}
}

// personal is one person's own work.
func (w *world) personal(m *member.Member) *group {
	g := w.weekOf(only(m.ID), nil)
	g.own = true
	return g
}

func onTask(i uuid.UUID) func(_, _ uuid.UUID) bool {
	return func(taskID, _ uuid.UUID) bool { return taskID == i }
}

func onProject(i uuid.UUID) func(_, _ uuid.UUID) bool {
	return func(_, projectID uuid.UUID) bool { return projectID == i }
}

func only(i uuid.UUID) func(uuid.UUID) bool {
	return func(memberID uuid.UUID) bool { return memberID == i }
}

// groups are whose work the things are.
func (w *world) groups(r *rows) map[string]*group {
	of := func(name string) uuid.UUID { return w.things[name].NodeID().UUID }
	title := func(name string) string {
		x := r.task(w.things[name].NodeID().UUID)
		return x.Key + " " + x.Title
	}
	const small, open = "GROUP_TOO_SMALL", "BUCKET_OPEN"
	all := map[string]*group{
		"wholeWeek":     {cohort: cohort("WORKSPACE", "Acme", "", nil)},
		"thisWeek":      {cohort: cohort("WORKSPACE", "Acme", "", nil), from: "2026-02-09", to: "2026-02-15", reason: open},
		"teamWeek":      {cohort: cohort("TEAM", "Second", "team", w.things["second"]), who: r.in(of("second"))},
		"crewWeek":      {cohort: cohort("TEAM", "Crew", "team", w.things["crew"]), who: r.in(of("crew")), reason: small},
		"projectWeek":   {cohort: cohort("PROJECT", w.things["open"].bound.Name, "project", w.things["open"]), on: onProject(of("open"))},
		"outerWeek":     {cohort: cohort("PROJECT", w.things["outer"].bound.Name, "project", w.things["outer"]), on: onProject(of("outer")), reason: small},
		"taskWeek":      {cohort: cohort("TASK", title("openTask"), "task", w.things["openTask"]), on: onTask(of("openTask"))},
		"outerTaskWeek": {cohort: cohort("TASK", title("outerTask"), "task", w.things["outerTask"]), on: onTask(of("outerTask")), reason: small},
		"sprintDays": {cohort: cohort("SPRINT", "Done", "sprint", w.things["sprint"]), on: onTask(of("openTask")), team: r.in(of("second")),
			unit: "SPRINT", from: "2026-01-26", to: "2026-02-06"},
		// Besides what is on open, which is shown, and what is on none, there is the work of two: a difference would tell of them.
		"unassignedWeek": {cohort: cohort("UNASSIGNED", "Unassigned", "", nil), on: onProject(uuid.Nil), reason: "COMPLEMENT"},
		"ownWeek":        {cohort: cohort("MEMBERS", "subject", "", nil), who: only(w.subject.ID), own: true},
	}
	all["ownWeek"].cohort["members"] = []any{map[string]any{"id": w.subject.NodeID().String()}}
	for _, g := range all {
		if g.from == "" {
			g.from, g.to = "2026-02-02", "2026-02-08"
		}
		g.unit = cmp.Or(g.unit, "WEEK")
	}
	return all
}

// cohort is what a cohort must say: its kind, its name and the one thing that it is made of.
func cohort(kind, name, field string, of *thing) map[string]any {
	all := map[string]any{"kind": kind, "name": name, "team": nil, "project": nil, "sprint": nil, "task": nil, "members": nil}
	if of != nil {
		all[field] = map[string]any{"id": of.id}
	}
	return all
}
