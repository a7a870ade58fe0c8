package transport

import (
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"daybook/internal/fault"
	"daybook/internal/transport/coded"
)

// SSE serves operations as server-sent events, after graphql-sse's distinct connections mode: one request,
// one stream of "next" events and a "complete" event. Add it before [HTTP].
//
// It takes every request whose Accept header lists text/event-stream. Where the header likes that best,
// each operation is streamed. Where it likes JSON better, as clients do that send one header for all
// their operations, queries and mutations are answered as HTTP would and only subscriptions are streamed.
//
// What is wrong with a request itself is answered in JSON with its status, and so are UNAUTHENTICATED,
// RATE_LIMITED and UNAVAILABLE. What is wrong with a document is a "next" event with errors: a browser's
// EventSource shows its page nothing of an answer with another status.
type SSE struct {
	Gate

	// KeepAlive is how often a quiet stream carries a comment, so that nothing on the way cuts it.
	// Default 12 s.
	KeepAlive time.Duration
	// WriteTimeout is how long one write may take until the stream is cut. Default 5 s.
	WriteTimeout time.Duration
	// QueueFrames is how many answers of a shared subscription may wait for this reader. Default 64.
	QueueFrames int
	// Ended ends a stream with "complete" when the caller's rights have gone.
	Ended Ended
	// Share answers equal subscriptions from one execution. Nil: each is executed by itself.
	Share Share
	// Registry knows the open streams, so that they can be drained. Nil: they cannot.
	Registry *Registry
}

var _ graphql.Transport = SSE{}

// Supports tells whether the caller takes an event stream.
func (SSE) Supports(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodPost) && r.Header.Get("Upgrade") == "" && negotiate(r.Header).stream
}

// Do answers one request, with a stream until that has ended.
func (t SSE) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	t.KeepAlive = orDefault(t.KeepAlive, 12*time.Second)
	t.WriteTimeout = orDefault(t.WriteTimeout, 5*time.Second)
	t.QueueFrames = orDefault(t.QueueFrames, 64)

	x := newExchange(t.Gate, w, r, exec)
	started := false
	defer func() {
		if value := recover(); value != nil && started {
			panicked(r.Context(), exec, value) // nothing can follow on a stream; it is logged and cut
		} else {
			x.crashed(value)
		}
	}()
	params, ok := x.open()
	if !ok {
		return
	}
	streamed := x.accept.best == mediaStream
	ctx, op, refusedWith := prepare(r.Context(), exec, params)
	if refusedWith != nil {
		if !streamed || hasOwnStatus(refusedWith) {
			x.answer(refusedWith)
			return
		}
		started = true
		newStream(t, x, true).answer(refusedWith)
		return
	}
	if ref := x.checkMethod(op); ref != nil {
		x.refuse(ref)
		return
	}
	if !streamed && !isSubscription(op) {
		x.once(ctx, op)
		return
	}
	s := newStream(t, x, !isSubscription(op))
	if !t.Registry.add(s) {
		x.refuse(refuse(http.StatusServiceUnavailable, fault.Unavailable, reasonDrain))
		return
	}
	defer t.Registry.remove(s)
	started = true
	s.run(ctx, op)
}

// hasOwnStatus tells the refusals that keep their HTTP status on a stream, too: something below GraphQL
// acts on them.
func hasOwnStatus(resp *graphql.Response) bool {
	switch coded.Of(resp.Errors[0]) {
	case fault.Unauthenticated, fault.RateLimited, fault.Unavailable:
		return true
	}
	return false
}
