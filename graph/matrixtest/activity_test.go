package matrixtest

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/task"
	"daybook/internal/timeentry"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

var activityPart = part{
	ways: map[string][]way{
		"Activity": byID("activity",
			way{path: acme + "activities(first: 50, filter: {entityId: $entity})/nodes"},
			way{path: acme + "activities(first: 50, filter: {entityId: $entity})/edges/node"},
			way{path: acme + "auditLog(first: 50, filter: {entityId: $entity})/nodes", only: "login removed"},
			way{path: "member(id: $subject)/activities(first: 50, filter: {entityId: $entity})/nodes", only: "shared stray veiled standupMade word login"},
			way{path: "task(id: $openTask)/activities(first: 50)/nodes", only: "shared comment"},
			way{path: "project(id: $open)/activities(first: 50)/nodes", only: "shared openMade comment"},
			way{path: "sprint(id: $sprint)/activities(first: 50)/nodes", only: "sprintMade"},
			way{path: "activity(id: $compensation)/compensates", only: "takenBack"},
			way{path: "activity(id: $takenBack)/compensatedBy", only: "compensation"},
			way{path: "blocker(id: $of)/activities(first: 50)/nodes", only: "escalation resolution"},
			way{path: "blocker(id: $entity)/activities(first: 50)/nodes", only: "escalatedMade"},
			way{path: "node(id: $entity)<ExternalEntity>/activities(first: 50)/nodes", only: "invoiceMade"},
			way{path: "edges/node", over: "$it"},
		),
		"FieldChange": {
			{path: "activity(id: $shared)/changes"},
			{path: "node(id: $shared)<Activity>/changes"},
			{path: "nodes(ids: [$shared])<Activity>/changes"},
			{path: acme + "activities(first: 5, filter: {entityId: $openTask, action: {eq: UPDATED}})/nodes@shared/changes"},
			{path: "edges/node@shared/changes", over: "shared"},
		},
	},
}

// makeActivities appends entries that no service makes yet, but which the rules are about.
func (w *world) makeActivities(t *testing.T, open, inner *task.Task) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	_, _, err := w.app.Members.Remove(ctx, w.admin.Viewer(t), w.former.ID)
	must(t, err)
	note := func(name string, by activity.Actor, e activity.Entry) {
		receipt, err := w.app.Log.Do(ctx, w.acme.ID, by, func(context.Context, bun.Tx) (*activity.Entry, error) { return &e, nil })
		must(t, err)
		rows, err := activity.After(ctx, w.app.DB, w.acme.ID, receipt.Seq-1, 1)
		must(t, err)
		w.putActivity(t, name, rows[0])
	}
	subject := activity.ByMember(w.subject.ID)
	note("shared", subject, activity.Entry{Action: activity.Updated, EntityType: activity.Task, EntityID: open.ID, ProjectID: &open.ProjectID,
		Visibility: activity.ToWorkspace, SubjectName: "A task", Title: "changed a task", Content: "at length",
		Changes:  []*activity.FieldChange{{Field: "status", Old: new("todo"), New: new("done")}, {Field: "estimate", Redacted: true}},
		Metadata: map[string]any{"progress": 40, "internal": 7}})
	note("stray", subject, activity.Entry{Action: activity.Other, EntityType: activity.Task, EntityID: inner.ID,
		Visibility: activity.ToWorkspace, SubjectName: "A task not everyone opens", Title: "outside its project"})
	note("veiled", subject, activity.Entry{Action: activity.Other, EntityType: activity.Standup, EntityID: w.things["standup"].NodeID().UUID,
		Visibility: activity.ToWorkspace, SubjectName: "A standup", Title: "known to all, its row is not"})
	note("word", activity.ByMember(w.manager.ID), activity.Entry{Action: activity.Other, EntityType: activity.User, EntityID: w.subject.ID,
		SubjectID: &w.subject.ID, Visibility: activity.ToWorkspace, Title: "a word about a person"})
	note("login", subject, activity.Entry{Action: activity.Login, EntityType: activity.User, EntityID: w.subject.ID, SubjectID: &w.subject.ID,
		Visibility: activity.ToAdmins, Title: "signed in", Metadata: map[string]any{"method": "password"}})

	rows, err := activity.After(ctx, w.app.DB, w.acme.ID, 0, 10_000)
	must(t, err)
	// The making of each thing that ways lead to from the log. Of most that is no other than of the next: it is only passed by.
	made := map[uuid.UUID]string{w.things["sprint"].NodeID().UUID: "sprintMade"}
	for name, it := range w.things {
		if it.refs["about"] == name+"Made" {
			made[it.NodeID().UUID] = name + "Made"
		}
	}
	asked := strings.Fields("openMade innerMade outerMade sprintMade standupMade matesMade adminsMade entryMade escalatedMade")
	for _, a := range rows {
		name := made[a.EntityID]
		aside := name != "" && !slices.Contains(asked, name)
		switch {
		case a.EntityType == activity.Workspace && a.Title != nil && *a.Title == "created the team Second":
			name = "teamMade"
		case a.ActorKind == authz.KindService && a.EntityType == activity.Task:
			name = "programMade"
		case a.EntityType == activity.User && a.Action == activity.Deleted:
			name = "removed"
		case a.Action == activity.Escalated && a.EntityID == w.things["escalated"].NodeID().UUID:
			name = "escalation"
		case a.Action == activity.Resolved && a.EntityID == w.things["resolved"].NodeID().UUID:
			name = "resolution"
		}
		if name != "" && w.things[name] == nil {
			w.putActivity(t, name, a)
			w.things[name].aside = aside && name == made[a.EntityID]
		}
	}
}

func (w *world) putActivity(t *testing.T, name string, a *activity.Activity) {
	t.Helper()
	entity := "="
	if a.EntityID != uuid.Nil {
		entity += a.EntityNodeID().String()
	}
	it := w.put(t, name, "Activity", "Activity(vis "+enum(a.Visibility)+")", a.NodeID(), "entity", entity[1:])
	if a.SubjectID != nil && a.Visibility != activity.ToWorkspace {
		it.owner = *a.SubjectID
	}
	if ofEscalation(a) {
		for _, of := range w.things {
			if of.kind == "Blocker" && of.NodeID().UUID == a.EntityID {
				it.rule, it.told, it.refs["of"] = "Activity(of an escalation to MGR)", of.told, of.name
			}
		}
	}
	if a.ActorKind == authz.KindHuman && a.ActorID != nil {
		it.actor = *a.ActorID
	}
	if a.ProjectID != nil {
		for _, p := range w.things {
			if p.kind == "Project" && p.bound.ID == *a.ProjectID {
				it.bound = p.bound
			}
		}
	}
}

func (w *world) activityFacts(a *activity.Activity, r *rows) facts {
	by := id.Of(id.System, a.WorkspaceID)
	if a.ActorID != nil {
		by = id.Of(id.Member, *a.ActorID)
		if a.ActorKind == authz.KindService {
			by = id.Of(id.Token, *a.ActorID)
		}
	}
	mine := func(v *viewer) bool {
		of := func(u *uuid.UUID) bool { return v.person != nil && u != nil && *u == v.person.ID }
		return of(a.SubjectID) || of(a.ActorID)
	}
	var metadata map[string]any
	if len(a.Metadata) > 0 {
		if err := json.Unmarshal(a.Metadata, &metadata); err != nil {
			panic(err)
		}
	}
	subject := object(nil)
	switch a.EntityType {
	case activity.Task, activity.Project, activity.Sprint, activity.Standup, activity.WorkLog, activity.TimeEntry, activity.Blocker,
		activity.User, activity.Workspace, activity.Invoice:
		subject = object(w.seen(a.EntityNodeID()))
	}
	if slices.ContainsFunc(r.entries, func(e *timeentry.Entry) bool { return e.ID == a.EntityID && e.DeletedAt != nil }) {
		subject = object(nil)
	}
	subject.call = "{ ... on Node { id } }"
	name, content := orNil(a.SubjectName), orNil(a.Content)
	if said, isComment := r.comments[a.ID]; isComment {
		content = orNil(said)
	}
	for _, m := range r.members {
		if a.EntityType == activity.User && m.ID == a.EntityID {
			name = m.DisplayName
		}
	}
	var changes any
	if len(a.Changes) > 0 {
		all := []any{}
		for _, c := range a.Changes {
			all = append(all, map[string]any{"field": c.Field, "old": orNil(c.Old), "new": orNil(c.New), "redacted": c.Redacted})
		}
		changes = all
	}
	from := func(text string) fact {
		if a.RequestID == nil { // made outside a request
			return value(nil)
		}
		return value(text)
	}
	return facts{
		"id": value(a.NodeID().String()), "occurredAt": value(instant(&a.OccurredAt)), "actor": object(named(by)), "action": value(enum(a.Action)),
		"entityType": value(enum(a.EntityType)), "entityId": value(a.EntityNodeID().String()), "subject": subject, "subjectName": value(name),
		"title": value(orNil(a.Title)), "content": value(content), "visibility": value(enum(a.Visibility)),
		"compensates":   object(w.linked(func(x *activity.Activity) bool { return a.CompensatesID != nil && x.ID == *a.CompensatesID })),
		"compensatedBy": object(w.linked(func(x *activity.Activity) bool { return x.CompensatesID != nil && *x.CompensatesID == a.ID })),
		"changes":       {call: "{ field old new redacted }", want: changes},
		"displayUrl":    value(w.addressOf(a, r)),
		"metadata": value(func(v *viewer) any {
			shown := map[string]any{}
			for key, x := range metadata {
				if v.isAdmin() || v.col == svc || mine(v) || slices.Contains(shownToAll, key) {
					shown[key] = x
				}
			}
			if len(shown) == 0 {
				return nil
			}
			return shown
		}),
		"requestId": value(orNil(a.RequestID)), "sequence": value(a.Seq), "ipAddress": from(origin.IPAddress), "userAgent": from(origin.UserAgent),
	}
}

// linked is another activity as a link to it shows it, null when there is none.
func (w *world) linked(is func(*activity.Activity) bool) func(*viewer) any {
	return func(v *viewer) any {
		if n := slices.IndexFunc(w.log, is); n >= 0 && w.shows(v, w.log[n]) {
			return named(w.log[n].NodeID())
		}
		return nil
	}
}

// roomOf is where an entity's page is.
var roomOf = map[activity.EntityType]string{
	activity.Task: "tasks", activity.Project: "projects", activity.Sprint: "sprints", activity.Standup: "standups", activity.User: "people",
	activity.WorkLog: "work-logs", activity.TimeEntry: "time-entries", activity.Blocker: "blockers",
}

// shownToAll are the keys of an activity's metadata that MATE and MGR get.
var shownToAll = []string{"date", "source", "teamId", "progress"}

func (w *world) timeline(keep func(*activity.Activity) bool) fact {
	return list(func(v *viewer) []string {
		all := ids(w.log, func(a *activity.Activity) bool { return w.shows(v, a) && keep(a) })
		slices.Reverse(all)
		return all
	})
}
