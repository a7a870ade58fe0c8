package matrixtest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/timeentry"
)

var timeEntryPart = part{
	ways: map[string][]way{
		"TimeEntry": byID("timeEntry",
			way{path: "member(id: $owner)/timeEntries(first: 100)/nodes"},
			way{path: acme + "timeEntries(first: 100)/nodes"},
			way{path: acme + "timeEntries(first: 100, filter: {memberIds: [$owner]})@$person/edges/node"},
			way{path: acme + "members(first: 10, filter: {ids: [$owner]})/nodes@$person/timeEntries(first: 100)/edges/node"},
			way{path: "task(id: $task)/timeEntries(first: 100)/nodes", only: "entry outerEntry matesEntry adminsEntry"},
			way{path: "project(id: $project)/timeEntries(first: 100)/nodes", only: "entry outerEntry matesEntry adminsEntry"},
			way{path: "activity(id: $about)/subject"},
			way{path: "edges/node@$about/subject", over: "$about"},
			way{path: "timeEntryUpdate(input: {id: $it})/timeEntry"},
			way{path: importOne + "/results/timeEntry", only: "imported"},
		),
	},
	tries: map[string]mutation{
		"timeEntryCreate": {shows: "timeEntry", try: func(_ *testing.T, w *world, col column, _ int) try {
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", spentOn: %q, durationSeconds: 60%s}`, earlier, inNameOf(col))}
		}},
		"timeEntryUpdate": {shows: "timeEntry", try: func(t *testing.T, w *world, _ column, n int) try {
			e := w.minute(t, w.subject)
			return try{about: e.NodeID().String(), hidden: "TimeEntry", input: fmt.Sprintf(`{id: %q, note: "Time %d"}`, e.NodeID(), n)}
		}},
		"timeEntryDelete": {shows: "deletedId", try: func(t *testing.T, w *world, _ column, _ int) try {
			e := w.minute(t, w.subject)
			return try{about: e.NodeID().String(), hidden: "TimeEntry", input: fmt.Sprintf(`{id: %q}`, e.NodeID())}
		}},
		"timeEntriesImport": {shows: "results { row }", try: func(_ *testing.T, w *world, _ column, n int) try {
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(
				`{workspaceId: "$workspace", rows: [{memberId: "$subject", spentOn: %q, durationSeconds: 60, externalKey: "row-%d"}]}`, earlier, n)}
		}},
	},
	remarks: []remark{
		{"timeEntryCreate", admin, allowed, "an admin's own time", func(*testing.T, *world) try {
			return try{input: fmt.Sprintf(`{workspaceId: "$workspace", spentOn: %q, durationSeconds: 60}`, earlier)}
		}},
		{"timeEntriesImport", self, refused, "one's own rows mixed with another's", func(*testing.T, *world) try {
			return try{input: fmt.Sprintf(`{workspaceId: "$workspace", rows: [{spentOn: %q, durationSeconds: 60}, {memberId: "$mate", spentOn: %q, durationSeconds: 60}]}`, earlier, earlier)}
		}},
	},
}

// minute is a new entry of a minute.
func (w *world) minute(t *testing.T, p *apptest.Person) *timeentry.Entry {
	t.Helper()
	return w.acme.TimeEntry(t, p, func(p *timeentry.CreateParams) { p.SpentOn, p.DurationSeconds = new(date(earlier)), new(60) })
}

func (w *world) makeTimeEntries(t *testing.T) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	spend := func(name string, p *apptest.Person, by *authz.Viewer, c timeentry.CreateParams, refs ...string) *timeentry.Entry {
		c.WorkspaceID = w.acme.ID
		if by.IsService() {
			c.OnBehalfOf = &p.ID
		}
		row, _, err := w.app.TimeEntries.Create(ctx, by, c)
		must(t, err)
		w.putRaw(t, name, "TimeEntry", row, p, refs...)
		return row
	}
	subject, program := w.subject.Viewer(t), w.acme.Service(t, authz.TrackingWrite).Viewer(t)
	open, outer := w.things["openTask"].NodeID().UUID, w.things["outerTask"].NodeID().UUID
	spend("entry", w.subject, subject, timeentry.CreateParams{TaskID: &open, StartedAt: new(at(earlier, 9)), EndedAt: new(at(earlier, 10).Add(time.Minute)),
		Billable: true, Note: new("A review")}, "task", "openTask", "project", "open")
	spend("dayEntry", w.subject, subject, timeentry.CreateParams{SpentOn: new(date(earlier)), DurationSeconds: new(1000)})
	spend("outerEntry", w.subject, program, timeentry.CreateParams{TaskID: &outer, SpentOn: new(date(earlier)), DurationSeconds: new(700)}, "task", "outerTask", "project", "outer")
	spend("todaysEntry", w.subject, subject, timeentry.CreateParams{StartedAt: new(at(today, 8)), EndedAt: new(at(today, 9))})
	spend("matesEntry", w.mate, w.mate.Viewer(t), timeentry.CreateParams{TaskID: &outer, SpentOn: new(date(earlier)), DurationSeconds: new(7200)}, "task", "outerTask", "project", "outer")
	spend("adminsEntry", w.admin, w.admin.Viewer(t), timeentry.CreateParams{TaskID: &open, SpentOn: new(date(earlier)), DurationSeconds: new(7000)}, "task", "openTask", "project", "open")
	gone := spend("goneEntry", w.subject, subject, timeentry.CreateParams{SpentOn: new(date(earlier)), DurationSeconds: new(50)})
	_, err := w.app.TimeEntries.Delete(ctx, subject, gone.ID, nil)
	must(t, err)
	w.things["goneEntry"].aside, w.things["todaysEntry"].aside = true, true
	rows, _, err := w.app.TimeEntries.Import(ctx, subject, w.acme.ID, []timeentry.ImportRow{{SpentOn: new(date(earlier)), DurationSeconds: new(600), ExternalKey: new("sheet-1")}})
	must(t, err)
	w.putRaw(t, "imported", "TimeEntry", rows[0].Entry, w.subject)
}

// importOne brings in a row that is there already.
const importOne = `timeEntriesImport(input: {workspaceId: $workspace, rows: [{memberId: $owner, spentOn: "` + earlier + `", durationSeconds: 600, externalKey: "sheet-1"}]})`

// reportedSeconds is a duration as reports show it: acme rounds up to steps of six minutes.
func reportedSeconds(seconds int) int { return (seconds + 359) / 360 * 360 }

// timeCall asks a list of time entries for its totals, too.
const timeCall = "(first: 100) { nodes { id } count { value precision } totals { durationSeconds billableSeconds reportedSeconds } }"

// timeList is a list of time entries with its totals.
func timeList(r *rows, v *viewer, keep func(*timeentry.Entry) bool) set {
	s := set{}
	duration, billable, reported := 0, 0, 0
	for _, e := range r.present() {
		if !mayList(v, e) || keep != nil && !keep(e) {
			continue
		}
		s.ids = append(s.ids, e.NodeID().String())
		duration += e.DurationSeconds
		reported += reportedSeconds(e.DurationSeconds)
		if e.Billable {
			billable += e.DurationSeconds
		}
	}
	s.total = len(s.ids)
	s.more = map[string]any{"totals": map[string]any{"durationSeconds": duration, "billableSeconds": billable, "reportedSeconds": reported}}
	return s
}

func timeFact(r *rows, keep func(*timeentry.Entry) bool) fact {
	return fact{call: timeCall, want: func(v *viewer) any { return timeList(r, v, keep) }}
}

// present are the entries that were not deleted.
func (r *rows) present() []*timeentry.Entry {
	return slices.DeleteFunc(slices.Clone(r.entries), func(e *timeentry.Entry) bool { return e.DeletedAt != nil })
}

func (w *world) timeEntryFacts(e *timeentry.Entry, r *rows) facts {
	onTask, onProject := object(nil), object(nil)
	if taskID, projectID := r.taskOf(e.TaskID); e.TaskID != nil {
		onTask, onProject = object(w.seen(id.Of(id.Task, taskID))), object(w.seen(id.Of(id.Project, projectID)))
	}
	return facts{
		"id": value(e.NodeID().String()), "member": object(named(id.Of(id.Member, e.MemberID))), "task": onTask, "project": onProject,
		"spentOn": value(e.SpentOn.String()), "billable": value(e.Billable), "durationSeconds": value(e.DurationSeconds),
		"reportedSeconds": value(reportedSeconds(e.DurationSeconds)), "startedAt": value(instant(e.StartedAt)), "endedAt": value(instant(e.EndedAt)),
		"note": value(orNil(e.Note)), "origin": value(enum(e.Origin)), "createdAt": value(instant(&e.CreatedAt)),
		"updatedAt": value(instant(&e.UpdatedAt)), "version": value(e.Version),
		"viewerCanEdit": value(func(v *viewer) any { return mayChange(v, e) }),
	}
}
