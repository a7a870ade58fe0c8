package timesheet

import (
	"cmp"
	"fmt"
)

// how is what the whole file tells of how its values are to be read.
type how struct {
	dates       string // dmy or mdy; empty when every date begins with the year
	decimalMark byte   // 0: each number by itself
	bareNumber  field
}

// decide finds out how dates and numbers are written.
func decide(rows []*cells, o Options) (*how, error) {
	var dmy, mdy, open *example
	marks := map[byte]bool{}
	for _, r := range rows {
		if r.wrong != "" {
			continue
		}
		for _, f := range []field{date, startDate, endDate, start, end} {
			e := &example{r.of[f], r.line}
			switch d, ok := dateIn(e.text); {
			case !ok || d.order == "ymd" || d.order == "" && d.a == d.b:
			case d.order == "dmy":
				dmy = cmp.Or(dmy, e)
			case d.order == "mdy":
				mdy = cmp.Or(mdy, e)
			default:
				open = cmp.Or(open, e)
			}
		}
		for _, f := range []field{length, hours} {
			if m := markOf(r.of[f]); m != 0 {
				marks[m] = true
			}
		}
	}
	h := &how{}
	if len(marks) == 1 {
		for m := range marks {
			h.decimalMark = m
		}
	}
	switch {
	case dmy == nil && mdy == nil && open == nil:
	case o.DayFirst != nil && *o.DayFirst:
		h.dates = "dmy"
	case o.DayFirst != nil:
		h.dates = "mdy"
	case dmy != nil && mdy != nil:
		return nil, fmt.Errorf("%w: %s begins with the day, %s with the month", ErrDateOrder, dmy, mdy)
	case dmy != nil:
		h.dates = "dmy"
	case mdy != nil:
		h.dates = "mdy"
	default:
		return nil, fmt.Errorf("%w: %s may be either, and no other date of the file tells", ErrDateOrder, open)
	}
	return h, nil
}

// example is a value to show.
type example struct {
	text string
	line int
}

func (e *example) String() string { return fmt.Sprintf("%s in line %d", quote(e.text), e.line) }

// dateIn reads the date of a cell that may hold a time too.
func dateIn(s string) (dated, bool) {
	if d, ok := readDate(s); ok {
		return d, true
	}
	if m, ok := readMoment(s); ok && m.date != nil {
		return *m.date, true
	}
	return dated{}, false
}
