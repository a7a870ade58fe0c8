package timeentry_test

import (
	"testing"
	"time"

	"daybook/internal/day"
	"daybook/internal/day/daytest"
	"daybook/internal/timeentry"
)

// R5, trap 11: in every zone, at each change of clocks of three years, an entry over it lasts what truly passed and is of
// the local day on which it began; and the day is as long as it truly is.
func TestChangesOfClocksInEveryZoneR5(t *testing.T) {
	t.Parallel()
	last := time.Date(2028, time.January, 1, 0, 0, 0, 0, time.UTC)
	for _, name := range daytest.ZoneNames(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			zone := mustZone(t, name)
			at := time.Date(2025, time.January, 1, 0, 0, 0, 0, zone)
			for !at.IsZero() && at.Before(last) {
				over(t, at, zone)
				_, at = at.ZoneBounds()
			}
		})
	}
}

// over checks entries that reach over an instant.
func over(t *testing.T, change time.Time, zone *time.Location) {
	t.Helper()
	before := change.Add(-90 * time.Minute)
	for _, ends := range []time.Duration{time.Second, 91 * time.Minute, 5 * time.Hour, 24 * time.Hour} {
		start, end, seconds := before.In(zone), before.Add(ends).In(zone), int(ends/time.Second)
		for how, given := range map[string]timeentry.Times{
			"start and end":      {StartedAt: &start, EndedAt: &end},
			"start and duration": {StartedAt: &start, DurationSeconds: &seconds},
			"end and duration":   {EndedAt: &end, DurationSeconds: &seconds},
		} {
			e, err := given.Settle(zone, change.AddDate(1, 0, 0))
			if err != nil {
				t.Errorf("%s: %s is refused: %v", start, how, err)
				continue
			}
			if e.DurationSeconds != seconds || !e.StartedAt.Equal(start) || !e.EndedAt.Equal(end) || e.SpentOn.String() != start.Format(time.DateOnly) {
				t.Errorf("%s to %s by %s is %+v", start, end, how, summed(e))
			}
		}
	}
	for _, d := range []day.Date{day.At(before, zone), day.At(change, zone)} {
		quarters := 0
		for q := d.Start(zone).Add(-12 * time.Hour); q.Before(d.Start(zone).Add(48 * time.Hour)); q = q.Add(15 * time.Minute) {
			if q.Format(time.DateOnly) == d.String() {
				quarters++
			}
		}
		if got := timeentry.DayLength(d, zone); got != quarters*900 {
			t.Errorf("%s is %d seconds long, want %d", d, got, quarters*900)
		}
	}
}

func TestDaysAreAsLongAsTheyAre(t *testing.T) {
	t.Parallel()
	berlin := mustZone(t, "Europe/Berlin")
	for d, want := range map[day.Date]int{
		day.Of(2025, time.March, 30): 23 * 3600, day.Of(2025, time.October, 26): 25 * 3600, today: 24 * 3600,
	} {
		if got := timeentry.DayLength(d, berlin); got != want {
			t.Errorf("%s is %d seconds long, want %d", d, got, want)
		}
	}
	if got := timeentry.DayLength(day.Of(2025, time.April, 6), mustZone(t, "Australia/Lord_Howe")); got != 24*3600+1800 {
		t.Errorf("on Lord Howe it is %d seconds long", got)
	}
}
