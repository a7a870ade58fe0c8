package metrics

import (
	"time"

	"daybook/internal/day"
	"daybook/internal/fault"
)

// Bounds of a question.
const (
	MaxBuckets  = 400
	MaxRows     = 10_000
	defaultDays = 28
)

// settles is how long a stretch of time must have been over before members see it.
const settles = 24 * time.Hour

// Bucket is a stretch of whole days in the workspace's time zone; both ends are included.
type Bucket struct {
	Unit             Unit
	StartsOn, EndsOn day.Date
}

func (b *Bucket) touches(from, to day.Date) bool {
	return !b.EndsOn.Before(from) && !b.StartsOn.After(to)
}

func weekOf(d day.Date) (from, to day.Date) {
	from = d.AddDays(-int(d.Weekday()+6) % 7)
	return from, from.AddDays(6)
}

func monthOf(d day.Date) (from, to day.Date) {
	year, month, _ := d.Start(time.UTC).Date()
	return day.Of(year, month, 1), day.Of(year, month+1, 0)
}

// bucketOf is the day, week or month that a day lies in.
func bucketOf(unit Unit, d day.Date) *Bucket {
	b := &Bucket{Unit: unit, StartsOn: d, EndsOn: d}
	switch unit {
	case Week:
		b.StartsOn, b.EndsOn = weekOf(d)
	case Month:
		b.StartsOn, b.EndsOn = monthOf(d)
	}
	return b
}

// span is the range that was asked for: by default the 28 days up to today.
func span(from, to *day.Date, today day.Date) (first, last day.Date, err error) {
	last = today
	if to != nil {
		last = *to
	}
	first = last.AddDays(-defaultDays)
	if from != nil {
		first = *from
	}
	if last.Before(first) {
		return first, last, fault.BadArgument("from", "the range ends on %s, before it begins on %s", last, first)
	}
	return first, last, nil
}

// bucketsOf are the days, weeks or months that a range touches, newest first. Error: BAD_USER_INPUT beyond MaxBuckets.
func bucketsOf(unit Unit, first, last day.Date) ([]*Bucket, error) {
	var out []*Bucket
	for d := last; ; {
		b := bucketOf(unit, d)
		out = append(out, b)
		if !b.StartsOn.After(first) {
			return out, nil
		}
		if len(out) == MaxBuckets {
			return nil, tooMany("buckets", MaxBuckets)
		}
		d = b.StartsOn.AddDays(-1)
	}
}

func tooMany(what string, most int) error {
	return fault.BadArgument("from", "these are more than %d %s: ask for a shorter range, longer buckets or a smaller cohort", most, what)
}

// piece is the days that a week and a month have in common: weeks and months are made of whole pieces.
type piece struct{ from, to day.Date }

func pieceOf(d day.Date) piece {
	from, to := weekOf(d)
	first, last := monthOf(d)
	if first.After(from) {
		from = first
	}
	if last.Before(to) {
		to = last
	}
	return piece{from, to}
}

// pieces are those that the bucket touches, in order. A sprint may begin or end inside of one.
func (b *Bucket) pieces() []piece {
	var out []piece
	for d := b.StartsOn; !d.After(b.EndsOn); {
		p := pieceOf(d)
		out = append(out, p)
		d = p.to.AddDays(1)
	}
	return out
}

// settled tells whether the piece has been over for so long that what it holds may be taken for good.
func (p piece) settled(now time.Time, zone *time.Location) bool {
	return !now.Before(p.to.AddDays(1).Start(zone).Add(settles))
}

// cut is the part of the piece from one day to another, 0 for all of it.
func (p piece) cut(from, to day.Date) days {
	if !from.After(p.from) && !to.Before(p.to) {
		return 0
	}
	var d days
	for i := range p.to.DaysSince(p.from) + 1 {
		if on := p.from.AddDays(i); !on.Before(from) && !on.After(to) {
			d |= 1 << i
		}
	}
	return d
}
