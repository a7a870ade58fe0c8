package page_test

import (
	"slices"
	"testing"

	"daybook/internal/fault"
	"daybook/internal/page"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// OfSorted gives for a sorted list in memory what keyset pages give for a table, whether the cursors' rows are still there
// or not.
func TestOfSortedAgreesWithKeysetPages(t *testing.T) {
	t.Parallel()
	seal := newSeal(t, "sorted")
	rapid.Check(t, func(t *rapid.T) {
		all := drawItems(t)
		cursor := func(name string) *string {
			switch i := rapid.IntRange(-2, len(all)-1).Draw(t, name); i {
			case -2:
				return nil
			case -1: // of no row
				gone := item{value: rapid.IntRange(0, 4).Draw(t, name+" gone"), id: uuid.UUID{0: byte(rapid.IntRange(0, 4).Draw(t, name+" id")), 14: 1}}
				return new(seal.Cursor(itemKey(gone)))
			default:
				return new(seal.Cursor(itemKey(all[i])))
			}
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
		c, err := page.OfSorted(all, itemKey, args, seal)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(c.Nodes(), want.Items) {
			t.Fatalf("OfSorted gives %v, keyset pages %v", c.Nodes(), want.Items)
		}
	})
	if _, err := page.OfSorted([]item{}, itemKey, page.Args{After: new("garbage")}, seal); !fault.Is(err, fault.CursorInvalid) {
		t.Errorf("a garbage cursor: %v", err)
	}
}
