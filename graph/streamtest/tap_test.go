package streamtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"daybook/internal/apptest"
)

// documents are the four streams, each under the name "stream".
var documents = map[string]string{
	"activities": `subscription($ws: ID!, $after: String) { stream: activityStream(workspaceId: $ws, after: $after) {
		kind resumeCursor edges { cursor node { id } } } }`,
	"tracking": `subscription($ws: ID!, $after: String) { stream: trackingStream(workspaceId: $ws, after: $after) {
		kind resumeCursor edges { cursor kind action entityId node { id } } } }`,
	"notifications": `subscription($ws: ID!, $after: String) { stream: notificationStream(workspaceId: $ws, after: $after) {
		kind resumeCursor edges { cursor node { kind escalation { id } } } } }`,
	"metrics": `subscription($ws: ID!) { stream: metricsStream(workspaceId: $ws) {
		kind resumeCursor edges { node { workLogs suppression { reason } } } } }`,
}

// frame is one of any of the four.
type frame struct {
	Kind, ResumeCursor string
	Edges              []edge
}

type edge struct {
	Cursor, Kind, Action, EntityID string
	Node                           *struct {
		ID, Kind    string
		Escalation  *struct{ ID string }
		WorkLogs    *int
		Suppression *struct{ Reason string }
	}
}

// key names what an edge tells of, as the oracle does.
func (e edge) key(stream string) string {
	switch stream {
	case "activities":
		return e.Node.ID
	case "tracking":
		return e.Kind + " " + e.Action + " " + e.EntityID
	}
	return e.Node.Kind + " " + e.Node.Escalation.ID
}

// tap keeps what comes out of one stream.
type tap struct {
	stream, transport string
	sub               *apptest.Subscription

	mu     sync.Mutex
	frames []frame
	keys   []string
	seen   map[string]bool
	exact  []int // numbers of work logs, told as they are
	wrong  []string
	ends   []apptest.Frame
	ended  time.Time
	gone   chan struct{} // closed when the connection is
	moved  chan struct{} // closed when something has come
}

// listen opens a stream and waits for its first frame, where there must be one.
func listen(t *testing.T, l *apptest.Live, transport string, as apptest.Caller, stream, workspace string, more map[string]any) *tap {
	t.Helper()
	variables := map[string]any{"ws": workspace}
	maps.Copy(variables, more)
	s := &tap{stream: stream, transport: transport, seen: map[string]bool{}, gone: make(chan struct{}), moved: make(chan struct{})}
	s.sub = l.Subscribe(t, transport, as, documents[stream], variables)
	go func() {
		defer close(s.gone)
		for f := range s.sub.Frames() {
			s.take(f)
		}
	}()
	if more["after"] == nil {
		s.until(t, "its first frame", func() bool { return len(s.frames) > 0 })
	}
	return s
}

func (s *tap) take(f apptest.Frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { close(s.moved); s.moved = make(chan struct{}) }()
	if f.Done {
		if len(s.ends) == 0 {
			s.ended = time.Now()
		}
		s.ends = append(s.ends, f)
		return
	}
	var data struct{ Stream *frame }
	if err := json.Unmarshal(f.Data, &data); err != nil || data.Stream == nil || len(f.Errors) > 0 {
		s.wrong = append(s.wrong, fmt.Sprintf("a frame cannot be read: %s %+v", f.Data, f.Errors))
		return
	}
	if len(s.ends) > 0 {
		s.wrong = append(s.wrong, "a frame came after the end")
	}
	s.frames = append(s.frames, *data.Stream)
	for _, e := range data.Stream.Edges {
		if s.stream == "metrics" {
			if e.Node.WorkLogs != nil {
				s.exact = append(s.exact, *e.Node.WorkLogs)
			}
			continue
		}
		key := e.key(s.stream)
		if s.seen[key] {
			s.wrong = append(s.wrong, "it came twice: "+key)
		}
		s.seen[key] = true
		s.keys = append(s.keys, key)
	}
}

// until waits for a condition on what has come, under the tap's mutex.
func (s *tap) until(t *testing.T, what string, true_ func() bool) {
	t.Helper()
	deadline := time.After(patience)
	for {
		s.mu.Lock()
		good, moved := true_(), s.moved
		s.mu.Unlock()
		if good {
			return
		}
		select {
		case <-moved:
		case <-deadline:
			s.mu.Lock()
			defer s.mu.Unlock()
			t.Fatalf("the stream of %s over %s waits in vain for %s: %d frames, %d rows, ends %+v, wrong %v",
				s.stream, s.transport, what, len(s.frames), len(s.keys), s.ends, s.wrong)
		}
	}
}

// over tells whether the stream has ended, under the mutex.
func (s *tap) over() bool { return len(s.ends) > 0 }

// blame reports what was wrong with the frames themselves.
func (s *tap) blame(t *testing.T, who string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.wrong) > 0 {
		t.Errorf("%s, %s over %s: %s", who, s.stream, s.transport, strings.Join(s.wrong, "; "))
	}
}
