package chaos

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

const follow = `subscription($w: ID!, $after: String) { activityStream(workspaceId: $w, after: $after, batchSize: 200) {
	kind resumeCursor edges { node { sequence title } } } }`

// followFar asks for what has to be read besides the log: such a stream is not shared, and its frames can fail.
const followFar = `subscription($w: ID!, $after: String) { activityStream(workspaceId: $w, after: $after, batchSize: 200) {
	kind resumeCursor edges { node { sequence title actor { displayName } subject { ... on Task { title project { name } } } } } } }`

// subscriber follows the log over one socket after another, resuming each time from its last cursor.
type subscriber struct {
	rig    *rig
	dial   func(n int) string // where to connect
	n      int
	silent time.Duration // how long it waits for a frame before it gives a socket up
	slow   atomic.Int64  // how long it takes over each frame, in nanoseconds

	last     atomic.Int64
	sessions atomic.Int64
	told     atomic.Int64 // how often it completed after a heartbeat
	mu       sync.Mutex
	cursor   string
	wrong    []string
}

// audience are many subscribers.
type audience struct {
	all  []*subscriber
	stop context.CancelFunc
	done sync.WaitGroup
}

// listen opens so many subscribers, each from the beginning.
func (r *rig) listen(t *testing.T, n int, dial func(n int) string, change ...func(*subscriber)) *audience {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	a := &audience{stop: stop}
	for i := range n {
		s := &subscriber{rig: r, dial: dial, n: i, cursor: r.cursor, silent: 20 * time.Second}
		s.last.Store(r.begin - 1)
		for _, c := range change {
			c(s)
		}
		a.all = append(a.all, s)
		a.done.Go(func() { s.follow(ctx) })
	}
	t.Cleanup(func() { a.stop(); a.done.Wait() })
	return a
}

func (s *subscriber) follow(ctx context.Context) {
	for try := s.n; ctx.Err() == nil; try++ {
		s.sessions.Add(1)
		s.session(ctx, s.dial(try))
		if ctx.Err() == nil {
			time.Sleep(rand.N(200 * time.Millisecond))
		}
	}
}

func (s *subscriber) session(ctx context.Context, address string) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.mu.Lock()
	after := s.cursor
	s.mu.Unlock()
	query := follow
	if s.n%3 == 1 {
		query = followFar
	}
	payload := map[string]any{"query": query, "variables": map[string]any{"w": s.rig.workspace, "after": after}}
	var next func(context.Context) (message, error)
	var end func()
	begin, stop := context.WithTimeout(ctx, s.silent)
	defer stop()
	if s.n%4 == 3 {
		next, end = s.overSSE(ctx, begin, address, payload)
	} else {
		next, end = s.overSocket(begin, address, payload)
	}
	if next == nil {
		return
	}
	defer end()
	seam, kind := true, ""
	for {
		read, stop := context.WithTimeout(ctx, s.silent)
		m, err := next(read)
		stop()
		if err != nil {
			if odd, ok := errors.AsType[*refused](closedWith(err)); ok {
				s.complain("the socket closed: %v", odd)
			}
			return
		}
		switch m.Type {
		case "complete":
			if kind == "HEARTBEAT" {
				s.told.Add(1)
			}
			return
		case "error":
			if !asksForAnotherTry(m.Payload) {
				s.complain("the stream was refused: %s", m.Payload)
			}
			return
		case "next":
			kind = s.take(m.Payload, &seam)
			time.Sleep(time.Duration(s.slow.Load()))
		}
	}
}

// overSocket subscribes over a WebSocket of its own; nil where it cannot.
func (s *subscriber) overSocket(begin context.Context, address string, payload any) (next func(context.Context) (message, error), end func()) {
	socket, response, err := websocket.Dial(begin, "ws://"+address+"/graphql", &websocket.DialOptions{
		HTTPHeader: http.Header{"Authorization": {"Bearer " + s.rig.token}}, Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		return nil, nil
	}
	if response.Body != nil {
		response.Body.Close() //nolint:errcheck // it is a socket now
	}
	socket.SetReadLimit(64 << 20)
	end = func() { socket.CloseNow() } //nolint:errcheck // it is over
	for _, m := range []map[string]any{{"type": "connection_init"}, {"type": "subscribe", "id": "1", "payload": payload}} {
		if err = wsjson.Write(begin, socket, m); err == nil && m["type"] == "connection_init" {
			_, _, err = socket.Read(begin) // its acknowledgement
		}
		if err != nil {
			end()
			return nil, nil
		}
	}
	return func(ctx context.Context) (m message, err error) {
		for err = wsjson.Read(ctx, socket, &m); err == nil && m.Type == "ping"; err = wsjson.Read(ctx, socket, &m) {
			if err = wsjson.Write(ctx, socket, map[string]any{"type": "pong"}); err != nil {
				break
			}
		}
		return m, err
	}, end
}

// overSSE subscribes over server-sent events; nil where it cannot.
func (s *subscriber) overSSE(ctx, begin context.Context, address string, payload any) (next func(context.Context) (message, error), end func()) {
	body, err := json.Marshal(payload)
	if err != nil {
		return nil, nil
	}
	ctx, end = context.WithCancel(ctx)
	giveUp := context.AfterFunc(begin, end)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address+"/graphql", bytes.NewReader(body))
	if err != nil {
		end()
		return nil, nil
	}
	request.Header.Set("Authorization", "Bearer "+s.rig.token)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	response, err := streaming.Do(request)
	if err != nil || !giveUp() {
		end()
		return nil, nil
	}
	giveUpReading := end
	done := func() { giveUpReading(); response.Body.Close() } //nolint:errcheck // it was only read
	if response.StatusCode != http.StatusOK {
		if response.StatusCode != http.StatusServiceUnavailable {
			s.complain("the stream was refused with HTTP %d", response.StatusCode)
		}
		done()
		return nil, nil
	}
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 64<<20)
	return func(read context.Context) (m message, err error) {
		defer context.AfterFunc(read, giveUpReading)()
		for lines.Scan() {
			name, value, _ := strings.Cut(lines.Text(), ":")
			value = strings.TrimPrefix(value, " ")
			switch {
			case name == "event":
				m.Type = value
			case name == "data":
				m.Payload = json.RawMessage(value)
			case name == "" && m.Type != "" && lines.Text() == "": // an event without its empty line was cut off
				if refusals := refusalsOf(m.Payload); refusals != nil {
					return message{"error", refusals}, nil
				}
				return m, nil
			}
		}
		return m, io.ErrUnexpectedEOF
	}, done
}

// refusalsOf are the errors of an answer without data, as a socket would send them.
func refusalsOf(payload json.RawMessage) json.RawMessage {
	var answer struct{ Data, Errors json.RawMessage }
	if json.Unmarshal(payload, &answer) != nil || answer.Data != nil {
		return nil
	}
	return answer.Errors
}

// streaming is for answers that have no end.
var streaming = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

// asksForAnotherTry tells whether all errors are ones after which a client comes back by itself.
func asksForAnotherTry(payload json.RawMessage) bool {
	var refusals []struct{ Extensions struct{ Retryable bool } }
	err := json.Unmarshal(payload, &refusals)
	for _, r := range refusals {
		if !r.Extensions.Retryable {
			return false
		}
	}
	return err == nil && len(refusals) > 0
}

type message struct {
	Type    string
	Payload json.RawMessage
}

// take holds a frame to what came before: the next number, or, where two sessions meet, one that is known.
func (s *subscriber) take(payload json.RawMessage, seam *bool) (kind string) {
	var frame struct {
		Data struct {
			ActivityStream struct {
				Kind         string
				ResumeCursor string
				Edges        []struct{ Node struct{ Sequence int64 } }
			}
		}
		Errors json.RawMessage
	}
	if err := json.Unmarshal(payload, &frame); err != nil || frame.Errors != nil {
		s.complain("a frame cannot be read: %v %s", err, payload)
		return ""
	}
	e := frame.Data.ActivityStream
	if e.Kind == "RESET" {
		s.complain("the stream was reset")
	}
	for _, edge := range e.Edges {
		n, last := edge.Node.Sequence, s.last.Load()
		switch {
		case n == last+1:
			s.last.Store(n)
			*seam = false
		case n <= last && *seam:
		default:
			s.complain("%d comes after %d", n, last)
		}
	}
	s.mu.Lock()
	s.cursor = e.ResumeCursor
	s.mu.Unlock()
	return e.Kind
}

func (s *subscriber) complain(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.wrong) < 5 {
		s.wrong = append(s.wrong, fmt.Sprintf(format, args...))
	}
}

// caughtUp waits until every subscriber has the whole log, and tells what went wrong on the way.
func (a *audience) caughtUp(t *testing.T, r *rig) {
	t.Helper()
	a.reached(t, r.head(t))
}

// reached waits until every subscriber has the log up to a number.
func (a *audience) reached(t *testing.T, head int64) {
	t.Helper()
	deadline := time.Now().Add(patience)
	behind := 0
	for _, s := range a.all {
		for s.last.Load() < head && time.Now().Before(deadline) {
			time.Sleep(10 * time.Millisecond)
		}
		if last := s.last.Load(); last < head {
			behind++
			if behind <= 3 {
				t.Errorf("subscriber %d has %d of %d entries after %d sessions", s.n, last, head, s.sessions.Load())
			}
		}
		s.mu.Lock()
		for _, w := range s.wrong {
			t.Errorf("subscriber %d: %s", s.n, w)
		}
		s.mu.Unlock()
	}
	if behind > 3 {
		t.Errorf("%d subscribers are behind", behind)
	}
}
