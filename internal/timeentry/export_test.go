package timeentry

import (
	"time"

	"daybook/internal/check"
)

// DayLength is how long a day is in a zone, in seconds.
var DayLength = dayLength

// Settle is what creating makes of times, for a person in the zone.
func (t Times) Settle(zone *time.Location, now time.Time) (*Entry, error) {
	var l check.List
	e := new(Entry)
	t.settle(&l, e, zone, now)
	return e, l.Err()
}

// Move is what a change makes of an entry's times, for a person in the zone.
func (p Update) Move(e Entry, zone *time.Location, now time.Time) (*Entry, error) {
	err := p.move(&e, zone, now)
	return &e, err
}
