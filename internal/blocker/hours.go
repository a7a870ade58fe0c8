package blocker

import (
	"time"

	"daybook/internal/day"
)

// Business hours, by the clock on the person's wall.
const (
	opens  = 9
	closes = 17
)

// afterBusinessHours is when a stretch of business hours has gone by since an instant: Monday to Friday, 9 to 17 o'clock in
// the zone, each as long as it lasts on that day.
func afterBusinessHours(since time.Time, stretch time.Duration, zone *time.Location) time.Time {
	for d := day.At(since, zone); ; d = d.AddDays(1) {
		from, to := businessHours(d, zone)
		if since.After(from) {
			from = since
		}
		switch left := to.Sub(from); {
		case left >= stretch:
			return from.Add(stretch)
		case left > 0:
			stretch -= left
		}
	}
}

// businessHours are those of a day; of a weekend, and of a day that is left out there, they end as they begin.
func businessHours(d day.Date, zone *time.Location) (from, to time.Time) {
	start := d.Start(zone)
	if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday || day.At(start, zone) != d {
		return start, start
	}
	y, m, n := start.Date()
	return time.Date(y, m, n, opens, 0, 0, 0, zone), time.Date(y, m, n, closes, 0, 0, 0, zone)
}
