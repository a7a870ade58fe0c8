package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"daybook/internal/activity"
	"daybook/internal/day"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/task"
	"daybook/internal/timeentry"
	"daybook/internal/timesheet"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// TimeOutcome is what becomes of a row.
type TimeOutcome string

// The outcomes. In a dry run they are what would become of it.
const (
	TimeImported  TimeOutcome = "imported"
	TimeUnchanged TimeOutcome = "unchanged"
	TimeSkipped   TimeOutcome = "skipped"
)

// TimeRow is a row of the file with what it was taken for. Its Notes tell what had to be decided.
type TimeRow struct {
	*timesheet.Row
	Member  *member.Member // nil: not found
	Zone    *time.Location // of its clock times
	Span    timesheet.Span // without meaning for a row that is not understood
	Outcome TimeOutcome
	Reason  string // why it was skipped
	TaskKey string // of its task; empty for none, or one that a dry run does not make
	NewTask bool   // its task was not here

	taskID *uuid.UUID
	key    string
}

// TimeReport says what became of a file's rows.
type TimeReport struct {
	*timesheet.Sheet
	Rows []*TimeRow // as in the file
	// Understood counts the rows that make sense by themselves, Unmatched those of them that were skipped because their
	// person or task is not known.
	Understood, Unmatched int
	// NewProjects and NewTasks are the names of what was made for rows.
	NewProjects, NewTasks []string
	// WithoutTask counts the imported rows that have none.
	WithoutTask int
	// Dropped are the columns that hold something Daybook has no place for.
	Dropped []string
}

// Count adds up the rows of an outcome.
func (r *TimeReport) Count(o TimeOutcome) (rows, seconds int) {
	for _, row := range r.Rows {
		if row.Outcome == o {
			rows, seconds = rows+1, seconds+row.Span.Seconds
		}
	}
	return rows, seconds
}

// Time imports a time export of another product into one workspace. Nobody is added and nothing is guessed: a row whose
// person or task is not known is told, and left out unless the operator says what to do.
type Time struct {
	DB          bun.IDB
	Entries     *timeentry.Service
	Projects    *project.Service
	Tasks       *task.Service
	WorkspaceID uuid.UUID
	Format      string // auto, toggl, clockify, harvest, kimai or generic
	DayFirst    *bool  // order of day and month where the file does not tell
	// Zone is that of the clock times; nil: each person's own.
	Zone *time.Location
	// People are mail addresses of members by the name or address in the file; "" stands for rows that name nobody.
	People map[string]string
	// WithoutTask stores rows without a task when theirs is not here; CreateTasks makes it, and its project.
	WithoutTask, CreateTasks bool
	DryRun                   bool
	// Progress is told how many of the rows to store are done; may be nil.
	Progress func(done, total int)
}

// ErrDateOrder says that the operator must say whether days or months come first in dates.
var ErrDateOrder = timesheet.ErrDateOrder

// Import reads the file and stores its rows, several hundred in a transaction. The error is of the file as a whole (among
// others ErrDateOrder) or of the database; what is wrong with a row stands in the report, which is nil when the file could
// not be read.
func (s *Time) Import(ctx context.Context, r io.Reader) (*TimeReport, error) {
	sheet, err := timesheet.Parse(r, timesheet.Options{Format: timesheet.Format(s.Format), DayFirst: s.DayFirst})
	if err != nil {
		return nil, err
	}
	report := &TimeReport{Sheet: sheet, Dropped: sheet.Unread}
	people, err := s.people(ctx)
	if err != nil {
		return nil, err
	}
	work, err := s.work(ctx, sheet)
	if err != nil {
		return nil, err
	}
	seen := map[string]int{}
	clients := false
	for _, row := range sheet.Rows {
		t := &TimeRow{Row: row}
		report.Rows = append(report.Rows, t)
		clients = clients || row.Client != ""
		s.place(t, people, report)
		if t.Outcome == "" {
			t.key = externalKey(sheet.Format, t, seen)
			t.bind(work, s)
		}
	}
	if clients {
		report.Dropped = append([]string{"Client"}, report.Dropped...)
	}
	return report, s.storeAll(ctx, report, work)
}

// skip leaves the row out.
func (t *TimeRow) skip(format string, args ...any) {
	t.Outcome, t.Reason = TimeSkipped, fmt.Sprintf(format, args...)
}

// place finds whose time it is and when it was spent there.
func (s *Time) place(t *TimeRow, people *people, report *TimeReport) {
	m, unknown := people.find(t.Row)
	switch {
	case s.Zone != nil:
		t.Zone = s.Zone
	case m != nil:
		t.Zone = m.Zone()
	default:
		t.Zone = time.UTC
	}
	span, err := t.In(t.Zone)
	t.Span, t.Member = span, m
	if err != nil {
		t.skip("%s", err)
		return
	}
	report.Understood++
	switch {
	case unknown != "":
		t.skip("%s", unknown)
		report.Unmatched++
	case span.Start != nil:
		t.Span.Day = day.At(*span.Start, m.Zone())
	}
}

// externalKey names the row so that the same row, also of a longer file, gets the same name. Equal rows of one person are
// counted.
func externalKey(f timesheet.Format, t *TimeRow, seen map[string]int) string {
	row := t.Identity()
	same, _ := json.Marshal(append(row, t.Member.ID.String())) //nolint:errchkjson // texts
	seen[string(same)]++
	text, _ := json.Marshal(append(row, fmt.Sprint(seen[string(same)]))) //nolint:errchkjson // texts
	sum := sha256.Sum256(text)
	return string(f) + ":" + hex.EncodeToString(sum[:16])
}

// entry is the row as it is stored.
func (t *TimeRow) entry() timeentry.ImportRow {
	e := timeentry.ImportRow{MemberID: t.Member.ID, TaskID: t.taskID, StartedAt: t.Span.Start, EndedAt: t.Span.End,
		Billable: t.Billable != nil && *t.Billable, ExternalKey: &t.key}
	if t.Span.Start == nil {
		e.SpentOn, e.DurationSeconds = &t.Span.Day, &t.Span.Seconds
	}
	if t.Description != "" {
		e.Note = &t.Description
	}
	return e
}

// store hands rows over and takes down what became of them.
func (s *Time) store(ctx context.Context, rows []*TimeRow, dryRun bool) error {
	entries := make([]timeentry.ImportRow, len(rows))
	for i, t := range rows {
		entries[i] = t.entry()
	}
	results, _, err := s.Entries.Store(ctx, activity.BySystem, s.WorkspaceID, entries, dryRun)
	if err != nil {
		return err
	}
	for i, t := range rows {
		switch result := results[i]; {
		case len(result.Errors) > 0:
			t.skip("%s", result.Errors[0].Message)
		case result.Unchanged:
			t.Outcome, t.Reason = TimeUnchanged, ""
		default:
			t.Outcome, t.Reason = TimeImported, ""
		}
	}
	return nil
}
