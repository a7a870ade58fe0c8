package timer_test

import (
	"strings"
	"sync"
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

// What is changed while a timer runs is what its entry is about. Each change is told once, without the words of the note.
func TestUpdate(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	project := w.Project(t)
	first, second := w.Task(t, project), w.Task(t, project)
	row, v := w.Timer(t, ann, func(p *timer.StartParams) { p.TaskID, p.Note, p.Billable = &first.ID, new("secret"), true }), ann.Viewer(t)
	for _, c := range []struct {
		name    string
		p       timer.Update
		task    *uuid.UUID
		note    string // empty for none
		changed string
	}{
		{"another task", timer.Update{TaskID: patch.To(&second.ID)}, &second.ID, "secret", "task"},
		{"another note", timer.Update{Note: patch.To(new(" hush\n"))}, &second.ID, "hush", "note"},
		{"the same again", timer.Update{TaskID: patch.To(&second.ID), Note: patch.To(new("hush"))}, &second.ID, "hush", ""},
		{"nothing", timer.Update{}, &second.ID, "hush", ""},
		{"a note of no words", timer.Update{Note: patch.To(new(" "))}, &second.ID, "", "note"},
		{"no task", timer.Update{TaskID: patch.To[uuid.UUID](nil), Note: patch.To[string](nil)}, nil, "", "task"},
		{"both", timer.Update{TaskID: patch.To(&second.ID), Note: patch.To(new("quiet"))}, &second.ID, "quiet", "task note"},
	} {
		before := w.Seq(t)
		c.p.ID = row.ID
		_, receipt, err := a.Timers.Update(t.Context(), v, c.p)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		rows := runningRows(t, a, ann)
		if len(rows) != 1 || !sameID(rows[0].TaskID, c.task) || orEmpty(rows[0].Note) != c.note || !rows[0].Billable || !rows[0].StartedAt.Equal(apptest.Noon) {
			t.Errorf("%s: it is %+v", c.name, rows)
		}
		log := w.Log(t)[before:]
		if c.changed == "" {
			if len(log) != 0 || receipt.Seq != 0 {
				t.Errorf("%s: the log tells %+v", c.name, log)
			}
			continue
		}
		if len(log) != 1 || receipt.Seq != before+1 || log[0].Action != activity.Updated || log[0].EntityType != activity.Timer || log[0].EntityID != row.ID ||
			log[0].Visibility != activity.ToSubject || *log[0].SubjectID != ann.ID || changed(log[0]) != c.changed {
			t.Fatalf("%s: the log tells %+v", c.name, log)
		}
		for _, change := range log[0].Changes {
			if change.Field == "note" && (!change.Redacted || change.Old != nil || change.New != nil) {
				t.Errorf("%s: the log tells the note: %+v", c.name, change)
			}
		}
		want := ""
		if c.task != nil {
			want = second.NodeID().String()
		}
		if m := metadata(t, log[0]); m.TaskID != want || !*m.Billable {
			t.Errorf("%s: the log tells %s", c.name, log[0].Metadata)
		}
	}
	a.Clock.Set(apptest.Noon.Add(time.Hour))
	if e, _, err := a.Timers.Stop(t.Context(), v, row.ID, nil); err != nil || *e.TaskID != second.ID || *e.Note != "quiet" || e.DurationSeconds != 3600 {
		t.Errorf("it became %+v: %v", e, err)
	}
}

func changed(a *activity.Activity) string {
	var fields []string
	for _, c := range a.Changes {
		fields = append(fields, c.Field)
	}
	return strings.Join(fields, " ")
}

func sameID(a, b *uuid.UUID) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func TestUpdateChecks(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann := w.Member(t)
	v, bot := ann.Viewer(t), w.Service(t, authz.TrackingWrite).Viewer(t)
	hidden, elsewhere := w.Task(t, w.Restricted(t)), foreign.Task(t, foreign.Project(t))
	past := w.Project(t)
	old := w.Task(t, past)
	row := w.Timer(t, ann, func(p *timer.StartParams) { p.TaskID = &old.ID })
	if _, _, err := a.Projects.Archive(t.Context(), w.Owner.Viewer(t), past.ID, true); err != nil {
		t.Fatal(err)
	}
	before := a.Snapshot(t)
	for name, c := range map[string]struct {
		v     *authz.Viewer
		p     timer.Update
		code  check.Code
		field string
	}{
		"a task that does not open":             {v, timer.Update{TaskID: patch.To(&hidden.ID)}, check.NotFound, "taskId"},
		"a task of another workspace":           {v, timer.Update{TaskID: patch.To(&elsewhere.ID)}, check.NotFound, "taskId"},
		"another workspace's task by a service": {bot, timer.Update{TaskID: patch.To(&elsewhere.ID)}, check.NotFound, "taskId"},
		"a task of an archived project":         {v, timer.Update{TaskID: patch.To(&old.ID)}, check.Invalid, "taskId"},
		"a service on an archived project":      {bot, timer.Update{TaskID: patch.To(&old.ID)}, check.Invalid, "taskId"},
		"a task that is not there":              {v, timer.Update{TaskID: patch.To(new(uuid.New())), Note: patch.To(new("x"))}, check.NotFound, "taskId"},
		"a note too long":                       {v, timer.Update{Note: patch.To(new(strings.Repeat("ü", timeentry.MaxNote+1)))}, check.TooLong, "note"},
		"a note with NUL":                       {v, timer.Update{Note: patch.To(new("\x00"))}, check.Invalid, "note"},
	} {
		t.Run(name+" is rejected", func(t *testing.T) {
			c.p.ID = row.ID
			made, _, err := a.Timers.Update(t.Context(), c.v, c.p)
			apptest.WantRejection(t, err, c.code, c.field)
			if made != nil {
				t.Errorf("it gives %+v", made)
			}
		})
	}
	if after := a.Snapshot(t); after["timers"] != before["timers"] || after["activities"] != before["activities"] {
		t.Error("something was stored")
	}
	// What runs on a project that was archived since runs on, and its note can be changed.
	if got, _, err := a.Timers.Update(t.Context(), v, noted(row, "last words")); err != nil || *got.TaskID != old.ID || *got.Note != "last words" {
		t.Errorf("%+v: %v", got, err)
	}
}

// noted is a change of the note alone.
func noted(row *timer.Timer, note string) timer.Update {
	return timer.Update{ID: row.ID, Note: patch.To(&note)}
}

// One that ended is not changed, nor is the one that runs instead.
func TestUpdateOfOneThatEnded(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v := ann.Viewer(t)
	discarded := w.Timer(t, ann)
	if _, err := a.Timers.Discard(t.Context(), v, discarded.ID); err != nil {
		t.Fatal(err)
	}
	stopped := w.Timer(t, ann)
	if _, _, err := a.Timers.Stop(t.Context(), v, stopped.ID, nil); err != nil {
		t.Fatal(err)
	}
	before := w.Seq(t)
	for _, next := range []bool{false, true} {
		if next {
			w.Timer(t, ann)
			before++
		}
		for _, ended := range []*timer.Timer{discarded, stopped} {
			_, _, err := a.Timers.Update(t.Context(), v, noted(ended, "late"))
			apptest.WantRejection(t, err, check.NotRunning, "id")
		}
	}
	if rows := runningRows(t, a, ann); len(rows) != 1 || rows[0].Note != nil || w.Seq(t) != before || entries(t, a, ann)[0].Note != nil {
		t.Errorf("something was changed: %+v", rows)
	}
}

// Of requests with one key one takes effect, and the others are answered as it was: at once, and when the timer has ended.
func TestUpdateOfOneKeyHappensOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	row, v := w.Timer(t, ann), ann.Viewer(t)
	ctx, before := activity.WithKey(t.Context(), keyed(t, "timerUpdate", "k")), w.Seq(t)
	receipts := make([]activity.Receipt, 6)
	var wg sync.WaitGroup
	for i := range receipts {
		wg.Go(func() {
			var err error
			if _, receipts[i], err = a.Timers.Update(ctx, v, noted(row, "once")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if _, _, err := a.Timers.Stop(t.Context(), v, row.ID, nil); err != nil {
		t.Fatal(err)
	}
	_, late, err := a.Timers.Update(ctx, v, noted(row, "once"))
	if err != nil || !late.Replayed {
		t.Errorf("repeated after the end, it is answered with %+v: %v", late, err)
	}
	first := 0
	for _, receipt := range append(receipts, late) {
		if !receipt.Replayed {
			first++
			continue
		}
		if again, err := receipt.ResultID(); err != nil || again != row.ID || receipt.Seq != before+1 {
			t.Errorf("a repeated change is answered with %s: %v", again, err)
		}
	}
	if first != 1 || w.Seq(t) != before+2 {
		t.Errorf("%d took effect, %d activities", first, w.Seq(t)-before)
	}
}

// A change and a stop at once: the entry has the change, or the change is refused.
func TestUpdateAndStopAtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	for range 10 {
		ann := w.Member(t)
		row, v := w.Timer(t, ann), ann.Viewer(t)
		var stop, update error
		var wg sync.WaitGroup
		wg.Go(func() { _, _, stop = a.Timers.Stop(t.Context(), v, row.ID, nil) })
		wg.Go(func() { _, _, update = a.Timers.Update(t.Context(), v, noted(row, "in time")) })
		wg.Wait()
		if stop != nil {
			t.Fatal(stop)
		}
		want := "in time"
		if update != nil {
			apptest.WantRejection(t, update, check.NotRunning, "id")
			want = ""
		}
		if got := entries(t, a, ann); len(got) != 1 || orEmpty(got[0].Note) != want {
			t.Errorf("the entries are %+v, the change %v", got, update)
		}
	}
}

// A service is not told what runs, so it must not learn that it guessed a value: a guess is answered like a change.
func TestUpdateTellsServicesNothing(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	task := w.Task(t, w.Project(t))
	row := w.Timer(t, ann, func(p *timer.StartParams) { p.TaskID, p.Note = &task.ID, new("secret") })
	bot, before := w.Service(t, authz.TrackingWrite).Viewer(t), w.Seq(t)
	guess := timer.Update{ID: row.ID, TaskID: patch.To(&task.ID), Note: patch.To(new("secret"))}
	for i, p := range []timer.Update{guess, noted(row, "other"), {ID: row.ID}} {
		if _, receipt, err := a.Timers.Update(t.Context(), bot, p); err != nil || receipt.Seq != before+int64(i)+1 {
			t.Errorf("%+v is answered with %+v: %v", p, receipt, err)
		}
	}
}
