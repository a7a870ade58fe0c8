package timesheet_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf16"

	"daybook/internal/timesheet"

	"github.com/google/go-cmp/cmp"
)

// The same rows, however the file is written.
func TestEncodingsAndDelimiters(t *testing.T) {
	t.Parallel()
	const text = "user;start date;start time;end time;duration;description\n\"Jürgen\";2026-02-13;9:00;10:00;1:00;\"x\ny\"\n\nJürgen;2026-02-14;9:00;10:00;1:00;–\n"
	latin := strings.NewReplacer("ü", "\xfc", "–", "\x96").Replace(text)
	wide := func(little bool) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
			if little {
				b.Write([]byte{byte(u), byte(u >> 8)})
			} else {
				b.Write([]byte{byte(u >> 8), byte(u)})
			}
		}
		return b.String()
	}
	want := views(t, parse(t, text, timesheet.Options{}), "UTC")
	if len(want) != 2 || !strings.HasPrefix(want[1], "5 Jürgen") {
		t.Fatalf("the rows are %q", want)
	}
	for name, c := range map[string]struct{ text, encoding string }{
		"BOM": {"\ufeff" + text, "UTF-8"}, "CRLF": {strings.ReplaceAll(text, "\n", "\r\n"), "UTF-8"}, "CR": {strings.ReplaceAll(text, "\n", "\r"), "UTF-8"},
		"tabs": {strings.ReplaceAll(text, ";", "\t"), "UTF-8"}, "commas": {strings.ReplaceAll(text, ";", ","), "UTF-8"},
		"Windows-1252": {latin, "Windows-1252"}, "little endian": {wide(true), "UTF-16"}, "big endian": {wide(false), "UTF-16"},
		"no line end": {strings.TrimSuffix(text, "\n"), "UTF-8"}, "blanks around": {strings.ReplaceAll(text, ";", " ; "), "UTF-8"},
		"capitals": {strings.Replace(text, "user;start date", "USER;Start_Date", 1), "UTF-8"},
	} {
		sheet := parse(t, c.text, timesheet.Options{})
		if d := cmp.Diff(want, views(t, sheet, "UTC")); d != "" || sheet.Encoding != c.encoding {
			t.Errorf("%s: read as %s (-want +got):\n%s", name, sheet.Encoding, d)
		}
	}
	hinted := parse(t, "sep=|\n"+strings.ReplaceAll(text, ";", "|"), timesheet.Options{})
	if hinted.Delimiter != '|' || hinted.Rows[0].Line != 3 {
		t.Errorf("with a hint for Excel: %q, line %d", hinted.Delimiter, hinted.Rows[0].Line)
	}
}

// One bad line never loses the others, and each is told with its number.
func TestBadLinesLoseNoOthers(t *testing.T) {
	t.Parallel()
	sheet := parse(t, "date,hours,notes\n"+
		"2026-02-01,1,good\n"+
		"2026-02-02,1,\"never closed\n"+
		"2026-02-03,1,good\n"+
		"2026-02-04,1,\"closed\" early\n"+
		"2026-02-05,1,a,b\n"+
		"2026-02-06,1,\xff\xc3\xbc\n"+
		"2026-02-30,1,no such day\n"+
		"soon,1,no day\n"+
		"2026-02-09,-1,negative\n"+
		"2026-02-10,lots,no number\n"+
		"2026-02-11,25:00:00,too long\n"+
		"2026-02-12\n"+
		"2026-02-13,1,a \"quote\" within\n"+
		"2026-02-14,1,"+strings.Repeat("x", 1<<20+1)+"\n"+
		"2026-02-15,1,"+strings.Repeat(",", 2000)+"\n"+
		",1,\n"+
		"\n,,\n"+
		"2026-02-17,1,good\n"+
		"2026-02-18,1,\"never closed\n"+
		"2026-02-19,1,good", timesheet.Options{})
	var got []string
	for _, r := range sheet.Rows {
		span, err := r.In(time.UTC)
		got = append(got, fmt.Sprintf("%d %s %.20s %v", r.Line, span.Day, r.Description, err))
	}
	want := []string{
		`2 2026-02-01 good <nil>`,
		`3 0001-01-01  text follows a closing quote`,
		`4 2026-02-03 good <nil>`,
		`5 0001-01-01  text follows a closing quote`,
		`6 0001-01-01  the line has 4 fields, the first line 3`,
		`7 0001-01-01  the line is not valid UTF-8`,
		`8 0001-01-01 no such day the date "2026-02-30" is not understood`,
		`9 0001-01-01 no day the date "soon" is not understood`,
		`10 0001-01-01 negative the duration "-1" is negative`,
		`11 0001-01-01 no number the duration "lots" is not understood`,
		`12 0001-01-01 too long the duration "25:00:00" is more than 24 hours`,
		`13 2026-02-12  there is no end and no duration: it may still be running`,
		`14 2026-02-13 a "quote" within <nil>`,
		`15 0001-01-01  a field is longer than 1 MB`,
		`16 0001-01-01  the line has more than 1000 fields`,
		`17 0001-01-01  there is no day`,
		`20 2026-02-17 good <nil>`,
		`21 0001-01-01  a quote is opened and never closed`,
		`22 2026-02-19 good <nil>`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the rows (-want +got):\n%s", d)
	}
}

// What cannot be read at all gets one clear sentence.
func TestNoTimeExport(t *testing.T) {
	t.Parallel()
	toggl := "User,Start date,Start time,Duration,Description\n"
	for name, c := range map[string]struct {
		text   string
		format timesheet.Format
		says   string
	}{
		"nothing":         {"", "", "the file is empty"},
		"blank lines":     {"\ufeff \r\n\t\n", "", "the file is empty"},
		"titles alone":    {toggl, "", "the file has no rows behind its titles"},
		"a workbook":      {"PK\x03\x04....", "", "a workbook: save it as CSV"},
		"bytes":           {"\x89PNG\r\n\x1a\n\x00\x00", "", "this is no CSV file: it has zero bytes"},
		"half of UTF-16":  {"\xff\xfed\x00a\x00\x00\x00", "", "this is no CSV file: it has zero bytes"},
		"JSON":            {`{"entries": [{"start": "2026-02-02"}]}`, "", "this is no time export"},
		"prose":           {"Dear all,\nI worked a lot.\n", "", "this is no time export"},
		"another table":   {"id,name,price\n1,tea,2\n", "", "this is no time export"},
		"start alone":     {"start,description\n2026-02-02 09:00,x\n", "", "this is no time export"},
		"another format":  {toggl + "Ada,2026-02-02,9:00,1:00,x\n", timesheet.Harvest, "this is no harvest export: it has no column Date, First Name, Hours, Last Name"},
		"unknown format":  {toggl + "Ada,2026-02-02,9:00,1:00,x\n", "jira", `there is no format "jira"`},
		"too large":       {toggl + strings.Repeat("x\n", timesheet.MaxBytes/2), "", "the file has more than 50 MB: split it"},
		"too many rows":   {"date,hours\n" + strings.Repeat("2026-02-02,1\n", timesheet.MaxRows+1), "", "the file has more than 200000 rows: split it"},
		"a broken header": {"\"date,hours\n2026-02-02,1\n", "", "this is no time export"},
	} {
		if _, err := timesheet.Parse(strings.NewReader(c.text), timesheet.Options{Format: c.format}); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := errors.New("broken")
	if _, err := timesheet.Parse(iotest.ErrReader(broken), timesheet.Options{}); !errors.Is(err, broken) {
		t.Errorf("a broken reader: %v", err)
	}
	full := parse(t, "date,hours\n"+strings.Repeat("2026-02-02,1\n", timesheet.MaxRows), timesheet.Options{})
	if len(full.Rows) != timesheet.MaxRows {
		t.Errorf("%d rows", len(full.Rows))
	}
}
