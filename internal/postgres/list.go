package postgres

import (
	"context"
	"strings"

	"daybook/internal/page"

	"github.com/uptrace/bun"
)

// In is a list of values for `IN (?)`; an empty one admits nothing.
func In[T any](values []T) any {
	if len(values) == 0 {
		return bun.Safe("NULL")
	}
	return bun.List(values)
}

// Contains is the pattern for `ILIKE ?` that finds the text anywhere, taken literally.
func Contains(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}

// Page reads one page of a query that says which rows the viewer may see.
func Page[T any](ctx context.Context, q *bun.SelectQuery, o page.Order, w page.Window) (page.Rows[T], error) {
	var rows []T
	if cond, args := w.Where(o); cond != "" {
		q = q.Where(cond, args...)
	}
	if err := q.OrderExpr(w.OrderBy(o)).Limit(w.Probe()).Scan(ctx, &rows); err != nil {
		return page.Rows[T]{}, err
	}
	return page.Cut(w, rows), nil
}

// Count counts the rows of the same query, up to one more than page.CountLimit.
func Count(ctx context.Context, db bun.IDB, q *bun.SelectQuery) (int64, error) {
	return db.NewSelect().TableExpr("(?) AS counted", q.ColumnExpr("1").Limit(page.CountLimit+1)).Count(ctx)
}

// Connect reads a page and joins it with its count: query makes the same query anew, because the two differ in what they
// select. columns add what the rows are read with, where that is more than their own; the count selects none of it.
func Connect[T any](ctx context.Context, db bun.IDB, query func() *bun.SelectQuery, o page.Order, args page.Args, seal page.Seal, key func(T) page.Key, columns ...func(*bun.SelectQuery) *bun.SelectQuery) (*page.Connection[T], error) {
	w, err := args.Window(seal)
	if err != nil {
		return nil, err
	}
	rows, err := Page[T](ctx, query().Apply(columns...), o, w)
	if err != nil {
		return nil, err
	}
	return page.NewConnection(rows, key, seal, func(ctx context.Context) (int64, error) {
		return Count(ctx, db, query())
	}), nil
}
