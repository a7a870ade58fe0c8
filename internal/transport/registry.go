package transport

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Registry knows the open sockets and streams of a server, so that they can be ended in order: an HTTP
// server's own shutdown forgets sockets and would wait for streams for ever. Use [NewRegistry], and give
// it to one [WebSocket] and one [SSE]. Its methods may be called from any goroutine.
type Registry struct {
	mu    sync.Mutex
	open  map[connection]struct{}
	drain chan struct{} // closed when draining
	empty chan struct{} // made while somebody waits for open to be empty

	settled atomic.Pointer[WebSocket] // what all sockets of a server share
}

// connection is a socket or a stream.
type connection interface {
	// drain ends its subscriptions, lets what else runs finish, and closes.
	drain()
	// cut closes at once.
	cut()
}

// settle fills in the defaults, once for all sockets of the registry.
func (g *Registry) settle(t WebSocket) *WebSocket {
	if g == nil {
		return t.withDefaults()
	}
	if g.settled.Load() == nil {
		g.settled.CompareAndSwap(nil, t.withDefaults())
	}
	return g.settled.Load()
}

// NewRegistry makes a registry with nothing in it.
func NewRegistry() *Registry {
	return &Registry{open: map[connection]struct{}{}, drain: make(chan struct{})}
}

// Len is the number of open sockets and streams.
func (g *Registry) Len() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.open)
}

// Draining is closed as soon as Drain is called. A feed that watches it can send its streams a last
// cursor before they end.
func (g *Registry) Draining() <-chan struct{} { return g.drain }

// Drain takes no more sockets, streams or operations, and ends those there are, spread evenly over the
// window so that not all callers come back at once: each subscription ends with "complete", each query
// and mutation in flight may finish, then the socket closes with 1012. It returns nil when the last is
// gone. When ctx ends first it cuts the others and returns ctx's error.
func (g *Registry) Drain(ctx context.Context, window time.Duration) error {
	g.mu.Lock()
	select {
	case <-g.drain:
	default:
		close(g.drain)
	}
	all := make([]connection, 0, len(g.open))
	for c := range g.open {
		all = append(all, c)
	}
	gone := make(chan struct{})
	if len(all) == 0 {
		close(gone)
	} else if g.empty == nil {
		g.empty = gone
	} else {
		gone = g.empty
	}
	g.mu.Unlock()

	start := time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for i, c := range all {
		timer.Reset(time.Until(start.Add(window * time.Duration(i) / time.Duration(len(all)))))
		select {
		case <-timer.C:
			c.drain()
		case <-ctx.Done():
			return g.cutAll(ctx)
		}
	}
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
		return g.cutAll(ctx)
	}
}

func (g *Registry) cutAll(ctx context.Context) error {
	g.mu.Lock()
	all := make([]connection, 0, len(g.open))
	for c := range g.open {
		all = append(all, c)
	}
	g.mu.Unlock()
	for _, c := range all {
		c.cut()
	}
	return ctx.Err()
}

func (g *Registry) draining() bool {
	if g == nil {
		return false
	}
	select {
	case <-g.drain:
		return true
	default:
		return false
	}
}

// add registers a connection, unless the server is draining.
func (g *Registry) add(c connection) bool {
	if g == nil {
		return true
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.draining() {
		return false
	}
	g.open[c] = struct{}{}
	return true
}

func (g *Registry) remove(c connection) {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.open, c)
	if len(g.open) == 0 && g.empty != nil {
		close(g.empty)
		g.empty = nil
	}
}
