package worklog_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/project"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

// A correction is a new log of the same person that keeps what was not given; the old one stays as it was.
func TestCorrectAppends(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v := ann.Viewer(t)
	task := w.Task(t, w.Project(t))
	other := w.Project(t)
	first := w.WorkLog(t, ann, func(l *worklog.AppendParams) {
		l.Subject, l.Note, l.LoggedAt = onTask(task.ID), "one", new(apptest.Noon.Add(-time.Hour))
	})
	correct := func(p worklog.CorrectParams) *worklog.WorkLog {
		t.Helper()
		row, receipt, err := a.WorkLogs.Correct(t.Context(), v, p)
		if err != nil || receipt.Seq != w.Seq(t) {
			t.Fatalf("%+v %v", receipt, err)
		}
		if *row.CorrectsID != p.ID || row.ID == p.ID || row.MemberID != ann.ID {
			t.Errorf("the correction is %+v", row)
		}
		return row
	}
	second := correct(worklog.CorrectParams{ID: first.ID, Note: new("two")})
	if second.Note != "two" || *second.TaskID != task.ID || !second.LoggedAt.Equal(first.LoggedAt) {
		t.Errorf("another note makes %+v", second)
	}
	third := correct(worklog.CorrectParams{ID: second.ID, LoggedAt: new(apptest.Noon.Add(-time.Minute + 250*time.Millisecond))})
	if third.Note != "two" || *third.TaskID != task.ID || !third.LoggedAt.Equal(apptest.Noon.Add(-time.Minute+250*time.Millisecond)) {
		t.Errorf("another time makes %+v", third)
	}
	fourth := correct(worklog.CorrectParams{ID: third.ID, Subject: new(onProject(other.ID))})
	if fourth.Note != "two" || fourth.TaskID != nil || *fourth.ProjectID != other.ID || !fourth.LoggedAt.Equal(third.LoggedAt) {
		t.Errorf("another subject makes %+v", fourth)
	}
	rows, err := a.WorkLogs.ByIDs(t.Context(), v, []uuid.UUID{first.ID})
	if old := rows[first.ID]; err != nil || old.Note != "one" || *old.TaskID != task.ID || !old.LoggedAt.Equal(first.LoggedAt) {
		t.Errorf("the old log is now %+v: %v", old, err)
	}
	later, err := a.WorkLogs.Corrections(t.Context(), v, []uuid.UUID{first.ID, second.ID, third.ID, fourth.ID})
	if err != nil || len(later) != 3 || later[first.ID].ID != second.ID || later[second.ID].ID != third.ID || later[third.ID].ID != fourth.ID {
		t.Errorf("the corrections are %v: %v", later, err)
	}
}

// A correction that changes nothing stores nothing: what is there is the answer.
func TestCorrectToTheSameChangesNothing(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v := ann.Viewer(t)
	p := w.Project(t)
	old := w.WorkLog(t, ann, func(l *worklog.AppendParams) { l.Subject, l.Note = onProject(p.ID), "one" })
	before := a.Snapshot(t)
	for name, p := range map[string]worklog.CorrectParams{
		"nothing given":       {},
		"the same note":       {Note: new(" one\r\n")},
		"the same everything": {Note: &old.Note, Subject: new(onProject(p.ID)), LoggedAt: new(old.LoggedAt.Add(999 * time.Nanosecond).In(time.FixedZone("", 3600)))},
	} {
		p.ID = old.ID
		row, receipt, err := a.WorkLogs.Correct(t.Context(), v, p)
		if err != nil || row.ID != old.ID || receipt.Seq != 0 {
			t.Errorf("%s: %+v %+v %v", name, row, receipt, err)
		}
	}
	same(t, before, a.Snapshot(t))
}

// Of twenty corrections of one log at once exactly one is stored, with its one activity (R9); the others are conflicts.
func TestCorrectAtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v := ann.Viewer(t)
	old := w.WorkLog(t, ann)
	seq := w.Seq(t)
	var stored, conflicts atomic.Int64
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			_, _, err := a.WorkLogs.Correct(t.Context(), v, worklog.CorrectParams{ID: old.ID, Note: new(fmt.Sprintf("correction %d", i))})
			rejection, ok := errors.AsType[*check.Rejection](err)
			switch {
			case err == nil:
				stored.Add(1)
			case ok && rejection.Errors[0].Code == check.Conflict:
				conflicts.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if stored.Load() != 1 || conflicts.Load() != 19 || w.Seq(t) != seq+1 {
		t.Errorf("%d were stored, %d were conflicts, %d activities", stored.Load(), conflicts.Load(), w.Seq(t)-seq)
	}
	before := a.Snapshot(t)
	for name, p := range map[string]worklog.CorrectParams{"another note": {Note: new("x")}, "nothing": {}} {
		p.ID = old.ID
		_, _, err := a.WorkLogs.Correct(t.Context(), v, p)
		t.Run(name+" comes too late", func(t *testing.T) { apptest.WantRejection(t, err, check.Conflict, "id") })
	}
	same(t, before, a.Snapshot(t))
}

func TestCorrectIsForThePersonAndServices(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann := w.Member(t)
	old := w.WorkLog(t, ann)
	viewers := map[string]struct {
		v    *authz.Viewer
		code fault.Code
	}{
		"a mate":                       {w.Member(t).Viewer(t), fault.NotFound},
		"an admin, who sees it":        {w.Admin(t).Viewer(t), fault.Forbidden},
		"a token that may only read":   {w.Personal(t, ann, authz.TrackingRead).Viewer(t), fault.Forbidden},
		"a service that may only read": {w.Service(t, authz.TrackingRead).Viewer(t), fault.Forbidden},
		"a stranger":                   {foreign.Owner.Viewer(t), fault.NotFound},
		"nobody":                       {nil, fault.NotFound},
	}
	before := a.Snapshot(t)
	for name, c := range viewers {
		if _, _, err := a.WorkLogs.Correct(t.Context(), c.v, worklog.CorrectParams{ID: old.ID, Note: new("x")}); !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if _, _, err := a.WorkLogs.Correct(t.Context(), ann.Viewer(t), worklog.CorrectParams{ID: uuid.New(), Note: new("x")}); !fault.Is(err, fault.NotFound) {
		t.Errorf("one that is not there: %v", err)
	}
	same(t, before, a.Snapshot(t))
	row, _, err := a.WorkLogs.Correct(t.Context(), w.Service(t, authz.TrackingWrite).Viewer(t), worklog.CorrectParams{ID: old.ID, Note: new("by a bot")})
	if err != nil || row.MemberID != ann.ID {
		t.Errorf("a service: %+v %v", row, err)
	}
	if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), ann.ID); err != nil {
		t.Fatal(err)
	}
	_, _, err = a.WorkLogs.Correct(t.Context(), w.Service(t, authz.TrackingWrite).Viewer(t), worklog.CorrectParams{ID: row.ID, Note: new("of who left")})
	apptest.WantRejection(t, err, check.NotFound, "id")
}

// R13: a correction moves a log to what its writer can open, nowhere else; the rest of a log on what they can no longer open
// is still theirs to correct.
func TestCorrectR13(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann := w.Member(t)
	secret := w.Restricted(t, ann)
	task := w.Task(t, secret)
	old := w.WorkLog(t, ann, func(l *worklog.AppendParams) { l.Subject = onTask(task.ID) })
	if _, _, err := a.Projects.Upsert(t.Context(), w.Owner.Viewer(t), project.Upsert{WorkspaceID: w.ID, ID: &secret.ID, MemberIDs: &[]uuid.UUID{}}); err != nil {
		t.Fatal(err)
	}
	v := ann.Viewer(t)
	before := a.Snapshot(t)
	for field, subjects := range map[string][]worklog.Subject{
		"subject.taskId":    {onTask(foreign.Task(t, foreign.Project(t)).ID), onTask(uuid.New()), onTask(task.ID)},
		"subject.projectId": {onProject(foreign.Project(t).ID), onProject(uuid.New()), onProject(secret.ID)},
	} {
		for _, s := range subjects {
			_, _, err := a.WorkLogs.Correct(t.Context(), v, worklog.CorrectParams{ID: old.ID, Note: new("x"), Subject: &s})
			apptest.WantRejection(t, err, check.NotFound, field)
		}
	}
	if before["work_logs"] != a.Snapshot(t)["work_logs"] {
		t.Error("a rejected correction was stored")
	}
	row, _, err := a.WorkLogs.Correct(t.Context(), v, worklog.CorrectParams{ID: old.ID, Note: new("x")})
	if err != nil || *row.TaskID != task.ID {
		t.Errorf("only the note: %+v %v", row, err)
	}
}
