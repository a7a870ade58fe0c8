package feed

import (
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"daybook/internal/activity"

	"github.com/google/uuid"
)

// following is a hub that has read a workspace's log up to 10 and knows all heads.
func following() (*Hub, uuid.UUID, *topic) {
	h := NewHub(nil, nil, slog.New(slog.DiscardHandler))
	ws, t := uuid.New(), &topic{listeners: 1, head: 10, changed: make(chan struct{})}
	h.live[ws] = t
	h.polled = time.Now().Add(time.Hour)
	return h, ws, t
}

func rows(first, last int64, change ...func(*activity.Activity)) []*activity.Activity {
	var rows []*activity.Activity
	for seq := first; seq <= last; seq++ {
		a := &activity.Activity{Seq: seq, EntityType: activity.Task}
		for _, c := range change {
			c(a)
		}
		rows = append(rows, a)
	}
	return rows
}

func TestOffersAreTakenOnlyWhereTheyFollowOn(t *testing.T) {
	t.Parallel()
	type offers [][]*activity.Activity
	for name, c := range map[string]struct {
		offers      offers
		head, taken int64
		whole       bool
	}{
		"what follows on is taken":                       {offers{rows(11, 13)}, 13, 3, true},
		"pieces are put together":                        {offers{rows(11, 11), rows(12, 13), rows(14, 14)}, 14, 4, true},
		"in another order too":                           {offers{rows(14, 14), rows(11, 11), rows(12, 13)}, 14, 4, true},
		"what comes twice is taken once":                 {offers{rows(11, 12), rows(11, 12), rows(12, 13), rows(12, 12)}, 13, 3, true},
		"what is known is left out":                      {offers{rows(8, 12)}, 12, 2, true},
		"what is old is nothing":                         {offers{rows(1, 10)}, 10, 0, true},
		"a gap at the beginning is for the log":          {offers{rows(12, 13)}, 10, 0, false},
		"a gap in between is for the log":                {offers{rows(11, 11), rows(13, 13)}, 11, 1, false},
		"what comes faster than it is taken is left out": {offers{rows(11, 510), rows(511, 1010), rows(1011, 1011)}, 10, 0, true},
		"nothing is nothing":                             {offers{nil}, 10, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, ws, topic := following()
			changed := topic.changed
			for _, rows := range c.offers {
				h.Offer(ws, rows)
			}
			full := h.due[ws]
			whole := h.accept(ws)
			if topic.head != c.head || whole != c.whole || h.Taken() != c.taken || (h.Gaps() > 0) == whole {
				t.Errorf("the head is %d, whole is %v; %d taken, %d gaps", topic.head, whole, h.Taken(), h.Gaps())
			}
			if over := len(c.offers) == 3 && len(c.offers[0]) == 500; full != over {
				t.Errorf("whether the log is read is %v", full)
			}
			if topic.offers != nil || topic.offered != 0 {
				t.Error("offers are kept")
			}
			select {
			case <-changed:
				if c.taken == 0 {
					t.Error("listeners were woken for nothing")
				}
			default:
				if c.taken > 0 {
					t.Error("listeners were not woken")
				}
			}
			for i, a := range topic.window {
				if a.Seq != 11+int64(i) {
					t.Errorf("the window has %d at %d", a.Seq, i)
				}
			}
		})
	}
}

func TestOffersOfWorkspacesNobodyListensToAreNothing(t *testing.T) {
	t.Parallel()
	h, _, _ := following()
	other := uuid.New()
	h.Offer(other, rows(1, 1))
	if len(h.due) > 0 || len(h.woke) > 0 || !h.accept(other) {
		t.Error("something is to be done")
	}
}

// What was joined to an offer may be old. That is bounded by when the heads were known; the log is read when that is long ago.
func TestOffersAreNotTakenWhenTheHeadsAreUnknown(t *testing.T) {
	t.Parallel()
	h, ws, topic := following()
	h.polled = time.Now().Add(-trustFor - time.Millisecond)
	h.Offer(ws, rows(11, 11))
	if h.accept(ws) || topic.head != 10 || h.Taken() > 0 {
		t.Errorf("the head is %d", topic.head)
	}
}

// An activity that changes what is joined to others empties the window of what was read before, also of what came with an
// offer that was waiting beside it.
func TestOffersBeforeAChangeOfJoinsAreNotKept(t *testing.T) {
	t.Parallel()
	h, ws, topic := following()
	h.Offer(ws, rows(11, 12))
	h.Offer(ws, rows(13, 13, func(a *activity.Activity) { a.EntityType = activity.Project }))
	h.Offer(ws, rows(14, 14))
	if !h.accept(ws) || topic.head != 14 {
		t.Fatalf("the head is %d", topic.head)
	}
	var kept []int64
	for _, a := range topic.window {
		kept = append(kept, a.Seq)
	}
	if !slices.Equal(kept, []int64{13, 14}) {
		t.Errorf("the window holds %v", kept)
	}
}

func TestHeldAreWholeCommitsOnly(t *testing.T) {
	t.Parallel()
	h, ws, _ := following()
	h.Offer(ws, rows(11, 15))
	h.accept(ws)
	for _, c := range []struct {
		first, last int64
		held        bool
	}{{11, 11, true}, {12, 15, true}, {11, 15, true}, {10, 11, false}, {15, 16, false}, {16, 16, false}} {
		t.Run(fmt.Sprintf("%d to %d", c.first, c.last), func(t *testing.T) {
			got, ok := h.Held(activity.Commit{WorkspaceID: ws, First: c.first, Last: c.last})
			if ok != c.held || ok && (got[0].Seq != c.first || got[len(got)-1].Seq != c.last || int64(len(got)) != c.last-c.first+1) {
				t.Errorf("%d rows, %v", len(got), ok)
			}
		})
	}
	if _, ok := h.Held(activity.Commit{WorkspaceID: uuid.New(), First: 11, Last: 11}); ok {
		t.Error("another workspace's are held")
	}
}
