package graph

import (
	"context"
	"sync"
	"sync/atomic"

	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/crash"
	"daybook/internal/fanout"
	"daybook/internal/transport"
)

// listener is one stream: in a group, or followed alone by a goroutine of its own.
type listener struct {
	fanout.Member
	share  *share
	origin activity.Origin
	stream *activityStream
	plan   *plan // the group's while in one

	// viewer is who the listener was when it was last found to belong to its group. In a group it is the broadcaster's.
	viewer *authz.Viewer

	group *group // the last one
	peer  *peer  // in it

	mu    sync.Mutex
	place *fanout.Seat       // nil while alone, and at the end
	stop  context.CancelFunc // of who follows it alone
	left  bool
	deaf  func() // to changes of rights
	// going tells that the server drains: the stream goes on alone, and ends there with a last heartbeat.
	going atomic.Bool
}

func newListener(ctx context.Context, s *share, out transport.Receiver, stream *activityStream, p *plan) *listener {
	p.asked = stream.asked
	l := &listener{share: s, origin: activity.OriginOf(ctx), stream: stream, plan: p}
	l.Out, l.Listener = out, l
	l.deaf = stream.holder.OnChange(l.changed)
	return l
}

// changed has the stream end soon when its viewer has lost the workspace, whatever it is waiting for.
func (l *listener) changed() {
	if mayFollow(l.stream.holder.Viewer(), l.stream.workspaceID) {
		return
	}
	l.mu.Lock()
	seated, g, stop := l.place != nil, l.group, l.stop
	l.mu.Unlock()
	switch {
	case seated:
		g.Recall()
	case stop != nil:
		stop()
	}
}

// end lets go of the log and the viewer.
func (l *listener) end() {
	l.deaf()
	l.stream.end()
}

// follow begins to follow the stream alone, until it can join a group or has ended. A goroutine and a context exist for it
// only then.
func (l *listener) follow() {
	ctx, stop := context.WithCancel(authz.WithHolder(activity.WithOrigin(context.Background(), l.origin), l.stream.holder))
	l.mu.Lock()
	l.stop = stop
	if l.left {
		stop()
	}
	l.mu.Unlock()
	go l.alone(ctx, stop)
}

func (l *listener) alone(ctx context.Context, stop context.CancelFunc) {
	defer stop()
	one := &lone{listener: l}
	if l.stream.follow(ctx, one); !one.joined {
		l.Out.Complete()
		l.end()
	}
}

// lone is a listener while it is followed alone, once. It implements outlet.
type lone struct {
	*listener
	joined bool // it has a seat, and is somebody else's from then on
}

// caughtUp takes a seat in the group.
func (l *lone) caughtUp() bool {
	l.joined = l.share.seat(l.listener)
	return l.joined
}

// take sends the frame that was made for the first who stood here.
func (l *lone) take(ctx context.Context) (sent, ok bool) {
	v := l.stream.holder.Viewer()
	m, in := v.In(l.stream.workspaceID)
	if !in || l.stream.feed.Behind() == 0 {
		return false, true
	}
	f := l.share.frames.at(ctx, l.listener, v)
	if f == nil || !f.suits(v, m.MemberID) || l.stream.holder.Viewer() != v {
		return false, true
	}
	if f.text != nil {
		crash.At(crash.Framed)
		if !l.Out.Send(f.text.AppendTo(nil, l.stream.person)) {
			return false, false
		}
		crash.At(crash.Sent)
	}
	l.stream.feed.Move(f.until)
	return true, true
}

// send executes an event for this listener only and waits until there is room for the answer.
func (l *lone) send(ctx context.Context, e *model.ActivityStreamEvent) bool {
	v := l.stream.holder.Viewer()
	response, read := l.plan.execute(ctx, v, e)
	switch {
	case ctx.Err() != nil:
		return false
	case read && l.share.authn.CatchUp(ctx) != nil:
		return false
	case read && l.stream.holder.Viewer() != v:
		l.stream.redo = true
		return true
	case response == nil:
		return false
	case response.Data == nil && len(response.Errors) > 0:
		l.Out.Fail(response)
		return false
	}
	return l.Out.Send(transport.Encode(response))
}

// May tells whether the listener still has the rights that its group stands for. It implements fanout.Listener.
func (l *listener) May() bool {
	if l.going.Load() {
		return false
	}
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
	l.stream.feed.Move(after)
	l.follow()
}

// drain has the stream end with a last heartbeat. Who has a seat is let go of at an exact place first.
func (l *listener) drain() {
	l.mu.Lock()
	l.going.Store(true)
	l.stream.depart()
	seated, g := l.place != nil, l.group
	l.mu.Unlock()
	if seated {
		g.Recall()
	}
}

// leave ends the stream: its receiver is gone or complete.
func (l *listener) leave() {
	l.mu.Lock()
	l.left = true
	place := l.place
	if l.stop != nil {
		l.stop()
	}
	l.mu.Unlock()
	if place != nil {
		place.Leave()
	}
	if l.stand() {
		l.end()
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
