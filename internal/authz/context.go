package authz

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

// Holder is the place in a context where the Viewer stands: a request's is set once, a socket's or stream's is renewed
// when rights change and ends when the credential does.
type Holder struct {
	viewer atomic.Pointer[Viewer]
	over   atomic.Bool
	ending sync.Once

	mu       sync.Mutex
	last     bool          // no more calls are taken
	cause    error         // why it ended
	look     uint64        // the last one that told
	ended    chan struct{} // made when somebody asks for it
	onEnd    []*func(error)
	onChange []*func()
}

// NewHolder holds a viewer; nil is nobody.
func NewHolder(v *Viewer) *Holder {
	h := &Holder{}
	h.viewer.Store(v)
	return h
}

// Viewer is the present viewer, nil for nobody.
func (h *Holder) Viewer() *Viewer {
	if h.over.Load() {
		return nil
	}
	return h.viewer.Load()
}

// Renew replaces the viewer by what a look at the credential has found. Looks are numbered as they begin: what an earlier one
// found is passed over once a later one has told, or it would give back rights that were taken in between. A viewer who is
// the same as before stays, so that who holds on to one sees by comparing pointers that nothing has changed.
func (h *Holder) Renew(v *Viewer, look uint64) {
	for _, f := range h.renew(v, look) {
		(*f)()
	}
}

func (h *Holder) renew(v *Viewer, look uint64) (calls []*func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if look < h.look {
		return nil
	}
	h.look = look
	if old := h.viewer.Load(); old.Same(v) {
		return nil
	}
	h.viewer.Store(v)
	return slices.Clone(h.onChange)
}

// OnChange calls f whenever another viewer stands in the place, until the returned function takes that back. f must not block.
func (h *Holder) OnChange(f func()) (stop func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	call := &f
	h.onChange = append(h.onChange, call)
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.onChange = slices.DeleteFunc(h.onChange, func(other *func()) bool { return other == call })
	}
}

// End makes the holder hold nobody for ever; cause is for the caller behind it. Who asked for it with OnEnd is called first: what closes a connection comes before
// what would have a stream say goodbye on it.
func (h *Holder) End(cause error) {
	h.ending.Do(func() {
		h.mu.Lock()
		h.last, h.cause = true, cause
		calls := h.onEnd
		h.onEnd = nil
		h.mu.Unlock()
		for _, f := range calls {
			(*f)(cause)
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		h.over.Store(true)
		if h.ended != nil {
			close(h.ended)
		}
	})
}

// Cause is why the holder ended; nil when it has not.
func (h *Holder) Cause() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.cause
}

// OnEnd calls f once when the holder ends, at once when it has. The returned function takes that back.
func (h *Holder) OnEnd(f func(cause error)) (stop func()) {
	h.mu.Lock()
	if h.last {
		h.mu.Unlock()
		f(h.cause)
		return func() {}
	}
	defer h.mu.Unlock()
	call := &f
	h.onEnd = append(h.onEnd, call)
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.onEnd = slices.DeleteFunc(h.onEnd, func(other *func(error)) bool { return other == call })
	}
}

// Ended is closed when the credential has ended.
func (h *Holder) Ended() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ended == nil {
		h.ended = make(chan struct{})
		if h.over.Load() {
			close(h.ended)
		}
	}
	return h.ended
}

type contextKey struct{}

// WithHolder puts the holder into the context.
func WithHolder(ctx context.Context, h *Holder) context.Context {
	return context.WithValue(ctx, contextKey{}, h)
}

// HolderFrom is the context's holder, nil when there is none.
func HolderFrom(ctx context.Context) *Holder {
	h, _ := ctx.Value(contextKey{}).(*Holder)
	return h
}

// From is the context's present viewer, nil for nobody.
func From(ctx context.Context) *Viewer {
	if h := HolderFrom(ctx); h != nil {
		return h.Viewer()
	}
	return nil
}
