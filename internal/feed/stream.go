package feed

import (
	"context"
	"sort"
	"sync"

	"daybook/internal/activity"
	"daybook/internal/crash"

	"github.com/google/uuid"
)

// Stream is one listener's place in a workspace's log. It is used by one goroutine; Close may be called from any.
type Stream struct {
	hub         *Hub
	workspaceID uuid.UUID
	position    int64 // the last number handed out
	close       func()
}

// Now is the position of a stream that begins with the next commit.
const Now = int64(-1)

// Listen opens a stream after a position, or Now. ahead is true when the position lies beyond the log: it belongs to a
// log that was since restored to an earlier state, and the stream begins now instead.
func (h *Hub) Listen(ctx context.Context, workspaceID uuid.UUID, after int64) (s *Stream, ahead bool, err error) {
	head, err := h.join(ctx, workspaceID, after)
	if err != nil {
		return nil, false, err
	}
	if after > head {
		ahead = true
	}
	if after == Now || ahead {
		after = head
	}
	s = &Stream{hub: h, workspaceID: workspaceID, position: after}
	s.close = sync.OnceFunc(func() { h.leave(workspaceID) })
	return s, ahead, nil
}

// Move goes to a position that was handed out before, or read by Peek.
func (s *Stream) Move(position int64) { s.position = position }

// Behind is how many activities are known that were not handed out.
func (s *Stream) Behind() int64 {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	return max(0, s.hub.live[s.workspaceID].head-s.position)
}

// Reader makes a stream after a position that this one has handed out: for many listeners of the workspace together, as
// none of whom it counts. The workspace is followed until both are closed.
func (s *Stream) Reader(position int64) *Stream {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.hub.live[s.workspaceID].readers++
	r := &Stream{hub: s.hub, workspaceID: s.workspaceID, position: position}
	r.close = sync.OnceFunc(func() { r.hub.unread(r.workspaceID) })
	return r
}

// Rewritten is another number whenever what older activities tell has changed: what was made of them before is old.
func (s *Stream) Rewritten() int {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	return s.hub.live[s.workspaceID].rewritten
}

// Close lets go of the workspace.
func (s *Stream) Close() { s.close() }

// Position is the last number handed out.
func (s *Stream) Position() int64 { return s.position }

// Next hands out what follows, in order and without gaps, at most max. When there is nothing yet, it returns no rows and a
// channel that is closed when there may be.
func (s *Stream) Next(ctx context.Context, max int) ([]*activity.Activity, <-chan struct{}, error) {
	rows, changed, err := s.Peek(ctx, max)
	if len(rows) > 0 {
		s.position = rows[len(rows)-1].Seq
		crash.At(crash.HandedOut)
	}
	return rows, changed, err
}

// Peek is Next without going on.
func (s *Stream) Peek(ctx context.Context, max int) ([]*activity.Activity, <-chan struct{}, error) {
	s.hub.mu.Lock()
	t := s.hub.live[s.workspaceID]
	if s.position >= t.head {
		defer s.hub.mu.Unlock()
		return nil, t.changed, nil
	}
	rows, inWindow := t.after(s.position, max)
	s.hub.mu.Unlock()
	if inWindow {
		return rows, nil, nil
	}
	rows, err := activity.After(ctx, s.hub.db, s.workspaceID, s.position, int64(max))
	return rows, nil, err
}

// after copies what follows a position out of the window; ok is false when the window does not reach back so far.
func (t *topic) after(position int64, max int) (rows []*activity.Activity, ok bool) {
	if len(t.window) == 0 || t.window[0].Seq > position+1 {
		return nil, false
	}
	from := sort.Search(len(t.window), func(i int) bool { return t.window[i].Seq > position })
	to := min(from+max, len(t.window))
	return append([]*activity.Activity(nil), t.window[from:to]...), true
}
