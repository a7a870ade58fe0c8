package timesheet_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"daybook/internal/timesheet"
)

// The exports in the folder DAYBOOK_TIME_FILES are read to the last row; time_entries.csv beside the folder says what the
// first two of them hold.
func TestRealFiles(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("DAYBOOK_TIME_FILES")
	if folder == "" {
		t.Skip("DAYBOOK_TIME_FILES names no folder of exports")
	}
	table, err := os.Open(filepath.Join(filepath.Dir(strings.TrimSuffix(folder, "/")), "time_entries.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer table.Close() //nolint:errcheck // it was only read
	lines, err := csv.NewReader(table).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{}
	for _, l := range lines[1:] {
		want[l[0]+" "+l[1]] = l
	}
	for name, c := range map[string]struct {
		format timesheet.Format
		rows   int
	}{
		"toggl_detailed.csv": {timesheet.Toggl, 168}, "harvest_detailed.csv": {timesheet.Harvest, 63}, "clockify_detailed.csv": {timesheet.Clockify, 60},
		"kimai_export_en.csv": {timesheet.Kimai, 60}, "kimai_import.csv": {timesheet.Kimai, 60},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(filepath.Join(folder, name))
			if err != nil {
				t.Fatal(err)
			}
			sheet := parse(t, string(b), timesheet.Options{})
			if sheet.Format != c.format || len(sheet.Rows) != c.rows {
				t.Errorf("%d rows of %s", len(sheet.Rows), sheet.Format)
			}
			for i, r := range sheet.Rows {
				span, err := r.In(time.UTC)
				if err != nil {
					t.Errorf("line %d: %v", r.Line, err)
					continue
				}
				source, slack, layout := string(c.format), 1, "2006-01-02T15:04:05"
				if source != "harvest" {
					source = "toggl"
				}
				if c.format == timesheet.Kimai {
					slack, layout = 60, "2006-01-02T15:04"
				}
				l := want[fmt.Sprint(source, " ", i+1)]
				if seconds, err := strconv.Atoi(l[11]); err != nil || max(seconds-span.Seconds, span.Seconds-seconds) > slack {
					t.Errorf("line %d: %d seconds, want %s", r.Line, span.Seconds, l[11])
				}
				if source == "toggl" && (span.Start.Format(layout) != l[9][:len(layout)] || span.End.Format(layout) != l[10][:len(layout)]) {
					t.Errorf("line %d: %s to %s, want %s to %s", r.Line, span.Start, span.End, l[9], l[10])
				}
				if r.Project != l[5] || r.Client != l[4] || r.Description != l[7] {
					t.Errorf("line %d: %q of %q for %q, want %q", r.Line, r.Description, r.Project, r.Client, l)
				}
			}
		})
	}
}
