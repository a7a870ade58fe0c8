package timer_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/member"
	"daybook/internal/timeentry"
	"daybook/internal/timer"

	"github.com/google/uuid"
)

// told is what the log tells of a timer.
type told struct {
	TimeEntryID, TaskID                       string
	DurationSeconds, IdleSeconds, IdleMinutes *int
	Billable                                  *bool
}

func metadata(t testing.TB, a *activity.Activity) (m told) {
	t.Helper()
	if err := json.Unmarshal(a.Metadata, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// R5: a stop makes the entry of exactly the time that went by.
func TestStop(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	task := w.Task(t, w.Project(t))
	row := w.Timer(t, ann, func(p *timer.StartParams) { p.TaskID, p.Note, p.Billable = &task.ID, new("secret"), true })
	a.Clock.Set(apptest.Noon.Add(90*time.Minute + 1500*time.Millisecond))
	before := w.Seq(t)
	e, receipt, err := a.Timers.Stop(t.Context(), ann.Viewer(t), row.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	stored := entries(t, a, ann)
	if len(stored) != 1 || stored[0].ID != e.ID {
		t.Fatalf("the entries are %+v", stored)
	}
	got := stored[0]
	if got.DurationSeconds != 5401 || !got.StartedAt.Equal(apptest.Noon) || !got.EndedAt.Equal(apptest.Noon.Add(5401*time.Second)) || got.SpentOn != day.Of(2026, 2, 11) ||
		*got.TaskID != task.ID || *got.Note != "secret" || !got.Billable || got.Origin != timeentry.FromTimer || got.MemberID != ann.ID {
		t.Errorf("the entry is %+v", got)
	}
	last := w.Log(t)[before]
	if receipt.Seq != before+1 || w.Seq(t) != before+1 || last.Action != activity.Stopped || last.EntityID != row.ID || last.Visibility != activity.ToSubject || *last.SubjectID != ann.ID {
		t.Errorf("the log tells %+v", last)
	}
	if m := metadata(t, last); m.TimeEntryID != e.NodeID().String() || m.TaskID != task.NodeID().String() || *m.DurationSeconds != 5401 || !*m.Billable || strings.Contains(string(last.Metadata), "secret") {
		t.Errorf("the log tells %s", last.Metadata)
	}
	// The note is the entry's now: what is done with it there is done.
	ended, err := a.Timers.ByIDs(t.Context(), ann.Viewer(t), []uuid.UUID{row.ID})
	if err != nil || ended[row.ID].Note != nil || *ended[row.ID].EntryID != e.ID || !ended[row.ID].EndedAt.Equal(*e.EndedAt) || ended[row.ID].Version != 2 {
		t.Errorf("the timer is %+v: %v", ended[row.ID], err)
	}
}

// Of two stops at once one wins; with one key the other is answered as the one.
func TestStopAtOnce(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]string{"without a key": "", "with a key": "k"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			w := a.Workspace(t)
			ann := w.Member(t)
			row, v := w.Timer(t, ann), ann.Viewer(t)
			before := w.Seq(t)
			ctx := t.Context()
			if key != "" {
				ctx = activity.WithKey(ctx, keyed(t, "timerStop", key))
			}
			type result struct {
				entry   uuid.UUID
				receipt activity.Receipt
				err     error
			}
			results := make([]result, 6)
			var wg sync.WaitGroup
			for i := range results {
				wg.Go(func() {
					e, receipt, err := a.Timers.Stop(ctx, v, row.ID, nil)
					if e != nil {
						results[i].entry = e.ID
					}
					results[i].receipt, results[i].err = receipt, err
				})
			}
			wg.Wait()
			stored := entries(t, a, ann)
			if len(stored) != 1 || w.Seq(t) != before+1 {
				t.Fatalf("%d entries, %d activities", len(stored), w.Seq(t)-before)
			}
			won := 0
			for _, r := range results {
				switch {
				case r.err == nil && !r.receipt.Replayed:
					won++
				case key == "":
					apptest.WantRejection(t, r.err, check.NotRunning, "id")
				default:
					if again, err := r.receipt.ResultID(); r.err != nil || err != nil || again != stored[0].ID {
						t.Errorf("a repeated stop is answered with %s: %v %v", again, r.err, err)
					}
				}
			}
			if won != 1 {
				t.Errorf("%d stops won", won)
			}
		})
	}
}

func TestStopChecks(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	for name, c := range map[string]struct {
		ran     time.Duration // when the stop comes
		endedAt time.Duration // after the start; 0: not given
		code    check.Code    // at endedAt; empty: accepted
		seconds int
	}{
		"an end ahead":                      {ran: time.Hour, endedAt: time.Hour + time.Second, code: check.OutOfRange},
		"an end before the start":           {ran: time.Hour, endedAt: -time.Second, code: check.Invalid},
		"a clock that was set back":         {ran: -time.Hour, code: check.Invalid},
		"more than a day without an end":    {ran: 24*time.Hour + time.Second, code: check.OutOfRange},
		"an end more than a day later":      {ran: 48 * time.Hour, endedAt: 24*time.Hour + time.Second, code: check.OutOfRange},
		"a whole day":                       {ran: 24 * time.Hour, seconds: 86400},
		"a day and a fraction":              {ran: 24*time.Hour + 999*time.Millisecond, seconds: 86400},
		"more than a day with an end":       {ran: 80 * time.Hour, endedAt: 8 * time.Hour, seconds: 28800},
		"an end in the past":                {ran: time.Hour, endedAt: 30 * time.Minute, seconds: 1800},
		"an end with a fraction":            {ran: time.Hour, endedAt: 90*time.Second + 900*time.Millisecond, seconds: 90},
		"an end now":                        {ran: time.Hour, endedAt: time.Hour, seconds: 3600},
		"no time at all, which is no error": {seconds: 0},
	} {
		t.Run(name, func(t *testing.T) {
			ann := w.Member(t)
			a.Clock.Set(apptest.Noon)
			row := w.Timer(t, ann)
			a.Clock.Set(apptest.Noon.Add(c.ran))
			var endedAt *time.Time
			if c.endedAt != 0 {
				endedAt = new(apptest.Noon.Add(c.endedAt))
			}
			e, _, err := a.Timers.Stop(t.Context(), ann.Viewer(t), row.ID, endedAt)
			stored := entries(t, a, ann)
			if c.code != "" {
				apptest.WantRejection(t, err, c.code, "endedAt")
				if e != nil || len(stored) != 0 || len(runningRows(t, a, ann)) != 1 {
					t.Errorf("the timer was stopped: %+v", stored)
				}
				return
			}
			if err != nil || len(stored) != 1 || stored[0].DurationSeconds != c.seconds || stored[0].EndedAt.Sub(*stored[0].StartedAt) != time.Duration(c.seconds)*time.Second {
				t.Errorf("it became %+v: %v", stored, err)
			}
		})
	}
}

// What is refused of the entry is told at the end that was asked for, and the timer runs on.
func TestStopOfATimeThatCannotBeStored(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	row := w.Timer(t, ann)
	a.Clock.Set(apptest.Noon.Add(13 * time.Hour))
	closeDays(t, a, w, day.Of(2026, 2, 11))
	before := a.Snapshot(t)
	_, _, err := a.Timers.Stop(t.Context(), ann.Viewer(t), row.ID, nil)
	apptest.WantRejection(t, err, check.ClosedPeriod, "endedAt")
	for table, digest := range a.Snapshot(t) {
		if before[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}

// Time is counted as it goes by, whatever clocks on the wall do; its day is the person's own, that of the start.
func TestStopOverChangesOfClocks(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	for name, c := range map[string]struct {
		zone       string
		start, end time.Time
		on         day.Date
		seconds    int
	}{
		"clocks go forward": {"Europe/Berlin", time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC), time.Date(2026, 3, 29, 1, 30, 0, 0, time.UTC), day.Of(2026, 3, 29), 3600},
		"clocks go back":    {"Europe/Berlin", time.Date(2026, 10, 24, 23, 30, 0, 0, time.UTC), time.Date(2026, 10, 25, 2, 30, 0, 0, time.UTC), day.Of(2026, 10, 25), 10800},
		"over midnight":     {"Europe/Berlin", time.Date(2026, 2, 11, 22, 30, 0, 0, time.UTC), time.Date(2026, 2, 12, 0, 30, 0, 0, time.UTC), day.Of(2026, 2, 11), 7200},
		"a day ahead":       {"Pacific/Kiritimati", time.Date(2026, 2, 11, 10, 0, 0, 0, time.UTC), time.Date(2026, 2, 11, 11, 0, 0, 0, time.UTC), day.Of(2026, 2, 12), 3600},
		"half an hour":      {"Australia/Lord_Howe", time.Date(2026, 4, 4, 14, 0, 0, 0, time.UTC), time.Date(2026, 4, 4, 16, 0, 0, 0, time.UTC), day.Of(2026, 4, 5), 7200},
	} {
		t.Run(name, func(t *testing.T) {
			ann := w.Member(t, func(p *member.InviteParams) { p.TimeZone = c.zone })
			a.Clock.Set(c.start)
			row := w.Timer(t, ann)
			a.Clock.Set(c.end)
			e, _, err := a.Timers.Stop(t.Context(), ann.Viewer(t), row.ID, nil)
			if err != nil || e.DurationSeconds != c.seconds || e.SpentOn != c.on {
				t.Errorf("it became %+v: %v", e, err)
			}
		})
	}
}

func TestDiscard(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	row := w.Timer(t, ann, func(p *timer.StartParams) { p.Note = new("secret") })
	v, before := ann.Viewer(t), w.Seq(t)
	a.Clock.Set(apptest.Noon.Add(100 * time.Hour)) // however long it has run
	ctx := activity.WithKey(t.Context(), keyed(t, "timerDiscard", "k"))
	receipt, err := a.Timers.Discard(ctx, v, row.ID)
	if err != nil || receipt.Seq != before+1 {
		t.Fatalf("%+v: %v", receipt, err)
	}
	if last := w.Log(t)[before]; last.Action != activity.Deleted || last.EntityType != activity.Timer || last.EntityID != row.ID {
		t.Errorf("the log tells %+v", last)
	}
	if again, err := a.Timers.Discard(ctx, v, row.ID); err != nil || !again.Replayed || again.Seq != receipt.Seq {
		t.Errorf("repeated, it is answered with %+v: %v", again, err)
	}
	_, err = a.Timers.Discard(t.Context(), v, row.ID)
	apptest.WantRejection(t, err, check.NotRunning, "id")
	_, _, err = a.Timers.Stop(t.Context(), v, row.ID, nil)
	apptest.WantRejection(t, err, check.NotRunning, "id")
	_, err = a.Timers.IdleReport(t.Context(), v, row.ID, nil)
	apptest.WantRejection(t, err, check.NotRunning, "id")
	if len(entries(t, a, ann)) != 0 || w.Seq(t) != before+1 {
		t.Error("it became something")
	}
	next := w.Timer(t, ann)
	// The id of one that ended never reaches the next.
	_, _, err = a.Timers.Stop(t.Context(), v, row.ID, nil)
	apptest.WantRejection(t, err, check.NotRunning, "id")
	if rows := runningRows(t, a, ann); len(rows) != 1 || rows[0].ID != next.ID {
		t.Error("the next one does not run")
	}
}

// A stop and a discard at once: one wins.
func TestStopAndDiscardAtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	for range 10 {
		ann := w.Member(t)
		row, v := w.Timer(t, ann), ann.Viewer(t)
		var stop, discard error
		var wg sync.WaitGroup
		wg.Go(func() { _, _, stop = a.Timers.Stop(t.Context(), v, row.ID, nil) })
		wg.Go(func() { _, discard = a.Timers.Discard(t.Context(), v, row.ID) })
		wg.Wait()
		lost, kept := stop, 0
		if stop == nil {
			lost, kept = discard, 1
		}
		apptest.WantRejection(t, lost, check.NotRunning, "id")
		if n := len(entries(t, a, ann)); n != kept || len(runningRows(t, a, ann)) != 0 {
			t.Errorf("%d entries: stop %v, discard %v", n, stop, discard)
		}
	}
}

// A stop and an entry at once that together would fill a day with more hours than it has: one of them is refused.
func TestStopHoldsThePersonsDays(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	for range 15 {
		ann := w.Member(t)
		a.Clock.Set(apptest.Noon)
		row, v := w.Timer(t, ann), ann.Viewer(t)
		a.Clock.Set(apptest.Noon.Add(2 * time.Hour))
		var stop, create error
		var wg sync.WaitGroup
		wg.Go(func() { _, _, stop = a.Timers.Stop(t.Context(), v, row.ID, nil) })
		wg.Go(func() {
			_, _, create = a.TimeEntries.Create(t.Context(), v, timeentry.CreateParams{WorkspaceID: w.ID, SpentOn: new(day.Of(2026, 2, 11)), DurationSeconds: new(23 * 3600)})
		})
		wg.Wait()
		switch {
		case stop == nil:
			apptest.WantRejection(t, create, check.OutOfRange, "durationSeconds")
		case create == nil:
			apptest.WantRejection(t, stop, check.OutOfRange, "endedAt")
		default:
			t.Errorf("both were refused: %v, %v", stop, create)
		}
	}
}
