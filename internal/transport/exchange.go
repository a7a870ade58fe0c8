package transport

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"daybook/internal/fault"
)

// exchange is one HTTP request and its one answer.
type exchange struct {
	Gate

	w      http.ResponseWriter
	r      *http.Request
	exec   graphql.GraphExecutor
	accept accepted
}

func newExchange(g Gate, w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) *exchange {
	return &exchange{Gate: g.withDefaults(), w: w, r: r, exec: exec, accept: negotiate(r.Header)}
}

// open sets the headers every answer has and reads the parameters. With ok false the request has been
// answered.
func (x *exchange) open() (params *graphql.RawParams, ok bool) {
	start := graphql.Now()
	x.w.Header().Set("X-Content-Type-Options", "nosniff")
	x.setCORS(x.w, x.r)
	if x.r.Method == http.MethodOptions {
		x.options(x.w, x.r)
		return nil, false
	}
	params, ref := x.read()
	if ref != nil {
		x.refuse(ref)
		return nil, false
	}
	params.Headers = x.r.Header
	params.ReadTime.Start = start
	return params, true
}

func (x *exchange) read() (*graphql.RawParams, *refused) {
	switch x.r.Method {
	case http.MethodGet:
		if ref := x.checkSite(x.r); ref != nil {
			return nil, ref
		}
		return x.paramsOfURL(x.r)
	case http.MethodPost:
		if ref := x.checkSite(x.r); ref != nil {
			return nil, ref
		}
		if ref := checkContent(x.r.Header); ref != nil {
			return nil, ref
		}
		body, ref := x.readBody(x.w, x.r)
		if ref != nil {
			return nil, ref
		}
		params, f := decodeParams(body)
		if f != nil {
			return nil, badRequest(f)
		}
		return params, nil
	}
	ref := refuse(http.StatusMethodNotAllowed, fault.BadUserInput, "the method must be GET or POST")
	ref.allow = allowedMethods
	return nil, ref
}

// checkMethod refuses mutations over GET, which browsers and caches repeat at will.
func (x *exchange) checkMethod(op *graphql.OperationContext) *refused {
	if x.r.Method == http.MethodGet && op.Operation.Operation == ast.Mutation {
		ref := refuse(http.StatusMethodNotAllowed, fault.BadUserInput, "mutations must be sent with POST")
		ref.allow = http.MethodPost
		return ref
	}
	return nil
}

// once executes a query or mutation and answers it.
func (x *exchange) once(ctx context.Context, op *graphql.OperationContext) {
	responses, ctx := x.exec.DispatchOperation(ctx, op)
	resp := responses(ctx)
	if resp == nil { // the caller has gone
		resp = refusal(x.r.Context(), x.exec, fault.New(fault.Timeout, "the request was cancelled"))
	}
	x.answer(resp)
}

func (x *exchange) refuse(ref *refused) {
	if ref.allow != "" {
		x.w.Header().Set("Allow", ref.allow)
	}
	resp := refusal(x.r.Context(), x.exec, ref.fault)
	if ref.status == http.StatusServiceUnavailable {
		x.w.Header().Set("Retry-After", "1")
	}
	x.write(ref.status, Encode(resp))
}

func (x *exchange) answer(resp *graphql.Response) {
	status := statusOf(resp, x.accept.json)
	switch status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		setRetryAfter(x.w.Header(), resp.Errors[0])
	case http.StatusUnauthorized:
		x.w.Header().Set("WWW-Authenticate", "Bearer")
	}
	x.write(status, Encode(resp))
}

// write sends the answer as a whole, within AnswerTimeout. It flushes before it takes the deadline off
// the connection again, which the next request on it may use.
func (x *exchange) write(status int, body []byte) {
	control := http.NewResponseController(x.w)
	_ = control.SetWriteDeadline(time.Now().Add(x.AnswerTimeout))
	h := x.w.Header()
	h.Set("Content-Type", x.accept.json.contentType())
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Add("Vary", "Accept")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	x.w.WriteHeader(status)
	_, _ = x.w.Write(body)
	_ = control.Flush()
	_ = control.SetWriteDeadline(time.Time{})
}

// crashed answers for a panic below us; nil is none. A request that was meant to be aborted stays aborted.
func (x *exchange) crashed(value any) {
	if value == nil {
		return
	}
	if err, ok := value.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(value)
	}
	x.write(http.StatusInternalServerError, Encode(panicked(x.r.Context(), x.exec, value)))
}
