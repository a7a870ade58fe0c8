package timesheet_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybook/internal/timesheet"

	"github.com/google/go-cmp/cmp"
)

// view is a row as a line of text: who, what, when, and what is wrong.
func view(r *timesheet.Row, zone *time.Location) string {
	span, err := r.In(zone)
	billable := "?"
	if r.Billable != nil {
		billable = fmt.Sprint(*r.Billable)
	}
	at := fmt.Sprint(span.Day)
	if span.Start != nil {
		at = span.Start.Format(time.RFC3339) + ".." + span.End.Format(time.RFC3339)
	}
	out := fmt.Sprintf("%d %s | %s/%s/%s%s | %s | %s", r.Line, strings.Join(r.People(), ","), r.Client, r.Project, r.Task, r.Activity, r.Description, billable)
	if err != nil {
		return out + " | " + err.Error()
	}
	return strings.Join(append([]string{out, at, fmt.Sprint(span.Seconds)}, span.Notes...), " | ")
}

func parse(t *testing.T, text string, o timesheet.Options) *timesheet.Sheet {
	t.Helper()
	sheet, err := timesheet.Parse(strings.NewReader(text), o)
	if err != nil {
		t.Fatalf("%.200q: %v", text, err)
	}
	return sheet
}

func views(t *testing.T, s *timesheet.Sheet, zone string) []string {
	t.Helper()
	var out []string
	for _, r := range s.Rows {
		out = append(out, view(r, location(t, zone)))
	}
	return out
}

func location(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// The layouts of the products, each with the quirks of its own exports.
func TestFormats(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file   string
		format timesheet.Format
		dates  string
		unread []string
		want   []string
	}{
		{"toggl.csv", timesheet.Toggl, "", []string{"Tags", "Amount ()"}, []string{
			`2 ada@example.com,Ada | Client 1/Project A/ | =HYPERLINK("http://x") 1, 2 | false | 2026-02-02T14:10:43Z..2026-02-02T14:36:03Z | 1520`,
			`3 ada@example.com,Ada | Client 1/Project B/Call | two
lines | true | 2026-02-02T18:03:34Z..2026-02-02T18:24:40Z | 1266 | the duration 00:21:05 differs from the clock times by 1 s: the clock times were taken`,
			`5 ada@example.com,Ada | /Project A/ | over midnight | false | 2026-02-02T22:30:00Z..2026-02-02T23:30:00Z | 3600`,
			`6 bob@example.com,Bob | // |  | false | 2026-02-03T08:00:00Z..2026-02-03T08:18:25Z | 1105`,
			`7 bob@example.com,Bob | // | running | false | there is no end and no duration: it may still be running`,
			`8 bob@example.com,Bob | // | C:\ | false | it lasts 0 seconds`,
		}},
		{"clockify.csv", timesheet.Clockify, "mdy", []string{"Group", "Billable Rate (USD)"}, []string{
			`2 ada@example.com,Ada | Client 1/Project A/ | Review | false | 2026-02-02T14:10:43Z..2026-02-02T14:36:03Z | 1520`,
			`3 ada@example.com,Ada | Client 1/Project A/Task 1 | Noon | true | 2026-02-13T11:00:00Z..2026-02-13T11:30:00Z | 1800`,
			`4 ada@example.com,Ada | Client 1/Project A/ | Midnight | true | 2026-02-12T23:05:00Z..2026-02-12T23:35:00Z | 1800`,
			`5 ada@example.com,Ada | // | Lunch | false | it is a break`,
		}},
		{"harvest.csv", timesheet.Harvest, "", []string{"Invoiced?", "Approved?", "Employee?", "Billable Rate", "Billable Amount", "Currency"}, []string{
			`2 Ada Example | Big Company/Project A/PLAN: this, that | a "quoted" note | true | 2026-02-02 | 7200`,
			`3 Ada Example | /Project B/ |  | false | 2026-02-02 | 36`,
			`4 Ada Example | Big Company/Project A/x | too long | true | the duration "2.000,0" is more than 24 hours`,
		}},
		{"kimai_en.csv", timesheet.Kimai, "", []string{"Currency", "category", "Budget"}, []string{
			`2 ada@example.com,Ada,ada | Client 1/Project A/Development | Review | true | 2026-02-02T14:10:00Z..2026-02-02T14:36:00Z | 1560 | the duration 0:25 differs from the clock times by 60 s: the clock times were taken`,
			`3 ada@example.com,Ada,ada | Client 1/Project A/Development |  | ? | 2026-02-02T15:00:00Z..2026-02-02T15:06:00Z | 360 | the duration 0.11 differs from the clock times by 36 s: the clock times were taken`,
			`4 ada@example.com,Ada,ada | Client 1/Project A/Support | late | ? | 2026-02-02T22:30:00Z..2026-02-02T23:15:00Z | 2700`,
			`5 ada@example.com,Ada,ada | Client 1/Project A/Support | short | ? | 2026-02-03T08:00:00Z..2026-02-03T08:00:20Z | 20 | start and end are the same minute: the duration 0:00:20 was taken`,
		}},
		{"kimai_de.csv", timesheet.Kimai, "dmy", []string{"Währung"}, []string{
			`2 ada@example.com,Ada,ada | Kunde 1/Projekt Ü/Entwicklung | Prüfung | true | 2026-03-04T14:10:00Z..2026-03-04T14:40:00Z | 1800`,
			`3 ada@example.com,Ada,ada | Kunde 1/Projekt Ü/Entwicklung | 1,5 Stunden | false | 2026-03-05T08:00:00Z..2026-03-05T09:30:00Z | 5400`,
		}},
		{"kimai_import.csv", timesheet.Kimai, "", []string{"Rate", "Exported", "Hourly rate"}, []string{
			`2 ada@example.com | Client 1/Project A/Development | Review | ? | 2026-02-02T14:10:00Z..2026-02-02T14:36:00Z | 1560 | the duration 1520 differs from the clock times by 40 s: the clock times were taken`,
			`3 ada | Client 1/Project A/Development | no clock | ? | 2026-02-03 | 90`,
		}},
		{"generic.csv", timesheet.Generic, "", []string{"tags"}, []string{
			`2 ada@example.com,Ada | Client 1/Project A/Task 1 | in UTC | true | 2026-02-02T09:23:00Z..2026-02-02T10:23:01Z | 3601`,
			`3 ada@example.com,Ada | /Project A/ | further east | false | 2026-02-02T23:30:00Z..2026-02-03T00:30:00Z | 3600`,
			`4 ada@example.com,Ada | // |  | false | it lasts 0 seconds`,
			`5 ada@example.com,Ada | // | by the person's clock | false | 2026-02-02T08:00:00Z..2026-02-02T08:30:00Z | 1800`,
			`6 ada@example.com,Ada | // | mixed | false | one of start and end names its distance from UTC, the other does not`,
		}},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(filepath.Join("testdata", c.file))
			if err != nil {
				t.Fatal(err)
			}
			sheet := parse(t, string(b), timesheet.Options{})
			if sheet.Format != c.format || sheet.DateOrder != c.dates {
				t.Errorf("it was read as %s with dates as %q", sheet.Format, sheet.DateOrder)
			}
			if d := cmp.Diff(c.unread, sheet.Unread); d != "" {
				t.Errorf("the columns not read (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.want, views(t, sheet, "Europe/Berlin")); d != "" {
				t.Errorf("the rows (-want +got):\n%s", d)
			}
			if named := parse(t, string(b), timesheet.Options{Format: c.format}); named.Format != c.format {
				t.Errorf("asked for by name, it was read as %s", named.Format)
			}
		})
	}
}

// The order of day and month is decided by the whole file, or refused.
func TestDateOrder(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for name, c := range map[string]struct {
		dates   []string
		first   *bool
		order   string
		want    string // the days
		refused string
	}{
		"a later day decides":       {dates: []string{"03/04/2026", "13/04/2026"}, order: "dmy", want: "2026-04-03 2026-04-13"},
		"a later month decides":     {dates: []string{"03/04/2026", "4/13/26"}, order: "mdy", want: "2026-03-04 2026-04-13"},
		"dots put the day first":    {dates: []string{"3.4.2026", "03. 05. 2026"}, order: "dmy", want: "2026-04-03 2026-05-03"},
		"year first":                {dates: []string{"2026-04-03", "2026/4/5", "2026.04.06"}, want: "2026-04-03 2026-04-05 2026-04-06"},
		"year first beside others":  {dates: []string{"2026-04-03", "04/15/2026"}, order: "mdy", want: "2026-04-03 2026-04-15"},
		"the same either way":       {dates: []string{"04/04/2026", "05-05-2026"}, want: "2026-04-04 2026-05-05"},
		"nothing decides":           {dates: []string{"2026-04-30", "03/04/2026"}, refused: `the order of day and month is not clear: "03/04/2026" in line 3 may be either`},
		"two contradict":            {dates: []string{"13/04/2026", "04/13/2026"}, refused: `"13/04/2026" in line 2 begins with the day, "04/13/2026" in line 3 with the month`},
		"said day first":            {dates: []string{"03/04/2026"}, first: &yes, order: "dmy", want: "2026-04-03"},
		"said month first":          {dates: []string{"03/04/2026", "3.4.2026"}, first: &no, order: "mdy", want: "2026-03-04 2026-03-04"},
		"said against a row":        {dates: []string{"03/04/2026", "13/04/2026"}, first: &no, order: "mdy", want: `2026-03-04 there is no day "13/04/2026", read as mdy`},
		"no such day either way":    {dates: []string{"31/02/2026", "01/02/1969"}, want: `the date "31/02/2026" is not understood the date "01/02/1969" is not understood`},
		"two digits at either end":  {dates: []string{"26-04-03"}, want: `the date "26-04-03" is not understood`},
		"29 February of leap years": {dates: []string{"29/02/2028"}, order: "dmy", want: "2028-02-29"},
	} {
		text := "date,hours\n"
		for _, d := range c.dates {
			text += d + ",1\n"
		}
		sheet, err := timesheet.Parse(strings.NewReader(text), timesheet.Options{DayFirst: c.first})
		if c.refused != "" {
			if !errors.Is(err, timesheet.ErrDateOrder) || !strings.Contains(err.Error(), c.refused) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, r := range sheet.Rows {
			if span, err := r.In(time.UTC); err != nil {
				got = append(got, err.Error())
			} else {
				got = append(got, span.Day.String())
			}
		}
		if strings.Join(got, " ") != c.want || sheet.DateOrder != c.order {
			t.Errorf("%s: %s, read as %q", name, strings.Join(got, " "), sheet.DateOrder)
		}
	}
}

// Columns may come in any order, with others between them; of two with one title the first counts.
func TestColumns(t *testing.T) {
	t.Parallel()
	sheet := parse(t, "Colour,Duration,Duration,E-Mail,Notes,Note,Date,,Date\nred,1:00,2:00,ada@example.com,first,second,2026-02-02,z,2026-03-03\n", timesheet.Options{})
	if got := view(sheet.Rows[0], time.UTC); got != "2 ada@example.com | // | first | ? | 2026-02-02 | 3600" {
		t.Error(got)
	}
	if d := cmp.Diff([]string{"Colour", "Duration", "Note", "", "Date"}, sheet.Unread); d != "" {
		t.Error(d)
	}
	odd := parse(t, "date,hours,billable\n2026-02-02,1,perhaps\n", timesheet.Options{})
	if d := cmp.Diff([]string{`billable is "perhaps", yes or no is expected`}, odd.Rows[0].Problems); d != "" {
		t.Error(d)
	}
}

// An export with other settings tells the same rows apart in the same way.
func TestIdentityDoesNotDependOnSettings(t *testing.T) {
	t.Parallel()
	a := parse(t, "user,start date,start time,end date,end time,duration,project,description\nAda,2026-02-13,15:10:43,2026-02-13,15:36:03,0:25:20,P,x\nAda,2026-02-14,9:00,,,1:30,P,x\n", timesheet.Options{})
	b := parse(t, "Description;Project;Start Date;Start Time;End Date;End Time;Duration;Email\nx;P;02/13/2026;03:10:43 PM;02/13/2026;03:36:03 PM;0,42;ada@example.com\nx;P;2/14/26;9:00 am;;;1,5;ada@example.com\n", timesheet.Options{})
	for i := range a.Rows {
		if d := cmp.Diff(a.Rows[i].Identity(), b.Rows[i].Identity()); d != "" {
			t.Error(d)
		}
	}
	if cmp.Equal(a.Rows[0].Identity(), a.Rows[1].Identity()) {
		t.Error("two rows are the same")
	}
}
