package timesheet

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"daybook/internal/day"
)

var (
	yearFirst = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})([-/.]) ?(\d{1,2})([-/.]) ?(\d{4}|\d{2})$`)
	clock     = regexp.MustCompile(`^(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2})(?:[.,]\d+)?)? ?(?:([ap])\.?m\.?|uhr|h)?$`)
	offset    = regexp.MustCompile(`^(.+?) ?(?:z|utc|gmt|([+-]\d{2}):?(\d{2})?)$`)
)

// dated is a date before the order of day and month is known.
type dated struct {
	year, a, b int
	order      string // dmy or mdy where the value itself tells, else empty; ymd when the year comes first
}

// readDate reads the three numbers of a date; ok is false when it is none.
func readDate(s string) (d dated, ok bool) {
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		d = dated{whole(m[1]), whole(m[2]), whole(m[3]), "ymd"}
		return d, d.day(true) != day.Date{}
	}
	m := yearLast.FindStringSubmatch(s)
	if m == nil || m[2] != m[4] || len(m[5]) == 2 && m[2] == "-" { // 26-04-03 may begin with the year
		return d, false
	}
	d = dated{year: whole(m[5]), a: whole(m[1]), b: whole(m[3])}
	if len(m[5]) == 2 {
		d.year += 2000
	}
	dmy, mdy := d.day(true) != day.Date{}, d.day(false) != day.Date{}
	switch {
	case dmy && !mdy, dmy && m[2] == "." && d.a != d.b: // with dots the day comes first everywhere
		d.order = "dmy"
	case mdy && !dmy:
		d.order = "mdy"
	}
	return d, dmy || mdy
}

// day is the date; the zero one when there is no such day in the years that Daybook knows.
func (d dated) day(dayFirst bool) day.Date {
	month, number := d.b, d.a
	if d.order == "ymd" || !dayFirst {
		month, number = number, month
	}
	y, m, n := time.Date(d.year, time.Month(month), number, 0, 0, 0, 0, time.UTC).Date()
	if d.year < 1970 || y != d.year || int(m) != month || n != number {
		return day.Date{}
	}
	return day.Of(y, m, n)
}

// readClock reads a time of day as the time since midnight; 24:00 is the end of the day.
func readClock(s string) (time.Duration, bool) {
	m := clock.FindStringSubmatch(strings.ToLower(s))
	if m == nil || m[2] == "" && m[4] == "" {
		return 0, false
	}
	h, minute, second := whole(m[1]), whole(m[2]), whole(m[3])
	switch {
	case m[4] != "" && h == 12:
		h = 0
	case m[4] == "a" && h > 12:
		return 0, false
	}
	if m[4] == "p" && h < 12 {
		h += 12
	}
	t := time.Duration(h)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
	return t, minute < 60 && second < 60 && t <= 24*time.Hour
}

// moment is the reading of a cell that holds a clock time, with or without a date and the distance from UTC.
type moment struct {
	date  *dated
	since time.Duration // midnight
	east  *time.Duration
}

func readMoment(s string) (m moment, ok bool) {
	if since, ok := readClock(s); ok {
		return moment{since: since}, true
	}
	at := strings.IndexAny(s, "Tt ")
	if at < 0 {
		return m, false
	}
	d, ok := readDate(strings.TrimSuffix(s[:at], ","))
	if !ok {
		return m, false
	}
	m.date = &d
	rest := strings.TrimSpace(s[at+1:])
	if since, ok := readClock(rest); ok {
		m.since = since
		return m, true
	}
	parts := offset.FindStringSubmatch(strings.ToLower(rest))
	if parts == nil {
		return m, false
	}
	m.east = new(time.Duration)
	if parts[2] != "" {
		t, err := time.Parse("-0700", parts[2]+cmp.Or(parts[3], "00"))
		if err != nil {
			return m, false
		}
		_, seconds := t.Zone()
		*m.east = time.Duration(seconds) * time.Second
	}
	m.since, ok = readClock(parts[1])
	return m, ok
}
