package transport

import "net/http"

// Door stands before whatever recognises callers. It answers preflights, lets pages of listed origins read every answer,
// refusals included, and keeps the session cookie of a browser from signing in what a page of another origin asks: such
// pages have bearer tokens and nothing else.
func (g Gate) Door(next http.Handler) http.Handler {
	g = g.withDefaults()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.setCORS(w, r)
		if r.Method == http.MethodOptions {
			g.options(w, r)
			return
		}
		// Where the origin is not listed the cookie stays, so that the request is refused for carrying it.
		if origin := r.Header.Get("Origin"); origin != "" && g.Origins.allow(origin) && !g.own(origin, r.Host) {
			r = r.Clone(r.Context())
			r.Header.Del("Cookie")
		}
		next.ServeHTTP(w, r)
	})
}
