package transport

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"

	"daybook/internal/fault"
)

// HTTP serves queries and mutations as GraphQL over HTTP has it: POST with a JSON body for both, GET for
// queries. It answers whatever comes, so it is the last transport to add; requests that no transport is
// for get their 405 or 415 from it.
//
// The status of a request error depends on what the caller accepts: application/json gets 200 once the
// request is well formed, application/graphql-response+json gets 400 (parse, variables, limits), 422
// (validation), 403, 500, 504. Both get 401, 429 and 503, the latter two with Retry-After.
type HTTP struct {
	Gate
}

var _ graphql.Transport = HTTP{}

// Supports tells that HTTP takes every request that the transports before it left.
func (HTTP) Supports(*http.Request) bool { return true }

// Do answers one request.
func (t HTTP) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	x := newExchange(t.Gate, w, r, exec)
	defer func() { x.crashed(recover()) }()
	params, ok := x.open()
	if !ok {
		return
	}
	ctx, op, refused := prepare(r.Context(), exec, params)
	if refused != nil {
		x.answer(refused)
		return
	}
	if isSubscription(op) {
		x.refuse(notStreamed())
		return
	}
	if ref := x.checkMethod(op); ref != nil {
		x.refuse(ref)
		return
	}
	x.once(ctx, op)
}

func notStreamed() *refused {
	return refuse(http.StatusNotAcceptable, fault.BadUserInput,
		"subscriptions are served over WebSocket (graphql-transport-ws) or as server-sent events (Accept: text/event-stream)")
}
