package matrixtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/blocker"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/task"
	"daybook/internal/timeentry"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

var workPart = part{
	ways: map[string][]way{
		"Project": byID("project",
			way{path: acme + "projects(first: 100)/nodes"},
			way{path: acme + "projects(first: 100)/edges/node"},
			way{path: "task(id: $task)/project"},
			way{path: acme + "metrics(cohort: {projectId: $it}, " + week + ")/nodes/cohort/project", only: "open"},
			way{path: "workLog(id: $log)/subject", only: "inner"},
			way{path: "timeEntry(id: $entry)/project", only: "open outer"},
			way{path: "activity(id: $about)/subject"},
			way{path: "edges/node@$about/subject", over: "$about"},
			way{path: "projectUpsert(input: {workspaceId: $workspace, id: $it})/project"},
			way{path: "projectArchive(input: {id: $it, archived: false})/project"},
		),
		"Sprint": byID("sprint",
			way{path: acme + "sprints(first: 100)/nodes"},
			way{path: acme + "sprints(first: 100)/edges/node"},
			way{path: "task(id: $openTask)/sprint"},
			way{path: acme + "metrics(cohort: {sprintId: $it}, " + week + ")/nodes/cohort/sprint"},
			way{path: "sprint(id: $it)/timeTotals/cohort/sprint"},
			way{path: "activity(id: $sprintMade)/subject"},
			way{path: "edges/node@sprintMade/subject", over: "sprintMade"},
			way{path: "sprintUpsert(input: {workspaceId: $workspace, id: $it})/sprint"},
			way{path: "sprintComplete(input: {id: $it})/sprint"},
		),
		"Task": byID("task",
			way{path: acme + "tasks(first: 100)/nodes"},
			way{path: acme + "tasks(first: 100, filter: {projectId: $project})/edges/node"},
			way{path: "project(id: $project)/tasks(first: 100)/nodes"},
			way{path: "standup(id: $standup)/parsedTasks/task", only: "openTask outerTask"},
			way{path: "workLog(id: $log)/subject", only: "openTask outerTask"},
			way{path: "timeEntry(id: $entry)/task", only: "openTask outerTask"},
			way{path: "member(id: $subject)/timer/task", only: "openTask"},
			way{path: "member(id: $mate)/timer/task", only: "outerTask"},
			way{path: acme + "metrics(cohort: {taskId: $it}, " + week + ")/nodes/cohort/task", only: "openTask"},
			way{path: "blocker(id: $trusted)/task", only: "openTask"},
			way{path: "blocker(id: $escalated)/task", only: "innerTask"},
			way{path: "activity(id: $about)/subject"},
			way{path: "activity(id: $stray)/subject", only: "innerTask"},
			way{path: acme + "activities(first: 50, filter: {entityId: $it})/nodes/subject"},
			way{path: "edges/node@$about/subject", over: "$about"},
			way{path: "edges/node@stray/subject", over: "stray", only: "innerTask"},
			way{path: "taskUpsert(input: {workspaceId: $workspace, id: $it})/task"},
		),
	},
	tries: map[string]mutation{
		"taskUpsert": {shows: "task", try: func(_ *testing.T, w *world, _ column, n int) try {
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", projectId: "$open", title: "Task %d"}`, n)}
		}},
		"projectUpsert": {shows: "project", try: func(_ *testing.T, w *world, _ column, n int) try {
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", key: "M%d", name: "Project %d", memberIds: ["$subject"]}`, n, n)}
		}},
		"projectArchive": {shows: "project", try: func(t *testing.T, w *world, _ column, n int) try {
			p, _, err := w.app.Projects.Put(t.Context(), activity.BySystem, project.Upsert{WorkspaceID: w.acme.ID, Key: new(fmt.Sprintf("A%d", n)), Name: new("To archive")})
			must(t, err)
			return try{about: p.NodeID().String(), input: fmt.Sprintf(`{id: %q}`, p.NodeID())}
		}},
		"sprintUpsert": {shows: "sprint", try: func(_ *testing.T, w *world, _ column, n int) try {
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", name: "Sprint %d", startsOn: %q, endsOn: %q}`, n, earlier, today)}
		}},
		"sprintComplete": {shows: "sprint", try: func(t *testing.T, w *world, _ column, _ int) try {
			s, _, err := w.app.Sprints.Put(t.Context(), activity.BySystem, sprint.Upsert{WorkspaceID: w.acme.ID, Name: new("To complete"), StartsOn: new(date(earlier)), EndsOn: new(date(today))})
			must(t, err)
			return try{about: s.NodeID().String(), input: fmt.Sprintf(`{id: %q}`, s.NodeID())}
		}},
	},
}

// entryOn is a time entry on each project, where there is one.
var entryOn = map[string]string{"open": "entry", "outer": "outerEntry"}

func (w *world) makeProject(t *testing.T, name string, access project.Access, members ...*apptest.Person) *project.Project {
	t.Helper()
	ids := make([]uuid.UUID, len(members))
	for i, m := range members {
		ids[i] = m.ID
	}
	p := w.acme.Project(t, func(p *project.Upsert) { p.Access, p.MemberIDs = &access, &ids })
	it := w.put(t, name, "Project", "Query.project", p.NodeID(), "task", name+"Task", "about", name+"Made", "log", "projectLog", "entry", entryOn[name])
	it.bound = p
	return p
}

func (w *world) makeTask(t *testing.T, name string, p *project.Project, change ...func(*task.Upsert)) *task.Task {
	t.Helper()
	row := w.acme.Task(t, p, change...)
	w.put(t, name, "Task", "Query.task", row.NodeID(), "project", p.NodeID().String(), "about", name+"Made",
		"log", map[string]string{"outerTask": "outerLog"}[name], "entry", entryOn[strings.TrimSuffix(name, "Task")]).bound = p
	return row
}

func (w *world) projectFacts(p *project.Project, r *rows) facts {
	return facts{
		"metrics": w.metricsList(w.weekOf(nil, onProject(p.ID)).among(p.ID, w.things["open"]), r),
		"version": value(p.Version), "workLogs": rawList(r.current(), func(l *worklog.WorkLog) bool { return r.isOn(l, p.ID) }),
		"timeEntries": timeFact(r, func(e *timeentry.Entry) bool { _, on := r.taskOf(e.TaskID); return on == p.ID }),
		"id":          value(p.NodeID().String()), "key": value(p.Key), "name": value(p.Name), "archivedAt": value(instant(p.ArchivedAt)), "access": value(enum(p.Access)),
		"members": list(func(*viewer) []string {
			return ids(r.members, func(m *member.Member) bool { return slices.Contains(w.insiders[p.ID], m.ID) })
		}),
		"tasks":      list(func(*viewer) []string { return ids(r.tasks, func(x *task.Task) bool { return x.ProjectID == p.ID }) }),
		"activities": w.timeline(func(a *activity.Activity) bool { return a.ProjectID != nil && *a.ProjectID == p.ID }),
	}
}

func (w *world) sprintFacts(s *sprint.Sprint, r *rows) facts {
	link := any(nil)
	if s.TeamID != nil {
		link = named(id.Of(id.Team, *s.TeamID))
	}
	return facts{
		"timeTotals": w.metricsOne(w.groups(r)["sprintDays"], r), "version": value(s.Version), "id": value(s.NodeID().String()), "name": value(s.Name), "startsOn": value(s.StartsOn.String()), "endsOn": value(s.EndsOn.String()),
		"completedAt": value(instant(s.CompletedAt)), "team": object(link),
		"activities": w.timeline(func(a *activity.Activity) bool { return a.EntityID == s.ID }),
	}
}

func (w *world) taskFacts(x *task.Task, r *rows) facts {
	link := func(kind id.Kind, u *uuid.UUID) fact {
		if u == nil {
			return object(nil)
		}
		return object(named(id.Of(kind, *u)))
	}
	due := any(nil)
	if x.DueOn != nil {
		due = x.DueOn.String()
	}
	return facts{
		"id": value(x.NodeID().String()), "key": value(x.Key), "title": value(x.Title), "status": value(enum(x.Status)), "priority": value(enum(x.Priority)),
		"dueOn": value(due), "project": object(named(id.Of(id.Project, x.ProjectID))), "sprint": link(id.Sprint, x.SprintID),
		"metrics":  w.metricsList(w.weekOf(nil, onTask(x.ID)).among(x.ID, w.things["openTask"]), r),
		"progress": value(x.Progress), "version": value(x.Version),
		"workLogs":    rawList(r.current(), func(l *worklog.WorkLog) bool { return l.TaskID != nil && *l.TaskID == x.ID }),
		"timeEntries": timeFact(r, func(e *timeentry.Entry) bool { return e.TaskID != nil && *e.TaskID == x.ID }),
		"blockers":    w.blockerList(r, func(b *blocker.Blocker) bool { return b.TaskID != nil && *b.TaskID == x.ID }),
		"team":        link(id.Team, x.TeamID), "assignee": link(id.Member, x.AssigneeID), "externalUrl": value(orNil(x.ExternalURL)),
		"activities": w.timeline(func(a *activity.Activity) bool { return a.EntityID == x.ID }),
	}
}
