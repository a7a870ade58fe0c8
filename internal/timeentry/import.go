package timeentry

import (
	"context"
	"slices"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// MaxImport is the most rows of one import.
const MaxImport = 500

// ImportRow is one row of another system: its times as in Create. An external key names it there.
type ImportRow struct {
	MemberID           uuid.UUID // Nil under Import is the caller
	TaskID             *uuid.UUID
	StartedAt, EndedAt *time.Time
	SpentOn            *day.Date
	DurationSeconds    *int
	Billable           bool
	Note               *string
	ExternalKey        *string
}

// ImportResult is what became of a row: an entry, or why there is none. An Unchanged one was there already.
type ImportResult struct {
	Entry     *Entry
	Unchanged bool
	Errors    []*check.UserError
}

// outcome is a result as it is kept for a request that is repeated.
type outcome struct {
	ID        *uuid.UUID         `json:"id,omitempty"`
	Unchanged bool               `json:"unchanged,omitempty"`
	Errors    []*check.UserError `json:"errors,omitempty"`
}

// Store brings rows of another system in for the operator, at most MaxImport in one transaction. A row is stored or refused
// for itself and never loses the others; the results are in the rows' order. A row whose external key the person has already
// is left as it is, so the same rows again change nothing. Time on projects that are archived by now is taken: it is history.
// A dry run answers the same and stores nothing. The number of statements doesn't grow with the rows. Rejection: OUT_OF_RANGE; of a row: REQUIRED, INVALID, TOO_LONG, OUT_OF_RANGE,
// NOT_FOUND, FUTURE_DATE, CLOSED_PERIOD, OVERLAP.
func (s *Service) Store(ctx context.Context, by activity.Actor, workspaceID uuid.UUID, rows []ImportRow, dryRun bool) ([]ImportResult, activity.Receipt, error) {
	b := &batch{workspaceID: workspaceID, rows: rows, tasks: authz.EveryProject(workspaceID), history: true}
	return s.bring(ctx, by, b, dryRun, func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*Entry, error) {
		return read(ctx, s.db, []uuid.UUID{workspaceID}, ids)
	})
}

// Import is Store under a viewer's rights: members bring in their own rows, admins and services everyone's, and none on
// archived projects. One row of another refuses the whole call. Errors: NOT_FOUND, FORBIDDEN.
func (s *Service) Import(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, rows []ImportRow) ([]ImportResult, activity.Receipt, error) {
	m, err := authz.Reach(v, workspaceID)
	if err != nil {
		return nil, activity.Receipt{}, err
	}
	rows = slices.Clone(rows)
	for i := range rows {
		if rows[i].MemberID == uuid.Nil {
			rows[i].MemberID = m.MemberID
		}
	}
	if err := authz.ImportTime(v, workspaceID, pick(rows, func(r ImportRow) *uuid.UUID { return &r.MemberID })); err != nil {
		return nil, activity.Receipt{}, err
	}
	b := &batch{workspaceID: workspaceID, rows: rows, tasks: authz.Projects(v)}
	return s.bring(ctx, activity.By(v, workspaceID), b, false, func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*Entry, error) {
		return s.ByIDs(ctx, v, ids)
	})
}

// bring runs an import; again reads the entries of one that was made before.
func (s *Service) bring(ctx context.Context, by activity.Actor, b *batch, dryRun bool, again func(context.Context, []uuid.UUID) (map[uuid.UUID]*Entry, error)) ([]ImportResult, activity.Receipt, error) {
	if len(b.rows) > MaxImport {
		return nil, activity.Receipt{}, check.Reject(check.OutOfRange, "rows", "at most %d rows can be imported at once", MaxImport)
	}
	b.origin, b.person, b.now = Import, "memberId", s.now()
	receipt, err := s.log.DoAll(ctx, b.workspaceID, by, func(ctx context.Context, tx bun.Tx) (activity.Outcome, error) {
		stored, err := b.run(ctx, tx, dryRun)
		if err != nil {
			return activity.Outcome{}, err
		}
		o := activity.Outcome{Result: kept(b.results)}
		for _, e := range stored {
			o.Entries = append(o.Entries, entry(activity.Created, e, "imported a time entry", activity.Diff{}))
		}
		return o, nil
	})
	if err != nil {
		return nil, receipt, err
	}
	if !receipt.Replayed {
		return b.results, receipt, nil
	}
	var earlier []outcome
	if err := receipt.Result(&earlier); err != nil {
		return nil, receipt, err
	}
	found, err := again(ctx, pick(earlier, func(o outcome) *uuid.UUID { return o.ID }))
	if err != nil {
		return nil, receipt, err
	}
	results := make([]ImportResult, len(earlier))
	for i, o := range earlier {
		results[i] = ImportResult{Unchanged: o.Unchanged, Errors: o.Errors}
		if o.ID != nil {
			results[i].Entry = found[*o.ID]
		}
	}
	return results, receipt, nil
}

func kept(results []ImportResult) []outcome {
	out := make([]outcome, len(results))
	for i, r := range results {
		out[i] = outcome{Unchanged: r.Unchanged, Errors: r.Errors}
		if r.Entry != nil {
			out[i].ID = &r.Entry.ID
		}
	}
	return out
}
