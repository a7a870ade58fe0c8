package matrixtest

import (
	"slices"
	"strings"
)

// way is one way to reach a thing: steps from a root to it, divided by slashes. A step is a field with its arguments. <T>
// after it says what an interface or union is there, @x which thing the step leads to. Names after $ are things, or the
// thing's own references; $it is the thing itself.
type way struct {
	path string
	only string // the things it is for, all of the type when empty
	mine bool   // it shows only what is the caller's own
	over string // the activity in whose frame of the stream the way begins, for ways that begin with one
}

func (e way) isFor(it *thing) bool {
	return e.only == "" || slices.Contains(strings.Fields(e.only), it.name)
}

const acme = "workspace(id: $workspace)/"

// byID are the ways to any object with an id.
func byID(field string, more ...way) []way {
	return append([]way{{path: field + "(id: $it)"}, {path: "node(id: $it)"}, {path: "nodes(ids: [$it])"}}, more...)
}
