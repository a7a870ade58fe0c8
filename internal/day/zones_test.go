package day_test

import (
	"slices"
	"testing"
	"time"

	"daybook/internal/day"
	"daybook/internal/day/daytest"
)

// T26: in every zone each day of three years begins at an instant of that day, and the instant before is of an earlier
// day: nothing falls between two days, and no instant belongs to two.
func TestEveryDayOfEveryZoneBeginsOnce(t *testing.T) {
	t.Parallel()
	for _, name := range daytest.ZoneNames(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			zone := mustZone(t, name)
			last := day.Of(2028, time.January, 1)
			for d := day.Of(2025, time.January, 1); d.Before(last); d = d.AddDays(1) {
				start, next := d.Start(zone), d.AddDays(1).Start(zone)
				if got := day.At(start, zone); got != d {
					t.Errorf("%s begins at %s, which is of %s", d, start, got)
				}
				if got := day.At(start.Add(-1), zone); !got.Before(d) {
					t.Errorf("before the beginning of %s (%s) it is %s already", d, start, got)
				}
				if length := next.Sub(start); length < 22*time.Hour || length > 26*time.Hour {
					t.Errorf("%s lasts %s", d, length)
				}
			}
		})
	}
}

// Days without midnight, days with two, and a day that never was.
func TestStartWhereClocksChangeAtMidnight(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone  string
		d     day.Date
		start string
	}{
		"skipped in São Paulo":       {"America/Sao_Paulo", day.Of(2018, time.November, 4), "2018-11-04T03:00:00Z"},
		"skipped in Beirut":          {"Asia/Beirut", day.Of(2025, time.March, 30), "2025-03-29T22:00:00Z"},
		"skipped in Cairo":           {"Africa/Cairo", day.Of(2025, time.April, 25), "2025-04-24T22:00:00Z"},
		"skipped in Havana":          {"America/Havana", day.Of(2025, time.March, 9), "2025-03-09T05:00:00Z"},
		"skipped on the Azores":      {"Atlantic/Azores", day.Of(2025, time.March, 30), "2025-03-30T01:00:00Z"},
		"twice in Havana":            {"America/Havana", day.Of(2025, time.November, 2), "2025-11-02T04:00:00Z"},
		"twice on the Azores":        {"Atlantic/Azores", day.Of(2025, time.October, 26), "2025-10-26T00:00:00Z"},
		"after 23:00 twice in Chile": {"America/Santiago", day.Of(2025, time.April, 6), "2025-04-06T04:00:00Z"},
		"ordinary in Berlin":         {"Europe/Berlin", day.Of(2025, time.March, 30), "2025-03-29T23:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.d.Start(mustZone(t, c.zone)).UTC().Format(time.RFC3339); got != c.start {
				t.Errorf("%s begins at %s in %s, want %s", c.d, got, c.zone, c.start)
			}
		})
	}
}

func TestZoneNamesOfTheTestAreThere(t *testing.T) {
	t.Parallel()
	if names := daytest.ZoneNames(t); !slices.Contains(names, "Africa/Cairo") {
		t.Errorf("%d zones without Cairo", len(names))
	}
}
