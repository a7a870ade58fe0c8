package apptest

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// patience is how long a test waits for what must come; it bounds a failing test, nothing else.
const patience = 20 * time.Second

// Frame is one message of a subscription: an answer, or its end.
type Frame struct {
	Data   json.RawMessage
	Errors []GraphQLError
	// Done tells that the subscription ended; Code is the close code when the socket did.
	Done bool
	Code websocket.StatusCode
}

// GraphQLError is one error of an answer.
type GraphQLError struct {
	Message    string
	Path       []any
	Extensions map[string]any
}

// Live serves an app on loopback, for subscriptions.
type Live struct {
	URL string
}

// Serve starts a server in front of the app until the test ends.
func (a *App) Serve(t testing.TB) *Live {
	t.Helper()
	srv := httptest.NewServer(a.Handler)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := a.Registry.Drain(ctx, 0); err != nil {
			t.Errorf("draining: %v", err)
		}
		srv.CloseClientConnections()
		srv.Close()
	})
	return &Live{URL: srv.URL}
}

// Subscription is an open subscription.
type Subscription struct {
	t      testing.TB
	frames chan Frame
	cancel context.CancelFunc
}

// Next waits for the next frame.
func (s *Subscription) Next() Frame {
	s.t.Helper()
	select {
	case f, ok := <-s.frames:
		if !ok {
			return Frame{Done: true}
		}
		return f
	case <-time.After(patience):
		s.t.Fatal("no frame came")
		return Frame{}
	}
}

// Frames are all frames, for who does not wait for one at a time. It is closed when the connection is.
func (s *Subscription) Frames() <-chan Frame { return s.frames }

// Close cuts the connection, as a lost network does.
func (s *Subscription) Close() { s.cancel() }

// Transports are the ways a subscription can travel.
var Transports = []string{"sse", "websocket"}

// Subscribe opens a subscription as somebody over "sse" or "websocket".
func (l *Live) Subscribe(t testing.TB, transport string, as Caller, query string, variables map[string]any) *Subscription {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	s := &Subscription{t: t, frames: make(chan Frame, 1000), cancel: cancel}
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.URL+"/graphql", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if as != nil {
		as.Authorize(r)
		r.Header.Set("Origin", l.URL) // as a page of the server sends it with its cookie
	}
	if transport == "sse" {
		s.overSSE(r)
	} else {
		s.overSocket(ctx, l.URL, r.Header, body)
	}
	return s
}

func (s *Subscription) overSSE(r *http.Request) {
	r.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	go func() {
		defer close(s.frames)
		defer response.Body.Close() //nolint:errcheck // read only
		if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
			var f Frame
			if json.NewDecoder(response.Body).Decode(&f) == nil {
				s.frames <- f
			}
			return
		}
		lines := bufio.NewScanner(response.Body)
		lines.Buffer(nil, 16<<20)
		event := ""
		for lines.Scan() {
			name, value, _ := strings.Cut(lines.Text(), ":")
			value = strings.TrimPrefix(value, " ")
			switch {
			case name == "event":
				event = value
			case name == "data" && event == "next":
				var f Frame
				if json.Unmarshal([]byte(value), &f) == nil {
					s.frames <- f
				}
			case name == "data" && event == "complete":
				s.frames <- Frame{Done: true}
				return
			}
		}
	}()
}

func (s *Subscription) overSocket(ctx context.Context, url string, header http.Header, body []byte) {
	socket, response, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(url, "http")+"/graphql",
		&websocket.DialOptions{HTTPHeader: header, Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		s.t.Fatal(err)
	}
	if response.Body != nil {
		response.Body.Close() //nolint:errcheck // it is a socket now
	}
	socket.SetReadLimit(16 << 20)
	go func() {
		defer close(s.frames)
		defer socket.CloseNow() //nolint:errcheck // it is over
		for {
			var m struct {
				Type    string
				Payload json.RawMessage
			}
			if err := wsjson.Read(ctx, socket, &m); err != nil {
				s.frames <- Frame{Done: true, Code: websocket.CloseStatus(err)}
				return
			}
			var f Frame
			switch m.Type {
			case "next":
				if json.Unmarshal(m.Payload, &f) != nil {
					return
				}
			case "error":
				if json.Unmarshal(m.Payload, &f.Errors) != nil {
					return
				}
			case "complete":
				f.Done = true
			case "connection_ack":
				if wsjson.Write(ctx, socket, map[string]any{"type": "subscribe", "id": "1", "payload": json.RawMessage(body)}) != nil {
					return
				}
				continue
			default:
				continue
			}
			s.frames <- f
		}
	}()
	if err := wsjson.Write(ctx, socket, map[string]any{"type": "connection_init"}); err != nil {
		s.t.Fatal(err)
	}
}
