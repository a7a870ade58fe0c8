package page_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"daybook/internal/fault"
	"daybook/internal/page"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

func newSeal(t testing.TB, parts ...any) page.Seal {
	t.Helper()
	s, err := page.NewSealer([]byte(strings.Repeat("k", page.KeySize)))
	if err != nil {
		t.Fatal(err)
	}
	return s.Bind(parts...)
}

// R15: sizes and their combinations have defined answers.
func TestWindowR15Sizes(t *testing.T) {
	t.Parallel()
	seal := newSeal(t)
	for name, c := range map[string]struct {
		args     page.Args
		limit    int
		backward bool
		wrong    string // the argument
	}{
		"nothing":     {page.Args{}, page.DefaultSize, false, ""},
		"first 1":     {page.Args{First: new(1)}, 1, false, ""},
		"first most":  {page.Args{First: new(page.MaxSize)}, page.MaxSize, false, ""},
		"last most":   {page.Args{Last: new(page.MaxSize)}, page.MaxSize, true, ""},
		"first 0":     {page.Args{First: new(0)}, 0, false, "first"},
		"first -1":    {page.Args{First: new(-1)}, 0, false, "first"},
		"first 101":   {page.Args{First: new(101)}, 0, false, "first"},
		"last 0":      {page.Args{Last: new(0)}, 0, false, "last"},
		"last -1":     {page.Args{Last: new(-1)}, 0, false, "last"},
		"last 101":    {page.Args{Last: new(101)}, 0, false, "last"},
		"last 100000": {page.Args{Last: new(100_000)}, 0, false, "last"},
		"both":        {page.Args{First: new(1), Last: new(1)}, 0, false, "last"},
	} {
		w, err := c.args.Window(seal)
		if c.wrong == "" {
			if err != nil || w.Limit != c.limit || w.Backward != c.backward {
				t.Errorf("%s: %+v, %v", name, w, err)
			}
			continue
		}
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != fault.BadUserInput || f.Extra["argument"] != c.wrong {
			t.Errorf("%s: the error is %v, want BAD_USER_INPUT at %s", name, err, c.wrong)
		}
	}
}

// R15: a cursor opens for the list, filter and viewer it was made for and nothing else does.
func TestWindowR15Cursors(t *testing.T) {
	t.Parallel()
	seal := newSeal(t, "ann", "members", map[string]any{"team": 1})
	k := page.Key{Value: "ann?'\\\u2028", ID: uuid.New()}
	good := seal.Cursor(k)
	if w, err := (page.Args{After: &good, Before: &good}).Window(seal); err != nil || *w.After != k || *w.Before != k {
		t.Fatalf("a good cursor: %+v %v", w, err)
	}
	otherKey, err := page.NewSealer([]byte(strings.Repeat("x", page.KeySize)))
	if err != nil {
		t.Fatal(err)
	}
	flipped := []byte(good)
	flipped[len(flipped)/2] ^= 1
	for name, bad := range map[string]string{
		"empty": "", "garbage": "garbage", "not base64": "!!!", "truncated": good[:len(good)-4], "without its nonce": good[33:],
		"nonce alone": good[:32], "tampered": string(flipped), "longer": good + "AAAA", "twice": good + good, "padded": good + "=",
		"very long": strings.Repeat("A", 5000), "a million": strings.Repeat("A", 1_000_000), "NUL": "\x00", "not UTF-8": "\xff\xfe",
		"another viewer's":    newSeal(t, "bob", "members", map[string]any{"team": 1}).Cursor(k),
		"another list's":      newSeal(t, "ann", "tasks", map[string]any{"team": 1}).Cursor(k),
		"another filter's":    newSeal(t, "ann", "members", map[string]any{"team": 2}).Cursor(k),
		"parts run together":  newSeal(t, "annmembers", "", map[string]any{"team": 1}).Cursor(k),
		"fewer parts":         newSeal(t, "ann", "members").Cursor(k),
		"another server's":    otherKey.Bind("ann", "members", map[string]any{"team": 1}).Cursor(k),
		"a payload too short": seal.Bytes([]byte("short")),
	} {
		for argument, args := range map[string]page.Args{"after": {After: &bad}, "before": {Before: &bad}} {
			_, err := args.Window(seal)
			var f *fault.Error
			if !errors.As(err, &f) || f.Code != fault.CursorInvalid || f.Extra["argument"] != argument {
				t.Errorf("%s as %s: the error is %v, want CURSOR_INVALID", name, argument, err)
			}
		}
	}
	if seal.Cursor(k) == good {
		t.Error("the same place gives the same cursor twice: places could be compared")
	}
}

// Replicas and later processes open each other's cursors: they share the key, not the names derived from it.
func TestSealersWithOneKeyOpenEachOthersCursors(t *testing.T) {
	t.Parallel()
	payload := []byte("sixteen bytes it")
	opener := newSeal(t, "ann", "list")
	for range 100 { // more than are remembered
		cursor := newSeal(t, "ann", "list").Bytes(payload)
		for range 2 {
			if got, ok := opener.Open(cursor); !ok || string(got) != string(payload) {
				t.Fatalf("opened %q, %v", got, ok)
			}
		}
	}
}

func TestSealerNeedsAWholeKey(t *testing.T) {
	t.Parallel()
	if _, err := page.NewSealer([]byte("short")); err == nil {
		t.Error("a short key was taken")
	}
}

// FuzzOpen: what opens was sealed, and nothing panics.
func FuzzOpen(f *testing.F) {
	seal := newSeal(f, "ann", "list")
	f.Add(seal.Cursor(page.Key{Value: "x", ID: uuid.New()}), []byte("x"))
	f.Add("", []byte{})
	f.Add(strings.Repeat("A", 64), []byte{0})
	f.Fuzz(func(t *testing.T, cursor string, payload []byte) {
		payload = payload[:min(len(payload), 3000)] // longer ones make cursors that are too long to open
		if got, ok := seal.Open(seal.Bytes(payload)); !ok || string(got) != string(payload) {
			t.Errorf("%q came back as %q", payload, got)
		}
		if got, ok := seal.Open(cursor); ok && len(got) < 16 {
			t.Errorf("%q opened as %q", cursor, got)
		}
		_, err := page.Args{After: &cursor}.Window(newSeal(t, "another list"))
		if !fault.Is(err, fault.CursorInvalid) {
			t.Errorf("%q opened: %v", cursor, err)
		}
	})
}

func TestWhereAndOrder(t *testing.T) {
	t.Parallel()
	after, before := &page.Key{Value: "a", ID: uuid.New()}, &page.Key{Value: "z", ID: uuid.New()}
	byName := page.Order{Expr: "lower(name)", Type: "text", IDExpr: "id"}
	newest := page.Order{Expr: "id", Type: "uuid", Desc: true}
	for name, c := range map[string]struct {
		w            page.Window
		o            page.Order
		where, order string
	}{
		"no cursors":  {page.Window{}, byName, "", "lower(name) ASC, id ASC"},
		"after":       {page.Window{After: after}, byName, "(lower(name), id) > (?::text, ?::uuid)", "lower(name) ASC, id ASC"},
		"between":     {page.Window{After: after, Before: before, Backward: true}, byName, "(lower(name), id) > (?::text, ?::uuid) AND (lower(name), id) < (?::text, ?::uuid)", "lower(name) DESC, id DESC"},
		"newest":      {page.Window{After: after}, newest, "id < ?::uuid", "id DESC"},
		"newest last": {page.Window{Before: before, Backward: true}, newest, "id > ?::uuid", "id ASC"},
	} {
		if where, args := c.w.Where(c.o); where != c.where || len(args) != strings.Count(where, "?") {
			t.Errorf("%s: where %q with %d arguments", name, where, len(args))
		}
		if order := c.w.OrderBy(c.o); order != c.order {
			t.Errorf("%s: order %q", name, order)
		}
	}
}

type item struct {
	value int
	id    uuid.UUID
}

func itemKey(i item) page.Key { return page.Key{Value: fmt.Sprintf("%03d", i.value), ID: i.id} }

func compareItems(a, b item) int {
	if a.value != b.value {
		return a.value - b.value
	}
	return slices.Compare(a.id[:], b.id[:])
}

func drawItems(t *rapid.T) []item {
	n := rapid.IntRange(0, 30).Draw(t, "rows")
	all := make([]item, n)
	for i := range all {
		all[i] = item{value: rapid.IntRange(0, 3).Draw(t, "value"), id: uuid.UUID{0: byte(rapid.IntRange(0, 3).Draw(t, "id")), 15: byte(i)}}
	}
	slices.SortFunc(all, compareItems)
	return all
}

// query does in memory what SQL does with a window's Where, OrderBy and Probe.
func query(all []item, w page.Window) []item {
	var in []item
	for _, i := range all {
		k := itemKey(i)
		if w.After != nil && (k.Value < w.After.Value || k.Value == w.After.Value && slices.Compare(k.ID[:], w.After.ID[:]) <= 0) {
			continue
		}
		if w.Before != nil && (k.Value > w.Before.Value || k.Value == w.Before.Value && slices.Compare(k.ID[:], w.Before.ID[:]) >= 0) {
			continue
		}
		in = append(in, i)
	}
	if w.Backward {
		slices.Reverse(in)
	}
	return in[:min(len(in), int(w.Probe()))]
}

// R15, against a model: a walk over keyset pages in either direction gives the list, whatever is inserted meanwhile: each
// row that was there from the beginning once, in order, and no row twice.
func TestWindowAndCutWalkTheListR15(t *testing.T) {
	t.Parallel()
	seal := newSeal(t, "model")
	rapid.Check(t, func(t *rapid.T) {
		original := drawItems(t)
		all := slices.Clone(original)
		size, backward := rapid.IntRange(1, 7).Draw(t, "size"), rapid.Bool().Draw(t, "backward")
		var seen []item
		args := page.Args{First: &size}
		if backward {
			args = page.Args{Last: &size}
		}
		for n := 0; ; n++ {
			if n > 200 {
				t.Fatal("the walk has no end")
			}
			w, err := args.Window(seal)
			if err != nil {
				t.Fatal(err)
			}
			rows := page.Cut(w, query(all, w))
			if len(rows.Items) > size || !slices.IsSortedFunc(rows.Items, compareItems) {
				t.Fatalf("the page is %v", rows.Items)
			}
			c := page.NewConnection(rows, itemKey, seal, nil)
			info := c.PageInfo()
			edges := c.Edges()
			if len(edges) != len(c.Nodes()) {
				t.Fatal("edges and nodes differ")
			}
			if backward {
				seen = append(slices.Clone(c.Nodes()), seen...)
				if info.HasNextPage != (n > 0) {
					t.Fatalf("page %d: hasNextPage %v", n, info.HasNextPage)
				}
				if !info.HasPreviousPage {
					break
				}
				args.Before = info.StartCursor
			} else {
				seen = append(seen, c.Nodes()...)
				if info.HasPreviousPage != (n > 0) {
					t.Fatalf("page %d: hasPreviousPage %v", n, info.HasPreviousPage)
				}
				if !info.HasNextPage {
					break
				}
				args.After = info.EndCursor
			}
			if rapid.Bool().Draw(t, "insert") {
				all = append(all, item{value: rapid.IntRange(0, 3).Draw(t, "new"), id: uuid.UUID{0: byte(rapid.IntRange(0, 3).Draw(t, "new id")), 14: 1, 15: byte(n)}})
				slices.SortFunc(all, compareItems)
			}
		}
		if !slices.IsSortedFunc(seen, compareItems) {
			t.Fatalf("the walk is not in order: %v", seen)
		}
		counts := map[item]int{}
		for _, i := range seen {
			if counts[i]++; counts[i] > 1 {
				t.Fatalf("%v was seen twice", i)
			}
		}
		for _, i := range original {
			if counts[i] != 1 {
				t.Fatalf("%v was missed", i)
			}
		}
	})
}

// OfSlice gives for a list in memory what keyset pages give for a table.
func TestOfSliceAgreesWithKeysetPages(t *testing.T) {
	t.Parallel()
	seal := newSeal(t, "slice")
	rapid.Check(t, func(t *rapid.T) {
		all := drawItems(t)
		cursor := func(name string) *string {
			i := rapid.IntRange(-1, len(all)-1).Draw(t, name)
			if i < 0 {
				return nil
			}
			return new(seal.Cursor(itemKey(all[i])))
		}
		size := rapid.IntRange(1, 7).Draw(t, "size")
		args := page.Args{After: cursor("after"), Before: cursor("before"), First: &size}
		if rapid.Bool().Draw(t, "backward") {
			args.First, args.Last = nil, &size
		}
		w, err := args.Window(seal)
		if err != nil {
			t.Fatal(err)
		}
		want := page.Cut(w, query(all, w))
		c, err := page.OfSlice(all, itemKey, args, seal)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(c.Nodes(), want.Items) {
			t.Fatalf("OfSlice gives %v, keyset pages %v", c.Nodes(), want.Items)
		}
		count, err := c.Count(context.Background())
		if err != nil || count.Value != len(all) || count.Precision() != page.Exact {
			t.Fatalf("the count is %+v: %v", count, err)
		}
	})
	if _, err := page.OfSlice([]item{}, itemKey, page.Args{After: new("garbage")}, seal); !fault.Is(err, fault.CursorInvalid) {
		t.Errorf("a garbage cursor: %v", err)
	}
}

func TestEmptyPageHasNoCursors(t *testing.T) {
	t.Parallel()
	c := page.NewConnection(page.Rows[item]{}, itemKey, newSeal(t), nil)
	if info := c.PageInfo(); *info != (page.Info{}) {
		t.Errorf("it says %+v", info)
	}
	if e := page.NewEdge(item{value: 7}, itemKey, newSeal(t)); e.Cursor() == "" {
		t.Error("an edge has no cursor")
	}
}

func TestCountStopsAtItsLimit(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]page.Count{
		0: {Value: 0, Exact: true}, page.CountLimit: {Value: page.CountLimit, Exact: true}, page.CountLimit + 1: {Value: page.CountLimit},
	} {
		if got := page.CountOf(n); got != want {
			t.Errorf("%d rows are counted as %+v", n, got)
		}
	}
	c := page.CountOf(page.CountLimit + 1)
	if c.Precision() != page.AtLeast {
		t.Error("a count that stopped says it is exact")
	}
	broken := errors.New("broken")
	_, err := page.NewConnection(page.Rows[item]{}, itemKey, newSeal(t), func(context.Context) (int64, error) { return 0, broken }).Count(t.Context())
	if !errors.Is(err, broken) {
		t.Errorf("the error of counting is %v", err)
	}
}

func BenchmarkSeal(b *testing.B) {
	seal, payload := newSeal(b, "ann", "list"), make([]byte, 16)
	var room [128]byte
	b.ReportAllocs()
	for b.Loop() {
		seal.Append(room[:0], payload)
	}
}
