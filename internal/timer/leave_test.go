package timer_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/timer"
)

func remove(t testing.TB, a *apptest.App, w *apptest.Workspace, p *apptest.Person) activity.Receipt {
	t.Helper()
	_, receipt, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

// R6: whoever leaves is credited until their last activity, in the transaction of the removal.
func TestATimerEndsWithTheMembership(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reports func(t *testing.T, a *apptest.App, ann *apptest.Person, row *timer.Timer)
		at      time.Duration // of the removal, after the start
		seconds int           // credited
	}{
		"a client that tells of nothing credits until the removal": {func(*testing.T, *apptest.App, *apptest.Person, *timer.Timer) {}, 90*time.Minute + 500*time.Millisecond, 5400},
		"a client that fell silent credits what it told of": {func(t *testing.T, a *apptest.App, ann *apptest.Person, row *timer.Timer) {
			a.Clock.Set(apptest.Noon.Add(20 * time.Minute))
			report(t, a, ann, row, nil)
		}, 25 * time.Minute, 1200},
		"a person who is away is credited until they went": {func(t *testing.T, a *apptest.App, ann *apptest.Person, row *timer.Timer) {
			a.Clock.Set(apptest.Noon.Add(20 * time.Minute))
			report(t, a, ann, row, new(5*time.Minute))
		}, 21 * time.Minute, 300},
		"a person who was never there is credited nothing": {func(t *testing.T, a *apptest.App, ann *apptest.Person, row *timer.Timer) {
			report(t, a, ann, row, new(time.Duration(0)))
		}, 8 * time.Hour, 0},
		"a timer that was forgotten credits a day at most": {func(*testing.T, *apptest.App, *apptest.Person, *timer.Timer) {}, 100 * time.Hour, 86400},
		"a clock that was set back credits nothing":        {func(*testing.T, *apptest.App, *apptest.Person, *timer.Timer) {}, -time.Hour, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			w := a.Workspace(t)
			ann, bob := w.Member(t), w.Member(t)
			task := w.Task(t, w.Project(t))
			row := w.Timer(t, ann, func(p *timer.StartParams) { p.TaskID, p.Note, p.Billable = &task.ID, new("secret"), true })
			others := w.Timer(t, bob)
			c.reports(t, a, ann, row)
			a.Clock.Set(apptest.Noon.Add(c.at))
			before := w.Seq(t)
			receipt := remove(t, a, w, ann)
			stored := entries(t, a, ann)
			if len(stored) != 1 || len(runningRows(t, a, ann)) != 0 {
				t.Fatalf("the entries are %+v", stored)
			}
			if e := stored[0]; e.DurationSeconds != c.seconds || !e.StartedAt.Equal(apptest.Noon) || *e.TaskID != task.ID || *e.Note != "secret" || !e.Billable {
				t.Errorf("it became %+v", e)
			}
			log := w.Log(t)[before:]
			if len(log) != 2 || log[0].Action != activity.Stopped || log[0].EntityID != row.ID || log[1].Action != activity.Deleted || log[1].EntityID != ann.ID || receipt.Seq != before+1 {
				t.Fatalf("the log tells %+v, the receipt %+v", log, receipt)
			}
			if m := metadata(t, log[0]); *m.DurationSeconds != c.seconds || m.TimeEntryID != stored[0].NodeID().String() || *log[0].ActorID != w.Owner.ID || log[0].Visibility != activity.ToSubject {
				t.Errorf("the log tells %+v: %s", log[0], log[0].Metadata)
			}
			if still := runningRows(t, a, bob); len(still) != 1 || still[0].ID != others.ID {
				t.Error("another's timer was touched")
			}
		})
	}
}

// Time that no entry can hold keeps nobody in the workspace.
func TestATimeThatCannotBeStoredEndsWithTheMembership(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	row := w.Timer(t, ann, func(p *timer.StartParams) { p.Note = new("secret") })
	a.Clock.Set(apptest.Noon.Add(13 * time.Hour))
	closeDays(t, a, w, day.Of(2026, 2, 11))
	before := w.Seq(t)
	remove(t, a, w, ann)
	if stored := entries(t, a, ann); len(stored) != 0 || len(runningRows(t, a, ann)) != 0 {
		t.Errorf("the entries are %+v", stored)
	}
	log := w.Log(t)[before:]
	if len(log) != 2 || log[0].Action != activity.Deleted || log[0].EntityID != row.ID || log[1].EntityID != ann.ID {
		t.Fatalf("the log tells %+v", log)
	}
	if got := string(log[0].Metadata); got != `{"reason": "CLOSED_PERIOD", "billable": false}` && got != `{"billable": false, "reason": "CLOSED_PERIOD"}` {
		t.Errorf("the log tells why: %s", got)
	}
	var kept int
	if err := a.DB.NewRaw("select count(*) from timers where note is not null or entry_id is not null").Scan(t.Context(), &kept); err != nil || kept != 0 {
		t.Errorf("%d timers keep a note or an entry: %v", kept, err)
	}
}

// R9: a removal that is refused, or rolled back, leaves the timer running; one that is repeated tells of nothing twice.
func TestATimerRunsOnWhereThePersonStays(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	mate := w.Member(t)
	w.Timer(t, w.Owner)
	before := a.Snapshot(t)
	if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), w.Owner.ID); err == nil {
		t.Fatal("the last owner left")
	}
	if _, _, err := a.Members.Remove(t.Context(), mate.Viewer(t), w.Owner.ID); !fault.Is(err, fault.Forbidden) {
		t.Fatalf("a member removes the owner: %v", err)
	}
	for table, digest := range a.Snapshot(t) {
		if before[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
	ann := w.Member(t)
	w.Timer(t, ann)
	a.AsOwner(t, `create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
		create constraint trigger fail after insert on activities deferrable initially deferred for each row execute function fail()`)
	before = a.Snapshot(t)
	if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), ann.ID); err == nil {
		t.Fatal("the removal was committed")
	}
	for table, digest := range a.Snapshot(t) {
		if before[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
	a.AsOwner(t, "drop trigger fail on activities")
	ctx := activity.WithKey(t.Context(), keyed(t, "memberRemove", "k"))
	first := w.Seq(t)
	if _, _, err := a.Members.Remove(ctx, w.Owner.Viewer(t), ann.ID); err != nil || w.Seq(t) != first+2 {
		t.Fatalf("%d activities were appended: %v", w.Seq(t)-first, err)
	}
	if _, _, err := a.Members.Remove(ctx, w.Owner.Viewer(t), ann.ID); err != nil && !fault.Is(err, fault.NotFound) || w.Seq(t) != first+2 {
		t.Errorf("repeated: %d activities, %v", w.Seq(t)-first, err)
	}
}

// A removal, starts, stops and the job for idle timers at once leave no timer running and nothing tracked twice.
func TestLeavingAgainstOtherChanges(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	owner := w.Owner.Viewer(t)
	for range 15 {
		ann := w.Member(t)
		a.Clock.Set(apptest.Noon)
		row, v := w.Timer(t, ann), ann.Viewer(t)
		report(t, a, ann, row, nil)
		a.Clock.Set(apptest.Noon.Add(time.Hour))
		var wg sync.WaitGroup
		expected := func(err error) {
			if err != nil && !isRefusal(err) {
				t.Error(err)
			}
		}
		wg.Go(func() {
			if _, _, err := a.Members.Remove(context.Background(), owner, ann.ID); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() { _, _, err := a.Timers.Stop(t.Context(), v, row.ID, nil); expected(err) })
		wg.Go(func() {
			_, _, err := a.Timers.Start(t.Context(), v, timer.StartParams{WorkspaceID: w.ID, Switch: true})
			expected(err)
		})
		wg.Go(func() { _, err := a.Timers.StopIdle(t.Context(), a.Clock.Now()); expected(err) })
		wg.Wait()
		if n := len(runningRows(t, a, ann)); n != 0 {
			t.Errorf("%d timers run on", n)
		}
		seconds := 0
		for _, e := range entries(t, a, ann) {
			seconds += e.DurationSeconds
		}
		if seconds > 3600 {
			t.Errorf("%d seconds were tracked in an hour", seconds)
		}
	}
}

// isRefusal tells whether an answer is one that a person can get.
func isRefusal(err error) bool {
	_, rejected := errors.AsType[*check.Rejection](err)
	return rejected || fault.Is(err, fault.NotFound)
}
