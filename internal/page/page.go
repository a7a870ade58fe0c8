// Package page is keyset paging: requests, windows of rows, connections and sealed cursors.
//
// A list has one sort expression and the id as tie-breaker, so that rows with equal sort values have one order and a row
// inserted while someone pages neither repeats nor hides another. Cursors are opaque and sealed: bound to the list, its
// filter and the viewer.
package page

import (
	"context"
	"fmt"

	"daybook/internal/fault"

	"github.com/google/uuid"
)

// Sizes of pages.
const (
	DefaultSize = 25
	MaxSize     = 100
	// CountLimit is where counting stops.
	CountLimit = 10_000
)

// Args are the paging arguments of a connection field.
type Args struct {
	First  *int
	After  *string
	Last   *int
	Before *string
}

// Key is a row's place in a list: its sort value as SQL text, and its id.
type Key struct {
	Value string
	ID    uuid.UUID
}

// Payload is what a cursor of the place seals.
func (k Key) Payload() []byte { return append(k.ID[:], k.Value...) }

// Order is how a list is sorted. Expr is an SQL expression that is never null, Type its SQL type.
// IDExpr is the tie-breaker's column; empty when Expr alone is unique.
type Order struct {
	Expr, Type, IDExpr string
	// Func is the SQL function that makes Expr of the key's value, such as lower; empty for none. It is the database that
	// applies it, because no two programs agree on letters.
	Func string
	Desc bool
}

// value is the SQL of a key's value.
func (o Order) value() string {
	if o.Func == "" {
		return "?::" + o.Type
	}
	return o.Func + "(?::" + o.Type + ")"
}

// Window is a page request with its cursors opened.
type Window struct {
	Limit         int
	Backward      bool // from the end of the list
	After, Before *Key
}

// Window checks the arguments and opens the cursors. Errors: BAD_USER_INPUT, CURSOR_INVALID.
func (a Args) Window(seal Seal) (Window, error) {
	w := Window{Limit: DefaultSize}
	if a.First != nil && a.Last != nil {
		return w, fault.BadArgument("last", "give first or last, not both")
	}
	size, name := a.First, "first"
	if a.Last != nil {
		size, name, w.Backward = a.Last, "last", true
	}
	if size != nil {
		if *size < 1 || *size > MaxSize {
			return w, fault.BadArgument(name, "%s must be from 1 to %d", name, MaxSize)
		}
		w.Limit = *size
	}
	var err error
	if w.After, err = seal.open(a.After, "after"); err != nil {
		return w, err
	}
	w.Before, err = seal.open(a.Before, "before")
	return w, err
}

// Where is the SQL condition that keeps the rows between the cursors: "" when there are none.
func (w Window) Where(o Order) (sql string, args []any) {
	after, before := ">", "<"
	if o.Desc {
		after, before = "<", ">"
	}
	add := func(k *Key, op string) {
		if k == nil {
			return
		}
		if sql != "" {
			sql += " AND "
		}
		if o.IDExpr == "" {
			sql += fmt.Sprintf("%s %s %s", o.Expr, op, o.value())
			args = append(args, k.Value)
			return
		}
		sql += fmt.Sprintf("(%s, %s) %s (%s, ?::uuid)", o.Expr, o.IDExpr, op, o.value())
		args = append(args, k.Value, k.ID)
	}
	add(w.After, after)
	add(w.Before, before)
	return sql, args
}

// OrderBy is the SQL order of the rows as they are read: backward windows read from the end.
func (w Window) OrderBy(o Order) string {
	direction := "ASC"
	if o.Desc != w.Backward {
		direction = "DESC"
	}
	if o.IDExpr == "" {
		return fmt.Sprintf("%s %s", o.Expr, direction)
	}
	return fmt.Sprintf("%s %s, %s %s", o.Expr, direction, o.IDExpr, direction)
}

// Probe is how many rows to read: one more than the page, to know whether more follow.
func (w Window) Probe() int64 { return int64(w.Limit) + 1 }

// Rows are a page as read: in the list's own order, with what lies around it.
type Rows[T any] struct {
	Items            []T
	HasNext, HasPrev bool
}

// Cut turns up to Probe rows, read in OrderBy's order, into the page.
func Cut[T any](w Window, read []T) Rows[T] {
	more := len(read) > w.Limit
	if more {
		read = read[:w.Limit]
	}
	if w.Backward {
		for i, j := 0, len(read)-1; i < j; i, j = i+1, j-1 {
			read[i], read[j] = read[j], read[i]
		}
		return Rows[T]{Items: read, HasPrev: more, HasNext: w.Before != nil}
	}
	return Rows[T]{Items: read, HasNext: more, HasPrev: w.After != nil}
}

// OfSlice pages a list that is in memory already; keys are unique by id.
func OfSlice[T any](all []T, key func(T) Key, args Args, seal Seal) (*Connection[T], error) {
	w, err := args.Window(seal)
	if err != nil {
		return nil, err
	}
	from, to := 0, len(all)
	for i, item := range all {
		if w.After != nil && key(item).ID == w.After.ID {
			from = i + 1
		}
		if w.Before != nil && key(item).ID == w.Before.ID {
			to = i
		}
	}
	return between(all, from, to, w, key, seal), nil
}

// between is the page of those from one place to another.
func between[T any](all []T, from, to int, w Window, key func(T) Key, seal Seal) *Connection[T] {
	within := all[min(from, to):to]
	rows := Rows[T]{Items: within, HasPrev: from > 0, HasNext: to < len(all)}
	if len(within) > w.Limit {
		if w.Backward {
			rows.Items, rows.HasPrev = within[len(within)-w.Limit:], true
		} else {
			rows.Items, rows.HasNext = within[:w.Limit], true
		}
	}
	return NewConnection(rows, key, seal, func(context.Context) (int64, error) { return int64(len(all)), nil })
}
