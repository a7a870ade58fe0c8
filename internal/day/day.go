// Package day is a calendar day without a time zone: the unit in which standups and sprints are kept.
package day

import (
	"database/sql/driver"
	"fmt"
	"io"
	"time"

	"daybook/internal/fault"
)

const layout = "2006-01-02"

// Date is a calendar day, midnight UTC inside. The zero Date is no day.
type Date struct{ t time.Time }

// Of makes a date; out-of-range values are normalised as time.Date does.
func Of(year int, month time.Month, d int) Date {
	return Date{time.Date(year, month, d, 0, 0, 0, 0, time.UTC)}
}

// At is the local day of an instant in a zone.
func At(instant time.Time, zone *time.Location) Date {
	y, m, d := instant.In(zone).Date()
	return Of(y, m, d)
}

// Parse reads YYYY-MM-DD, from 1970-01-01 to 9999-12-31. The error is BAD_USER_INPUT.
func Parse(s string) (Date, error) {
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() < 1970 {
		return Date{}, fault.New(fault.BadUserInput, "not a date: YYYY-MM-DD from 1970-01-01 on is expected")
	}
	return Date{t}, nil
}

// String is YYYY-MM-DD.
func (d Date) String() string { return d.t.Format(layout) }

// IsZero tells that it is no day.
func (d Date) IsZero() bool { return d.t.IsZero() }

// Before tells whether d is earlier than o.
func (d Date) Before(o Date) bool { return d.t.Before(o.t) }

// After tells whether d is later than o.
func (d Date) After(o Date) bool { return d.t.After(o.t) }

// AddDays is the day n days later.
func (d Date) AddDays(n int) Date { return Date{d.t.AddDate(0, 0, n)} }

// DaysSince counts the days from o to d.
func (d Date) DaysSince(o Date) int { return int(d.t.Sub(o.t) / (24 * time.Hour)) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.t.Weekday() }

// Start is the first instant of the day in a zone: midnight, the first of two where clocks are set back over it, or the
// change of clocks that skips it.
func (d Date) Start(zone *time.Location) time.Time {
	y, m, dd := d.t.Date()
	midnight := time.Date(y, m, dd, 0, 0, 0, 0, zone)
	start := midnight
	from, to := midnight.ZoneBounds()
	for _, c := range []time.Time{from, to, d.atOffsetOf(from.Add(-1), zone), d.atOffsetOf(to, zone)} {
		if !c.IsZero() && At(c, zone) == d && At(c.Add(-1), zone) != d && (At(start, zone) != d || c.Before(start)) {
			start = c
		}
	}
	return start.In(zone)
}

// atOffsetOf is midnight by the clock as it is set at an instant.
func (d Date) atOffsetOf(instant time.Time, zone *time.Location) time.Time {
	_, offset := instant.In(zone).Zone()
	return d.t.Add(-time.Duration(offset) * time.Second)
}

// Value stores the date as SQL date.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads an SQL date.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = At(v, v.Location())
		return nil
	case string:
		return d.parse(v)
	case []byte:
		return d.parse(string(v))
	}
	return fmt.Errorf("reading a date: unexpected %T", src)
}

func (d *Date) parse(s string) error {
	if len(s) > len(layout) {
		s = s[:len(layout)]
	}
	p, err := Parse(s)
	*d = p
	return err
}

// MarshalText and UnmarshalText make it JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD.
func (d *Date) UnmarshalText(b []byte) error {
	p, err := Parse(string(b))
	*d = p
	return err
}

// MarshalGQL writes the GraphQL scalar Date.
func (d Date) MarshalGQL(w io.Writer) { io.WriteString(w, `"`+d.String()+`"`) } //nolint:errcheck // the executor's buffer

// UnmarshalGQL reads the GraphQL scalar Date.
func (d *Date) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if !ok {
		return fault.New(fault.BadUserInput, "not a date: a text YYYY-MM-DD is expected")
	}
	p, err := Parse(s)
	*d = p
	return err
}

// Zone loads an IANA zone by name. Local and the empty name are refused: they mean the server's place.
func Zone(name string) (*time.Location, error) {
	if name == "" || name == "Local" || len(name) > 64 {
		return nil, fault.New(fault.BadUserInput, "not an IANA time zone, such as Europe/Berlin")
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fault.New(fault.BadUserInput, "not an IANA time zone, such as Europe/Berlin")
	}
	return zone, nil
}
