package authn

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"strings"

	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/postgres"
)

type refusalKey struct{}

// CookieName is the session cookie's name. Under TLS it carries the __Host- prefix, which binds it to this host and to
// secure connections; browsers refuse that on plain http.
func CookieName(secure bool) string {
	if secure {
		return "__Host-daybook"
	}
	return "daybook_session"
}

// Middleware recognises the request's credential: a bearer token before the session cookie. One that is there but not good
// is refused with 401; a WebSocket handshake goes on, so that the socket can be closed with a code that scripts can read.
func (s *Service) Middleware(secure bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := s.recognise(r, secure)
		ctx := authz.WithHolder(r.Context(), authz.NewHolder(v))
		if err != nil {
			if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
				Refuse(w, r, err)
				return
			}
			ctx = context.WithValue(ctx, refusalKey{}, err)
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func (s *Service) recognise(r *http.Request, secure bool) (*authz.Viewer, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		return s.bearer(r.Context(), header)
	}
	cookie, err := r.Cookie(CookieName(secure))
	if errors.Is(err, http.ErrNoCookie) {
		return nil, nil //nolint:nilnil // nobody is a viewer too
	}
	if err != nil {
		return nil, refused()
	}
	return s.Session(r.Context(), cookie.Value)
}

func (s *Service) bearer(ctx context.Context, header string) (*authz.Viewer, error) {
	scheme, secret, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return nil, refused()
	}
	return s.Token(ctx, strings.TrimSpace(secret))
}

// InitSocket takes the credential of a connection_init payload (Authorization, or token), else that of the handshake. The
// error is UNAUTHENTICATED for one that is not good, UNAVAILABLE when that cannot be told now. A socket without a credential opens: what it asks is refused.
func (s *Service) InitSocket(ctx context.Context, payload map[string]any) (context.Context, error) {
	for name, value := range payload {
		text, ok := value.(string)
		switch {
		case ok && strings.EqualFold(name, "Authorization"):
		case ok && strings.EqualFold(name, "token"):
			text = "Bearer " + text
		default:
			continue
		}
		v, err := s.bearer(ctx, text)
		return authz.WithHolder(ctx, authz.NewHolder(v)), postgres.Classify(err)
	}
	if refusal, bad := ctx.Value(refusalKey{}).(error); bad {
		return ctx, postgres.Classify(refusal)
	}
	if authz.HolderFrom(ctx) == nil {
		ctx = authz.WithHolder(ctx, authz.NewHolder(nil))
	}
	return ctx, nil
}

// Ended watches the credential of a socket or stream as long as it is open, and calls end when it is no longer good.
func (s *Service) Ended(ctx context.Context, end func(cause error)) (stop func()) {
	h := authz.HolderFrom(ctx)
	if h == nil || h.Viewer() == nil {
		return func() {}
	}
	release := s.Watch(h)
	stopEnd := h.OnEnd(end)
	return func() {
		stopEnd()
		release()
	}
}

// Refuse answers a request outside GraphQL with a coded error: 400, 401, 403, 404, 429, 503 or 500 by its code.
func Refuse(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusInternalServerError
	code, message, extra := fault.Internal, "internal error", map[string]any{}
	if err = postgres.Classify(err); fault.CodeOf(err) == fault.Internal {
		slog.ErrorContext(r.Context(), "a request failed", "path", r.URL.Path, "error", err)
	}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		code, message = f.Code, f.Message
		maps.Copy(extra, f.Extra)
		switch f.Code {
		case fault.Unauthenticated:
			status = http.StatusUnauthorized
		case fault.RateLimited:
			status = http.StatusTooManyRequests
		case fault.BadUserInput:
			status = http.StatusBadRequest
		case fault.Forbidden:
			status = http.StatusForbidden
		case fault.NotFound:
			status = http.StatusNotFound
		case fault.Unavailable, fault.Timeout:
			status = http.StatusServiceUnavailable
		}
	}
	extra["code"] = code
	contentType := "application/json; charset=utf-8"
	if strings.Contains(r.Header.Get("Accept"), "application/graphql-response+json") {
		contentType = "application/graphql-response+json; charset=utf-8"
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"errors": []any{map[string]any{"message": message, "extensions": extra}}}) //nolint:errcheck // the client may be gone
}
