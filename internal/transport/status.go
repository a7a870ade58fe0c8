package transport

import (
	"math"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"daybook/internal/fault"
	"daybook/internal/transport/coded"
)

// persistedQueryNotFound is the code of automatic persisted queries: a step of their handshake and no
// failure, so it stays 200.
const persistedQueryNotFound fault.Code = "PERSISTED_QUERY_NOT_FOUND"

// statusOf is the HTTP status of an answer. A well-formed request is 200 for application/json whatever
// its document is worth. With application/graphql-response+json a request error has its own status.
// What concerns the caller and not the document (sign in, come back later) has its own status in both,
// because programs below GraphQL act on it.
func statusOf(resp *graphql.Response, form media) int {
	if !isRequestError(resp) {
		return http.StatusOK
	}
	code := coded.Of(resp.Errors[0])
	switch code {
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.RateLimited:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case persistedQueryNotFound:
		return http.StatusOK
	}
	if form != mediaResponse {
		return http.StatusOK
	}
	switch code {
	case fault.ValidationFailed:
		return http.StatusUnprocessableEntity
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Timeout:
		return http.StatusGatewayTimeout
	case fault.Internal:
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// setRetryAfter tells in whole seconds when to come back, from the error's retryAfterMs, or 1.
func setRetryAfter(h http.Header, err *gqlerror.Error) {
	ms := 1000.0
	switch v := err.Extensions["retryAfterMs"].(type) {
	case int:
		ms = float64(v)
	case int64:
		ms = float64(v)
	case float64:
		ms = v
	}
	h.Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(ms/1000)))))
}
