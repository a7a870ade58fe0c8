package demo

import (
	"time"

	"daybook/internal/day"
)

const (
	wholeWeeks = 13
	// thisWeek is the first working day of the week in which the demo is made: the story so far ends the day before.
	thisWeek = wholeWeeks * 5
)

// calendar counts working days, Mondays to Fridays, from the Monday on which the story's work begins: thirteen whole
// weeks, then what has passed of the present one. So a day of the story is the same whenever its week is.
type calendar struct {
	now   time.Time
	start day.Date
}

func newCalendar(now time.Time) calendar {
	today := day.At(now, time.UTC)
	monday := today.AddDays(-(int(today.Weekday()) + 6) % 7)
	return calendar{now: now, start: monday.AddDays(-7 * wholeWeeks)}
}

// date is the n-th working day; -1 is the Friday before the first.
func (c calendar) date(n int) day.Date {
	week, weekday := n/5, n%5
	if weekday < 0 {
		week, weekday = week-1, weekday+5
	}
	return c.start.AddDays(7*week + weekday)
}

// at is a time of the n-th working day in a zone.
func (c calendar) at(n int, zone *time.Location, sinceMidnight time.Duration) time.Time {
	return c.date(n).Start(zone).Add(sinceMidnight).UTC()
}

// passed tells that the instant lies before today in the zone: today is left to whoever tries the demo.
func (c calendar) passed(at time.Time, zone *time.Location) bool {
	return at.Before(day.At(c.now, zone).Start(zone))
}

// lastDay is the last working day that has passed in the zone.
func (c calendar) lastDay(zone *time.Location) int {
	n := thisWeek + 9
	for !c.date(n).Before(day.At(c.now, zone)) {
		n--
	}
	return n
}
