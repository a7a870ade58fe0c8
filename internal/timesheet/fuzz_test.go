package timesheet_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"daybook/internal/day"
	"daybook/internal/timesheet"

	"github.com/google/go-cmp/cmp"
)

// FuzzParse: whatever the file holds, nothing panics, two readings agree, and a row is either understood, with times that
// agree with each other, or says why not.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.csv")
	if err != nil || len(files) == 0 {
		f.Fatalf("no samples: %v", err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, s := range []string{"", "\xef\xbb\xbf", "\xff\xfed\x00", "sep=;\ndate;hours\n1.2.26;1", "date,hours\n\"\n\"\"\n\"2026-02-02\" ,1",
		"start,end\n2026-10-25 02:30,02:10\n25/10/26 2:30 pm,3 pm\n", "date,duration\n2026-03-29,pt1h\n,\n3/4/26,90\n"} {
		f.Add([]byte(s))
	}
	zones := []*time.Location{time.UTC, location(f, "Europe/Berlin"), location(f, "Pacific/Apia"), location(f, "America/St_Johns")}
	f.Fuzz(func(t *testing.T, b []byte) {
		sheet, err := timesheet.Parse(bytes.NewReader(b), timesheet.Options{})
		if (sheet == nil) == (err == nil) {
			t.Fatalf("sheet %v, error %v", sheet, err)
		}
		if err != nil {
			return
		}
		again, err := timesheet.Parse(bytes.NewReader(b), timesheet.Options{Format: sheet.Format})
		if err != nil || len(again.Rows) != len(sheet.Rows) {
			t.Fatalf("a second reading: %v", err)
		}
		last := 0
		for i, r := range sheet.Rows {
			if r.Line <= last || r.Line > bytes.Count(b, []byte("\n"))+bytes.Count(b, []byte("\r"))+1+len(b)/2 {
				t.Errorf("line %d after %d", r.Line, last)
			}
			last = r.Line
			if d := cmp.Diff(r.Identity(), again.Rows[i].Identity()); d != "" {
				t.Error(d)
			}
			for _, s := range append(r.People(), r.Client, r.Project, r.ProjectCode, r.Task, r.Activity, r.Description) {
				if !utf8.ValidString(s) || strings.TrimSpace(s) != s {
					t.Errorf("line %d has the text %q", r.Line, s)
				}
			}
			for _, zone := range zones {
				check(t, r, zone)
			}
		}
	})
}

func check(t *testing.T, r *timesheet.Row, zone *time.Location) {
	span, err := r.In(zone)
	switch {
	case err != nil && err.Error() == "", err == nil && len(r.Problems) > 0:
		t.Errorf("line %d: problems %q, error %v", r.Line, r.Problems, err)
	case err != nil:
	case span.Seconds < 1 || span.Seconds > 86_400 || span.Day.IsZero() || (span.Start == nil) != (span.End == nil):
		t.Errorf("line %d: %+v", r.Line, span)
	case span.Start != nil && (span.End.Sub(*span.Start) != time.Duration(span.Seconds)*time.Second || day.At(*span.Start, zone) != span.Day || span.Start.Nanosecond() != 0):
		t.Errorf("line %d: from %s to %s are %d seconds of %s", r.Line, span.Start, span.End, span.Seconds, span.Day)
	}
}

// Reading takes time linear in the file's size, also where quotes are opened and never closed.
func BenchmarkParse(b *testing.B) {
	for name, text := range map[string]string{
		"rows":   "User,Start date,Start time,End date,End time,Duration,Description\n" + strings.Repeat("Ada,2026-02-02,15:10:43,2026-02-02,15:36:03,00:25:20,\"a, b\"\n", 20_000),
		"quotes": "date,hours\n" + strings.Repeat("2026-02-02,\"\n2026-02-02,\"\"\"\"\n", 20_000),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := timesheet.Parse(strings.NewReader(text), timesheet.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
