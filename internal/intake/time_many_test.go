package intake_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/intake"

	"github.com/google/go-cmp/cmp"
)

// A file of many transactions tells the same in a dry run as in a real one, in the file's order, whatever order that is.
func TestTimeImportOfManyRows(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	w.Member(t, named("Ann", "ann@example.com"))
	w.Member(t, named("Bob", "bob@example.com"))
	const rows = 1200
	lines := make([]string, rows)
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range lines {
		who, at, lasted := "ann", start.Add(time.Duration(i)*90*time.Minute), time.Hour
		if i%100 == 99 { // into the next one
			lasted = 2 * time.Hour
		}
		if i >= 1100 {
			who = "bob"
		}
		lines[rows-1-i] = fmt.Sprintf("%s@example.com,%s,%s", who, at.Format("2006-01-02 15:04"), at.Add(lasted).Format("2006-01-02 15:04"))
	}
	file := "email,start,end\n" + strings.Join(lines, "\n") + "\n"
	var steps []int
	dry := timeImport(t, a, w, file, withoutTask, dryRun, func(s *intake.Time) {
		s.Progress = func(done, total int) {
			if steps = append(steps, done); total != rows {
				t.Errorf("%d of %d", done, total)
			}
		}
	})
	if n, _ := dry.Count(intake.TimeSkipped); n != 10 || len(steps) < 3 || steps[len(steps)-1] != rows {
		t.Errorf("%d rows overlap others; the steps are %v", n, steps)
	}
	report := timeImport(t, a, w, file, withoutTask)
	if d := cmp.Diff(outcomes(dry), outcomes(report)); d != "" {
		t.Errorf("the dry run differs (-dry +real):\n%s", d)
	}
	before := a.Snapshot(t)
	again := timeImport(t, a, w, file, withoutTask)
	if n, _ := again.Count(intake.TimeUnchanged); n != rows-10 {
		t.Errorf("%d rows are unchanged", n)
	}
	same(t, before, a.Snapshot(t))
}

// When the database fails, no row of that transaction is told as imported.
func TestTimeImportStopsWhenTheDatabaseFails(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	w.Member(t, named("Ann", "ann@example.com"))
	a.AsOwner(t, `create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
		create trigger fail before insert on time_entries for each row execute function fail()`)
	s := &intake.Time{DB: a.DB, Entries: a.TimeEntries, Projects: a.Projects, Tasks: a.Tasks, WorkspaceID: w.ID, CreateTasks: true}
	report, err := s.Import(t.Context(), strings.NewReader("email,date,hours,project\n\nann@example.com,2026-02-02,1,Website\n"))
	if err == nil || !strings.Contains(err.Error(), "line 3") {
		t.Fatalf("the error is %v", err)
	}
	if n, _ := report.Count(intake.TimeImported); n != 0 {
		t.Errorf("%d rows are told as imported", n)
	}
	if _, err := s.Import(t.Context(), strings.NewReader("")); err == nil || err.Error() != "the file is empty" {
		t.Errorf("an empty file: %v", err)
	}
}

// The exports in the folder DAYBOOK_TIME_FILES arrive to the last row, and a second run changes nothing.
func TestTimeImportOfRealFiles(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("DAYBOOK_TIME_FILES")
	if folder == "" {
		t.Skip("DAYBOOK_TIME_FILES names no folder of exports")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			a := apptest.New(t)
			w := a.Workspace(t)
			w.Member(t, named("dev-005", "dev-005@example.com"))
			w.Member(t, named("dev-240 Example", "dev-240@example.com"))
			report := timeImport(t, a, w, string(b), createTasks)
			n, seconds := report.Count(intake.TimeImported)
			if n != len(report.Rows) {
				t.Errorf("%d of %d rows: %q", n, len(report.Rows), outcomes(report))
			}
			total := 0
			for _, e := range entries(t, a, w) {
				total += e.DurationSeconds
			}
			if total != seconds {
				t.Errorf("%d s are stored, %d s reported", total, seconds)
			}
			before := a.Snapshot(t)
			if again, _ := timeImport(t, a, w, string(b), createTasks).Count(intake.TimeUnchanged); again != n {
				t.Errorf("%d rows are unchanged", again)
			}
			same(t, before, a.Snapshot(t))
		})
	}
}
