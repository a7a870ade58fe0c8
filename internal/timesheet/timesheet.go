// Package timesheet reads the time exports of other products: CSV files of Toggl, Clockify, Harvest, Kimai, and plain ones.
//
// Nothing is guessed in silence. What only the whole file can tell (encoding, delimiter, order of day and month, decimal
// mark) is decided once over the whole file, or refused; a row that cannot be understood says why and loses no other row.
// Clock times stay as written until they are put into a person's time zone. Any bytes may come in: Parse never panics and
// takes time linear in their number.
package timesheet

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"daybook/internal/day"
)

// The largest file taken.
const (
	MaxBytes = 50 << 20
	MaxRows  = 200_000
	maxField = 1 << 20 // bytes
	maxCells = 1_000   // of a row
)

// Format is the product a file comes from.
type Format string

// The formats. Auto finds out by the titles of the columns.
const (
	Auto     Format = "auto"
	Toggl    Format = "toggl"
	Clockify Format = "clockify"
	Harvest  Format = "harvest"
	Kimai    Format = "kimai"
	Generic  Format = "generic"
)

// ErrDateOrder says that no date of the file tells whether the day or the month comes first, or that two contradict each
// other.
var ErrDateOrder = errors.New("the order of day and month is not clear")

// Options say what the file does not. The zero Options leave everything to the file.
type Options struct {
	Format Format
	// DayFirst decides between 3 April and March 4 for 03/04/2026; nil: the file's other dates do.
	DayFirst *bool
}

// Sheet is a file as it was understood.
type Sheet struct {
	Format    Format
	Delimiter rune
	Encoding  string // such as UTF-8
	// DateOrder is how dates are read that do not begin with the year: dmy or mdy; empty when there are none.
	DateOrder string
	// Unread are the titles of columns that hold something this package has no place for.
	Unread []string
	Rows   []*Row
}

// Row is one line of the file that is not blank. Texts have no blanks around them and are empty where the file says
// nothing.
type Row struct {
	Line int // on which it begins, from 1
	// Name, Login and Email are of the person; a file may have any of them, or none.
	Name, Login, Email                           string
	Client, Project, ProjectCode, Task, Activity string
	Description                                  string
	Billable                                     *bool // nil: the file does not say
	// Date is the day the file names; zero when it does not, or tells an instant.
	Date day.Date
	// Start and End are what the clock showed; nil when the file does not say.
	Start, End *Clock
	// Problems say why the row cannot be taken; none for most.
	Problems []string

	duration duration
	endDated bool // the end has a date of its own
}

// Clock is what a clock on the wall showed: the figures of Wall, whose zone has no meaning. Where the file tells the
// distance from UTC, Instant is true, and Wall is that instant in UTC.
type Clock struct {
	Wall    time.Time
	Instant bool
}

func (c *Clock) String() string {
	switch {
	case c == nil:
		return ""
	case c.Instant:
		return c.Wall.Format(time.RFC3339)
	}
	return c.Wall.Format("2006-01-02T15:04:05")
}

// Parse reads a file. The error is of reading, or says why nothing of the file can be understood; of a row's problems the
// row tells.
func Parse(r io.Reader, o Options) (*Sheet, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	if len(raw) > MaxBytes {
		return nil, fmt.Errorf("the file has more than %d MB: split it", MaxBytes>>20)
	}
	text, encoding, err := decode(raw)
	if err != nil {
		return nil, err
	}
	in, columns, err := open(text)
	if err != nil {
		return nil, err
	}
	format, err := columns.format(o.Format)
	if err != nil {
		return nil, err
	}
	cells, err := read(in, columns)
	if err != nil {
		return nil, err
	}
	how, err := decide(cells, o)
	if err != nil {
		return nil, err
	}
	how.bareNumber = columns.bareNumber(format)
	sheet := &Sheet{Format: format, Delimiter: rune(in.delimiter), Encoding: encoding, DateOrder: how.dates, Unread: columns.unread()}
	for _, c := range cells {
		sheet.Rows = append(sheet.Rows, how.row(c))
	}
	return sheet, nil
}

// Identity are the values that tell the row from others of the same person. They do not depend on how the file writes
// dates and durations, so that an export with other settings tells the same rows.
func (r *Row) Identity() []string {
	seconds := fmt.Sprint(r.duration.readings)
	if r.Start != nil && r.End != nil { // the duration may be rounded
		seconds = ""
	}
	return []string{r.Date.String(), r.Start.String(), r.End.String(), seconds, r.Client, r.Project, r.Task, r.Activity, r.Description}
}

// People are the ways the file names the person, the surest first.
func (r *Row) People() []string {
	var out []string
	for _, s := range []string{r.Email, r.Name, r.Login} {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// problem notes why the row cannot be taken.
func (r *Row) problem(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

// quote shows a value of the file in a message.
func quote(s string) string { return fmt.Sprintf("%.60q", s) }

// plain is a text of a cell with its blanks tidied: exports also write no-break and narrow ones.
func plain(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch r {
		case '\u00a0', '\u202f', '\u2009', '\t':
			return ' '
		case '\u200e', '\u200f', '\ufeff':
			return -1
		}
		return r
	}, s))
}
