package graph

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/crash"
	"daybook/internal/fanout"
	"daybook/internal/feed"

	"github.com/google/uuid"
)

// mostFrames is how many frames a group makes before it sends them together.
const mostFrames = 16

// group is the streams that are answered the same. Its goroutine reads the log, executes what is new once, and leaves the
// rest to the broadcasters.
type group struct {
	*fanout.Group
	teller
	key    groupKey
	feed   *feed.Stream
	stop   context.CancelFunc
	peers  map[string]*peer // guarded by the share's mutex
	broken atomic.Bool      // its members have to go on alone
	quiet  [fanout.Slices + 1]time.Time
}

// peer is a person in a group, and how many of its listeners they are.
type peer struct {
	*person
	principal string
	listeners int
}

func newGroup(s *share, key groupKey, l *listener, v *authz.Viewer) *group {
	at := l.stream.feed.Position()
	g := &group{Group: fanout.NewGroup(at), teller: newTeller(s, l.plan, v), key: key, feed: l.stream.feed.Reader(at), peers: map[string]*peer{}}
	g.ctx, g.stop = context.WithCancel(g.ctx)
	for i := range g.quiet {
		g.quiet[i] = time.Now()
	}
	return g
}

func (g *group) start() { go g.run() }

// take gives a listener a seat. The share's mutex is held.
func (g *group) take(l *listener, v *authz.Viewer) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.left || l.going.Load() {
		return false
	}
	p := g.peers[v.Principal()]
	if p == nil {
		p = &peer{person: l.stream.person, principal: v.Principal()}
	}
	m, _ := v.In(g.workspaceID)
	own := l.plan
	l.Person, l.Self, l.group, l.peer, l.plan, l.viewer = p.person, m.MemberID, g, p, g.plan, v
	place, ok := g.Join(&l.Member, l.stream.feed.Position())
	if !ok {
		l.plan = own
		return false
	}
	l.place, l.stream.person, l.stream.asked = place, p.person, g.asked
	p.listeners++
	g.peers[p.principal] = p
	return true
}

// release lets go of a listener who has no seat any more, and of the group when nobody is left.
func (g *group) release(p *peer) {
	g.share.mu.Lock()
	defer g.share.mu.Unlock()
	if p.listeners--; p.listeners == 0 {
		delete(g.peers, p.principal)
	}
	g.share.dropEmpty(g)
}

// run follows the log for the group until nobody is left in it.
func (g *group) run() {
	defer g.feed.Close()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		g.Ready(g.ctx)
		answers, changed, err := g.read()
		if len(answers) > 0 {
			g.Send(answers...)
			continue
		}
		wait := g.beat()
		if err != nil && g.ctx.Err() == nil {
			slog.ErrorContext(g.ctx, "reading the activities of streams", "error", err)
			wait = min(wait, time.Second)
		}
		timer.Reset(wait)
		select {
		case <-g.ctx.Done():
			return
		case <-changed:
		case <-timer.C:
		}
	}
}

// read makes frames of what is new.
func (g *group) read() (answers []*fanout.Answer, changed <-chan struct{}, err error) {
	for len(answers) < mostFrames && g.ctx.Err() == nil {
		after := g.feed.Position()
		var rows []*activity.Activity
		if rows, changed, err = g.feed.Next(g.ctx, g.batchSize); err != nil || len(rows) == 0 {
			return answers, changed, err
		}
		if slices.ContainsFunc(rows, (*activity.Activity).ChangesRights) {
			g.people.Forget()
		}
		if staleBy(rows, g.share.authn.FirstExpiry()) {
			// Whose rights have changed is let go before anything later is sent.
			if err := g.share.authn.CatchUp(g.ctx); err != nil {
				g.feed.Move(after)
				return answers, nil, err
			}
		}
		answers = append(answers, g.answer(after, rows))
		crash.At(crash.Framed)
	}
	return answers, nil, nil
}

// answer is the frame of some rows: for everyone, and apart for those of the members who have a part in a row, where that
// makes a difference.
func (g *group) answer(after int64, rows []*activity.Activity) *fanout.Answer {
	a := &fanout.Answer{After: after, Until: g.feed.Position()}
	scope := authz.Activities(g.viewer, g.workspaceID)
	a.Text = g.text(g.viewer, model.StreamKindBatch, g.shown(scope, rows))
	if a.Text != nil {
		now := time.Now()
		for i := range g.quiet {
			g.quiet[i] = now
		}
	}
	for _, self := range g.concerned(scope, rows, g.Has) {
		if a.Apart == nil {
			a.Apart = map[uuid.UUID]*fanout.Text{}
		}
		v := g.viewer.LikenessOf(g.workspaceID, self)
		a.Apart[self] = g.text(v, model.StreamKindBatch, g.shown(authz.Activities(v, g.workspaceID), rows))
	}
	return a
}

// text executes a frame. When it cannot be, each member finds out alone.
func (g *group) text(v *authz.Viewer, kind model.StreamKind, rows []*activity.Activity) *fanout.Text {
	t, ok := g.tell(v, kind, rows, g.feed.Position())
	if !ok {
		g.broken.Store(true)
	}
	return t
}

// beat sends the heartbeats that are due and tells how long until the next. Slices are due one after the other.
func (g *group) beat() (wait time.Duration) {
	interval := g.share.options.Heartbeat
	wait = interval
	now := time.Now()
	at := g.feed.Position()
	for i := uint8(1); i <= fanout.Slices; i++ {
		if !g.Slice(i) {
			g.quiet[i] = now
			continue
		}
		due := interval - interval*time.Duration(i-1)/(8*fanout.Slices) - now.Sub(g.quiet[i])
		if due <= 0 {
			g.Send(&fanout.Answer{After: at, Until: at, Slice: i, Text: g.text(g.viewer, model.StreamKindHeartbeat, nil)})
			g.quiet[i] = now
			due = interval
		}
		wait = min(wait, due)
	}
	return wait
}
