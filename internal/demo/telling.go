package demo

import (
	"fmt"
	"maps"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/timeentry"
	"daybook/internal/timer"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

// What the rooms' services write into the log at each change. TestToldAsServicesTell holds these against the services.

func toldWorkspace(w *workspaceRow) *activity.Entry {
	return &activity.Entry{Action: activity.Created, EntityType: activity.Workspace, EntityID: w.ID,
		Visibility: activity.ToWorkspace, SubjectName: w.Name, Title: "created the workspace"}
}

func toldMember(action activity.Action, m *memberRow, title string, d activity.Diff, metadata map[string]any) *activity.Entry {
	return &activity.Entry{Action: action, EntityType: activity.User, EntityID: m.ID, SubjectID: &m.ID,
		Visibility: activity.ToAdmins, Title: title, Changes: d.Changes, Metadata: metadata}
}

func toldAdded(m *memberRow) *activity.Entry {
	return toldMember(activity.Created, m, "added a member", activity.Diff{}, map[string]any{"role": string(m.Role)})
}

func toldRole(m *memberRow, old authz.Role) *activity.Entry {
	var d activity.Diff
	d.Text("role", old, m.Role)
	return toldMember(activity.RoleChanged, m, "changed a role", d, nil)
}

func toldManager(m *memberRow, old *uuid.UUID) *activity.Entry {
	var d activity.Diff
	d.ID("manager", id.Member, old, m.ManagerID)
	return toldMember(activity.Updated, m, "changed a manager", d, nil)
}

func toldSignIn(action activity.Action, m *memberRow) *activity.Entry {
	titles := map[activity.Action]string{activity.Login: "signed in", activity.Logout: "signed out", activity.LoginFailed: "failed to sign in"}
	return toldMember(action, m, titles[action], activity.Diff{}, map[string]any{"method": "password"})
}

func toldTeam(t *teamRow, withMembers bool) *activity.Entry {
	var d activity.Diff
	d.Text("name", nil, t.Name)
	d.ID("manager", id.Member, nil, t.ManagerID)
	if withMembers {
		d.Changes = append(d.Changes, &activity.FieldChange{Field: "members"})
	}
	return &activity.Entry{Action: activity.Created, EntityType: activity.Workspace, EntityID: t.WorkspaceID,
		Visibility: activity.ToWorkspace, SubjectName: t.Name, Title: "created the team " + t.Name, Changes: d.Changes,
		Metadata: map[string]any{"teamId": t.NodeID().String()}}
}

func toldProject(p *projectRow, withMembers bool) *activity.Entry {
	var d activity.Diff
	d.Text("name", nil, p.Name)
	d.Text("access", "open", p.Access)
	if withMembers {
		d.Changes = append(d.Changes, &activity.FieldChange{Field: "members"})
	}
	return &activity.Entry{Action: activity.Created, EntityType: activity.Project, EntityID: p.ID, ProjectID: &p.ID,
		Visibility: activity.ToWorkspace, SubjectName: p.Name, Title: "created the project " + p.Name, Changes: d.Changes}
}

func toldSprint(action activity.Action, s *sprintRow) *activity.Entry {
	var d activity.Diff
	if action == activity.Created {
		d.Text("name", nil, s.Name)
		d.Text("startsOn", nil, s.StartsOn)
		d.Text("endsOn", nil, s.EndsOn)
	}
	return &activity.Entry{Action: action, EntityType: activity.Sprint, EntityID: s.ID, Visibility: activity.ToWorkspace,
		SubjectName: s.Name, Title: string(action) + " the sprint " + s.Name, Changes: d.Changes}
}

func toldTask(action activity.Action, t *taskRow, title string, d activity.Diff) *activity.Entry {
	return &activity.Entry{Action: action, EntityType: activity.Task, EntityID: t.ID, ProjectID: &t.ProjectID,
		Visibility: activity.ToWorkspace, SubjectName: t.Key + " " + t.Title, Title: title, Changes: d.Changes}
}

func toldNewTask(t *taskRow) *activity.Entry {
	return toldTask(activity.Created, t, "created the task "+t.Key, activity.Diff{})
}

func toldTaskChange(old task.Task, t *taskRow) *activity.Entry {
	var d activity.Diff
	d.Text("status", old.Status, t.Status)
	d.Text("progress", old.Progress, t.Progress)
	d.Text("priority", old.Priority, t.Priority)
	d.Text("dueOn", dateText(old.DueOn), dateText(t.DueOn))
	d.ID("sprint", id.Sprint, old.SprintID, t.SprintID)
	d.ID("assignee", id.Member, old.AssigneeID, t.AssigneeID)
	switch {
	case d.Has("status") && t.Status == task.Done:
		return toldTask(activity.Completed, t, "completed "+t.Key, d)
	case d.Has("status"):
		return toldTask(activity.StatusChanged, t, "changed the status of "+t.Key, d)
	case d.Only("progress"):
		e := toldTask(activity.ProgressUpdated, t, fmt.Sprintf("set the progress of %s to %d %%", t.Key, t.Progress), d)
		e.Metadata = map[string]any{"progress": t.Progress}
		return e
	case d.Only("assignee"):
		return toldTask(activity.Assigned, t, "assigned "+t.Key, d)
	}
	return toldTask(activity.Updated, t, "changed "+t.Key, d)
}

func toldStandup(action activity.Action, s *standup.Standup, verb string, d activity.Diff) *activity.Entry {
	return &activity.Entry{Action: action, EntityType: activity.Standup, EntityID: s.ID, SubjectID: &s.MemberID,
		Visibility: activity.ToSubject, SubjectName: "Standup " + s.Date.String(), Title: verb + " the standup of " + s.Date.String(), Changes: d.Changes,
		Metadata: map[string]any{"date": s.Date.String(), "source": string(s.Source), "version": s.Version}}
}

// toldStandupChange tells which texts changed, never what they say.
func toldStandupChange(old, s *standup.Standup) *activity.Entry {
	var d activity.Diff
	d.Text("source", old.Source, s.Source)
	d.Guarded("yesterday", differ(old.Yesterday, s.Yesterday))
	d.Guarded("today", differ(old.Today, s.Today))
	d.Guarded("blockers", differ(old.BlockersText, s.BlockersText))
	return toldStandup(activity.Updated, s, "changed", d)
}

func toldComment(t *taskRow) *activity.Entry {
	return toldTask(activity.Commented, t, "commented on the task", activity.Diff{})
}

func toldWorkLog(l *worklog.WorkLog, on day.Date) *activity.Entry {
	about := map[string]any{"date": on.String()}
	for name, i := range map[string]*id.ID{"taskId": id.OfPtr(id.Task, l.TaskID), "projectId": id.OfPtr(id.Project, l.ProjectID),
		"correctsId": id.OfPtr(id.WorkLog, l.CorrectsID)} {
		if i != nil {
			about[name] = i.String()
		}
	}
	var d activity.Diff
	action, title := activity.Created, "logged work of "+on.String()
	if l.CorrectsID != nil {
		action, title = activity.Updated, "corrected the work log of "+on.String()
		d.Guarded("note", true) // nothing else is ever corrected here
	}
	return &activity.Entry{Action: action, EntityType: activity.WorkLog, EntityID: l.ID, SubjectID: &l.MemberID,
		Visibility: activity.ToSubject, SubjectName: "Work log " + on.String(), Title: title, Changes: d.Changes, Metadata: about}
}

func toldTimer(action activity.Action, t *timer.Timer, title string, about map[string]any) *activity.Entry {
	if t.TaskID != nil {
		about["taskId"] = id.Of(id.Task, *t.TaskID).String()
	}
	about["billable"] = t.Billable
	return &activity.Entry{Action: action, EntityType: activity.Timer, EntityID: t.ID, SubjectID: &t.MemberID,
		Visibility: activity.ToSubject, SubjectName: "Timer", Title: title, Metadata: about}
}

func toldStart(t *timer.Timer) *activity.Entry {
	return toldTimer(activity.Started, t, "started a timer", map[string]any{})
}

func toldStop(t *timer.Timer, e *timeentry.Entry) *activity.Entry {
	return toldTimer(activity.Stopped, t, "stopped a timer", map[string]any{"timeEntryId": e.NodeID().String(), "durationSeconds": e.DurationSeconds})
}

func toldTime(action activity.Action, e *timeentry.Entry, title string, d activity.Diff) *activity.Entry {
	return &activity.Entry{Action: action, EntityType: activity.TimeEntry, EntityID: e.ID, SubjectID: &e.MemberID,
		Visibility: activity.ToSubject, SubjectName: "Time entry of " + e.SpentOn.String(), Title: title, Changes: d.Changes,
		Metadata: map[string]any{"date": e.SpentOn.String(), "origin": string(e.Origin), "billable": e.Billable, "version": e.Version}}
}

// toldTimeChange tells what changed, and of the hours and the note only that they did.
func toldTimeChange(old, e *timeentry.Entry) *activity.Entry {
	var d activity.Diff
	d.ID("task", id.Task, old.TaskID, e.TaskID)
	moved := old.DurationSeconds != e.DurationSeconds
	d.Guarded("endedAt", moved && e.EndedAt != nil)
	d.Guarded("durationSeconds", moved)
	d.Text("billable", old.Billable, e.Billable)
	d.Guarded("note", differ(old.Note, e.Note))
	return toldTime(activity.Updated, e, "changed a time entry", d)
}

func toldBlocker(action activity.Action, b *blocker.Blocker, title string, d activity.Diff, more map[string]any) *activity.Entry {
	about := map[string]any{"severity": string(b.Severity), "category": string(b.Category), "state": string(b.State), "round": b.Round, "version": b.Version}
	maps.Copy(about, more)
	return &activity.Entry{Action: action, EntityType: activity.Blocker, EntityID: b.ID, SubjectID: &b.MemberID,
		Visibility: activity.ToSubject, SubjectName: "Blocker, " + string(b.Severity), Title: title, Changes: d.Changes, Metadata: about}
}

func toldEscalation(b *blocker.Blocker, e *blocker.Escalation, d activity.Diff) *activity.Entry {
	called := map[blocker.Level]string{blocker.Manager: "manager", blocker.Director: "director", blocker.VP: "VP"}
	return toldBlocker(activity.Escalated, b, "escalated a blocker to the "+called[e.Level], d, map[string]any{"level": string(e.Level),
		"step": e.Step, "escalationId": e.NodeID().String(), "recipientId": id.Of(id.Member, e.RecipientID).String()})
}

func differ(a, b *string) bool { return (a == nil) != (b == nil) || a != nil && *a != *b }
