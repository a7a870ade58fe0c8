package intake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"daybook/internal/check"
	"daybook/internal/timeentry"
)

// storeAll stores the rows that have a person and a task, or may do without; of the others it finds out which are there
// from an earlier run.
func (s *Time) storeAll(ctx context.Context, report *TimeReport, work *work) error {
	var ready, unbound []*TimeRow
	for _, t := range report.Rows {
		switch {
		case t.Outcome == "":
			ready = append(ready, t)
		case t.key != "":
			unbound = append(unbound, t)
		}
	}
	slices.SortStableFunc(ready, byTime)
	done, total := 0, len(ready)+len(unbound)
	step := func(rows []*TimeRow) {
		if done += len(rows); s.Progress != nil {
			s.Progress(done, total)
		}
	}
	for rows := range slices.Chunk(unbound, timeentry.MaxImport) {
		reasons := make([]string, len(rows))
		for i, t := range rows {
			reasons[i] = t.Reason
		}
		if err := s.store(ctx, rows, true); err != nil {
			return err
		}
		for i, t := range rows {
			if t.Outcome != TimeUnchanged {
				t.skip("%s", reasons[i])
				report.Unmatched++
			}
		}
		step(rows)
	}
	for len(ready) > 0 {
		rows := ready[:cut(ready)]
		ready = ready[len(rows):]
		if err := s.storePart(ctx, rows, report, work); err != nil {
			return fmt.Errorf("line %d and after: %w", rows[0].Line, err)
		}
		step(rows)
	}
	for _, t := range report.Rows {
		if t.Outcome == TimeImported && t.taskID == nil && !t.NewTask {
			report.WithoutTask++
		}
	}
	return nil
}

// storePart stores rows of one transaction. Tasks are made only for rows that would be stored.
func (s *Time) storePart(ctx context.Context, rows []*TimeRow, report *TimeReport, work *work) (err error) {
	defer func() {
		for _, t := range rows {
			if err != nil && t.Outcome == TimeImported { // it only would have been
				t.Outcome = ""
			}
		}
	}()
	missing := slices.ContainsFunc(rows, func(t *TimeRow) bool { return t.NewTask })
	if s.DryRun || missing {
		if err := s.store(ctx, rows, true); err != nil {
			return err
		}
	}
	for _, t := range rows {
		if !t.NewTask || t.Outcome != TimeImported {
			continue
		}
		err := s.provide(ctx, t, report, work)
		if rejection, ok := errors.AsType[*check.Rejection](err); ok {
			t.skip("its task could not be made: %s", rejection.Errors[0].Message)
		} else if err != nil {
			return err
		}
	}
	if s.DryRun {
		return nil
	}
	rows = slices.DeleteFunc(slices.Clone(rows), func(t *TimeRow) bool { return t.Outcome == TimeSkipped })
	return s.store(ctx, rows, false)
}

// byTime puts the rows of one person together, earliest first.
func byTime(a, b *TimeRow) int {
	return cmp.Or(strings.Compare(a.Member.ID.String(), b.Member.ID.String()), a.begin().Compare(b.begin()), a.Line-b.Line)
}

func (t *TimeRow) begin() time.Time {
	if t.Span.Start != nil {
		return *t.Span.Start
	}
	return t.Span.Day.Start(t.Member.Zone())
}

// cut is how many of the rows go into one transaction. It does not part rows of a person that could be in each other's way,
// those of one day or beyond: so a dry run, which stores nothing, sees them too.
func cut(rows []*TimeRow) int {
	if len(rows) <= timeentry.MaxImport {
		return len(rows)
	}
	best := 0
	var busy time.Time
	for i, t := range rows[:timeentry.MaxImport+1] {
		if i > 0 && (t.Member.ID != rows[i-1].Member.ID || t.Span.Day != rows[i-1].Span.Day && !t.begin().Before(busy)) {
			best, busy = i, time.Time{}
		}
		if end := t.Span.End; end != nil && end.After(busy) {
			busy = *end
		}
	}
	if best == 0 {
		return timeentry.MaxImport
	}
	return best
}
