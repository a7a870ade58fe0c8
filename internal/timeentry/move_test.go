package timeentry_test

import (
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/patch"
	"daybook/internal/timeentry"

	"pgregory.net/rapid"
)

// R5: each kind of change, as the contract tells it.
func TestChangedTimesR5(t *testing.T) {
	t.Parallel()
	clocked := timeentry.Entry{SpentOn: today, StartedAt: at("09:00:00"), EndedAt: at("10:00:00"), DurationSeconds: 3600}
	dayOnly := timeentry.Entry{SpentOn: today, DurationSeconds: 3600}
	elsewhere := clocked
	elsewhere.SpentOn = today.AddDays(-1) // the person moved since
	zero := timeentry.Entry{SpentOn: today, StartedAt: at("09:00:00"), EndedAt: at("09:00:00")}
	none := patch.To[time.Time](nil)
	yesterday := today.AddDays(-1)
	for name, c := range map[string]struct {
		e    timeentry.Entry
		p    timeentry.Update
		want summary
	}{
		"a new end changes the duration":   {clocked, timeentry.Update{EndedAt: patch.To(at("10:30:00"))}, summary{"2026-02-11T09:00:00Z", "2026-02-11T10:30:00Z", today, 5400}},
		"a new duration moves the end":     {clocked, timeentry.Update{DurationSeconds: new(60)}, summary{"2026-02-11T09:00:00Z", "2026-02-11T09:01:00Z", today, 60}},
		"a new start moves the end":        {clocked, timeentry.Update{StartedAt: patch.To(at("10:30:00"))}, summary{"2026-02-11T10:30:00Z", "2026-02-11T11:30:00Z", today, 3600}},
		"a start and a duration":           {clocked, timeentry.Update{StartedAt: patch.To(at("08:00:00")), DurationSeconds: new(60)}, summary{"2026-02-11T08:00:00Z", "2026-02-11T08:01:00Z", today, 60}},
		"a start and an end":               {clocked, timeentry.Update{StartedAt: patch.To(at("08:00:00")), EndedAt: patch.To(at("08:30:00"))}, summary{"2026-02-11T08:00:00Z", "2026-02-11T08:30:00Z", today, 1800}},
		"an end and its duration":          {clocked, timeentry.Update{EndedAt: patch.To(at("10:30:00")), DurationSeconds: new(5400)}, summary{"2026-02-11T09:00:00Z", "2026-02-11T10:30:00Z", today, 5400}},
		"a start of another day":           {clocked, timeentry.Update{StartedAt: patch.To(new(at("23:30:00").AddDate(0, 0, -1)))}, summary{"2026-02-10T23:30:00Z", "2026-02-11T00:30:00Z", yesterday, 3600}},
		"both cleared":                     {clocked, timeentry.Update{StartedAt: none, EndedAt: none}, summary{on: today, seconds: 3600}},
		"both cleared for another day":     {clocked, timeentry.Update{StartedAt: none, EndedAt: none, SpentOn: &yesterday, DurationSeconds: new(60)}, summary{on: yesterday, seconds: 60}},
		"the same day":                     {clocked, timeentry.Update{SpentOn: &today}, summary{"2026-02-11T09:00:00Z", "2026-02-11T10:00:00Z", today, 3600}},
		"another day and duration":         {dayOnly, timeentry.Update{SpentOn: &yesterday, DurationSeconds: new(60)}, summary{on: yesterday, seconds: 60}},
		"another day":                      {dayOnly, timeentry.Update{SpentOn: &yesterday}, summary{on: yesterday, seconds: 3600}},
		"another duration":                 {dayOnly, timeentry.Update{DurationSeconds: new(60)}, summary{on: today, seconds: 60}},
		"a start for a day":                {dayOnly, timeentry.Update{StartedAt: patch.To(at("08:00:00"))}, summary{"2026-02-11T08:00:00Z", "2026-02-11T09:00:00Z", today, 3600}},
		"an end and a duration for a day":  {dayOnly, timeentry.Update{EndedAt: patch.To(at("08:00:00")), DurationSeconds: new(60)}, summary{"2026-02-11T07:59:00Z", "2026-02-11T08:00:00Z", today, 60}},
		"a start and an end for a day":     {dayOnly, timeentry.Update{StartedAt: patch.To(at("08:00:00")), EndedAt: patch.To(at("08:00:01"))}, summary{"2026-02-11T08:00:00Z", "2026-02-11T08:00:01Z", today, 1}},
		"none cleared where there is none": {dayOnly, timeentry.Update{StartedAt: none, DurationSeconds: new(60)}, summary{on: today, seconds: 60}},
		"its day stays where it begins":    {elsewhere, timeentry.Update{DurationSeconds: new(60)}, summary{"2026-02-11T09:00:00Z", "2026-02-11T09:01:00Z", yesterday, 60}},
		"its day stays, told again":        {elsewhere, timeentry.Update{StartedAt: patch.To(at("09:00:00")), SpentOn: &yesterday}, summary{"2026-02-11T09:00:00Z", "2026-02-11T10:00:00Z", yesterday, 3600}},
		"an end for none":                  {zero, timeentry.Update{EndedAt: patch.To(at("09:00:01"))}, summary{"2026-02-11T09:00:00Z", "2026-02-11T09:00:01Z", today, 1}},
	} {
		e, err := c.p.Move(c.e, time.UTC, now)
		if err != nil || summed(e) != c.want {
			t.Errorf("%s: %+v, want %+v: %v", name, summed(e), c.want, err)
		}
	}
	for name, c := range map[string]struct {
		e     timeentry.Entry
		p     timeentry.Update
		code  check.Code
		field string
	}{
		"the start cleared alone":        {clocked, timeentry.Update{StartedAt: none}, check.Invalid, "startedAt"},
		"the start cleared, another end": {clocked, timeentry.Update{StartedAt: none, EndedAt: patch.To(at("10:30:00"))}, check.Invalid, "startedAt"},
		"the end cleared alone":          {clocked, timeentry.Update{EndedAt: none}, check.Invalid, "endedAt"},
		"the end cleared, another start": {clocked, timeentry.Update{StartedAt: patch.To(at("08:00:00")), EndedAt: none}, check.Invalid, "endedAt"},
		"three that don't agree":         {clocked, timeentry.Update{StartedAt: patch.To(at("08:00:00")), EndedAt: patch.To(at("08:30:00")), DurationSeconds: new(60)}, check.Invalid, "durationSeconds"},
		"an end that doesn't agree":      {clocked, timeentry.Update{EndedAt: patch.To(at("10:30:00")), DurationSeconds: new(60)}, check.Invalid, "durationSeconds"},
		"an end at the start":            {clocked, timeentry.Update{EndedAt: patch.To(at("09:00:00"))}, check.Invalid, "endedAt"},
		"no duration":                    {clocked, timeentry.Update{DurationSeconds: new(0)}, check.OutOfRange, "durationSeconds"},
		"an end ahead":                   {clocked, timeentry.Update{StartedAt: patch.To(at("11:30:00"))}, check.OutOfRange, "endedAt"},
		"another day than the start's":   {clocked, timeentry.Update{SpentOn: &yesterday}, check.Invalid, "spentOn"},
		"another day with its start":     {clocked, timeentry.Update{StartedAt: patch.To(at("08:00:00")), SpentOn: &yesterday}, check.Invalid, "spentOn"},
		"another day than it is of":      {elsewhere, timeentry.Update{DurationSeconds: new(60), SpentOn: &today}, check.Invalid, "spentOn"},
		"a day ahead":                    {dayOnly, timeentry.Update{SpentOn: new(today.AddDays(1))}, check.FutureDate, "spentOn"},
		"an end alone for a day":         {dayOnly, timeentry.Update{EndedAt: patch.To(at("09:00:00"))}, check.Required, "startedAt"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := c.p.Move(c.e, time.UTC, now)
			apptest.WantRejection(t, err, c.code, c.field)
		})
	}
}

// R5: whatever changes, end, start and duration never disagree; what was not given stays, but for what follows from it.
func TestChangedTimesNeverDisagreeR5(t *testing.T) {
	t.Parallel()
	zone := mustZone(t, "Asia/Kathmandu")
	rapid.Check(t, func(t *rapid.T) {
		old, err := drawTimes(t).Settle(zone, now)
		if err != nil {
			old = &timeentry.Entry{SpentOn: today, StartedAt: at("09:00:00"), EndedAt: at("10:00:00"), DurationSeconds: 3600}
		}
		change := drawTimes(t)
		p := timeentry.Update{SpentOn: change.SpentOn, DurationSeconds: change.DurationSeconds}
		if change.StartedAt != nil || rapid.Bool().Draw(t, "clear the start") {
			p.StartedAt = patch.To(change.StartedAt)
		}
		if change.EndedAt != nil || rapid.Bool().Draw(t, "clear the end") {
			p.EndedAt = patch.To(change.EndedAt)
		}
		e, err := p.Move(*old, zone, now)
		if err != nil {
			return
		}
		agree(t, e, change)
		hadClock, hasClock := old.StartedAt != nil, e.StartedAt != nil
		if hadClock && hasClock && change.StartedAt == nil && !e.StartedAt.Equal(*old.StartedAt) {
			t.Fatalf("the start moved by itself: %+v became %+v", summed(old), summed(e))
		}
		if change.EndedAt == nil && change.DurationSeconds == nil && e.DurationSeconds != old.DurationSeconds {
			t.Fatalf("the duration changed by itself: %+v became %+v", summed(old), summed(e))
		}
		if hasClock && e.SpentOn != day.At(*e.StartedAt, zone) {
			t.Fatalf("it is of %s", e.SpentOn)
		}
		if cleared := p.StartedAt.Given && p.EndedAt.Given && change.StartedAt == nil && change.EndedAt == nil; cleared == hasClock && (cleared || hadClock) {
			t.Fatalf("clock times: %v before, %v after, cleared %v", hadClock, hasClock, cleared)
		}
	})
}
