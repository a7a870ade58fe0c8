package blocker

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func zone(t interface{ Fatal(...any) }, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestAfterBusinessHours(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone, since string
		minutes     int
		want        string
	}{
		"within a day":                         {"Europe/Berlin", "2026-02-11 10:00", 90, "2026-02-11 11:30"},
		"from before the day begins":           {"Europe/Berlin", "2026-02-11 03:00", 90, "2026-02-11 10:30"},
		"just to the end of the day":           {"Europe/Berlin", "2026-02-11 16:00", 60, "2026-02-11 17:00"},
		"into the next day":                    {"Europe/Berlin", "2026-02-11 16:00", 61, "2026-02-12 09:01"},
		"from after the day has ended":         {"Europe/Berlin", "2026-02-11 17:00", 30, "2026-02-12 09:30"},
		"over a weekend":                       {"Europe/Berlin", "2026-02-13 16:00", 120, "2026-02-16 10:00"},
		"from a Sunday":                        {"Europe/Berlin", "2026-02-15 12:00", 480, "2026-02-16 17:00"},
		"over a weekend in which clocks go on": {"Europe/Berlin", "2026-03-27 16:00", 120, "2026-03-30 10:00"},
		"over one in which they go back":       {"America/New_York", "2026-10-30 16:00", 120, "2026-11-02 10:00"},
		"over a Friday that Samoa left out":    {"Pacific/Apia", "2011-12-29 16:00", 120, "2012-01-02 10:00"},
		"the longest a rule can ask for":       {"UTC", "2026-01-05 09:00", MaxMinutes, "2026-05-08 17:00"},
	} {
		z := zone(t, c.zone)
		since, err := time.ParseInLocation("2006-01-02 15:04", c.since, z)
		if err != nil {
			t.Fatal(err)
		}
		got := afterBusinessHours(since, time.Duration(c.minutes)*time.Minute, z)
		if s := got.In(z).Format("2006-01-02 15:04"); s != c.want {
			t.Errorf("%s: %s, want %s", name, s, c.want)
		}
	}
}

// The same, counted minute by minute on the clock on the wall.
func TestAfterBusinessHoursAgreesWithCounting(t *testing.T) {
	t.Parallel()
	zones := []*time.Location{zone(t, "UTC"), zone(t, "Europe/Berlin"), zone(t, "America/Los_Angeles"), zone(t, "Pacific/Kiritimati"), zone(t, "Australia/Lord_Howe"), zone(t, "Asia/Kathmandu")}
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.SampledFrom(zones).Draw(t, "zone")
		since := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 365*24*60).Draw(t, "minute of the year")) * time.Minute)
		minutes := rapid.IntRange(1, 2000).Draw(t, "minutes")
		want, n := since, 0
		for n < minutes {
			local := want.In(z)
			if d := local.Weekday(); d != time.Saturday && d != time.Sunday && local.Hour() >= 9 && local.Hour() < 17 {
				n++
			}
			want = want.Add(time.Minute)
		}
		if got := afterBusinessHours(since, time.Duration(minutes)*time.Minute, z); !got.Equal(want) {
			t.Fatalf("%d minutes after %s are %s, counted %s", minutes, since.In(z), got.In(z), want.In(z))
		}
	})
}
