package timeentry_test

import (
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/timeentry"

	"github.com/google/uuid"
)

// Decision 17: a day holds no more than it has: 24 hours, or 23 or 25 where clocks change.
func TestADayHoldsNoMoreThanItHas(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	for name, c := range map[string]struct {
		on    day.Date
		hours int
		says  string
	}{
		"an ordinary day":     {today, 24, "2026-02-11 would have 24:00:01 h in all, more than its 24:00 h"},
		"clocks are set on":   {day.Of(2025, time.March, 30), 23, "2025-03-30 would have 23:00:01 h in all, more than its 23:00 h"},
		"clocks are set back": {day.Of(2025, time.October, 26), 25, "2025-10-26 would have 25:00:01 h in all, more than its 25:00 h"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ann := w.Member(t, berlin)
			v := ann.Viewer(t)
			add := func(p timeentry.CreateParams) (*timeentry.Entry, error) {
				p.WorkspaceID = w.ID
				e, _, err := a.TimeEntries.Create(t.Context(), v, p)
				return e, err
			}
			// One with clock times, that reaches over midnight and counts with the day on which it began.
			if c.on != today {
				start := c.on.AddDays(1).Start(ann.Zone()).Add(-time.Hour)
				if _, err := add(timeentry.CreateParams{StartedAt: &start, DurationSeconds: new(2 * 3600)}); err != nil {
					t.Fatal(err)
				}
			} else if _, err := add(timeentry.CreateParams{StartedAt: at("09:00:00"), DurationSeconds: new(2 * 3600)}); err != nil {
				t.Fatal(err)
			}
			rest, err := add(timeentry.CreateParams{SpentOn: &c.on, DurationSeconds: new((c.hours - 2) * 3600)})
			if err != nil {
				t.Fatal(err)
			}
			_, err = add(timeentry.CreateParams{SpentOn: &c.on, DurationSeconds: new(1)})
			apptest.WantRejection(t, err, check.OutOfRange, "durationSeconds")
			if got := message(err, check.OutOfRange); got != c.says {
				t.Errorf("it says %q", got)
			}
			_, _, err = a.TimeEntries.Update(t.Context(), v, timeentry.Update{ID: rest.ID, DurationSeconds: new((c.hours-2)*3600 + 1)})
			apptest.WantRejection(t, err, check.OutOfRange, "durationSeconds")
			// What is deleted, or moved to another day, leaves room.
			if _, _, err := a.TimeEntries.Update(t.Context(), v, timeentry.Update{ID: rest.ID, SpentOn: new(c.on.AddDays(-1))}); err != nil {
				t.Fatal(err)
			}
			if _, err := add(timeentry.CreateParams{SpentOn: &c.on, DurationSeconds: new(3600)}); err != nil {
				t.Error(err)
			}
		})
	}
}

// Nobody writes into a closed period, admins included; the day after it is open.
func TestClosedPeriod(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	on := func(back int) func(*timeentry.CreateParams) {
		return func(p *timeentry.CreateParams) { p.SpentOn = new(today.AddDays(-back)) }
	}
	inside, outside := w.TimeEntry(t, ann, on(3)), w.TimeEntry(t, ann, on(2))
	closed(t, a, w, today.AddDays(-3))
	before := a.Snapshot(t)
	for name, v := range map[string]*authz.Viewer{"the person": ann.Viewer(t), "an owner": w.Owner.Viewer(t)} {
		own := ann.ID
		if name == "an owner" {
			own = w.Owner.ID
		}
		for back := 3; back < 5; back++ {
			_, _, err := a.TimeEntries.Create(t.Context(), v, timeentry.CreateParams{WorkspaceID: w.ID, SpentOn: new(today.AddDays(-back)), DurationSeconds: new(60)})
			apptest.WantRejection(t, err, check.ClosedPeriod, "spentOn")
		}
		_, _, err := a.TimeEntries.Update(t.Context(), v, timeentry.Update{ID: outside.ID, SpentOn: new(today.AddDays(-3))})
		apptest.WantRejection(t, err, check.ClosedPeriod, "spentOn")
		_, _, err = a.TimeEntries.Update(t.Context(), v, timeentry.Update{ID: inside.ID, Billable: new(true)})
		apptest.WantRejection(t, err, check.ClosedPeriod, "id")
		_, _, err = a.TimeEntries.Update(t.Context(), v, timeentry.Update{ID: inside.ID, SpentOn: &today})
		apptest.WantRejection(t, err, check.ClosedPeriod, "id")
		_, err = a.TimeEntries.Delete(t.Context(), v, inside.ID, nil)
		apptest.WantRejection(t, err, check.ClosedPeriod, "id")
		results, _, err := a.TimeEntries.Import(t.Context(), v, w.ID, []timeentry.ImportRow{{MemberID: own, SpentOn: new(today.AddDays(-3)), DurationSeconds: new(60)}})
		if err != nil || len(results) != 1 || len(results[0].Errors) != 1 || results[0].Errors[0].Code != check.ClosedPeriod {
			t.Errorf("importing into it as %s: %+v, %v", name, results, err)
		}
		rows, err := a.TimeEntries.ByIDs(t.Context(), v, []uuid.UUID{inside.ID, outside.ID})
		if err != nil || timeentry.Editable(v, rows[inside.ID]) || !timeentry.Editable(v, rows[outside.ID]) {
			t.Errorf("what %s may change: %v", name, err)
		}
	}
	same(t, before, a.Snapshot(t))
	if e := w.TimeEntry(t, ann, on(2)); e.Closed {
		t.Error("the day after it says it is closed")
	}
}
