package matrixtest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"daybook/internal/authn"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// carrier carries operations to the server as one viewer after the other. An operation that streams is read up to its first
// frame with rows.
type carrier interface {
	name() string
	ask(ctx context.Context, v *viewer, document string) (*answer, error)
	// stream reads frames until one is the last that is wanted.
	stream(ctx context.Context, v *viewer, document string, enough func(*answer) bool) error
}

const patience = 20 * time.Second

var errOver = errors.New("the stream is over")

var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}

func body(document string) string {
	b, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		panic(err)
	}
	return string(b)
}

// request is a POST with the viewer's credential: the session of a person, the token of a service.
func request(ctx context.Context, url, accept string, v *viewer, document string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/graphql", strings.NewReader(body(document)))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", accept)
	switch {
	case v.cookie != "":
		r.AddCookie(&http.Cookie{Name: authn.CookieName(false), Value: v.cookie})
	case v.bearer != "":
		r.Header.Set("Authorization", "Bearer "+v.bearer)
	}
	return client.Do(r)
}

type post struct{ url string }

func (post) name() string { return "POST" }

func (c post) ask(ctx context.Context, v *viewer, document string) (*answer, error) {
	response, err := request(ctx, c.url, "application/graphql-response+json", v, document)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // read only
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	a, err := decode(string(raw))
	if err == nil {
		a.status = response.StatusCode
	}
	return a, err
}

func (c post) stream(context.Context, *viewer, string, func(*answer) bool) error {
	return errors.New("POST does not stream")
}

type sse struct{ url string }

func (sse) name() string { return "SSE" }

func (c sse) ask(ctx context.Context, v *viewer, document string) (*answer, error) {
	var first *answer
	err := c.stream(ctx, v, document, func(a *answer) bool { first = a; return isRows(a) })
	if first != nil {
		return first, nil
	}
	return nil, err
}

func (c sse) stream(ctx context.Context, v *viewer, document string, enough func(*answer) bool) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	response, err := request(ctx, c.url, "text/event-stream", v, document)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // read only
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
		raw, err := io.ReadAll(response.Body)
		if err != nil {
			return err
		}
		a, err := decode(string(raw))
		if err != nil {
			return err
		}
		a.status = response.StatusCode
		enough(a)
		return errOver
	}
	lines := bufio.NewReader(response.Body)
	event := ""
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return fmt.Errorf("an event stream: %w", err)
		}
		name, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch {
		case name == "event":
			event = text
			if text == "complete" {
				return errOver
			}
		case name == "data" && event == "next":
			a, err := decode(text)
			if err != nil {
				return err
			}
			if enough(a) {
				return nil
			}
		}
	}
}

// isRows tells answers that are the last of interest: all but a stream's heartbeats.
func isRows(a *answer) bool {
	data, _ := a.Data.(map[string]any)
	for _, v := range data {
		if frame, ok := v.(map[string]any); ok && frame["kind"] == "HEARTBEAT" {
			return false
		}
	}
	return true
}

// sockets keeps one socket for each viewer.
type sockets struct {
	url string

	mu   sync.Mutex
	open map[*viewer]*socket
}

type socket struct {
	conn *websocket.Conn
	next atomic.Int64
	room chan struct{}

	mu      sync.Mutex
	waiting map[string]chan message
}

type message struct {
	Type    string          `json:"type"`
	ID      string          `json:"id,omitempty"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

func (*sockets) name() string { return "WebSocket" }

func (c *sockets) dial(ctx context.Context, v *viewer) (*socket, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.open[v]; s != nil {
		return s, nil
	}
	conn, response, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(c.url, "http")+"/graphql",
		&websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		return nil, err
	}
	if response.Body != nil {
		response.Body.Close() //nolint:errcheck // it is a socket now
	}
	conn.SetReadLimit(16 << 20)
	init := map[string]any{"type": "connection_init"}
	if v.bearer != "" {
		init["payload"] = map[string]any{"Authorization": "Bearer " + v.bearer}
	}
	var ack message
	if err := errors.Join(wsjson.Write(ctx, conn, init), wsjson.Read(ctx, conn, &ack)); err != nil || ack.Type != "connection_ack" {
		return nil, fmt.Errorf("opening a socket for %s: %s %w", v.name, ack.Type, err)
	}
	s := &socket{conn: conn, room: make(chan struct{}, 12), waiting: map[string]chan message{}}
	go s.read() //nolint:contextcheck // the socket outlives the operation that opened it
	if c.open == nil {
		c.open = map[*viewer]*socket{}
	}
	c.open[v] = s
	return s, nil
}

func (c *sockets) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.open {
		s.conn.CloseNow() //nolint:errcheck // it is over
	}
	c.open = nil
}

func (s *socket) read() {
	for {
		var m message
		if err := wsjson.Read(context.Background(), s.conn, &m); err != nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			for _, ch := range s.waiting {
				close(ch)
			}
			s.waiting = nil
			return
		}
		s.mu.Lock()
		ch := s.waiting[m.ID]
		s.mu.Unlock()
		if ch != nil {
			ch <- m
		}
	}
}

func (c *sockets) ask(ctx context.Context, v *viewer, document string) (*answer, error) {
	var first *answer
	err := c.stream(ctx, v, document, func(a *answer) bool { first = a; return isRows(a) })
	if first != nil {
		return first, nil
	}
	return nil, err
}

func (c *sockets) stream(ctx context.Context, v *viewer, document string, enough func(*answer) bool) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	s, err := c.dial(ctx, v)
	if err != nil {
		return err
	}
	s.room <- struct{}{}
	defer func() { <-s.room }()
	i := strconv.FormatInt(s.next.Add(1), 10)
	ch := make(chan message, 256)
	s.mu.Lock()
	if s.waiting == nil {
		s.mu.Unlock()
		return errOver
	}
	s.waiting[i] = ch
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.waiting, i)
	}()
	if err := wsjson.Write(ctx, s.conn, message{Type: "subscribe", ID: i, Payload: json.RawMessage(body(document))}); err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("a socket's answer: %w", ctx.Err())
		case m, ok := <-ch:
			if !ok || m.Type == "complete" {
				return errOver
			}
			raw := string(m.Payload)
			if m.Type == "error" {
				raw = `{"errors":` + raw + `}`
			}
			a, err := decode(raw)
			if err != nil {
				return err
			}
			if m.Type == "error" {
				enough(a)
				return errOver
			}
			if enough(a) {
				// A query completes by itself; a stream is told to.
				return wsjson.Write(ctx, s.conn, message{Type: "complete", ID: i})
			}
		}
	}
}
