package transport_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"

	"daybook/internal/fault"
	"daybook/internal/transport"
)

func TestWebSocketCloseCodes(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.feed()
	const init = `{"type":"connection_init"}`
	long := strings.Repeat("x", 65)
	for _, c := range []struct {
		name string
		send []string
		code websocket.StatusCode
	}{
		{"no JSON", []string{init, `nope`}, 4400},
		{"something behind the JSON", []string{init, `{"type":"ping"} x`}, 4400},
		{"a list", []string{init, `[]`}, 4400},
		{"null", []string{init, `null`}, 4400},
		{"no type", []string{init, `{"id":"1"}`}, 4400},
		{"the type is a number", []string{init, `{"type":1}`}, 4400},
		{"an unknown type", []string{init, `{"type":"start","id":"1"}`}, 4400},
		{"a server's message", []string{init, `{"type":"next","id":"1","payload":{}}`}, 4400},
		{"letter case counts", []string{init, `{"TYPE":"ping"}`}, 4400},
		{"subscribe without id", []string{init, `{"type":"subscribe","payload":{"query":"{ __typename }"}}`}, 4400},
		{"the id is a number", []string{init, `{"type":"subscribe","id":1,"payload":{"query":"{ __typename }"}}`}, 4400},
		{"the id is empty", []string{init, `{"type":"subscribe","id":"","payload":{"query":"{ __typename }"}}`}, 4400},
		{"the id is long", []string{init, subscribeText(long, "{ __typename }")}, 4400},
		{"subscribe without payload", []string{init, `{"type":"subscribe","id":"1"}`}, 4400},
		{"the payload is a string", []string{init, `{"type":"subscribe","id":"1","payload":"{ __typename }"}`}, 4400},
		{"subscribe without query", []string{init, `{"type":"subscribe","id":"1","payload":{}}`}, 4400},
		{"the variables are a list", []string{init, `{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","variables":[]}}`}, 4400},
		{"complete without id", []string{init, `{"type":"complete"}`}, 4400},
		{"the init payload is a string", []string{`{"type":"connection_init","payload":"x"}`}, 4400},
		{"the ping payload is a number", []string{init, `{"type":"ping","payload":1}`}, 4400},
		{"invalid before init", []string{`nope`}, 4400},
		{"subscribe before init", []string{subscribeText("1", "{ __typename }")}, 4401},
		{"a second init", []string{init, init}, 4429},
		{"an id in use", []string{init, subscribeText("1", feedQuery), subscribeText("1", feedQuery)}, 4409},
		{"a large message", []string{init, subscribeText("1", "{ __typename } #"+strings.Repeat("x", 64<<10))}, 1009},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := b.open()
			w.t = t
			go func() {
				for _, text := range c.send {
					// A server that has closed takes no more.
					if w.conn.Write(context.Background(), websocket.MessageText, []byte(text)) != nil {
						return
					}
				}
			}()
			if end := w.closed(); end.Code != c.code {
				t.Errorf("closed with %d %q, want %d", end.Code, end.Reason, c.code)
			}
		})
	}
	t.Run("a binary message", func(t *testing.T) {
		t.Parallel()
		w := b.ready()
		if err := w.conn.Write(context.Background(), websocket.MessageBinary, []byte(`{"type":"ping"}`)); err != nil {
			t.Fatal(err)
		}
		if end := w.closed(); end.Code != 4400 {
			t.Errorf("closed with %d", end.Code)
		}
	})
	for name, offered := range map[string][]string{"no subprotocol": nil, "the old subprotocol": {"graphql-ws"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := b.open(func(o *websocket.DialOptions) { o.Subprotocols = offered })
			if end := w.closed(); end.Code != 4406 {
				t.Errorf("closed with %d", end.Code)
			}
		})
	}
}

func TestWebSocketHandshake(t *testing.T) {
	t.Parallel()
	b := start(t, func(s *setup) {
		s.gate = transport.Gate{Origins: transport.Origins{"https://app.example.com"}, SessionCookie: "session"}
	})
	for _, c := range []struct {
		origin, cookie string
		status         int
	}{
		{"", "", 101},
		{"", "session=1", 403},
		{"", "other=1", 101},
		{"http://daybook.test", "session=1", 101},
		{"http://DAYBOOK.test:80", "", 101},
		{"https://app.example.com", "", 101},
		{"https://evil.example", "", 403},
		{"null", "", 403},
		{"http://daybook.test.evil.example", "", 403},
		{"http://daybook.test:81", "", 403},
		{"http://evil@daybook.test", "", 403},
	} {
		_, resp, err := b.dial(func(o *websocket.DialOptions) {
			if c.origin != "" {
				o.HTTPHeader.Set("Origin", c.origin)
			}
			if c.cookie != "" {
				o.HTTPHeader.Set("Cookie", c.cookie)
			}
		})
		if resp == nil || resp.StatusCode != c.status {
			t.Errorf("Origin %q, Cookie %q: %v %v, want HTTP %d", c.origin, c.cookie, resp, err, c.status)
		}
	}
}

func TestWebSocketOperations(t *testing.T) {
	t.Parallel()
	b := start(t)
	w := b.open()
	w.send(`{"type":"ping","payload":{"a":1}}`)
	if f := w.next(); f.Type != "pong" || string(f.Payload) != `{"a":1}` {
		t.Fatalf("a ping before init is answered with %+v", f)
	}
	w.send(`{"type":"pong"}`)
	w.send(`{"type":"connection_init","payload":{"a":[1,{"b":null}]}}`)
	if f := w.next(); f.Type != "connection_ack" {
		t.Fatalf("got %+v", f)
	}

	const id = `a"<é`
	for range 2 { // an id is free again when its operation is complete
		w.subscribe(id, `{ echo(text: "hi") }`)
		if f := w.next(); f.Type != "next" || f.ID != id || string(decode(t, string(f.Payload)).Data) != `{"echo":"hi"}` {
			t.Fatalf("got %+v", f)
		}
		if f := w.next(); f.Type != "complete" || f.ID != id {
			t.Fatalf("got %+v", f)
		}
	}
	for query, code := range map[string]fault.Code{
		"{ oops":                         fault.ParseFailed,
		"{ nothing }":                    fault.ValidationFailed,
		`subscription { feed(topic: 1)}`: fault.ValidationFailed,
		feedQuery:                        fault.NotFound, // refused by the resolver
	} {
		w.subscribe("e", query)
		if f := w.next(); f.Type != "error" || codeOf(t, f.Payload) != string(code) {
			t.Fatalf("%s is answered with %+v, want %s", query, f, code)
		}
		w.send(`{"type":"ping"}`) // nothing stands between the error and the pong
		if f := w.next(); f.Type != "pong" {
			t.Fatalf("after the error comes %+v", f)
		}
	}
	w.send(`{"type":"complete","id":"never"}`)
	w.send(`{"type":"ping"}`)
	if f := w.next(); f.Type != "pong" {
		t.Fatalf("got %+v", f)
	}
}

func TestWebSocketCompleteStopsSilently(t *testing.T) {
	t.Parallel()
	b := start(t)
	first := b.feed()
	w := b.ready()
	w.subscribe("1", feedQuery)
	first.events <- "one"
	if f := w.next(); f.Type != "next" {
		t.Fatalf("got %+v", f)
	}
	w.send(`{"type":"complete","id":"1"}`)
	<-first.ended
	second := b.feed()
	w.subscribe("1", feedQuery) // the id is free
	second.events <- "two"
	if f := w.next(); f.Type != "next" || !strings.Contains(string(f.Payload), "two") {
		t.Fatalf("got %+v, want the second subscription's answer and no complete", f)
	}
	close(second.events)
	if f := w.next(); f.Type != "complete" {
		t.Fatalf("got %+v", f)
	}
}

func TestWebSocketInit(t *testing.T) {
	t.Parallel()
	type key struct{}
	var mu sync.Mutex
	ends := map[string]func(error){}
	released := make(chan string, 8)
	b := start(t, func(s *setup) {
		s.ws.Init = func(ctx context.Context, payload map[string]any) (context.Context, error) {
			switch token := payload["token"]; token {
			case "expired":
				return nil, fault.New(fault.Unauthenticated, "token expired")
			case "broken":
				return nil, errors.New("pq: secret")
			case "outage":
				return nil, fault.New(fault.Unavailable, "try again")
			default:
				return context.WithValue(ctx, key{}, token), nil
			}
		}
		s.ws.Ended = func(ctx context.Context, end func(error)) func() {
			name, _ := ctx.Value(key{}).(string)
			if name == "gone" {
				end(fault.New(fault.Unauthenticated, "signed out"))
			}
			mu.Lock()
			defer mu.Unlock()
			ends[name] = end
			return func() { released <- name }
		}
	})
	b.notes.Who = func(ctx context.Context) string { name, _ := ctx.Value(key{}).(string); return name }

	for token, want := range map[string]websocket.CloseError{
		"expired": {Code: 4403, Reason: "token expired"},
		"broken":  {Code: 4403, Reason: "Forbidden"},
		"gone":    {Code: 4403, Reason: "signed out"},
		"outage":  {Code: 1013, Reason: "try again"},
	} {
		w := b.open()
		w.send(`{"type":"connection_init","payload":{"token":"` + token + `"}}`)
		if end := w.closed(); end.Code != want.Code || end.Reason != want.Reason {
			t.Errorf("token %s: closed with %d %q, want %d %q", token, end.Code, end.Reason, want.Code, want.Reason)
		}
	}
	<-released // gone

	feed := b.feed()
	w := b.open()
	w.send(`{"type":"connection_init","payload":{"token":"ada"}}`)
	w.next()
	w.subscribe("1", "{ who }")
	if f := w.next(); !strings.Contains(string(f.Payload), `"ada"`) {
		t.Errorf("the operation does not run as who Init said: %s", f.Payload)
	}
	w.next()
	w.subscribe("2", feedQuery)
	feed.events <- "x"
	w.next()
	mu.Lock()
	end := ends["ada"]
	mu.Unlock()
	end(fault.New(fault.Unauthenticated, "removed from the workspace"))
	if got := w.closed(); got.Code != 4403 || got.Reason != "removed from the workspace" {
		t.Errorf("closed with %d %q", got.Code, got.Reason)
	}
	<-feed.ended
	if name := <-released; name != "ada" {
		t.Errorf("released %q", name)
	}
}

func TestWebSocketBearsManySubscribes(t *testing.T) {
	t.Parallel()
	const sent, allowed = 5000, 20
	b := start(t)
	feed := make(chan string)
	b.notes.Feed = func(context.Context, string) (<-chan string, error) { return feed, nil }
	w := b.ready()
	go func() {
		for i := range sent {
			if w.conn.Write(context.Background(), websocket.MessageText, []byte(subscribeText(strconv.Itoa(i), feedQuery))) != nil {
				return
			}
		}
	}()
	for range sent - allowed {
		f := w.next()
		if f.Type != "error" || codeOf(t, f.Payload) != string(fault.RateLimited) {
			t.Fatalf("got %+v", f)
		}
	}
	// The socket is as good as before: its subscriptions run, and one that ends makes room.
	feed <- "x"
	if f := w.next(); f.Type != "next" {
		t.Fatalf("got %+v", f)
	}
	w.send(`{"type":"complete","id":"0"}`)
	w.subscribe("again", "{ __typename }")
	if f := w.next(); f.Type != "next" || f.ID != "again" {
		t.Fatalf("got %+v", f)
	}
}

func TestWebSocketCountsWhatStillRuns(t *testing.T) {
	t.Parallel()
	b := start(t, func(s *setup) { s.ws.MaxOperations = 2 })
	running, release := make(chan struct{}), make(chan struct{})
	b.notes.Hold = func(context.Context) (string, error) { running <- struct{}{}; <-release; return "", nil }
	w := b.ready()
	for range 4 { // completed by the client, but deaf to it
		w.subscribe("1", "{ hold }")
		<-running
		w.send(`{"type":"complete","id":"1"}`)
	}
	w.subscribe("1", "{ hold }")
	if f := w.next(); f.Type != "error" || codeOf(t, f.Payload) != string(fault.RateLimited) {
		t.Errorf("got %+v", f)
	}
	close(release)
}

func TestWebSocketAfterTheRequest(t *testing.T) {
	t.Parallel()
	// The handler has returned long before the socket ends; what middleware put into the context stays.
	type key struct{}
	returned := make(chan struct{}, 1)
	b := start(t, func(s *setup) {
		s.wrap = func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				ctx, cancel := context.WithCancel(context.WithValue(r.Context(), key{}, "ada"))
				next.ServeHTTP(w, r.WithContext(ctx))
				cancel()
				returned <- struct{}{}
			})
		}
	})
	b.notes.Who = func(ctx context.Context) string { name, _ := ctx.Value(key{}).(string); return name }
	w := b.ready()
	<-returned
	w.subscribe("1", "{ who }")
	if f := w.next(); !strings.Contains(string(f.Payload), `"ada"`) {
		t.Errorf("got %s", f.Payload)
	}
}
