package transport_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"daybook/internal/fault"
)

func TestStream(t *testing.T) {
	t.Parallel()
	b := start(t)
	const mutation = `mutation { createNote(input: {title: "x"}) { note { title } } }`
	one := func(code fault.Code) []string { return []string{"next " + string(code), "complete"} }
	for _, c := range []struct {
		name, method, query string
		status              int
		events              []string // name and code
	}{
		{"a query", "POST", "{ __typename }", 200, one("")},
		{"a query over GET", "GET", "{ __typename }", 200, one("")},
		{"a mutation", "POST", mutation, 200, one("")},
		{"a mutation over GET", "GET", mutation, 405, nil},
		{"a subscription", "POST", "subscription { tick(count: 2, everyMs: 1) { n } }", 200, []string{"next ", "next ", "complete"}},
		{"a subscription over GET", "GET", "subscription { tick(count: 2, everyMs: 1) { n } }", 200, []string{"next ", "next ", "complete"}},
		{"a syntax error", "POST", "{", 200, one(fault.ParseFailed)},
		{"a validation error", "POST", "subscription { nothing }", 200, one(fault.ValidationFailed)},
		{"a resolver refuses", "POST", feedQuery, 200, one(fault.NotFound)},
		{"a panic", "POST", "mutation { boom }", 200, one(fault.Internal)},
		{"no query", "POST", "", 400, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			at, text := endpoint, body(c.query, nil)
			if c.method == http.MethodGet {
				at, text = endpoint+"?query="+url.QueryEscape(c.query), ""
			}
			a := b.send(c.method, at, text, acceptStream)
			if a.status != c.status {
				t.Fatalf("HTTP %d, want %d: %s", a.status, c.status, a.text)
			}
			if c.events == nil {
				if a.result(t).code() == "" {
					t.Errorf("no code: %s", a.text)
				}
				return
			}
			if !strings.HasPrefix(a.text, ":\n\n") || !strings.HasSuffix(a.text, "\n\nevent: complete\ndata: \n\n") {
				t.Errorf("not an event stream: %q", a.text)
			}
			var got []string
			for _, e := range events(a.text) {
				if e.name == "next" {
					e.name += " " + decode(t, e.data).code()
				}
				got = append(got, e.name)
			}
			if strings.Join(got, ",") != strings.Join(c.events, ",") {
				t.Errorf("got %q, want %q", got, c.events)
			}
			for name, want := range map[string]string{"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"} {
				if got := a.header.Get(name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestStreamEndsWithItsReader(t *testing.T) {
	t.Parallel()
	b := start(t)
	feed := b.feed()
	stream, stop := b.openStream(feedQuery)
	if _, err := nextBlock(stream); err != nil {
		t.Fatal(err)
	}
	feed.events <- "x"
	if block, err := nextBlock(stream); err != nil || !strings.Contains(block, `"x"`) {
		t.Fatalf("got %q, %v", block, err)
	}
	stop()
	<-feed.ended
}

func TestStreamDoesNotBreakLines(t *testing.T) {
	t.Parallel()
	b := start(t, func(s *setup) { s.sse.Share = playback([]byte("{\"data\":\r\n{\"x\":\n1}}")) })
	a := b.post(feedQuery, acceptStream)
	got := events(a.text)
	if len(got) != 2 || got[0].data != `{"data":  {"x": 1}}` {
		t.Errorf("got %+v", got)
	}
}

func TestStreamEndedBeforeItBegan(t *testing.T) {
	t.Parallel()
	b := start(t, func(s *setup) {
		s.sse.Ended = func(_ context.Context, end func(error)) func() {
			end(fault.New(fault.Unauthenticated, "signed out"))
			return nil
		}
	})
	feed := b.feed()
	a := b.post(feedQuery, acceptStream)
	if got := events(a.text); len(got) != 1 || got[0].name != "complete" {
		t.Errorf("got %q", a.text)
	}
	<-feed.ended
}
