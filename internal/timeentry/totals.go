package timeentry

import (
	"context"
	"fmt"

	"daybook/internal/page"

	"github.com/uptrace/bun"
)

// Totals are the time of a whole list added up, in seconds. Reported are those that reports show.
type Totals struct{ DurationSeconds, BillableSeconds, ReportedSeconds int }

// Connection is a page of entries; the totals of its whole list are read when asked for.
type Connection struct {
	*page.Connection[*Entry]

	totals func(ctx context.Context) (*Totals, error)
}

// Totals adds up the whole list for this viewer.
func (c *Connection) Totals(ctx context.Context) (*Totals, error) { return c.totals(ctx) }

// total adds up a query of entries, in one statement (R11).
func total(ctx context.Context, q *bun.SelectQuery) (*Totals, error) {
	t := new(Totals)
	err := listed(q).ColumnExpr("coalesce(sum(e.duration_seconds), 0)").
		ColumnExpr("coalesce(sum(e.duration_seconds) FILTER (WHERE e.billable), 0)").
		ColumnExpr("coalesce(sum("+ReportedSQL("e.duration_seconds", "ws")+"), 0)").
		Scan(ctx, &t.DurationSeconds, &t.BillableSeconds, &t.ReportedSeconds)
	if err != nil {
		return nil, fmt.Errorf("adding up time entries: %w", err)
	}
	return t, nil
}
