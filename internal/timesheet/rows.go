package timesheet

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"daybook/internal/day"
)

// cells are a row's texts by what they are about.
type cells struct {
	line  int
	of    [fields]string
	wrong string
}

// read collects the rows, and which columns hold something.
func read(in *scanner, c *columns) ([]*cells, error) {
	var out []*cells
	for {
		r, ok := in.next()
		switch {
		case !ok && len(out) == 0:
			return nil, errors.New("the file has no rows behind its titles")
		case !ok:
			return out, nil
		case len(out) == MaxRows:
			return nil, fmt.Errorf("the file has more than %d rows: split it", MaxRows)
		}
		row := &cells{line: r.line, wrong: r.wrong}
		for i, text := range r.cells {
			valid := utf8.ValidString(text)
			switch text = plain(text); {
			case text == "":
			case i >= len(c.of):
				row.wrong = fmt.Sprintf("the line has %d fields, the first line %d", len(r.cells), len(c.of))
			case !valid:
				row.wrong = "the line is not valid UTF-8"
			case c.of[i] == none:
				c.used[i] = true
			default:
				row.of[c.of[i]] = text
			}
		}
		out = append(out, row)
	}
}

// row puts a row together.
func (h *how) row(c *cells) *Row {
	r := &Row{Line: c.line}
	if c.wrong != "" {
		r.problem("%s", c.wrong)
		return r
	}
	r.Name, r.Login, r.Email = c.of[name], c.of[login], c.of[email]
	if r.Name == "" {
		r.Name = strings.TrimSpace(c.of[firstName] + " " + c.of[lastName])
	}
	if r.Email == "" && strings.Contains(r.Login, "@") {
		r.Email = r.Login
	}
	r.Client, r.Project, r.ProjectCode = c.of[client], c.of[project], c.of[projectCode]
	r.Task, r.Activity, r.Description = c.of[task], c.of[activity], c.of[description]
	if strings.EqualFold(c.of[kind], "break") {
		r.problem("it is a break")
	}
	if s := c.of[billable]; s != "" {
		yes, ok := answers[strings.ToLower(s)]
		if !ok {
			r.problem("billable is %s, yes or no is expected", quote(s))
		}
		r.Billable = &yes
	}
	h.times(r, c)
	return r
}

var answers = map[string]bool{"yes": true, "true": true, "1": true, "y": true, "ja": true, "x": true, "billable": true,
	"no": false, "false": false, "0": false, "n": false, "nein": false, "non-billable": false}

// times reads when it was and for how long.
func (h *how) times(r *Row, c *cells) {
	var err error
	if r.duration, err = h.length(c); err != nil {
		r.problem("%s", err)
	}
	on := c.of[startDate]
	if on == "" {
		on = c.of[date]
	}
	if on != "" {
		if r.Date, err = h.date(on); err != nil {
			r.problem("%s", err)
			return
		}
	}
	if s := c.of[start]; s != "" {
		if r.Start, err = h.clock(s, r.Date); err != nil {
			r.problem("%s", err)
			return
		}
	}
	switch {
	case r.Start != nil && r.Start.Instant:
		r.Date = day.Date{}
	case r.Start != nil && r.Date.IsZero():
		r.Date = day.At(r.Start.Wall, time.UTC)
	case r.Start == nil && r.Date.IsZero():
		r.problem("there is no day")
		return
	}
	s := c.of[end]
	if s == "" {
		return
	}
	ends := r.Date
	if c.of[endDate] != "" {
		if ends, err = h.date(c.of[endDate]); err != nil {
			r.problem("%s", err)
			return
		}
		r.endDated = true
	}
	if r.End, err = h.clock(s, ends); err != nil {
		r.problem("%s", err)
		return
	}
	if m, _ := readMoment(s); m.date != nil {
		r.endDated = true
	}
	if r.Start != nil && r.Start.Instant != r.End.Instant {
		r.problem("one of start and end names its distance from UTC, the other does not")
	}
}

// length is the duration, of the most exact column that has one.
func (h *how) length(c *cells) (duration, error) {
	for _, f := range []field{seconds, length, minutes, hours} {
		if s := c.of[f]; s != "" {
			unit := f
			if f == length {
				unit = h.bareNumber
			}
			return h.duration(s, unit)
		}
	}
	return duration{}, nil
}

func (h *how) date(s string) (day.Date, error) {
	d, ok := dateIn(s)
	if !ok {
		return day.Date{}, fmt.Errorf("the date %s is not understood", quote(s))
	}
	return h.day(d, s)
}

// day applies the order of day and month to the date of a cell.
func (h *how) day(d dated, cell string) (day.Date, error) {
	out := d.day(h.dates == "dmy")
	if out.IsZero() {
		return out, fmt.Errorf("there is no day %s, read as %s", quote(cell), h.dates)
	}
	return out, nil
}

// clock reads a time; on is its day where the cell itself names none.
func (h *how) clock(s string, on day.Date) (*Clock, error) {
	m, ok := readMoment(s)
	if !ok {
		return nil, fmt.Errorf("the time %s is not understood", quote(s))
	}
	if m.date != nil {
		var err error
		if on, err = h.day(*m.date, s); err != nil {
			return nil, err
		}
	}
	if on.IsZero() {
		return nil, fmt.Errorf("the time %s has no day", quote(s))
	}
	out := &Clock{Wall: on.Start(time.UTC).Add(m.since)}
	if m.east != nil {
		out.Wall, out.Instant = out.Wall.Add(-*m.east), true
	}
	return out, nil
}
