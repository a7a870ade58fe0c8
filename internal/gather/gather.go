// Package gather answers questions that are asked at the same time together. One reading is under way at a time; who asks
// meanwhile is answered by the next, so that an answer never is older than its question. A question that is asked alone waits
// for nobody, and thousands at once take a few statements.
package gather

import (
	"context"
	"sync"
)

// most is how many keys one reading has.
const most = 500

// Gather reads values by their keys.
type Gather[K comparable, V any] struct {
	read func(ctx context.Context, keys []K) (map[K]V, error)

	mu      sync.Mutex
	rounds  []*round[K, V] // not yet begun
	reading bool
}

// round is a reading and those who wait for it.
type round[K comparable, V any] struct {
	ctx     context.Context //nolint:containedctx // that of the first who asked, which does not end with them
	keys    map[K]struct{}
	done    chan struct{}
	answers map[K]V
	err     error
}

// New makes a Gather. read is called by one goroutine at a time, must bound its own time, and leaves out what there is none of.
func New[K comparable, V any](read func(ctx context.Context, keys []K) (map[K]V, error)) *Gather[K, V] {
	return &Gather[K, V]{read: read}
}

// Get is the value of a key, as it is after the call; ok is false when there is none. Errors: those of read, and the context's.
func (g *Gather[K, V]) Get(ctx context.Context, key K) (value V, ok bool, err error) {
	r := g.join(ctx, key)
	select {
	case <-r.done:
		value, ok = r.answers[key]
		return value, ok, r.err
	case <-ctx.Done():
		return value, false, ctx.Err()
	}
}

func (g *Gather[K, V]) join(ctx context.Context, key K) *round[K, V] {
	g.mu.Lock()
	defer g.mu.Unlock()
	if n := len(g.rounds); n == 0 || len(g.rounds[n-1].keys) >= most {
		g.rounds = append(g.rounds, &round[K, V]{ctx: context.WithoutCancel(ctx), keys: map[K]struct{}{}, done: make(chan struct{})})
	}
	last := g.rounds[len(g.rounds)-1]
	last.keys[key] = struct{}{}
	if !g.reading {
		g.reading = true
		go g.run()
	}
	return last
}

// run reads until nobody waits.
func (g *Gather[K, V]) run() {
	for {
		g.mu.Lock()
		if len(g.rounds) == 0 {
			g.reading, g.rounds = false, nil
			g.mu.Unlock()
			return
		}
		r := g.rounds[0]
		g.rounds = g.rounds[1:]
		g.mu.Unlock()
		keys := make([]K, 0, len(r.keys))
		for key := range r.keys {
			keys = append(keys, key)
		}
		r.answers, r.err = g.read(r.ctx, keys)
		close(r.done)
	}
}
