package page

import (
	"bytes"
	"cmp"
	"slices"
)

// OfSorted pages a list that is in memory, in ascending order of its keys: by value, then by id. Unlike OfSlice it finds its
// place also where the row of a cursor is gone.
func OfSorted[T any](all []T, key func(T) Key, args Args, seal Seal) (*Connection[T], error) {
	w, err := args.Window(seal)
	if err != nil {
		return nil, err
	}
	from, to := 0, len(all)
	if w.After != nil {
		n, found := place(all, key, *w.After)
		from = n
		if found {
			from++
		}
	}
	if w.Before != nil {
		to, _ = place(all, key, *w.Before)
	}
	return between(all, from, to, w, key, seal), nil
}

// place is where a key stands, or would stand.
func place[T any](all []T, key func(T) Key, k Key) (int, bool) {
	return slices.BinarySearchFunc(all, k, func(item T, k Key) int {
		i := key(item)
		return cmp.Or(cmp.Compare(i.Value, k.Value), bytes.Compare(i.ID[:], k.ID[:]))
	})
}
