package transport

import "context"

// Ended registers end to be called once when the rights that ctx was given have gone: signed out, removed,
// expired, or not to be told just now. If they have gone already it calls end at once. cause says which; of
// a fault the caller is shown the message. The function
// returned takes the registration back; it is called when the connection has ended by itself.
//
// A function to call, and not a channel to watch, so that an idle connection needs no goroutine for it.
type Ended func(ctx context.Context, end func(cause error)) (stop func())

// watch registers end with the hook, when there is one.
func (h Ended) watch(ctx context.Context, end func(cause error)) (stop func()) {
	if h == nil {
		return func() {}
	}
	if stop = h(ctx, end); stop == nil {
		return func() {}
	}
	return stop
}
