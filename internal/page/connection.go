package page

import "context"

// Count is how many rows a list has; Exact is false when counting stopped at Value.
type Count struct {
	Value int
	Exact bool
}

// CountOf limits a count read with LIMIT CountLimit+1.
func CountOf(n int64) Count {
	if n > CountLimit {
		return Count{Value: CountLimit}
	}
	return Count{Value: int(n), Exact: true}
}

// Connection is a page as the API shows it. Cursors and the count are made only when asked for.
type Connection[T any] struct {
	rows  Rows[T]
	key   func(T) Key
	seal  Seal
	count func(context.Context) (int64, error)
}

// NewConnection joins a page with its list's key, seal and count. The count reads at most CountLimit+1 rows.
func NewConnection[T any](rows Rows[T], key func(T) Key, seal Seal, count func(context.Context) (int64, error)) *Connection[T] {
	return &Connection[T]{rows: rows, key: key, seal: seal, count: count}
}

// Edge is a row and its place.
type Edge[T any] struct {
	Node T
	key  func(T) Key
	seal Seal
	mark string
}

// NewEdge makes an edge outside a connection, for streams.
func NewEdge[T any](node T, key func(T) Key, seal Seal) *Edge[T] {
	return &Edge[T]{Node: node, key: key, seal: seal}
}

// NewMarkedEdge makes an edge whose place is sealed later, for each viewer: until then a mark stands there.
func NewMarkedEdge[T any](node T, mark string) *Edge[T] { return &Edge[T]{Node: node, mark: mark} }

// Cursor is the sealed place of the row.
func (e *Edge[T]) Cursor() string {
	if e.mark != "" {
		return e.mark
	}
	return e.seal.Cursor(e.key(e.Node))
}

// Edges are the rows with their places.
func (c *Connection[T]) Edges() []*Edge[T] {
	edges := make([]*Edge[T], len(c.rows.Items))
	for i, item := range c.rows.Items {
		edges[i] = NewEdge(item, c.key, c.seal)
	}
	return edges
}

// Nodes are the rows.
func (c *Connection[T]) Nodes() []T { return c.rows.Items }

// Info is where a page stands in its list.
type Info struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       *string
}

// PageInfo tells where the page stands.
func (c *Connection[T]) PageInfo() *Info {
	info := &Info{HasNextPage: c.rows.HasNext, HasPreviousPage: c.rows.HasPrev}
	if n := len(c.rows.Items); n > 0 {
		first, last := c.seal.Cursor(c.key(c.rows.Items[0])), c.seal.Cursor(c.key(c.rows.Items[n-1]))
		info.StartCursor, info.EndCursor = &first, &last
	}
	return info
}

// Count counts the whole list for this viewer.
func (c *Connection[T]) Count(ctx context.Context) (*Count, error) {
	n, err := c.count(ctx)
	if err != nil {
		return nil, err
	}
	count := CountOf(n)
	return &count, nil
}

// Precision tells whether a count is exact.
type Precision string

// The precisions.
const (
	Exact   Precision = "exact"
	AtLeast Precision = "at_least"
)

// Precision tells whether counting stopped at the value.
func (c *Count) Precision() Precision {
	if c.Exact {
		return Exact
	}
	return AtLeast
}
