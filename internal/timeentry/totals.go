package timeentry

import (
	"context"

	"daybook/internal/page"
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
