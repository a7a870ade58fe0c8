package transport

import (
	"net/http"
	"strings"
	"time"

	"daybook/internal/fault"
)

// Gate is what every transport checks before it reads a request: where it comes from, how large it is,
// how long it may take. Give the same Gate to all three. The zero value is usable: same origin only.
type Gate struct {
	// Origins are the foreign origins that may call: CORS for HTTP and SSE, the handshake for WebSocket.
	// The server's own host needs no entry.
	Origins Origins
	// Own is the server's own origin as browsers know it, besides the host that was asked: a proxy may hide it. Empty: none.
	Own string
	// SessionCookie names the cookie that signs a browser in. A request that carries it must not come
	// from another site. Empty: any cookie counts.
	SessionCookie string
	// AllowHeaders are request headers that a foreign origin may send besides Content-Type, Authorization
	// and X-Request-Id.
	AllowHeaders []string
	// MaxBody is the largest request body in bytes. Default 256 KB. More is a 413.
	MaxBody int64
	// MaxURL is the longest query string of a GET in bytes. Default 32 KB. More is a 414.
	MaxURL int
	// BodyTimeout is how long a body may take to arrive. Default 4 s. Later is a 408.
	BodyTimeout time.Duration
	// AnswerTimeout is how long a JSON answer may take to be read. Default 30 s, then the connection is cut.
	AnswerTimeout time.Duration
}

func (g Gate) withDefaults() Gate {
	g.MaxBody = orDefault(g.MaxBody, 256<<10)
	g.MaxURL = orDefault(g.MaxURL, 32<<10)
	g.BodyTimeout = orDefault(g.BodyTimeout, 4*time.Second)
	g.AnswerTimeout = orDefault(g.AnswerTimeout, 30*time.Second)
	return g
}

func orDefault[T int | int64 | time.Duration](v, standard T) T {
	if v <= 0 {
		return standard
	}
	return v
}

// refused is a request turned away before execution.
type refused struct {
	status int
	allow  string // the Allow header of a 405
	fault  *fault.Error
}

func refuse(status int, code fault.Code, message string) *refused {
	return &refused{status: status, fault: fault.New(code, "%s", message)}
}

// own tells whether the origin is the server's.
func (g Gate) own(origin, host string) bool {
	return sameHost(origin, host) || g.Own != "" && strings.EqualFold(origin, g.Own)
}

// hasSession tells whether the browser sent the cookie that could sign it in.
func (g Gate) hasSession(r *http.Request) bool {
	if g.SessionCookie == "" {
		return r.Header.Get("Cookie") != ""
	}
	_, err := r.Cookie(g.SessionCookie)
	return err == nil
}

// checkSite refuses requests that a page of another site had the browser make.
//
// A GET is refused whoever is signed in: no page of another site has a reason for it, and its answer
// could be timed or embedded. A POST is refused when it carries the session cookie; without it the
// request has no more rights than its sender, and a bearer token was put there by the page on purpose.
func (g Gate) checkSite(r *http.Request) *refused {
	origin := r.Header.Get("Origin")
	listed := origin != "" && g.Origins.allow(origin)
	foreign := origin != "" && !listed && !g.own(origin, r.Host)
	site := r.Header.Get("Sec-Fetch-Site")

	if r.Method == http.MethodGet {
		if foreign || !listed && (site == "cross-site" || site == "same-site") {
			return crossSite()
		}
		return nil
	}
	if g.hasSession(r) && (foreign || site == "cross-site") {
		return crossSite()
	}
	return nil
}

// checkHandshake refuses sockets that a page of another site had the browser open. Programs send no
// Origin; one that sends the session cookie without an Origin is not a browser we know.
func (g Gate) checkHandshake(r *http.Request) *refused {
	origins := r.Header.Values("Origin")
	switch {
	case len(origins) > 1:
		return crossSite()
	case len(origins) == 1:
		if !g.Origins.allow(origins[0]) && !g.own(origins[0], r.Host) {
			return crossSite()
		}
	case g.hasSession(r):
		return crossSite()
	}
	return nil
}

func crossSite() *refused {
	return refuse(http.StatusForbidden, fault.Forbidden, "requests from this origin are not allowed")
}
