package transport

import (
	"context"
	"sync"
	"time"
)

// drainGrace is how long a subscription may take over its last answer when the server drains, before it is completed
// without one.
const drainGrace = 5 * time.Second

type farewellKey struct{}

// farewell is how a subscription hears that the server drains.
type farewell struct {
	mu    sync.Mutex
	begun bool
	hear  func()
}

// OnDrain has hear called when the server drains the subscription of ctx. The subscription may then send one last answer, with
// where to continue, and has to end by itself; it is ended after some seconds in any case. Without OnDrain it ends at once. A
// later call replaces an earlier one. hear is called in a goroutine of its own, at most once.
func OnDrain(ctx context.Context, hear func()) {
	w, ok := ctx.Value(farewellKey{}).(*farewell)
	if !ok {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.hear = hear; w.begun {
		go hear()
	}
}

// begin tells the subscription. False when it does not want to know: then it can be ended at once.
func (w *farewell) begin() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.hear == nil {
		w.begun = true
		return false
	}
	if !w.begun {
		w.begun = true
		go w.hear()
	}
	return true
}
