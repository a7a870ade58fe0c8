package timeentry

import (
	"time"

	"daybook/internal/check"
	"daybook/internal/day"
)

// Times are what a caller says of when time was spent; nil is not said.
type Times struct {
	StartedAt, EndedAt *time.Time
	SpentOn            *day.Date
	DurationSeconds    *int
}

// firstDay is the first that a date can be.
var firstDay = day.Of(1970, time.January, 1)

// settle gives the entry times that agree (R5): two of start, end and duration make the third, a day and a duration stand
// alone. Instants lose their fractions of a second; the day is that of the start in the person's zone. Nothing of it may lie
// ahead.
func (t Times) settle(l *check.List, e *Entry, zone *time.Location, now time.Time) {
	if d := t.DurationSeconds; d != nil && (*d < 1 || *d > MaxSeconds) {
		l.Add(check.OutOfRange, "durationSeconds", "1 to %d seconds are expected", MaxSeconds)
		return
	}
	start, end := wholeSecond(t.StartedAt), wholeSecond(t.EndedAt)
	switch {
	case start == nil && end == nil:
		t.settleDay(l, e, day.At(now, zone))
		return
	case start != nil && end != nil:
	case t.DurationSeconds == nil && start != nil:
		l.Add(check.Required, "endedAt", "a start needs an end or a duration")
		return
	case t.DurationSeconds == nil:
		l.Add(check.Required, "startedAt", "an end needs a start or a duration")
		return
	case start != nil:
		end = new(start.Add(time.Duration(*t.DurationSeconds) * time.Second))
	default:
		start = new(end.Add(-time.Duration(*t.DurationSeconds) * time.Second))
	}
	e.StartedAt, e.EndedAt, e.SpentOn = start, end, day.At(*start, zone)
	lasted := end.Sub(*start)
	e.DurationSeconds = int(lasted / time.Second)
	switch {
	case lasted <= 0:
		l.Add(check.Invalid, "endedAt", "the end must come after the start")
		return
	case e.DurationSeconds > MaxSeconds:
		l.Add(check.OutOfRange, "endedAt", "the end must come within 24 hours of the start")
		return
	case t.DurationSeconds != nil && *t.DurationSeconds != e.DurationSeconds:
		l.Add(check.Invalid, "durationSeconds", "start, end and duration don't agree: from start to end it is %d seconds", e.DurationSeconds)
	}
	switch {
	case start.After(now):
		l.Add(check.OutOfRange, "startedAt", "the time has not begun")
	case end.After(now):
		l.Add(check.OutOfRange, "endedAt", "the time has not ended")
	case e.SpentOn.Before(firstDay):
		l.Add(check.OutOfRange, "startedAt", "days begin with %s", firstDay)
	}
	if t.SpentOn != nil && *t.SpentOn != e.SpentOn {
		l.Add(check.Invalid, "spentOn", "the day is that of the start: it is %s for this person", e.SpentOn)
	}
}

func (t Times) settleDay(l *check.List, e *Entry, today day.Date) {
	switch {
	case t.SpentOn == nil && t.DurationSeconds == nil:
		l.Add(check.Required, "startedAt", "two of start, end and duration are needed, or a day and a duration")
	case t.SpentOn == nil:
		l.Add(check.Required, "spentOn", "a duration needs a day, or a start or end")
	case t.DurationSeconds == nil:
		l.Add(check.Required, "durationSeconds", "a day needs a duration")
	case t.SpentOn.After(today):
		l.Add(check.FutureDate, "spentOn", "the day has not begun for this person: it is %s there", today)
	default:
		e.StartedAt, e.EndedAt, e.SpentOn, e.DurationSeconds = nil, nil, *t.SpentOn, *t.DurationSeconds
	}
}

// wholeSecond cuts off fractions of a second.
func wholeSecond(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	return new(t.UTC().Truncate(time.Second))
}
