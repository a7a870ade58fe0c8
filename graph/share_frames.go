package graph

import (
	"context"
	"sync"
	"time"

	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/fanout"

	"github.com/google/uuid"
)

const (
	// frameLife is how long a frame that was made for one who caught up is given to others: what it shows besides the log
	// is as it was then.
	frameLife = 2 * time.Second
	// mostFrameBytes is how much of them is kept.
	mostFrameBytes = 8 << 20
)

// frames are what streams have in common that catch up alone. Thousands that were cut off together come back to a few places
// of the log; who stands at the same place with the same rights is sent what was made for the first of them.
type frames struct {
	share *share

	mu    sync.Mutex
	known map[place]*frame
	order []*frame // the oldest first
	bytes int
}

// place is where a stream stands, and all that its next frame depends on.
type place struct {
	group     groupKey
	after     int64
	rewritten int
}

type frame struct {
	place
	begun time.Time
	bytes int
	made  chan struct{} // closed when the rest is known

	good  bool // else everyone has to see for themselves
	until int64
	last  time.Time // when the last of its activities happened
	text  *fanout.Text
	apart map[uuid.UUID]bool // who is told something else
}

// at is the frame that follows where a listener stands, nil when that was not to be known in time.
func (f *frames) at(ctx context.Context, l *listener, v *authz.Viewer) *frame {
	one, mine := f.claim(place{l.plan.groupFor(v), l.stream.feed.Position(), l.stream.feed.Rewritten()})
	if mine {
		f.make(one, l, v)
	}
	select {
	case <-one.made:
		return one
	case <-ctx.Done():
		return nil
	}
}

// claim finds a frame, or makes an empty one that is the caller's to fill.
func (f *frames) claim(p place) (one *frame, mine bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	f.forget(now)
	if one = f.known[p]; one != nil {
		return one, false
	}
	one = &frame{place: p, begun: now, made: make(chan struct{})}
	f.known[p] = one
	f.order = append(f.order, one)
	return one, true
}

// forget drops what is too old or too much. The mutex is held.
func (f *frames) forget(now time.Time) {
	for len(f.order) > 0 && (f.bytes > mostFrameBytes || now.Sub(f.order[0].begun) > frameLife) {
		oldest := f.order[0]
		f.order[0], f.order = nil, f.order[1:]
		f.bytes -= oldest.bytes
		delete(f.known, oldest.place)
		oldest.bytes = -1 // it counts no more
	}
	if len(f.order) == 0 {
		f.order = nil
	}
}

// make fills a frame. What may have changed rights is nothing to share: each looks at its own.
func (f *frames) make(one *frame, l *listener, v *authz.Viewer) {
	defer close(one.made)
	t := newTeller(f.share, l.plan, v)
	rows, _, err := l.stream.feed.Peek(t.ctx, t.batchSize)
	if err != nil || len(rows) == 0 {
		return
	}
	one.until = rows[len(rows)-1].Seq
	for _, row := range rows {
		if row.OccurredAt.After(one.last) {
			one.last = row.OccurredAt
		}
	}
	if staleBy(rows, time.Time{}) {
		return
	}
	scope := authz.Activities(t.viewer, t.workspaceID)
	if one.text, one.good = t.tell(t.viewer, model.StreamKindBatch, t.shown(scope, rows), one.until); !one.good {
		return
	}
	one.apart = map[uuid.UUID]bool{}
	for _, self := range t.concerned(scope, rows, func(uuid.UUID) bool { return true }) {
		one.apart[self] = true
	}
	f.count(one)
}

// count takes a frame that is made into account, unless it was forgotten meanwhile.
func (f *frames) count(one *frame) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if one.bytes == 0 {
		one.bytes = one.text.Size()
		f.bytes += one.bytes
	}
	time.AfterFunc(frameLife+time.Millisecond, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.forget(time.Now())
	})
}

// suits tells whether the frame is what the viewer would be sent alone.
func (one *frame) suits(v *authz.Viewer, self uuid.UUID) bool {
	expires := expiryOf(v)
	return one.good && !one.apart[self] && (expires.IsZero() || one.last.Before(expires))
}
