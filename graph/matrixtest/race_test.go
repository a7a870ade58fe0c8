//go:build race

package matrixtest

// raced tells that the race detector watches: every cell then runs over POST alone.
const raced = true
