package timer_test

import (
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/member"
	"daybook/internal/timeentry"
	"daybook/internal/timer"

	"github.com/google/uuid"
)

// R10: who finds a timer by its id, and who is told that it runs.
func TestReaders(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob, cyd := w.Member(t), w.Member(t), w.Member(t)
	rows := []*timer.Timer{w.Timer(t, ann), w.Timer(t, bob), foreign.Timer(t, foreign.Owner)}
	var ids []uuid.UUID
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	people := []uuid.UUID{ann.ID, bob.ID, cyd.ID, foreign.Owner.ID}
	for name, c := range map[string]struct {
		v           *authz.Viewer
		found, told int
	}{
		"nobody":              {nil, 0, 0},
		"a mate":              {cyd.Viewer(t), 0, 0},
		"a person":            {ann.Viewer(t), 1, 1},
		"an admin":            {w.Admin(t).Viewer(t), 2, 2},
		"a service":           {w.Service(t, authz.TrackingRead, authz.TrackingWrite).Viewer(t), 2, 0},
		"a weak service":      {w.Service(t, authz.TrackingWrite).Viewer(t), 0, 0},
		"a weak token":        {w.Personal(t, ann, authz.TrackingWrite).Viewer(t), 0, 0},
		"another workspace's": {foreign.Owner.Viewer(t), 1, 1},
	} {
		found, err := a.Timers.ByIDs(t.Context(), c.v, ids)
		if err != nil || len(found) != c.found {
			t.Errorf("%s finds %d: %v", name, len(found), err)
		}
		told, err := a.Timers.Running(t.Context(), c.v, people)
		if err != nil || len(told) != c.told {
			t.Errorf("%s is told of %d: %v", name, len(told), err)
		}
		for of, r := range told {
			if r.MemberID != of {
				t.Errorf("the timer of %s is found as that of %s", r.MemberID, of)
			}
		}
	}
	if _, err := a.Timers.Discard(t.Context(), ann.Viewer(t), rows[0].ID); err != nil {
		t.Fatal(err)
	}
	if told, err := a.Timers.Running(t.Context(), ann.Viewer(t), people); err != nil || len(told) != 0 {
		t.Errorf("one that ended runs: %v", err)
	}
	if found, err := a.Timers.ByIDs(t.Context(), ann.Viewer(t), ids); err != nil || len(found) != 1 {
		t.Errorf("one that ended is not found: %v", err)
	}
}

// What was tracked on a local date: its entries, and of a running timer what lies in it.
func TestTracked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone  string
		start time.Time // of the running timer; zero for none
		now   time.Time
		on    day.Date
		want  int // beside an hour of entries on 2026-02-12
	}{
		"entries alone":         {"Europe/Berlin", time.Time{}, time.Date(2026, 2, 12, 12, 0, 0, 0, time.UTC), day.Of(2026, 2, 12), 3600},
		"a timer of the day":    {"Europe/Berlin", time.Date(2026, 2, 12, 10, 0, 0, 0, time.UTC), time.Date(2026, 2, 12, 12, 0, 0, 900, time.UTC), day.Of(2026, 2, 12), 3600 + 7200},
		"from local midnight":   {"Europe/Berlin", time.Date(2026, 2, 11, 22, 30, 0, 0, time.UTC), time.Date(2026, 2, 12, 0, 30, 0, 0, time.UTC), day.Of(2026, 2, 12), 3600 + 5400},
		"to local midnight":     {"Europe/Berlin", time.Date(2026, 2, 11, 22, 30, 0, 0, time.UTC), time.Date(2026, 2, 12, 0, 30, 0, 0, time.UTC), day.Of(2026, 2, 11), 1800},
		"another day":           {"Europe/Berlin", time.Date(2026, 2, 11, 22, 30, 0, 0, time.UTC), time.Date(2026, 2, 12, 0, 30, 0, 0, time.UTC), day.Of(2026, 2, 10), 0},
		"a day that is to come": {"Europe/Berlin", time.Date(2026, 2, 11, 22, 30, 0, 0, time.UTC), time.Date(2026, 2, 12, 0, 30, 0, 0, time.UTC), day.Of(2026, 2, 13), 0},
		"a day of 23 hours":     {"Europe/Berlin", time.Date(2026, 3, 28, 22, 0, 0, 0, time.UTC), time.Date(2026, 3, 30, 12, 0, 0, 0, time.UTC), day.Of(2026, 3, 29), 23 * 3600},
		"far from UTC":          {"Pacific/Kiritimati", time.Date(2026, 2, 11, 9, 0, 0, 0, time.UTC), time.Date(2026, 2, 11, 11, 0, 0, 0, time.UTC), day.Of(2026, 2, 12), 3600 + 3600},
		"a clock that was back": {"Europe/Berlin", time.Date(2026, 2, 12, 10, 0, 0, 0, time.UTC), time.Date(2026, 2, 12, 9, 0, 0, 0, time.UTC), day.Of(2026, 2, 12), 3600},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			w := a.Workspace(t)
			ann := w.Member(t, func(p *member.InviteParams) { p.TimeZone = c.zone })
			a.Clock.Set(time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC))
			w.TimeEntry(t, ann, func(p *timeentry.CreateParams) { p.SpentOn = new(day.Of(2026, 2, 12)) })
			w.TimeEntry(t, w.Member(t), func(p *timeentry.CreateParams) { p.SpentOn = new(c.on) }) // not theirs
			gone := w.TimeEntry(t, ann, func(p *timeentry.CreateParams) { p.SpentOn = new(c.on) })
			if _, err := a.TimeEntries.Delete(t.Context(), ann.Viewer(t), gone.ID, nil); err != nil {
				t.Fatal(err)
			}
			if !c.start.IsZero() {
				a.Clock.Set(c.start)
				w.Timer(t, ann)
			}
			a.Clock.Set(c.now)
			if got, err := a.Timers.Tracked(t.Context(), ann.Viewer(t), w.ID, c.on); err != nil || got != c.want {
				t.Errorf("%d seconds, want %d: %v", got, c.want, err)
			}
			_, err := a.Timers.Tracked(t.Context(), nil, w.ID, c.on)
			apptest.WantCode(t, err, fault.NotFound)
		})
	}
}

func TestElapsed(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	row := &timer.Timer{StartedAt: apptest.Noon}
	for now, want := range map[time.Duration]int{0: 0, 1999 * time.Millisecond: 1, 48 * time.Hour: 172800, -time.Hour: 0} {
		a.Clock.Set(apptest.Noon.Add(now))
		if got := a.Timers.Elapsed(row); got != want {
			t.Errorf("after %s it has run %d s", now, got)
		}
	}
	row.EndedAt = new(apptest.Noon.Add(time.Minute))
	if got := a.Timers.Elapsed(row); got != 60 {
		t.Errorf("ended after a minute, it ran %d s", got)
	}
}
