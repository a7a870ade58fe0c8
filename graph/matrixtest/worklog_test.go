package matrixtest

import (
	"fmt"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

// corrected asks a list of work logs for those that a later one replaces, too.
const corrected = "(first: 100, filter: {includeCorrected: true})"

var workLogPart = part{
	ways: map[string][]way{
		"WorkLog": byID("workLog",
			way{path: "member(id: $owner)/workLogs" + corrected + "/nodes"},
			way{path: acme + "workLogs" + corrected + "/nodes"},
			way{path: acme + "workLogs(first: 100, filter: {memberIds: [$owner], includeCorrected: true})@$person/edges/node"},
			way{path: acme + "members(first: 10, filter: {ids: [$owner]})/nodes@$person/workLogs" + corrected + "/edges/node"},
			way{path: "task(id: $task)/workLogs" + corrected + "/nodes", only: "log newLog outerLog matesLog adminsLog"},
			way{path: "project(id: $project)/workLogs" + corrected + "/nodes"},
			way{path: "workLog(id: $newLog)/corrects", only: "log"},
			way{path: "workLog(id: $log)/correctedBy", only: "newLog"},
			way{path: "activity(id: $about)/subject"},
			way{path: "edges/node@$about/subject", over: "$about"},
		),
	},
	tries: map[string]mutation{
		"workLogAppend": {shows: "workLog", try: func(_ *testing.T, w *world, col column, n int) try {
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", subject: {taskId: "$openTask"}, note: "Log %d"%s}`, n, inNameOf(col))}
		}},
		"workLogCorrect": {shows: "workLog", try: func(t *testing.T, w *world, _ column, n int) try {
			l := w.acme.WorkLog(t, w.subject)
			return try{about: l.NodeID().String(), hidden: "WorkLog", input: fmt.Sprintf(`{id: %q, note: "Corrected %d"}`, l.NodeID(), n)}
		}},
	},
	remarks: []remark{
		{"workLogAppend", admin, allowed, "an admin's own work log", func(*testing.T, *world) try {
			return try{input: `{workspaceId: "$workspace", subject: {projectId: "$open"}, note: "my own"}`}
		}},
		{"workLogCorrect", admin, allowed, "an admin's own work log", func(t *testing.T, w *world) try {
			return try{input: fmt.Sprintf(`{id: %q, note: "my own, corrected"}`, w.acme.WorkLog(t, w.admin).NodeID())}
		}},
	},
}

// inNameOf names the subject as the person to write for, unless they write themselves.
func inNameOf(col column) string {
	if col == self {
		return ""
	}
	return `, onBehalfOf: "$subject"`
}

func (w *world) makeWorkLogs(t *testing.T) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	log := func(name string, p *apptest.Person, by *authz.Viewer, on worklog.Subject, refs ...string) *worklog.WorkLog {
		a := worklog.AppendParams{WorkspaceID: w.acme.ID, Subject: on, Note: "Noted by " + p.DisplayName + ": " + name, LoggedAt: new(at(earlier, 15))}
		if by.IsService() {
			a.OnBehalfOf = &p.ID
		}
		row, _, err := w.app.WorkLogs.Append(ctx, by, a)
		must(t, err)
		w.putRaw(t, name, "WorkLog", row, p, refs...)
		return row
	}
	subject, program := w.subject.Viewer(t), w.acme.Service(t, authz.TrackingWrite).Viewer(t)
	open, outer := w.things["openTask"].NodeID().UUID, w.things["outerTask"].NodeID().UUID
	old := log("log", w.subject, subject, worklog.Subject{TaskID: &open}, "task", "openTask", "project", "open")
	row, _, err := w.app.WorkLogs.Correct(ctx, subject, worklog.CorrectParams{ID: old.ID, Note: new("Noted otherwise")})
	must(t, err)
	w.putRaw(t, "newLog", "WorkLog", row, w.subject, "task", "openTask", "project", "open")
	log("projectLog", w.subject, subject, worklog.Subject{ProjectID: &w.things["inner"].bound.ID}, "project", "inner")
	log("outerLog", w.subject, program, worklog.Subject{TaskID: &outer}, "task", "outerTask", "project", "outer")
	log("matesLog", w.mate, w.mate.Viewer(t), worklog.Subject{TaskID: &outer}, "task", "outerTask", "project", "outer")
	log("adminsLog", w.admin, w.admin.Viewer(t), worklog.Subject{TaskID: &open}, "task", "openTask", "project", "open")
}

// current are the work logs that no later one replaces.
func (r *rows) current() []*worklog.WorkLog {
	replaced := map[uuid.UUID]bool{}
	for _, l := range r.logs {
		if l.CorrectsID != nil {
			replaced[*l.CorrectsID] = true
		}
	}
	var all []*worklog.WorkLog
	for _, l := range r.logs {
		if !replaced[l.ID] {
			all = append(all, l)
		}
	}
	return all
}

// isOn tells whether a log is on a project or one of its tasks.
func (r *rows) isOn(l *worklog.WorkLog, projectID uuid.UUID) bool {
	_, on := r.taskOf(l.TaskID)
	return on == projectID || l.ProjectID != nil && *l.ProjectID == projectID
}

func (w *world) workLogFacts(l *worklog.WorkLog, r *rows) facts {
	subject := fact{call: "{ ... on Node { id } }"}
	if l.TaskID != nil {
		subject.want = w.seen(id.Of(id.Task, *l.TaskID))
	} else {
		subject.want = w.seen(id.Of(id.Project, *l.ProjectID))
	}
	corrects, correctedBy := any(nil), any(nil)
	for _, x := range r.logs {
		if l.CorrectsID != nil && x.ID == *l.CorrectsID {
			corrects = named(x.NodeID())
		}
		if x.CorrectsID != nil && *x.CorrectsID == l.ID {
			correctedBy = named(x.NodeID())
		}
	}
	return facts{
		"id": value(l.NodeID().String()), "member": object(named(id.Of(id.Member, l.MemberID))), "subject": subject,
		"loggedAt": value(instant(&l.LoggedAt)), "note": value(l.Note), "corrects": object(corrects), "correctedBy": object(correctedBy),
		"createdAt": value(instant(&l.CreatedAt)), "updatedAt": value(instant(&l.CreatedAt)), "version": value(1),
		"viewerCanEdit": value(func(v *viewer) any { return v.person != nil && v.person.ID == l.MemberID }),
	}
}
