package matrixtest

import (
	"cmp"
	"slices"
	"testing"

	"daybook/internal/apitoken"
	"daybook/internal/blocker"
	"daybook/internal/export"
	"daybook/internal/external"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/notification"
	"daybook/internal/patch"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/timeentry"
	"daybook/internal/timer"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

type facts = map[string]fact

// rows is acme as it stands in the database, read without any rights.
type rows struct {
	members  []*member.Member
	teams    []*team.Team
	projects []*project.Project
	sprints  []*sprint.Sprint
	tasks    []*task.Task
	standups []*standup.Standup
	tokens   []*apitoken.Token

	logs        []*worklog.WorkLog
	entries     []*timeentry.Entry
	timers      []*timer.Timer
	blockers    []*blocker.Blocker
	escalations []*blocker.Escalation
	exports     []*export.Export
	comments    map[uuid.UUID]*string // what was said, by activity; nil where it was taken back
	takings     []taking
	externals   []*external.Entity

	notifications []*notification.Notification
}

func (r *rows) task(i uuid.UUID) *task.Task {
	return r.tasks[slices.IndexFunc(r.tasks, func(x *task.Task) bool { return x.ID == i })]
}

// taskOf is a task's id and that of its project, Nil for none.
func (r *rows) taskOf(i *uuid.UUID) (taskID, projectID uuid.UUID) {
	if i == nil {
		return uuid.Nil, uuid.Nil
	}
	return *i, r.task(*i).ProjectID
}

func (r *rows) blocker(i uuid.UUID) *blocker.Blocker {
	return r.blockers[slices.IndexFunc(r.blockers, func(b *blocker.Blocker) bool { return b.ID == i })]
}

// owned is a row of raw tracking data.
type owned interface {
	NodeID() id.ID
	Owner() (workspaceID, memberID uuid.UUID)
}

// mayList tells whether a breadth list holds a row for the viewer: their own, and everyone's for admins and services.
func mayList(v *viewer, row owned) bool {
	_, memberID := row.Owner()
	return v.isAdmin() || v.col == svc || v.person != nil && memberID == v.person.ID
}

// mayChange tells whether the viewer may change a row that is not its person's alone.
func mayChange(v *viewer, row owned) bool { return mayList(v, row) && v.holds("tracking:write") }

// rawList is a breadth list of raw rows.
func rawList[T owned](all []T, keep func(T) bool) fact {
	return list(func(v *viewer) []string {
		return ids(all, func(x T) bool { return mayList(v, x) && (keep == nil || keep(x)) })
	})
}

func given[T any](v T) patch.Field[T] { return patch.To(&v) }

func read[T any](t *testing.T, w *world) []*T {
	t.Helper()
	var out []*T
	must(t, w.app.DB.NewSelect().Model(&out).Where("workspace_id = ?", w.acme.ID).Scan(t.Context()))
	return out
}

// know reads the world back and tells of each thing what its fields must say.
func (w *world) know(t *testing.T) {
	t.Helper()
	r := &rows{members: read[member.Member](t, w), teams: read[team.Team](t, w), projects: read[project.Project](t, w),
		sprints: read[sprint.Sprint](t, w), tasks: read[task.Task](t, w), standups: read[standup.Standup](t, w), tokens: read[apitoken.Token](t, w),
		logs: read[worklog.WorkLog](t, w), entries: read[timeentry.Entry](t, w), timers: read[timer.Timer](t, w), blockers: read[blocker.Blocker](t, w),
		escalations: read[blocker.Escalation](t, w), exports: read[export.Export](t, w), comments: w.readComments(t), takings: w.readTakings(t),
		externals: read[external.Entity](t, w), notifications: read[notification.Notification](t, w)}
	slices.SortFunc(r.escalations, func(a, b *blocker.Escalation) int { return cmp.Compare(a.Step, b.Step) })
	w.log = w.acme.Log(t)
	w.projects, w.insiders = map[uuid.UUID]*project.Project{}, map[uuid.UUID][]uuid.UUID{}
	for _, p := range r.projects {
		w.projects[p.ID] = p
	}
	var inside []struct{ ProjectID, MemberID uuid.UUID }
	must(t, w.app.DB.NewRaw("select project_id, member_id from project_members where workspace_id = ?", w.acme.ID).Scan(t.Context(), &inside))
	for _, i := range inside {
		w.insiders[i.ProjectID] = append(w.insiders[i.ProjectID], i.MemberID)
	}
	w.told = map[uuid.UUID][]uuid.UUID{}
	for _, b := range r.blockers {
		w.told[b.ID] = w.recipients(r, b.ID)
	}
	w.knowShared(r)
	w.knowRaw(r)
	for _, x := range r.exports {
		w.tell(x.NodeID(), w.exportFacts(t, x))
	}
	for _, a := range w.log {
		w.tell(a.NodeID(), w.activityFacts(a, r))
	}
	w.knowValues(r)
}

// knowShared tells of what the workspace shares.
func (w *world) knowShared(r *rows) {
	w.things["workspace"].facts = w.workspaceFacts(r)
	for _, m := range r.members {
		w.tell(m.NodeID(), w.memberFacts(m, r))
	}
	for _, x := range r.teams {
		w.tell(x.NodeID(), w.teamFacts(x, r))
	}
	for _, p := range r.projects {
		w.tell(p.NodeID(), w.projectFacts(p, r))
	}
	for _, s := range r.sprints {
		w.tell(s.NodeID(), w.sprintFacts(s, r))
	}
	for _, x := range r.tasks {
		w.tell(x.NodeID(), w.taskFacts(x, r))
	}
	for _, e := range r.externals {
		w.tell(e.NodeID(), w.externalFacts(e))
	}
	for _, k := range r.tokens {
		w.tell(k.NodeID(), tokenFacts(k))
	}
}

// knowRaw tells of what belongs to one person.
func (w *world) knowRaw(r *rows) {
	for _, s := range r.standups {
		w.tell(s.NodeID(), w.standupFacts(s))
	}
	for _, l := range r.logs {
		w.tell(l.NodeID(), w.workLogFacts(l, r))
	}
	for _, e := range r.entries {
		w.tell(e.NodeID(), w.timeEntryFacts(e, r))
	}
	for _, x := range r.timers {
		w.tell(x.NodeID(), w.timerFacts(x))
	}
	for _, b := range r.blockers {
		w.tell(b.NodeID(), w.blockerFacts(b, r))
	}
	for _, n := range r.notifications {
		w.tell(n.NodeID(), w.notificationFacts(n))
	}
	for _, s := range r.escalations {
		w.tell(s.NodeID(), w.escalationFacts(s))
	}
}

// knowValues tells of what has no id.
func (w *world) knowValues(r *rows) {
	w.things["roots"].facts = w.rootFacts()
	w.things["caller"].facts, w.things["place"].facts, w.things["day"].facts = w.callerFacts(r), w.placeFacts(), w.dayFacts(r)
	for name, g := range w.groups(r) {
		w.things[name].facts = w.metricsFacts(g, r)
	}
	w.things["stats"].facts = w.statsFacts()
	for _, name := range []string{"subject", "program", "system"} {
		w.things[name+"Actor"].facts = w.actorFacts(name, r)
	}
	past := r.standups[slices.IndexFunc(r.standups, func(s *standup.Standup) bool { return s.NodeID().String() == w.things["standup"].id })]
	w.things["foundTask"].facts, w.things["otherFoundTask"].facts = w.foundTaskFacts(past.ParsedTasks[0]), w.foundTaskFacts(past.ParsedTasks[1])
	w.things["foundBlocker"].facts = w.foundBlockerFacts(past.ParsedBlockers[0])
	w.things["change"].facts = facts{"field": value("status"), "old": value("todo"), "new": value("done"), "redacted": value(false)}
	w.things["guardedChange"].facts = facts{"field": value("estimate"), "old": value(nil), "new": value(nil), "redacted": value(true)}
}
