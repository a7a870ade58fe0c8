package worklog_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/member"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

func onTask(i uuid.UUID) worklog.Subject    { return worklog.Subject{TaskID: &i} }
func onProject(i uuid.UUID) worklog.Subject { return worklog.Subject{ProjectID: &i} }

func same(t testing.TB, before, after map[string]string) {
	t.Helper()
	for table, digest := range before {
		if after[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}

func metadata(t testing.TB, a *activity.Activity) map[string]string {
	t.Helper()
	var m map[string]string
	if err := json.Unmarshal(a.Metadata, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAppendKeepsWhatIsGiven(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	p := w.Project(t)
	task := w.Task(t, p)
	a.Clock.Set(apptest.Noon.Add(1234567 * time.Nanosecond))

	now := w.WorkLog(t, ann, func(l *worklog.AppendParams) { l.Subject, l.Note = onTask(task.ID), " Tried it.\r\nIt leaks. " })
	if now.Note != "Tried it.\nIt leaks." || *now.TaskID != task.ID || now.ProjectID != nil || now.MemberID != ann.ID || now.CorrectsID != nil ||
		!now.LoggedAt.Equal(apptest.Noon.Add(1234*time.Microsecond)) || now.CreatedAt.IsZero() || now.Version() != 1 || !now.UpdatedAt().Equal(now.CreatedAt) {
		t.Errorf("a log of now is %+v", now)
	}
	earlier := apptest.Noon.Add(-36 * time.Hour).In(time.FixedZone("", 9*3600))
	then := w.WorkLog(t, ann, func(l *worklog.AppendParams) { l.Subject, l.LoggedAt = onProject(p.ID), &earlier })
	if !then.LoggedAt.Equal(earlier) || then.TaskID != nil || *then.ProjectID != p.ID {
		t.Errorf("an earlier one is %+v", then)
	}
	for _, row := range []*worklog.WorkLog{now, then} {
		stored, err := a.WorkLogs.ByIDs(t.Context(), ann.Viewer(t), []uuid.UUID{row.ID})
		if err != nil || stored[row.ID] == nil || !stored[row.ID].LoggedAt.Equal(row.LoggedAt) || stored[row.ID].Note != row.Note || !stored[row.ID].CreatedAt.Equal(row.CreatedAt) {
			t.Errorf("stored is %+v: %v", stored[row.ID], err)
		}
	}
}

// R9: one log, one activity, which tells of it by the person's own day and never what it says.
func TestAppendR9(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	kiri := w.Member(t, func(p *member.InviteParams) { p.TimeZone = "Pacific/Kiritimati" }) // UTC+14
	p := w.Project(t)
	task := w.Task(t, p)
	seq := w.Seq(t)
	row := w.WorkLog(t, kiri, func(l *worklog.AppendParams) { l.Subject, l.Note = onTask(task.ID), "canary in a note" })
	log := w.Log(t)[seq:]
	if len(log) != 1 {
		t.Fatalf("the log has %d more entries", len(log))
	}
	e := log[0]
	if e.Action != activity.Created || e.EntityType != activity.WorkLog || e.EntityID != row.ID || e.Visibility != activity.ToSubject ||
		*e.SubjectID != kiri.ID || *e.ActorID != kiri.ID || e.ProjectID != nil || *e.SubjectName != "Work log 2026-02-12" || *e.Title != "logged work of 2026-02-12" {
		t.Errorf("the activity is %+v", e)
	}
	if m := metadata(t, e); len(m) != 2 || m["date"] != "2026-02-12" || m["taskId"] != task.NodeID().String() {
		t.Errorf("its metadata is %v", m)
	}
	later, _, err := a.WorkLogs.Correct(t.Context(), kiri.Viewer(t), worklog.CorrectParams{ID: row.ID, Note: new("canary of a correction"), Subject: new(onProject(p.ID))})
	if err != nil {
		t.Fatal(err)
	}
	log = w.Log(t)[seq+1:]
	if len(log) != 1 {
		t.Fatalf("after a correction the log has %d more entries", len(log))
	}
	e = log[0]
	if e.Action != activity.Updated || e.EntityID != later.ID || *e.Title != "corrected the work log of 2026-02-12" || len(e.Changes) != 3 || !e.Changes[0].Redacted ||
		*e.Changes[1].Old != task.NodeID().String() || *e.Changes[2].New != p.NodeID().String() || metadata(t, e)["correctsId"] != row.NodeID().String() {
		t.Errorf("the correction's activity is %+v, %+v", e, e.Changes)
	}
	var found int
	if err := a.DB.NewRaw("select count(*) from activities a where a::text like '%canary%'").Scan(t.Context(), &found); err != nil || found > 0 {
		t.Errorf("%d activities tell a note: %v", found, err)
	}
}

func TestAppendChecksTheInput(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	v := w.Member(t).Viewer(t)
	p := w.Project(t)
	before := a.Snapshot(t)
	long := strings.Repeat("ü", worklog.MaxNote)
	for name, c := range map[string]struct {
		change func(*worklog.AppendParams)
		code   check.Code
		field  string
	}{
		"nothing":           {func(l *worklog.AppendParams) { l.Note = "" }, check.Required, "note"},
		"blanks":            {func(l *worklog.AppendParams) { l.Note = " \n\u200b" }, check.Required, "note"},
		"too long":          {func(l *worklog.AppendParams) { l.Note = long + "x" }, check.TooLong, "note"},
		"NUL":               {func(l *worklog.AppendParams) { l.Note = "a\x00b" }, check.Invalid, "note"},
		"invalid UTF-8":     {func(l *worklog.AppendParams) { l.Note = "\xff" }, check.Invalid, "note"},
		"control":           {func(l *worklog.AppendParams) { l.Note = "\x1b[2J" }, check.Invalid, "note"},
		"a moment to come":  {func(l *worklog.AppendParams) { l.LoggedAt = new(apptest.Noon.Add(time.Microsecond)) }, check.OutOfRange, "loggedAt"},
		"before 1970":       {func(l *worklog.AppendParams) { l.LoggedAt = new(time.Unix(0, 0).Add(-time.Microsecond)) }, check.OutOfRange, "loggedAt"},
		"no year":           {func(l *worklog.AppendParams) { l.LoggedAt = new(time.Time{}) }, check.OutOfRange, "loggedAt"},
		"neither":           {func(l *worklog.AppendParams) { l.Subject = worklog.Subject{} }, check.Invalid, "subject"},
		"a task, a project": {func(l *worklog.AppendParams) { l.Subject.TaskID = l.Subject.ProjectID }, check.Invalid, "subject"},
	} {
		t.Run(name+" is rejected", func(t *testing.T) {
			l := worklog.AppendParams{WorkspaceID: w.ID, Subject: onProject(p.ID), Note: "x"}
			c.change(&l)
			_, receipt, err := a.WorkLogs.Append(t.Context(), v, l)
			apptest.WantRejection(t, err, c.code, c.field)
			if receipt.Seq != 0 {
				t.Error("it has a receipt")
			}
		})
	}
	same(t, before, a.Snapshot(t))
	for _, note := range []string{long, "it's ?0 \\ $$ \u2028 🦆\n-- "} {
		note = strings.TrimSpace(note)
		row, _, err := a.WorkLogs.Append(t.Context(), v, worklog.AppendParams{WorkspaceID: w.ID, Subject: onProject(p.ID), Note: note, LoggedAt: new(time.Unix(0, 0))})
		if err != nil || row.Note != note {
			t.Errorf("the longest and the oddest text, at the earliest time: %v", err)
		}
	}
}

// R13: a task or project of another workspace, one that is hidden from the writer and one that is not there are told in the
// same words at the same field, and nothing is written.
func TestAppendR13(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	hidden, theirs := w.Restricted(t, bob), foreign.Project(t)
	hiddenTask, foreignTask := w.Task(t, hidden), foreign.Task(t, theirs)
	before := a.Snapshot(t)
	try := func(v *authz.Viewer, s worklog.Subject) error {
		_, _, err := a.WorkLogs.Append(t.Context(), v, worklog.AppendParams{WorkspaceID: w.ID, Subject: s, Note: "x"})
		return err
	}
	absent := try(ann.Viewer(t), onTask(uuid.New()))
	apptest.WantRejection(t, absent, check.NotFound, "subject.taskId")
	for name, i := range map[string]uuid.UUID{"hidden": hiddenTask.ID, "foreign": foreignTask.ID, "a project's": hidden.ID} {
		if err := try(ann.Viewer(t), onTask(i)); err == nil || err.Error() != absent.Error() {
			t.Errorf("a task that is %s: %v, want %v", name, err, absent)
		}
	}
	absent = try(ann.Viewer(t), onProject(uuid.New()))
	apptest.WantRejection(t, absent, check.NotFound, "subject.projectId")
	for name, i := range map[string]uuid.UUID{"hidden": hidden.ID, "foreign": theirs.ID, "a task's": hiddenTask.ID} {
		if err := try(ann.Viewer(t), onProject(i)); err == nil || err.Error() != absent.Error() {
			t.Errorf("a project that is %s: %v, want %v", name, err, absent)
		}
	}
	if _, _, err := a.WorkLogs.Append(t.Context(), ann.Viewer(t), worklog.AppendParams{WorkspaceID: foreign.ID, Subject: onProject(theirs.ID), Note: "x"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("in another workspace: %v", err)
	}
	same(t, before, a.Snapshot(t))
	for who, v := range map[string]*authz.Viewer{"its member": bob.Viewer(t), "an admin": w.Owner.Viewer(t)} {
		if err := try(v, onTask(hiddenTask.ID)); err != nil {
			t.Errorf("%s on a restricted project: %v", who, err)
		}
	}
}

func TestAppendIsForThePersonAndServices(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, gone := w.Member(t), w.Member(t)
	p := w.Project(t)
	if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	bot := w.Service(t, authz.TrackingWrite).Viewer(t)
	cases := map[string]struct {
		v    *authz.Viewer
		of   *uuid.UUID
		code fault.Code
	}{
		"an admin in another's name":   {w.Owner.Viewer(t), &ann.ID, fault.Forbidden},
		"a mate":                       {w.Member(t).Viewer(t), &ann.ID, fault.Forbidden},
		"a service that may only read": {w.Service(t, authz.TrackingRead).Viewer(t), &ann.ID, fault.Forbidden},
		"a token that may only read":   {w.Personal(t, ann, authz.TrackingRead).Viewer(t), nil, fault.Forbidden},
		"a stranger":                   {foreign.Owner.Viewer(t), nil, fault.NotFound},
		"a service of another":         {foreign.Service(t, authz.TrackingWrite).Viewer(t), &ann.ID, fault.NotFound},
		"nobody":                       {nil, nil, fault.NotFound},
	}
	before := a.Snapshot(t)
	for name, c := range cases {
		_, _, err := a.WorkLogs.Append(t.Context(), c.v, worklog.AppendParams{WorkspaceID: w.ID, Subject: onProject(p.ID), Note: "x", OnBehalfOf: c.of})
		if !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	ofBot := func(of *uuid.UUID) (*worklog.WorkLog, error) {
		row, _, err := a.WorkLogs.Append(t.Context(), bot, worklog.AppendParams{WorkspaceID: w.ID, Subject: onProject(p.ID), Note: "x", OnBehalfOf: of})
		return row, err
	}
	for _, c := range []struct {
		of   *uuid.UUID
		code check.Code
	}{{nil, check.Required}, {&gone.ID, check.NotFound}, {&foreign.Owner.ID, check.NotFound}, {new(uuid.New()), check.NotFound}} {
		_, err := ofBot(c.of)
		apptest.WantRejection(t, err, c.code, "onBehalfOf")
	}
	same(t, before, a.Snapshot(t))
	if row, err := ofBot(&ann.ID); err != nil || row.MemberID != ann.ID {
		t.Errorf("a service for a person: %+v %v", row, err)
	}
	if last := w.Log(t)[w.Seq(t)-1]; last.ActorKind != authz.KindService || *last.SubjectID != ann.ID {
		t.Errorf("the log tells of %+v", last)
	}
}

func TestNothingIsLoggedOnArchivedProjects(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	p, q := w.Project(t), w.Project(t)
	task := w.Task(t, p)
	old := w.WorkLog(t, ann, func(l *worklog.AppendParams) { l.Subject = onTask(task.ID) })
	other := w.WorkLog(t, ann, func(l *worklog.AppendParams) { l.Subject = onProject(q.ID) })
	if _, _, err := a.Projects.Archive(t.Context(), w.Owner.Viewer(t), p.ID, true); err != nil {
		t.Fatal(err)
	}
	before := a.Snapshot(t)
	v := ann.Viewer(t)
	for _, s := range []worklog.Subject{onTask(task.ID), onProject(p.ID)} {
		_, _, err := a.WorkLogs.Append(t.Context(), v, worklog.AppendParams{WorkspaceID: w.ID, Subject: s, Note: "x"})
		apptest.WantRejection(t, err, check.Invalid, "subject")
		_, _, err = a.WorkLogs.Correct(t.Context(), v, worklog.CorrectParams{ID: other.ID, Subject: &s})
		apptest.WantRejection(t, err, check.Invalid, "subject")
	}
	same(t, before, a.Snapshot(t))
	if _, _, err := a.WorkLogs.Correct(t.Context(), v, worklog.CorrectParams{ID: old.ID, Note: new("still right to correct"), Subject: new(onTask(task.ID))}); err != nil {
		t.Errorf("the note of a log that stays where it is: %v", err)
	}
}
