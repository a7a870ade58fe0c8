package activity

import "github.com/uptrace/bun"

// CountedSince is the statement of statistics.
var CountedSince = countedSince

// Where is the filter as SQL.
func (f Filter) Where(q *bun.SelectQuery) *bun.SelectQuery { return f.where(q) }
