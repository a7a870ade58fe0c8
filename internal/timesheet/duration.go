package timesheet

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// maxSeconds is the longest row.
const maxSeconds = 24 * 60 * 60

// duration is how long a row says it lasted, in seconds. A number without a unit has several readings until the clock times
// decide; a row without a duration has none.
type duration struct {
	text     string
	readings []int
	decimal  bool // rounded to hundredths of an hour
}

var (
	colons = regexp.MustCompile(`^(\d{1,6}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?( ?min| ?h)?$`)
	number = regexp.MustCompile(`^[\d.,' ]*\d$`)
	part   = regexp.MustCompile(`^ ?(\d[\d.,]*) ?([a-z]*)`)
)

// units are the seconds of what stands behind a number.
var units = map[string]int{"h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "std": 3600, "stunde": 3600, "stunden": 3600,
	"m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "minuten": 60,
	"s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "sek": 1, "sekunde": 1, "sekunden": 1}

// duration reads a duration; in is the unit of a bare number, or none. Empty is no duration.
func (h *how) duration(s string, in field) (duration, error) {
	if s == "" {
		return duration{}, nil
	}
	d := duration{text: s}
	low := strings.ToLower(s)
	if strings.HasPrefix(low, "-") || strings.HasPrefix(low, "\u2212") {
		return d, fmt.Errorf("the duration %s is negative", quote(s))
	}
	if m := colons.FindStringSubmatch(low); m != nil {
		return colon(d, m)
	}
	if number.MatchString(low) {
		return h.number(d, low, in)
	}
	return h.parts(d, strings.TrimPrefix(low, "pt")) // PT1H30M is ISO 8601
}

// parts reads numbers with units, the largest first, such as 1h 30min. The minutes behind hours need no unit.
func (h *how) parts(d duration, low string) (duration, error) {
	total, last := 0, maxSeconds
	for low != "" {
		m := part.FindStringSubmatch(low)
		if m == nil {
			return d, notUnderstood(d.text)
		}
		unit := units[m[2]]
		if m[2] == "" && last == 3600 {
			unit = 60
		}
		n, err := h.scaled(m[1], unit)
		if err != nil || unit == 0 || unit >= last {
			return d, notUnderstood(d.text)
		}
		total, last, low = total+n, unit, low[len(m[0]):]
		d.decimal = d.decimal || unit == 3600 && strings.ContainsAny(m[1], ".,")
	}
	if last == maxSeconds {
		return d, notUnderstood(d.text)
	}
	return d.is(total)
}

func notUnderstood(s string) error { return fmt.Errorf("the duration %s is not understood", quote(s)) }

// is sets the only reading.
func (d duration) is(seconds int) (duration, error) {
	if seconds > maxSeconds {
		return d, fmt.Errorf("the duration %s is more than 24 hours", quote(d.text))
	}
	d.readings = []int{seconds}
	return d, nil
}

// colon reads H:MM, H:MM:SS, and M:SS min as Toggl writes less than an hour.
func colon(d duration, m []string) (duration, error) {
	a, b, c := whole(m[1]), whole(m[2]), whole(m[3])
	if b > 59 || c > 59 {
		return d, notUnderstood(d.text)
	}
	if m[3] == "" && strings.HasSuffix(m[4], "min") {
		return d.is(60*a + b)
	}
	return d.is(3600*a + 60*b + c)
}

// number reads a number that has no unit of its own. A decimal mark makes it hours wherever they may stand; else, where the
// column does not say, all of hours, minutes and seconds are possible.
func (h *how) number(d duration, low string, in field) (duration, error) {
	d.decimal = strings.ContainsAny(low, ".,")
	per := map[field]int{hours: 3600, minutes: 60, seconds: 1}[in]
	if in == none || in == seconds && d.decimal {
		per = 3600
	}
	n, err := h.scaled(low, per)
	if err != nil {
		return d, notUnderstood(d.text)
	}
	if in != none || d.decimal {
		return d.is(n)
	}
	for _, reading := range []int{n, n / 60, n / 3600} {
		if reading <= maxSeconds {
			d.readings = append(d.readings, reading)
		}
	}
	if len(d.readings) == 0 {
		return d.is(n)
	}
	return d, nil
}

// scaled multiplies a decimal number and rounds to whole numbers, exactly: 8.2 hours are 29,520 seconds.
func (h *how) scaled(s string, by int) (int, error) {
	mark := h.decimalMark
	if mark == 0 && strings.Count(s, ",")+strings.Count(s, ".") == 1 {
		mark = s[strings.IndexAny(s, ".,")]
	}
	integer, fraction, _ := strings.Cut(s, string(rune(mark)))
	if mark == 0 {
		integer, fraction = s, ""
	}
	integer, ok := ungrouped(integer)
	if !ok || len(integer) > 9 || strings.Trim(fraction, "0123456789") != "" {
		return 0, strconv.ErrSyntax
	}
	fraction = fraction[:min(len(fraction), 9)]
	n, err := strconv.ParseInt("0"+integer+fraction, 10, 64)
	if err != nil {
		return 0, err
	}
	unit := int64(1)
	for range fraction {
		unit *= 10
	}
	whole, rest := n/unit*int64(by), n%unit*int64(by)
	return int(whole + (2*rest+unit)/(2*unit)), nil
}

// ungrouped takes the marks between groups of three digits out.
func ungrouped(s string) (string, bool) {
	groups := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if len(groups) <= 1 {
		return strings.Join(groups, ""), strings.Trim(s, "0123456789") == ""
	}
	if len(groups[0]) > 3 {
		return "", false
	}
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

// whole is the number of some digits; what is longer than any row is more than a day.
func whole(digits string) int {
	n, err := strconv.Atoi(digits)
	if digits != "" && (err != nil || n > maxSeconds) {
		return maxSeconds + 1
	}
	return n
}

// markOf says which decimal mark a number gives away: '.', ',' or 0. One mark before three digits may also part thousands.
func markOf(s string) byte {
	last := strings.LastIndexAny(s, ".,")
	if last < 0 || !number.MatchString(s) {
		return 0
	}
	mark, other := s[last], '.'+','-s[last]
	switch {
	case strings.IndexByte(s, other) >= 0:
		return mark
	case strings.Count(s, string(rune(mark))) > 1:
		return other
	case len(s)-last-1 == 3 && strings.Trim(s[:last], "0") != "":
		return 0
	}
	return mark
}
