package timer_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/timer"
	"daybook/internal/workspace"
)

// idleAfter sets after how many minutes the workspace's timers are stopped.
func idleAfter(t testing.TB, a *apptest.App, w *apptest.Workspace, minutes int) {
	t.Helper()
	_, _, err := a.Workspaces.UpdateSettings(t.Context(), w.Owner.Viewer(t), workspace.SettingsUpdate{WorkspaceID: w.ID, TimerIdleMinutes: &minutes})
	if err != nil {
		t.Fatal(err)
	}
}

// report tells that the person is at their timer; or, with a time after Noon, since when they are not.
func report(t testing.TB, a *apptest.App, of *apptest.Person, row *timer.Timer, away *time.Duration) *timer.Timer {
	t.Helper()
	var since *time.Time
	if away != nil {
		since = new(apptest.Noon.Add(*away))
	}
	got, err := a.Timers.IdleReport(t.Context(), of.Viewer(t), row.ID, since)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func stopIdle(t testing.TB, a *apptest.App, want int) {
	t.Helper()
	if n, err := a.Timers.StopIdle(t.Context(), a.Clock.Now()); err != nil || n != want {
		t.Errorf("%d timers were stopped, want %d: %v", n, want, err)
	}
}

// R6: who has been away since minute 40 of 60 is credited 40 minutes, and running the job again changes nothing.
func TestStopIdleR6(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	idleAfter(t, a, w, 20)
	ann := w.Member(t)
	task := w.Task(t, w.Project(t))
	row := w.Timer(t, ann, func(p *timer.StartParams) { p.TaskID, p.Note = &task.ID, new("secret") })
	a.Clock.Set(apptest.Noon.Add(45 * time.Minute))
	report(t, a, ann, row, new(40*time.Minute))
	a.Clock.Set(apptest.Noon.Add(60*time.Minute - time.Second))
	stopIdle(t, a, 0)
	a.Clock.Set(apptest.Noon.Add(60 * time.Minute))
	before := w.Seq(t)
	stopIdle(t, a, 1)
	stored := entries(t, a, ann)
	if len(stored) != 1 || stored[0].DurationSeconds != 2400 || !stored[0].EndedAt.Equal(apptest.Noon.Add(40*time.Minute)) || *stored[0].TaskID != task.ID || *stored[0].Note != "secret" {
		t.Fatalf("the entries are %+v", stored)
	}
	log := w.Log(t)[before:]
	if len(log) != 2 || log[0].Action != activity.Stopped || log[1].Action != activity.IdleDetected {
		t.Fatalf("the log tells %+v", log)
	}
	for _, entry := range log {
		m := metadata(t, entry)
		if entry.ActorKind != authz.KindSystem || entry.EntityID != row.ID || *entry.SubjectID != ann.ID || entry.Visibility != activity.ToSubject ||
			m.TimeEntryID != stored[0].NodeID().String() || *m.DurationSeconds != 2400 || strings.Contains(string(entry.Metadata), "secret") {
			t.Errorf("the log tells %+v: %s", entry, entry.Metadata)
		}
	}
	if m := metadata(t, log[1]); *m.IdleSeconds != 1200 || *m.IdleMinutes != 20 {
		t.Errorf("the log tells %s", log[1].Metadata)
	}
	snapshot := a.Snapshot(t)
	stopIdle(t, a, 0)
	a.Clock.Set(apptest.Noon.Add(600 * time.Minute))
	stopIdle(t, a, 0)
	for table, digest := range a.Snapshot(t) {
		if snapshot[table] != digest {
			t.Errorf("run again, the job changes the table %s", table)
		}
	}
}

func TestStopIdleLooksAtActivity(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		minutes int // of the workspace; -1: it never changed its settings
		reports func(t *testing.T, a *apptest.App, ann *apptest.Person, row *timer.Timer)
		at      time.Duration // after the start
		seconds int           // credited; -1: it runs on
	}{
		"a client that tells of nothing": {-1, func(*testing.T, *apptest.App, *apptest.Person, *timer.Timer) {}, 20 * time.Hour, -1},
		"a client that fell silent, after half an hour by default": {-1, func(t *testing.T, a *apptest.App, ann *apptest.Person, row *timer.Timer) {
			a.Clock.Set(apptest.Noon.Add(10*time.Minute + 500*time.Millisecond))
			report(t, a, ann, row, nil)
		}, 40*time.Minute + 500*time.Millisecond, 600},
		"a client that fell silent a moment less than that ago": {-1, func(t *testing.T, a *apptest.App, ann *apptest.Person, row *timer.Timer) {
			a.Clock.Set(apptest.Noon.Add(10 * time.Minute))
			report(t, a, ann, row, nil)
		}, 40*time.Minute - time.Millisecond, -1},
		"a workspace that stops no timers": {0, func(t *testing.T, a *apptest.App, ann *apptest.Person, row *timer.Timer) {
			report(t, a, ann, row, new(time.Duration(0)))
		}, 20 * time.Hour, -1},
		"a person who came back": {10, func(t *testing.T, a *apptest.App, ann *apptest.Person, row *timer.Timer) {
			a.Clock.Set(apptest.Noon.Add(30 * time.Minute))
			report(t, a, ann, row, new(10*time.Minute))
			report(t, a, ann, row, nil)
		}, 39 * time.Minute, -1},
		"a person who was away from before the start": {10, func(t *testing.T, a *apptest.App, ann *apptest.Person, row *timer.Timer) {
			report(t, a, ann, row, new(-time.Hour))
		}, time.Hour, 0},
		"a timer of more than a day, which is the person's to end": {10, func(t *testing.T, a *apptest.App, ann *apptest.Person, row *timer.Timer) {
			a.Clock.Set(apptest.Noon.Add(25 * time.Hour))
			report(t, a, ann, row, nil)
		}, 30 * time.Hour, -1},
		"a person away since within the first day": {10, func(t *testing.T, a *apptest.App, ann *apptest.Person, row *timer.Timer) {
			a.Clock.Set(apptest.Noon.Add(8 * time.Hour))
			report(t, a, ann, row, nil)
		}, 30 * time.Hour, 28800},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			w := a.Workspace(t)
			if c.minutes >= 0 {
				idleAfter(t, a, w, c.minutes)
			}
			ann := w.Member(t)
			row := w.Timer(t, ann)
			c.reports(t, a, ann, row)
			a.Clock.Set(apptest.Noon.Add(c.at))
			if c.seconds < 0 {
				stopIdle(t, a, 0)
				if len(runningRows(t, a, ann)) != 1 {
					t.Error("it was stopped")
				}
				return
			}
			stopIdle(t, a, 1)
			if stored := entries(t, a, ann); len(stored) != 1 || stored[0].DurationSeconds != c.seconds || !stored[0].StartedAt.Equal(apptest.Noon) {
				t.Errorf("it became %+v", stored)
			}
		})
	}
}

// R6: more timers than one batch holds are stopped in one run; and by two servers at once, each of them once.
func TestStopIdleOfManyTimers(t *testing.T) {
	t.Parallel()
	const n = 110
	a := apptest.New(t)
	b := a.Beside(t)
	w := a.Workspace(t)
	people := make([]*apptest.Person, n)
	begin := func() {
		for _, ann := range people {
			report(t, a, ann, w.Timer(t, ann), nil)
		}
		a.Clock.Set(a.Clock.Now().Add(time.Hour))
	}
	for i := range people {
		people[i] = w.Member(t)
	}
	begin()
	stopIdle(t, a, n)

	begin()
	before := w.Seq(t)
	counts := make([]int, 4)
	var wg sync.WaitGroup
	for i := range counts {
		wg.Go(func() {
			var err error
			if counts[i], err = []*apptest.App{a, b}[i%2].Timers.StopIdle(t.Context(), a.Clock.Now()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	// What one found taken is left to the next run.
	last, err := a.Timers.StopIdle(t.Context(), a.Clock.Now())
	if err != nil {
		t.Error(err)
	}
	stored, err := a.DB.NewSelect().Table("time_entries").Count(t.Context())
	if total := counts[0] + counts[1] + counts[2] + counts[3] + last; err != nil || total != n || stored != 2*n || w.Seq(t) != before+2*n {
		t.Errorf("%d were stopped, %d entries, %d activities: %v", total, stored, w.Seq(t)-before, err)
	}
}

// Whoever changes a timer, or the person's time, is not waited for: the timer is looked at in the next run.
func TestStopIdleLeavesWhatIsBeingChanged(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	report(t, a, ann, w.Timer(t, ann), nil)
	a.Clock.Set(apptest.Noon.Add(time.Hour))
	for _, lock := range []string{"select 1 from timers for no key update", "select 1 from members for no key update"} {
		tx, err := a.DB.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.NewRaw(lock).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
		stopIdle(t, a, 0)
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
	stopIdle(t, a, 1)
}

// A report that comes while the job runs is either heard, or refused because the timer has ended: never both.
func TestStopIdleAgainstReports(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	for range 20 {
		ann := w.Member(t)
		a.Clock.Set(apptest.Noon)
		row, v := w.Timer(t, ann), ann.Viewer(t)
		report(t, a, ann, row, nil)
		a.Clock.Set(apptest.Noon.Add(time.Hour))
		var wg sync.WaitGroup
		var heard error
		wg.Go(func() { _, heard = a.Timers.IdleReport(t.Context(), v, row.ID, nil) })
		wg.Go(func() {
			if _, err := a.Timers.StopIdle(t.Context(), a.Clock.Now()); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		if runs := len(runningRows(t, a, ann)); (heard == nil) != (runs == 1) || runs == 1 && len(entries(t, a, ann)) != 0 {
			t.Errorf("the report was answered with %v, and the timer runs: %d", heard, runs)
		}
	}
}

// What cannot be stored is not lost: the timer runs on, the others are stopped, and the log says so once a run.
func TestStopIdleOfATimeThatCannotBeStored(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	a := apptest.New(t, func(o *app.Options) { o.Log = slog.New(slog.NewTextHandler(&out, nil)) })
	closed, open := a.Workspace(t), a.Workspace(t)
	var stuck, free []*apptest.Person
	for range 2 {
		ann, bob := closed.Member(t), open.Member(t)
		report(t, a, ann, closed.Timer(t, ann), nil)
		report(t, a, bob, open.Timer(t, bob), nil)
		stuck, free = append(stuck, ann), append(free, bob)
	}
	a.Clock.Set(apptest.Noon.Add(24 * time.Hour))
	closeDays(t, a, closed, day.Of(2026, 2, 11))
	stopIdle(t, a, 2)
	for i := range stuck {
		if len(runningRows(t, a, stuck[i])) != 1 || len(entries(t, a, stuck[i])) != 0 || len(entries(t, a, free[i])) != 1 {
			t.Error("the wrong timer was stopped")
		}
	}
	stopIdle(t, a, 0)
	if n := strings.Count(out.String(), "timers=2"); n != 2 {
		t.Errorf("in two runs the log has %d lines of it:\n%s", n, out.String())
	}
}

func TestStopIdleEndsWithItsContext(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Timers.StopIdle(ctx, apptest.Noon); err == nil {
		t.Error("it ran in a context that has ended")
	}
}

func TestIdleReport(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	row := w.Timer(t, ann)
	before := w.Seq(t)
	at := func(d time.Duration) *time.Time { return new(apptest.Noon.Add(d)) }
	equal := func(a, b *time.Time) bool { return (a == nil) == (b == nil) && (a == nil || a.Equal(*b)) }
	for name, c := range map[string]struct {
		now          time.Duration
		since        *time.Duration
		active, idle *time.Time
	}{
		"a person who is active":          {10 * time.Minute, nil, at(10 * time.Minute), nil},
		"a person who is away":            {10 * time.Minute, new(4 * time.Minute), at(4 * time.Minute), at(4 * time.Minute)},
		"away since before the start":     {10 * time.Minute, new(-time.Minute), at(0), at(0)},
		"away since what has not come":    {10 * time.Minute, new(time.Hour), at(10 * time.Minute), at(10 * time.Minute)},
		"active by a clock that was back": {-time.Hour, nil, at(0), nil},
		"away by a clock that was back":   {-time.Hour, new(time.Minute), at(0), at(0)},
	} {
		t.Run(name, func(t *testing.T) {
			a.Clock.Set(apptest.Noon.Add(c.now))
			got := report(t, a, ann, row, c.since)
			stored := runningRows(t, a, ann)[0]
			for _, r := range []*timer.Timer{got, stored} {
				if !equal(r.LastActiveAt, c.active) || !equal(r.IdleSince, c.idle) || !r.StartedAt.Equal(apptest.Noon) || r.Version != 1 {
					t.Errorf("active %v, idle since %v", r.LastActiveAt, r.IdleSince)
				}
			}
		})
	}
	if w.Seq(t) != before {
		t.Error("a report was appended to the log")
	}
	// Who was away and stops their timer all the same decides that the time counts.
	a.Clock.Set(apptest.Noon.Add(time.Hour))
	report(t, a, ann, row, new(4*time.Minute))
	if e, _, err := a.Timers.Stop(t.Context(), ann.Viewer(t), row.ID, nil); err != nil || e.DurationSeconds != 3600 {
		t.Errorf("it became %+v: %v", e, err)
	}
}
