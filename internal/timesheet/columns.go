package timesheet

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// field is what a column is about.
type field int

const (
	none field = iota
	name
	firstName
	lastName
	login
	email
	client
	project
	projectCode
	task
	activity
	description
	billable
	kind
	date
	startDate
	start
	endDate
	end
	length // a duration in one of many forms
	hours
	minutes
	seconds
	fields // counts them
)

// titles are the columns of all formats, in small letters and without underscores. Kimai writes
// them in the language of its user.
var titles = map[string]field{
	"name": name, "full name": name, "display name": name, "person": name, "member": name, "employee": name, "mitarbeiter": name,
	"first name": firstName, "vorname": firstName, "last name": lastName, "nachname": lastName,
	"user": login, "user name": login, "username": login, "benutzer": login,
	"email": email, "e-mail": email, "mail": email, "user email": email, "email address": email,
	"client": client, "customer": client, "kunde": client,
	"project": project, "projekt": project,
	"project code": projectCode, "project number": projectCode, "project key": projectCode, "projektnummer": projectCode,
	"task": task, "aufgabe": task,
	"activity": activity, "tätigkeit": activity,
	"description": description, "notes": description, "note": description, "comment": description,
	"beschreibung": description, "notizen": description,
	"billable": billable, "billable?": billable, "abrechenbar": billable,
	"type": kind, "typ": kind,
	"date": date, "datum": date, "day": date, "spent on": date,
	"start date": startDate, "startdatum": startDate,
	"start time": start, "start": start, "from": start, "von": start, "begin": start, "startzeit": start, "started at": start,
	"end date": endDate, "stop date": endDate, "enddatum": endDate,
	"end time": end, "end": end, "to": end, "bis": end, "stop time": end, "stop": end, "endzeit": end, "ended at": end,
	"duration": length, "dauer": length, "duration (h)": length, "dauer (h)": length,
	"hours": hours, "stunden": hours, "duration (decimal)": hours, "dauer (dezimal)": hours, "duration (hours)": hours,
	"minutes": minutes, "minuten": minutes, "duration (minutes)": minutes, "duration minutes": minutes,
	"seconds": seconds, "sekunden": seconds, "duration (seconds)": seconds, "duration seconds": seconds,
}

// columns are the titles of a file and what they are about.
type columns struct {
	titles []string // as written
	of     []field  // by column
	at     [fields]int
	used   []bool // whether a column that is not read holds anything
}

func normal(title string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(plain(title), "_", " "))), " ")
}

// newColumns reads the titles. Of several columns about the same, the first counts: custom fields stand at the end.
func newColumns(header []string) *columns {
	c := &columns{titles: header, of: make([]field, len(header)), used: make([]bool, len(header))}
	for i := range c.at {
		c.at[i] = -1
	}
	for i, title := range header {
		if f := titles[normal(title)]; f != none && c.at[f] < 0 {
			c.of[i], c.at[f] = f, i
		}
	}
	return c
}

func (c *columns) known() (n int) {
	for _, f := range c.of {
		if f != none {
			n++
		}
	}
	return n
}

func (c *columns) has(fs ...field) bool {
	return !slices.ContainsFunc(fs, func(f field) bool { return c.at[f] < 0 })
}

func (c *columns) titled(title string) bool {
	return slices.ContainsFunc(c.titles, func(t string) bool { return normal(t) == title })
}

// unread are the titles of columns that hold something and are about nothing known here, each once.
func (c *columns) unread() []string {
	var out []string
	for i, used := range c.used {
		if title := plain(c.titles[i]); used && !slices.Contains(out, title) {
			out = append(out, title)
		}
	}
	return out
}

// open finds the delimiter by the titles that it makes known, and reads the first line.
func open(text string) (*scanner, *columns, error) {
	line := 1
	var given byte
	if hint, rest, _ := strings.Cut(text, "\n"); len(hint) == 5 && strings.HasPrefix(strings.ToLower(hint), "sep=") { // of Excel
		text, given, line = rest, hint[4], 2
	}
	var best *scanner
	var found *columns
	for _, d := range []byte(",;\t|") {
		if given != 0 && d != given {
			continue
		}
		s := &scanner{text: text, delimiter: d, line: line}
		header, ok := s.next()
		if !ok {
			return nil, nil, errors.New("the file is empty")
		}
		if c := newColumns(header.cells); header.wrong == "" && (found == nil || c.known() > found.known()) {
			best, found = s, c
		}
	}
	if found == nil || !found.timed() {
		return nil, nil, errors.New("this is no time export: its first line does not name columns for a day or a start, and an end or a duration")
	}
	return best, found, nil
}

// timed tells whether rows can say when and for how long.
func (c *columns) timed() bool {
	when := c.has(date) || c.has(startDate) || c.has(start)
	return when && (c.has(end) || c.has(length) || c.has(hours) || c.has(minutes) || c.has(seconds))
}

// marks are the columns by which a format is known; missing are those that the file lacks. Clockify's are those of Toggl but
// for the title of its durations.
func (c *columns) marks(f Format) (missing []string) {
	need := func(fs map[string]field) {
		for title, f := range fs {
			if !c.has(f) {
				missing = append(missing, title)
			}
		}
	}
	switch f {
	case Clockify:
		need(map[string]field{"Start Date": startDate, "Start Time": start, "User": login})
		if !c.titled("group") && !c.titled("duration (h)") && !c.titled("duration (decimal)") && !c.titled("dauer (h)") {
			missing = append(missing, "Duration (h)")
		}
	case Toggl:
		need(map[string]field{"Start date": startDate, "Start time": start, "Duration": length, "Description": description})
	case Harvest:
		need(map[string]field{"Date": date, "Hours": hours, "First Name": firstName, "Last Name": lastName})
	case Kimai:
		need(map[string]field{"Date": date, "From": start, "Duration": length, "Activity": activity, "Project": project})
	}
	slices.Sort(missing)
	return missing
}

// format finds the format out, or checks the one that is wanted.
func (c *columns) format(wanted Format) (Format, error) {
	switch wanted {
	case "", Auto:
		for _, f := range []Format{Clockify, Toggl, Harvest, Kimai} {
			if len(c.marks(f)) == 0 {
				return f, nil
			}
		}
		return Generic, nil
	case Generic, Clockify, Toggl, Harvest, Kimai:
		if missing := c.marks(wanted); len(missing) > 0 {
			return "", fmt.Errorf("this is no %s export: it has no column %s", wanted, strings.Join(missing, ", "))
		}
		return wanted, nil
	}
	return "", fmt.Errorf("there is no format %q", wanted)
}

// bareNumber is what a whole number without a unit means in the column of durations; none when that is not known.
func (c *columns) bareNumber(f Format) field {
	switch {
	case f == Kimai && c.titled("currency") || f == Kimai && c.titled("währung"):
		return hours // an export that shows 0.11 and 1
	case f == Kimai:
		return seconds // what its import takes
	case c.titled("duration (h)") || c.titled("dauer (h)"):
		return hours
	}
	return none
}
