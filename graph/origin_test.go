package graph_test

import (
	"bufio"
	"net/http"
	"strings"
	"testing"

	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/transport/limit"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

const (
	listed  = "https://app.example.com"
	foreign = "https://evil.example"
	asking  = `{"query":"{ viewer { id } }"}`
)

// page is a browser's page of some origin: it sends what such a page can.
type page struct {
	t      *testing.T
	url    string
	origin string
	as     apptest.Caller // nil for none
}

func (p page) send(method, body string, header ...string) *http.Response {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), method, p.url+"/graphql", strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Origin", p.origin)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Accept", "application/graphql-response+json")
	for n := 0; n < len(header); n += 2 {
		r.Header.Set(header[n], header[n+1])
	}
	if p.as != nil {
		p.as.Authorize(r)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { response.Body.Close() }) //nolint:errcheck // read only
	return response
}

// readable checks what the browser lets the page read of an answer.
func (p page) readable(r *http.Response, status int, want bool) {
	p.t.Helper()
	allow := r.Header.Get("Access-Control-Allow-Origin")
	if r.StatusCode != status || (allow == p.origin) != want || allow != "" && !want {
		p.t.Errorf("HTTP %d, allowed origin %q; want %d and readable %v", r.StatusCode, allow, status, want)
	}
	if r.Header.Get("Access-Control-Allow-Credentials") != "" {
		p.t.Error("the page may send cookies")
	}
	if got := r.Header.Values("Vary"); !strings.Contains(strings.Join(got, ", "), "Origin") {
		p.t.Errorf("Vary is %v: a cache would give the answer to other origins", got)
	}
}

// A page of a listed origin has what its token may, and never what the person's cookie may; a page of any other origin has
// nothing.
func TestPagesOfOtherOrigins(t *testing.T) {
	t.Parallel()
	a := apptest.New(t, func(o *app.Options) { o.Origins = []string{listed} })
	a.Start(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	token := w.Feed(t, ann)
	url := a.Serve(t).URL

	t.Run("a listed page asks before it sends", func(t *testing.T) {
		p := page{t: t, url: url, origin: listed}
		r := p.send(http.MethodOptions, "", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type")
		p.readable(r, http.StatusNoContent, true)
		if h := r.Header.Get("Access-Control-Allow-Headers"); !strings.Contains(h, "Authorization") || !strings.Contains(h, "Content-Type") {
			t.Errorf("it may send %s", h)
		}
	})
	t.Run("another page is told that it may send nothing", func(t *testing.T) {
		p := page{t: t, url: url, origin: foreign}
		r := p.send(http.MethodOptions, "", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization")
		p.readable(r, http.StatusNoContent, false)
		if h := r.Header.Get("Access-Control-Allow-Headers") + r.Header.Get("Access-Control-Allow-Methods"); h != "" {
			t.Errorf("it may send %s", h)
		}
	})
	t.Run("POST", func(t *testing.T) {
		for _, c := range []struct {
			name, origin string
			as           apptest.Caller
			status       int
			readable     bool
		}{
			{"a listed page with a token is answered", listed, token, 200, true},
			{"a listed page with a bad token reads why", listed, apptest.Bearer("dbf_bad"), 401, true},
			{"a listed page with a cookie is nobody", listed, ann, 401, true},
			{"the server's own page is answered where a proxy hides the host", "http://daybook.test", ann, 200, false},
			{"another page with a cookie is refused", foreign, ann, 403, false},
			{"another page with a token reads nothing", foreign, token, 200, false},
			{"another page reads no refusals either", foreign, apptest.Bearer("dbf_bad"), 401, false},
		} {
			t.Run(c.name, func(t *testing.T) {
				p := page{t: t, url: url, origin: c.origin, as: c.as}
				p.readable(p.send(http.MethodPost, asking), c.status, c.readable)
			})
		}
	})
	t.Run("event streams", func(t *testing.T) {
		stream := `{"query":"subscription { activityStream(workspaceId: \"` + w.NodeID().String() + `\") { kind } }"}`
		for _, c := range []struct {
			name, origin string
			as           apptest.Caller
			status       int
			readable     bool
		}{
			{"a listed page with a token is fed", listed, token, 200, true},
			{"a listed page with a cookie is nobody", listed, ann, 401, true},
			{"another page with a cookie is refused", foreign, ann, 403, false},
		} {
			t.Run(c.name, func(t *testing.T) {
				p := page{t: t, url: url, origin: c.origin, as: c.as}
				r := p.send(http.MethodPost, stream, "Accept", "text/event-stream")
				p.readable(r, c.status, c.readable)
				if c.status != http.StatusOK {
					return
				}
				if line, err := bufio.NewReader(r.Body).ReadString('\n'); err != nil || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/event-stream") {
					t.Errorf("the stream begins with %q, %v", line, err)
				}
			})
		}
	})
	t.Run("sockets", func(t *testing.T) {
		for _, c := range []struct {
			name, origin, token string
			as                  apptest.Caller
			status              int
			code                string
		}{
			{"a listed page with a token is answered", listed, string(token), nil, 101, ""},
			{"a listed page with a cookie is nobody", listed, "", ann, 101, "UNAUTHENTICATED"},
			{"a listed page with a cookie and a token is the token's", listed, string(token), ann, 101, ""},
			{"another page is refused with a cookie", foreign, "", ann, 403, ""},
			{"another page is refused with a token", foreign, string(token), nil, 403, ""},
		} {
			t.Run(c.name, func(t *testing.T) { openSocket(t, url, c.origin, c.token, c.as, c.status, c.code) })
		}
	})
}

func openSocket(t *testing.T, url, origin, token string, as apptest.Caller, status int, code string) {
	t.Helper()
	ctx := t.Context()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Origin", origin)
	if as != nil {
		as.Authorize(r)
	}
	socket, response, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(url, "http")+"/graphql",
		&websocket.DialOptions{HTTPHeader: r.Header, Subprotocols: []string{"graphql-transport-ws"}})
	if response == nil || response.StatusCode != status {
		t.Fatalf("the handshake: %v, want HTTP %d", err, status)
	}
	if response.Body != nil {
		defer response.Body.Close() //nolint:errcheck // read only
	}
	if status != http.StatusSwitchingProtocols {
		return
	}
	defer socket.CloseNow() //nolint:errcheck // it is over
	payload := map[string]any{}
	if token != "" {
		payload["Authorization"] = "Bearer " + token
	}
	var m struct {
		Type    string
		Payload any
	}
	exchange := func(out any) {
		t.Helper()
		if err := wsjson.Write(ctx, socket, out); err != nil {
			t.Fatal(err)
		}
		if err := wsjson.Read(ctx, socket, &m); err != nil {
			t.Fatal(err)
		}
	}
	exchange(map[string]any{"type": "connection_init", "payload": payload})
	exchange(map[string]any{"type": "subscribe", "id": "1", "payload": map[string]any{"query": "{ viewer { id } }"}})
	refusals, _ := m.Payload.([]any)
	got := ""
	if m.Type == "error" && len(refusals) == 1 {
		got, _ = refusals[0].(map[string]any)["extensions"].(map[string]any)["code"].(string)
	}
	if got != code || code == "" && m.Type != "next" {
		t.Errorf("answered %s %v, want the code %q", m.Type, m.Payload, code)
	}
}

// A page elsewhere reads how long to wait.
func TestPagesOfListedOriginsReadThatTheyAskTooMuch(t *testing.T) {
	t.Parallel()
	a := apptest.New(t, func(o *app.Options) {
		o.Origins = []string{listed}
		o.Budget = limit.Budget{Maximum: 5000, RestorePerSecond: 1}
	})
	w := a.Workspace(t)
	ann := w.Member(t)
	p := page{t: t, url: a.Serve(t).URL, origin: listed, as: w.Personal(t, ann)}
	costly := `{"query":"{ workspace(id: \"` + w.NodeID().String() + `\") { a: members(first: 100) { nodes { managementChain { id } } } b: members(first: 100) { nodes { managementChain { id } } } } }"}`
	for range 100 {
		r := p.send(http.MethodPost, costly)
		if r.StatusCode == http.StatusOK {
			continue
		}
		p.readable(r, http.StatusTooManyRequests, true)
		if r.Header.Get("Retry-After") == "" || !strings.Contains(r.Header.Get("Access-Control-Expose-Headers"), "Retry-After") {
			t.Errorf("it cannot read how long to wait: %v", r.Header)
		}
		return
	}
	t.Error("it never asked too much")
}
