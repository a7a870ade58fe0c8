package timesheet

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"daybook/internal/day"
)

// Span is when a row's time was spent: clock times in whole seconds, or a day and a duration alone.
type Span struct {
	Day        day.Date   // the local day of the start
	Start, End *time.Time // UTC; both or neither
	Seconds    int        // 1 to 86400; End minus Start where they are there
	// Notes tell what had to be decided.
	Notes []string
}

// What rounding explains: clocks without seconds, and hundredths of an hour.
const (
	slack        = 60
	decimalSlack = slack + 18
)

// In puts the row's times into the person's zone. Clock times count more than the duration; the error says why they make no
// sense.
func (r *Row) In(zone *time.Location) (Span, error) {
	if len(r.Problems) > 0 {
		return Span{}, errors.New(r.Problems[0])
	}
	if r.Start == nil && r.End == nil {
		seconds, err := r.length()
		return Span{Day: r.Date, Seconds: seconds}, err
	}
	if r.Start == nil || r.End == nil {
		return r.oneClock(zone)
	}
	starts, err := r.Start.in(zone)
	if err != nil {
		return Span{}, err
	}
	ends, err := r.End.in(zone)
	if r.mayEndNextDay() {
		var next []time.Time
		next, err = (&Clock{Wall: r.End.Wall.AddDate(0, 0, 1)}).in(zone)
		ends = append(ends, next...)
	}
	if err != nil {
		return Span{}, err
	}
	from, to, off, sure := r.choose(starts, ends)
	switch {
	case to.Before(from):
		return Span{}, errors.New("it ends before it starts")
	case off > slack && (!r.duration.decimal || off > decimalSlack):
		return Span{}, fmt.Errorf("the clock times are %s apart, the duration says %s", clockText(to.Sub(from)), quote(r.duration.text))
	case to.Equal(from) && off > 0 && len(r.duration.readings) == 1: // less than the clock shows
		to = to.Add(time.Duration(off) * time.Second)
		return span(zone, from, to, fmt.Sprintf("start and end are the same minute: the duration %s was taken", r.duration.text))
	}
	var notes []string
	if off > 0 {
		notes = append(notes, fmt.Sprintf("the duration %s differs from the clock times by %d s: the clock times were taken", r.duration.text, off))
	}
	if !sure {
		notes = append(notes, twice(zone))
	}
	return span(zone, from, to, notes...)
}

// mayEndNextDay tells whether the end has no date of its own and seems not to be after the start.
func (r *Row) mayEndNextDay() bool {
	if r.endDated || r.End.Instant {
		return false
	}
	return r.End.Wall.Before(r.Start.Wall) || r.End.Wall.Equal(r.Start.Wall) && slices.Contains(r.duration.readings, maxSeconds)
}

// choose takes the start and end that agree best with the duration, of equal ones the earliest; sure is false when there
// was more than one choice. off is how far they are from the duration, in seconds.
func (r *Row) choose(starts, ends []time.Time) (from, to time.Time, off int, sure bool) {
	from, to, sure = starts[0], ends[0], true
	best, found := 0, false
	for _, s := range starts {
		for _, e := range ends {
			if e.Before(s) {
				continue
			}
			d := r.duration.off(int(e.Sub(s) / time.Second))
			switch {
			case !found || d < best:
				from, to, best, found, sure = s, e, d, true, true
			case d == best:
				sure = false
			}
		}
	}
	return from, to, best, sure
}

// off is how far the nearest reading is; 0 when there is none to compare with.
func (d duration) off(seconds int) int {
	best := -1
	for _, reading := range d.readings {
		if n := max(reading-seconds, seconds-reading); best < 0 || n < best {
			best = n
		}
	}
	return max(best, 0)
}

// length is the duration where nothing else says how long it was.
func (r *Row) length() (int, error) {
	switch {
	case len(r.duration.readings) == 0:
		return 0, errors.New("there is no end and no duration: it may still be running")
	case len(r.duration.readings) > 1:
		return 0, fmt.Errorf("the duration %s has no unit: hours, minutes or seconds", quote(r.duration.text))
	case r.duration.readings[0] == 0:
		return 0, errors.New("it lasts 0 seconds")
	}
	return r.duration.readings[0], nil
}

// oneClock counts from the start, or back from the end.
func (r *Row) oneClock(zone *time.Location) (Span, error) {
	seconds, err := r.length()
	if err != nil {
		return Span{}, err
	}
	known, shift := r.Start, time.Duration(seconds)*time.Second
	if known == nil {
		known = r.End
	}
	at, err := known.in(zone)
	if err != nil {
		return Span{}, err
	}
	var notes []string
	if len(at) > 1 {
		notes = append(notes, twice(zone))
	}
	if r.Start == nil {
		return span(zone, at[0].Add(-shift), at[0], notes...)
	}
	return span(zone, at[0], at[0].Add(shift), notes...)
}

func span(zone *time.Location, from, to time.Time, notes ...string) (Span, error) {
	from, to = from.UTC(), to.UTC()
	seconds := int(to.Sub(from) / time.Second)
	switch {
	case seconds == 0:
		return Span{}, errors.New("it lasts 0 seconds")
	case seconds > maxSeconds:
		return Span{}, fmt.Errorf("it lasts %s, more than 24 hours", clockText(to.Sub(from)))
	}
	return Span{Day: day.At(from, zone), Start: &from, End: &to, Seconds: seconds, Notes: notes}, nil
}

func twice(zone *time.Location) string {
	return "this time comes twice when the clocks of " + zone.String() + " are set back: the first was taken"
}

func clockText(d time.Duration) string {
	s := int(d / time.Second)
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// in are the instants at which clocks in the zone show these figures, earliest first: mostly one, two where they are set
// back, and an error where they are set forward over it.
func (c *Clock) in(zone *time.Location) ([]time.Time, error) {
	if c.Instant {
		return []time.Time{c.Wall}, nil
	}
	var out []time.Time
	for at := c.Wall.Add(-16 * time.Hour); at.Before(c.Wall.Add(16 * time.Hour)); {
		_, east := at.In(zone).Zone()
		t := c.Wall.Add(-time.Duration(east) * time.Second)
		if _, there := t.In(zone).Zone(); there == east && !slices.ContainsFunc(out, t.Equal) {
			out = append(out, t)
		}
		_, until := at.In(zone).ZoneBounds()
		if until.IsZero() {
			break
		}
		at = until
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("there was no %s in %s: the clocks are set forward over it", c.Wall.Format("2006-01-02 15:04"), zone)
	}
	slices.SortFunc(out, time.Time.Compare)
	return out, nil
}
