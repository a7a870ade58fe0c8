package transport

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Origins is a list of origins as a browser writes them: "https://app.example.com", with the port where it
// is not the scheme's own. "https://*.example.com" stands for every subdomain, not for example.com
// itself. The scheme always counts; letter case does not.
type Origins []string

func (list Origins) allow(origin string) bool {
	origin = strings.ToLower(origin)
	for _, want := range list {
		want = strings.ToLower(strings.TrimSuffix(want, "/"))
		if want == origin {
			return true
		}
		if scheme, domain, ok := strings.Cut(want, "://*."); ok {
			host, isHost := strings.CutPrefix(origin, scheme+"://")
			sub, isSub := strings.CutSuffix(host, "."+domain)
			if isHost && isSub && sub != "" && !strings.ContainsAny(sub, "/@:?#\\ ") {
				return true
			}
		}
	}
	return false
}

// sameHost tells whether the origin is the host that was asked. Schemes are not compared: behind a proxy
// that ends TLS the server cannot know its own.
func sameHost(origin, host string) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || u.User != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return false
	}
	return strings.EqualFold(withoutPort(u.Host, u.Scheme), withoutPort(host, u.Scheme))
}

func withoutPort(host, scheme string) string {
	if scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}

// setCORS lets a page of a listed origin read the answer. Credentials are never allowed: a foreign page
// signs in with a bearer token, which needs none.
func (g Gate) setCORS(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	if len(g.Origins) == 0 || slices.Contains(h.Values("Vary"), "Origin") { // the Door has set them
		return
	}
	h.Add("Vary", "Origin")
	if origin := r.Header.Get("Origin"); origin != "" && g.Origins.allow(origin) {
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Access-Control-Expose-Headers", "X-Request-Id, Retry-After")
	}
}

// options answers OPTIONS: a preflight from a listed origin learns what it may send, anything else only
// which methods there are.
func (g Gate) options(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Allow", allowedMethods)
	if h.Get("Access-Control-Allow-Origin") != "" && r.Header.Get("Access-Control-Request-Method") != "" {
		h.Set("Access-Control-Allow-Methods", "GET, POST")
		h.Set("Access-Control-Allow-Headers", strings.Join(append([]string{"Content-Type", "Authorization", "X-Request-Id"}, g.AllowHeaders...), ", "))
		h.Set("Access-Control-Max-Age", "600")
	}
	w.WriteHeader(http.StatusNoContent)
}

const allowedMethods = "GET, POST, OPTIONS"
