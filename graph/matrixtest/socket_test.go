package matrixtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

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
