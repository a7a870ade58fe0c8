package matrixtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// opened is a stream besides that of activities: its rule, and how it is asked for by a viewer.
type opened struct {
	rule string
	args func(w *world, v *viewer) string
}

var streams = []opened{
	{"Subscription.trackingStream", nil},
	{"Subscription.trackingStream(memberId: other)", func(w *world, v *viewer) string {
		other := w.subject
		if v.col == self {
			other = w.mate
		}
		return fmt.Sprintf(", memberId: %q", other.NodeID())
	}},
	{"Subscription.metricsStream", nil},
	{"Subscription.notificationStream", nil},
}

func (o opened) field() string {
	field, _, _ := strings.Cut(strings.TrimPrefix(o.rule, "Subscription."), "(")
	return field
}

// openEach opens every stream as every viewer over each transport: it begins with a frame that has a cursor, or is refused as
// the rule says, and over POST always.
func (w *world) openEach(t *testing.T, transports []carrier, all []*viewer) {
	t.Helper()
	for _, o := range streams {
		for _, carry := range transports {
			for _, v := range all {
				for f := range forms {
					if !short() || f == plain {
						w.openOne(t, o, carry, v, f)
					}
				}
			}
		}
	}
}

func (w *world) openOne(t *testing.T, o opened, carry carrier, v *viewer, f form) {
	t.Helper()
	r := w.matrix.rules[o.rule]
	if r == nil {
		sum.fail("%s is no rule", o.rule)
		return
	}
	c, col := w.cellFor(r, v, nil)
	at, wrong := mark{r.key(), col}, []finding(nil)
	blame := func(format string, args ...any) { wrong = append(wrong, finding{at, fmt.Sprintf(format, args...)}) }
	text := w.openText(o, v, f, w.acme.NodeID().String())
	lets := slices.Contains([]code{visible, filtered, aggregate}, c)
	if lets && carry.name() != "POST" {
		err := carry.stream(t.Context(), v, text, func(a *answer) bool {
			data, _ := a.Data.(map[string]any)
			frame, _ := data[key(f, o.field())].(map[string]any)
			if cursor, _ := frame["resumeCursor"].(string); cursor == "" || len(a.Errors) > 0 {
				blame("the first frame is %s", a.raw)
			}
			return true
		})
		if err != nil {
			blame("the stream ended: %v", err)
		}
	} else {
		a, err := carry.ask(t.Context(), v, text)
		switch {
		case err != nil:
			blame("%v", err)
		case a.Data != nil || len(a.Errors) != 1:
			blame("it is not refused: %s", a.raw)
		case carry.name() != "POST" && a.Errors[0].code() != wire[c]:
			blame("the errors are %v, want one %s", brief(a.Errors), wire[c])
		case carry.name() != "POST" && c == missing:
			b, err := carry.ask(t.Context(), v, w.openText(o, v, f, absent(w.acme.NodeID().String())))
			if err != nil || a.same() != b.same() {
				blame("the answer differs from that for an id that never was")
			}
		}
	}
	sum.note(carry.name(), v.name, "opened", text, f, []mark{at}, func(mark) bool { return true }, wrong)
}

func (w *world) openText(o opened, v *viewer, f form, workspace string) string {
	more := ""
	if o.args != nil {
		more = o.args(w, v)
	}
	name := o.field()
	field := fmt.Sprintf("%s(workspaceId: %q%s) { kind resumeCursor edges { cursor } }", name, workspace, more)
	switch f {
	case aliased:
		return "subscription { a_" + name + ": " + field + " }"
	case fragment:
		return "subscription { ...Asked } fragment Asked on Subscription { " + field + " }"
	case onInterface:
		return "subscription { ... on Subscription { " + field + " } }"
	}
	return "subscription { " + field + " }"
}
