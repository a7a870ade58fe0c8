package graph

import (
	"context"
	"sync"

	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/transport"

	"github.com/99designs/gqlgen/graphql"
)

// mostBehind is how many activities may be left to read for who begins a group.
const mostBehind = 50

// share executes equal streams once. Every stream is opened as if it were alone, and followed alone until it has caught up;
// then it takes a seat in the group of those who are to be answered the same: the same document, variables and rights. A
// group lets go of who must not, or cannot, be answered like the others any more, and they follow alone again, from where
// they were.
type share struct {
	*Resolver
	frames frames
	mu     sync.Mutex
	groups map[groupKey]*group
}

var _ transport.Share = (*share)(nil)

func newShare(r *Resolver) *share {
	s := &share{Resolver: r, groups: map[groupKey]*group{}}
	s.frames = frames{share: s, known: map[place]*frame{}}
	return s
}

// Join opens a stream for a receiver; other subscriptions are left to the transport.
func (s *share) Join(ctx context.Context, exec graphql.GraphExecutor, op *graphql.OperationContext, out transport.Receiver) (leave func(), ok bool) {
	p := newPlan(exec, op)
	if p == nil {
		return nil, false
	}
	o := &opening{}
	responses, opened := exec.DispatchOperation(context.WithValue(ctx, openingKey{}, o), op)
	first := responses(opened)
	nothing := func() {}
	if o.stream == nil {
		if first != nil {
			out.Fail(first)
		} else {
			out.Complete()
		}
		return nothing, true
	}
	l := newListener(ctx, s, out, o.stream, p)
	if first != nil && !out.Send(transport.Encode(first)) {
		l.end()
		return nothing, true
	}
	if e := o.stream.first; e != nil && e.Kind == model.StreamKindReset {
		out.Complete()
		l.end()
		return nothing, true
	}
	o.stream.first = nil
	transport.OnDrain(ctx, l.drain)
	if !s.seat(l) {
		l.follow()
	}
	return l.leave, true
}

// seat gives a listener a seat in the group for their present rights, which is made when there is none. It answers false
// when the listener has to catch up, or may not be shown anything.
func (s *share) seat(l *listener) bool {
	v := l.stream.holder.Viewer()
	if !mayFollow(v, l.stream.workspaceID) {
		return false
	}
	key := l.plan.groupFor(v)
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.groups[key]
	if g == nil || g.broken.Load() {
		if l.stream.feed.Behind() > mostBehind { // nobody who has caught up is to wait for the group to do so
			return false
		}
		g = newGroup(s, key, l, v)
		s.groups[key] = g
		defer g.start()
	}
	if !g.take(l, v) {
		s.dropEmpty(g)
		return false
	}
	return true
}

// dropEmpty ends a group that nobody is left in. The mutex is held.
func (s *share) dropEmpty(g *group) {
	if g.Len() > 0 {
		return
	}
	if s.groups[g.key] == g {
		delete(s.groups, g.key)
	}
	g.stop()
}

// Groups tells how the open streams are executed.
type Groups struct{ share *share }

// Sizes are the streams in each group; those that are followed alone are in none.
func (g *Groups) Sizes() []int {
	g.share.mu.Lock()
	defer g.share.mu.Unlock()
	var sizes []int
	for _, group := range g.share.groups {
		sizes = append(sizes, group.Len())
	}
	return sizes
}

// anyoneWith is a viewer in whose name a group's answers are made: nobody in particular, with the group's rights; in a group
// of one credential, that credential's.
func (p *plan) anyoneWith(v *authz.Viewer) *authz.Viewer {
	if p.dependence == onViewer {
		return v
	}
	return v.Likeness(p.workspaceID)
}
