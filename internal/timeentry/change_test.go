package timeentry_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/patch"
	"daybook/internal/timeentry"

	"github.com/google/uuid"
)

// R5, trap 12: what is stored agrees after each change, and is what was handed back.
func TestUpdateStoresWhatFollowsR5(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v := ann.Viewer(t)
	e := w.TimeEntry(t, ann, from("08:00:00", "09:00:00"))
	for _, step := range []struct {
		p    timeentry.Update
		want summary
	}{
		{timeentry.Update{EndedAt: patch.To(at("09:30:00.9"))}, summary{"2026-02-11T08:00:00Z", "2026-02-11T09:30:00Z", today, 5400}},
		{timeentry.Update{DurationSeconds: new(60)}, summary{"2026-02-11T08:00:00Z", "2026-02-11T08:01:00Z", today, 60}},
		{timeentry.Update{StartedAt: patch.To(at("10:00:00"))}, summary{"2026-02-11T10:00:00Z", "2026-02-11T10:01:00Z", today, 60}},
		{timeentry.Update{StartedAt: patch.To(new(at("23:59:30").AddDate(0, 0, -1)))}, summary{"2026-02-10T23:59:30Z", "2026-02-11T00:00:30Z", today.AddDays(-1), 60}},
		{timeentry.Update{Note: patch.To(new("only the note"))}, summary{"2026-02-10T23:59:30Z", "2026-02-11T00:00:30Z", today.AddDays(-1), 60}},
		{timeentry.Update{StartedAt: patch.To(at("08:00:00")), EndedAt: patch.To(at("09:00:00"))}, summary{"2026-02-11T08:00:00Z", "2026-02-11T09:00:00Z", today, 3600}}, // over itself
	} {
		before := e.Version
		step.p.ID, step.p.Version = e.ID, &before
		updated, receipt, err := a.TimeEntries.Update(t.Context(), v, step.p)
		if err != nil {
			t.Fatal(err)
		}
		if summed(updated) != step.want || updated.Version != before+1 || !updated.UpdatedAt.After(e.UpdatedAt) || receipt.Seq != w.Seq(t) || updated.Reported != step.want.seconds {
			t.Errorf("it is %+v in version %d, want %+v", summed(updated), updated.Version, step.want)
		}
		rows, err := a.TimeEntries.ByIDs(t.Context(), v, []uuid.UUID{e.ID})
		if err != nil || asJSON(t, rows[e.ID]) != asJSON(t, updated) {
			t.Errorf("it was handed back as %s and is read as %s: %v", asJSON(t, updated), asJSON(t, rows[e.ID]), err)
		}
		e = updated
	}
	cleared, _, err := a.TimeEntries.Update(t.Context(), v, timeentry.Update{ID: e.ID, StartedAt: patch.To[time.Time](nil), EndedAt: patch.To[time.Time](nil), Note: patch.To[string](nil)})
	if err != nil || summed(cleared) != (summary{on: today, seconds: 3600}) || cleared.Note != nil {
		t.Errorf("without clock times it is %+v: %v", cleared, err)
	}
}

func TestUpdateWithNothingNewChangesNothing(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	task := w.Task(t, w.Project(t))
	e := w.TimeEntry(t, ann, from("08:00:00", "09:00:00"), func(p *timeentry.CreateParams) { p.TaskID, p.Note = &task.ID, new("x") })
	before := a.Snapshot(t)
	for name, p := range map[string]timeentry.Update{
		"nothing": {}, "the same": {TaskID: patch.To(&task.ID), StartedAt: patch.To(at("08:00:00.5")), EndedAt: patch.To(at("09:00:00")), SpentOn: &today,
			DurationSeconds: new(3600), Billable: new(false), Note: patch.To(new(" x ")), Version: new(1)},
	} {
		p.ID = e.ID
		same, receipt, err := a.TimeEntries.Update(t.Context(), ann.Viewer(t), p)
		if err != nil || receipt != (activity.Receipt{}) || same.Version != 1 || asJSON(t, same) != asJSON(t, e) {
			t.Errorf("%s: %+v, %+v, %v", name, same, receipt, err)
		}
	}
	_, _, err := a.TimeEntries.Update(t.Context(), ann.Viewer(t), timeentry.Update{ID: e.ID, Version: new(2), Billable: new(true)})
	apptest.WantRejection(t, err, check.Conflict, "expectedVersion")
	_, err = a.TimeEntries.Delete(t.Context(), ann.Viewer(t), e.ID, new(2))
	apptest.WantRejection(t, err, check.Conflict, "expectedVersion")
	_, _, err = a.TimeEntries.Update(t.Context(), ann.Viewer(t), timeentry.Update{ID: e.ID, Note: patch.To(new("a\x00"))})
	apptest.WantRejection(t, err, check.Invalid, "note")
	same(t, before, a.Snapshot(t))
}

// R4: a change is refused where another entry or the timer is, but never because of the entry itself.
func TestUpdateDoesNotOverlapR4(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v := ann.Viewer(t)
	w.TimeEntry(t, ann, from("08:00:00", "09:00:00"))
	e := w.TimeEntry(t, ann, from("09:00:00", "10:00:00"))
	run(t, a, ann, *at("11:00:00"))
	for name, p := range map[string]timeentry.Update{
		"an earlier start": {StartedAt: patch.To(at("08:59:59"))}, "into the timer": {EndedAt: patch.To(at("11:00:01"))}, "a longer one": {DurationSeconds: new(2*3600 + 1)},
	} {
		p.ID = e.ID
		_, _, err := a.TimeEntries.Update(t.Context(), v, p)
		apptest.WantRejection(t, err, check.Overlap, "startedAt")
		if t.Failed() {
			t.Fatal(name)
		}
	}
	for _, p := range []timeentry.Update{{StartedAt: patch.To(at("09:30:00"))}, {EndedAt: patch.To(at("11:00:00"))}} {
		p.ID = e.ID
		if _, _, err := a.TimeEntries.Update(t.Context(), v, p); err != nil {
			t.Error(err)
		}
	}
}

// Admins and services change others' entries, which the log tells with the actor and what changed, but no guarded value.
func TestWhoChangesEntries(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob, ada := w.Member(t), w.Member(t), w.Admin(t)
	task := w.Task(t, w.Project(t))
	e := w.TimeEntry(t, ann, from("08:00:00", "09:00:00"))
	change := timeentry.Update{ID: e.ID, Billable: new(true), Note: patch.To(new("secret"))}
	before := a.Snapshot(t)
	for name, c := range map[string]struct {
		v    *authz.Viewer
		code fault.Code
	}{
		"nobody": {nil, fault.NotFound}, "a stranger": {foreign.Owner.Viewer(t), fault.NotFound}, "a mate": {bob.Viewer(t), fault.NotFound},
	} {
		if _, _, err := a.TimeEntries.Update(t.Context(), c.v, change); !fault.Is(err, c.code) {
			t.Errorf("%s changes it: %v", name, err)
		}
		if _, err := a.TimeEntries.Delete(t.Context(), c.v, e.ID, nil); !fault.Is(err, c.code) {
			t.Errorf("%s deletes it: %v", name, err)
		}
		if rows, err := a.TimeEntries.ByIDs(t.Context(), ann.Viewer(t), []uuid.UUID{e.ID}); err != nil || timeentry.Editable(c.v, rows[e.ID]) {
			t.Errorf("%s may change it: %v", name, err)
		}
	}
	same(t, before, a.Snapshot(t))
	for name, v := range map[string]*authz.Viewer{"a token that only reads": w.Personal(t, ann, authz.TrackingRead).Viewer(t), "a service that only reads": w.Service(t, authz.TrackingRead).Viewer(t)} {
		if _, _, err := a.TimeEntries.Update(t.Context(), v, change); !fault.Is(err, fault.Forbidden) || timeentry.Editable(v, e) {
			t.Errorf("%s: %v", name, err)
		}
	}
	seq := w.Seq(t)
	change.TaskID, change.StartedAt = patch.To(&task.ID), patch.To(new(at("08:00:00").AddDate(0, 0, -1)))
	if _, _, err := a.TimeEntries.Update(t.Context(), ada.Viewer(t), change); err != nil {
		t.Fatal(err)
	}
	told := w.Log(t)[seq]
	if *told.ActorID != ada.ID || *told.SubjectID != ann.ID || told.Action != activity.Updated {
		t.Errorf("the activity is %+v", told)
	}
	var fields []string
	for _, c := range told.Changes {
		fields = append(fields, c.Field)
		if guarded := slices.Contains([]string{"startedAt", "endedAt", "note"}, c.Field); c.Redacted != guarded || guarded && (c.Old != nil || c.New != nil) {
			t.Errorf("the change of %s is %+v", c.Field, c)
		}
		if c.Field == "task" && *c.New != id.Of(id.Task, task.ID).String() || c.Field == "billable" && *c.New != "true" || c.Field == "spentOn" && *c.New != "2026-02-10" {
			t.Errorf("the change of %s is to %s", c.Field, *c.New)
		}
	}
	if want := []string{"task", "spentOn", "startedAt", "endedAt", "billable", "note"}; !slices.Equal(fields, want) {
		t.Errorf("changed are %v, want %v", fields, want)
	}
	if strings.Contains(asJSON(t, told), "secret") {
		t.Error("the log tells the note")
	}
	bot := w.Service(t, authz.TrackingWrite).Viewer(t)
	if _, _, err := a.TimeEntries.Update(t.Context(), bot, timeentry.Update{ID: e.ID, DurationSeconds: new(60)}); err != nil {
		t.Error(err)
	}
	if _, err := a.TimeEntries.Delete(t.Context(), ada.Viewer(t), e.ID, nil); err != nil {
		t.Error(err)
	}
}

// What is deleted is gone from every list, total and lookup, and leaves room; its activity and row stay.
func TestDeleteTakesItOut(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v := ann.Viewer(t)
	e := w.TimeEntry(t, ann, from("08:00:00", "09:00:00"))
	w.TimeEntry(t, ann)
	ctx, seq := keyed(t.Context(), "timeEntryDelete", "k"), w.Seq(t)
	first, err := a.TimeEntries.Delete(ctx, v, e.ID, new(1))
	if err != nil || first.Seq != seq+1 {
		t.Fatalf("%+v: %v", first, err)
	}
	if told := w.Log(t)[seq]; told.Action != activity.Deleted || told.EntityID != e.ID || *told.SubjectID != ann.ID {
		t.Errorf("the activity is %+v", told)
	}
	list, totals := listed(t, a, v, w.ID, timeentry.Filter{})
	found, err := a.TimeEntries.ByIDs(t.Context(), v, []uuid.UUID{e.ID})
	if err != nil || len(found) != 0 || len(list) != 1 || totals.DurationSeconds != 3600 {
		t.Errorf("found %d, listed %d, in all %+v: %v", len(found), len(list), totals, err)
	}
	rows, err := a.DB.NewSelect().Table("time_entries").Where("deleted_at IS NOT NULL").Count(t.Context())
	if err != nil || rows != 1 {
		t.Errorf("%d rows are kept: %v", rows, err)
	}
	before := a.Snapshot(t)
	again, err := a.TimeEntries.Delete(ctx, v, e.ID, new(1))
	if err != nil || !again.Replayed || again.Seq != first.Seq {
		t.Errorf("with the same key it gives %+v: %v", again, err)
	}
	_, err = a.TimeEntries.Delete(t.Context(), v, e.ID, nil)
	apptest.WantCode(t, err, fault.NotFound)
	_, _, err = a.TimeEntries.Update(t.Context(), v, timeentry.Update{ID: e.ID, Billable: new(true)})
	apptest.WantCode(t, err, fault.NotFound)
	same(t, before, a.Snapshot(t))
	w.TimeEntry(t, ann, from("08:30:00", "08:45:00"))
}

// Of two who change the same version one is told that it was changed since; nothing is lost.
func TestUpdatesOfOneVersionAtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v, e := ann.Viewer(t), w.TimeEntry(t, ann)
	errs := make([]error, 10)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, _, errs[i] = a.TimeEntries.Update(t.Context(), v, timeentry.Update{ID: e.ID, DurationSeconds: new(60 + i), Version: new(1)})
		})
	}
	wg.Wait()
	changed := 0
	for _, err := range errs {
		if err == nil {
			changed++
		} else {
			apptest.WantRejection(t, err, check.Conflict, "expectedVersion")
		}
	}
	if changed != 1 {
		t.Errorf("%d changed the same version", changed)
	}
}
