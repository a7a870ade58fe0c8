package timeentry_test

import (
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/patch"
	"daybook/internal/timeentry"
	"daybook/internal/timer"

	"github.com/google/uuid"
)

// Archived projects take no new time, as they take no new work logs; what is there can be put right, and a timer that ran
// before can end.
func TestNoNewTimeOnArchivedProjects(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	past := w.Project(t)
	old, live := w.Task(t, past), w.Task(t, w.Project(t))
	on := func(task uuid.UUID) func(*timeentry.CreateParams) {
		return func(p *timeentry.CreateParams) { p.TaskID = &task }
	}
	there := w.TimeEntry(t, ann, from("08:00:00", "09:00:00"), on(old.ID))
	other := w.TimeEntry(t, ann, from("09:00:00", "10:00:00"), on(live.ID))
	running := w.Timer(t, bob, func(p *timer.StartParams) { p.TaskID = &old.ID })
	if _, _, err := a.Projects.Archive(t.Context(), w.Owner.Viewer(t), past.ID, true); err != nil {
		t.Fatal(err)
	}
	v, bot := ann.Viewer(t), w.Service(t, authz.TrackingWrite).Viewer(t)
	before := a.Snapshot(t)
	refused := func(t *testing.T, err error) {
		t.Helper()
		apptest.WantRejection(t, err, check.Invalid, "taskId")
		for table, digest := range a.Snapshot(t) {
			if before[table] != digest {
				t.Errorf("the table %s was changed", table)
			}
		}
	}
	t.Run("a new entry is refused", func(t *testing.T) {
		_, _, err := a.TimeEntries.Create(t.Context(), v, timeentry.CreateParams{WorkspaceID: w.ID, TaskID: &old.ID, SpentOn: &today, DurationSeconds: new(60)})
		refused(t, err)
	})
	t.Run("one by a service is refused", func(t *testing.T) {
		_, _, err := a.TimeEntries.Create(t.Context(), bot, timeentry.CreateParams{WorkspaceID: w.ID, TaskID: &old.ID, SpentOn: &today, DurationSeconds: new(60), OnBehalfOf: &ann.ID})
		refused(t, err)
	})
	t.Run("an entry that is moved there is refused", func(t *testing.T) {
		_, _, err := a.TimeEntries.Update(t.Context(), v, timeentry.Update{ID: other.ID, TaskID: patch.To(&old.ID)})
		refused(t, err)
	})
	t.Run("an imported row is refused, and loses no other", func(t *testing.T) {
		rows := []timeentry.ImportRow{{TaskID: &old.ID, SpentOn: &today, DurationSeconds: new(60)}, {TaskID: &live.ID, SpentOn: &today, DurationSeconds: new(60)}}
		results, _, err := a.TimeEntries.Import(t.Context(), v, w.ID, rows)
		if err != nil || results[0].Entry != nil || len(results[0].Errors) != 1 || results[0].Errors[0].Code != check.Invalid || results[1].Entry == nil {
			t.Errorf("it gives %+v, %v", results, err)
		}
	})
	t.Run("what is there can be changed", func(t *testing.T) {
		got, _, err := a.TimeEntries.Update(t.Context(), v, timeentry.Update{ID: there.ID, TaskID: patch.To(&old.ID), Note: patch.To(new("right")), DurationSeconds: new(1800)})
		if err != nil || *got.Note != "right" || *got.TaskID != old.ID {
			t.Errorf("it is %+v: %v", got, err)
		}
	})
	t.Run("and moved away, and deleted", func(t *testing.T) {
		if _, _, err := a.TimeEntries.Update(t.Context(), v, timeentry.Update{ID: there.ID, TaskID: patch.To(&live.ID)}); err != nil {
			t.Error(err)
		}
		if _, err := a.TimeEntries.Delete(t.Context(), v, there.ID, nil); err != nil {
			t.Error(err)
		}
	})
	t.Run("a timer that ran before ends", func(t *testing.T) {
		a.Clock.Set(apptest.Noon.Add(time.Hour))
		if e, _, err := a.Timers.Stop(t.Context(), bob.Viewer(t), running.ID, nil); err != nil || *e.TaskID != old.ID {
			t.Errorf("it became %+v: %v", e, err)
		}
	})
	t.Run("the operator brings in history", func(t *testing.T) {
		results, _, err := a.TimeEntries.Store(t.Context(), activity.BySystem, w.ID, []timeentry.ImportRow{{MemberID: bob.ID, TaskID: &old.ID, SpentOn: &today, DurationSeconds: new(60)}}, false)
		if err != nil || results[0].Entry == nil {
			t.Errorf("it gives %+v, %v", results, err)
		}
	})
	t.Run("a project that is brought back takes time again", func(t *testing.T) {
		if _, _, err := a.Projects.Archive(t.Context(), w.Owner.Viewer(t), past.ID, false); err != nil {
			t.Fatal(err)
		}
		w.TimeEntry(t, ann, from("10:00:00", "11:00:00"), on(old.ID))
	})
}
