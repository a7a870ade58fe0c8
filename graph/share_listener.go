package graph

import (
	"context"
	"sync"

	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/fanout"
	"daybook/internal/transport"
)

// listener is one stream: in a group, or followed alone by a goroutine of its own.
type listener struct {
	fanout.Member
	share  *share
	ctx    context.Context //nolint:containedctx // the operation's, which outlives every call
	stream *activityStream
	plan   *plan // the group's while in one

	// viewer is who the listener was when it was last found to belong to its group. In a group it is the broadcaster's.
	viewer *authz.Viewer

	group *group // the last one
	peer  *peer  // in it

	mu    sync.Mutex
	place *fanout.Seat // nil while alone, and at the end
	left  bool
}

func newListener(s *share, ctx context.Context, out transport.Receiver, stream *activityStream, p *plan) *listener {
	p.workspaceID = stream.workspaceID
	l := &listener{share: s, ctx: ctx, stream: stream, plan: p}
	l.Out, l.Listener = out, l
	return l
}

// alone follows the stream until it can join a group or has ended.
func (l *listener) alone() {
	joined := false
	l.stream.follow(l.ctx, l.send, func() bool {
		joined = l.join()
		return joined
	})
	if joined {
		return
	}
	l.Out.Complete()
	l.stream.end()
}

// send executes an event for this listener only and waits until there is room for the answer.
func (l *listener) send(e *model.ActivityStreamEvent) bool {
	response := l.plan.execute(l.ctx, l.stream.holder.Viewer(), e)
	switch {
	case response == nil:
		return false
	case response.Data == nil && len(response.Errors) > 0:
		l.Out.Fail(response)
		return false
	}
	return l.Out.Send(transport.Encode(response))
}

// join takes a seat in a group. False when the listener has to go on alone.
func (l *listener) join() bool { return l.share.seat(l) }

// May tells whether the listener still has the rights that its group stands for. It implements fanout.Listener.
func (l *listener) May() bool {
	v := l.stream.holder.Viewer()
	if v == l.viewer {
		return v != nil && !l.group.broken.Load()
	}
	if !mayFollow(v, l.stream.workspaceID) || l.plan.groupFor(v) != l.group.key {
		return false
	}
	l.viewer = v
	return !l.group.broken.Load()
}

// Alone goes on without the group. It implements fanout.Listener.
func (l *listener) Alone(after int64) {
	if !l.stand() {
		return
	}
	l.stream.feed.Seek(after)
	go l.alone()
}

// leave ends the stream: its receiver is gone or complete. Who follows it alone is told by the context.
func (l *listener) leave() {
	l.mu.Lock()
	l.left = true
	place := l.place
	l.mu.Unlock()
	if place != nil {
		place.Leave()
	}
	if l.stand() {
		l.stream.end()
	}
}

// stand gives up the place in the group. False when there was none: whoever gives it up goes on with the stream.
func (l *listener) stand() bool {
	l.mu.Lock()
	place := l.place
	l.place = nil
	l.mu.Unlock()
	if place != nil {
		l.group.release(l.peer)
	}
	return place != nil
}
