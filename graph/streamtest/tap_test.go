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
		kind resumeCursor edges { cursor kind action entityId node { id ... on Standup { today } } } } }`,
	"activities with their subjects": `subscription($ws: ID!, $after: String) { stream: activityStream(workspaceId: $ws, after: $after) {
		kind resumeCursor edges { cursor node { id subject { ... on Standup { today } ... on Task { title } } } } } }`,
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
		Today       *string
		Subject     *struct{ Today, Title *string }
		Escalation  *struct{ ID string }
		WorkLogs    *int
		Suppression *struct{ Reason string }
	}
}

// key names what an edge tells of, as the oracle does.
func (e edge) key(stream string) string {
	switch stream {
	case "activities", "activities with their subjects":
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
	again             func(*testing.T)                // opens it
	resume            func(*testing.T)                // opens it after its last cursor
	move              func(*testing.T, *apptest.Live) // does so on another server

	mu     sync.Mutex
	frames []frame
	keys   []string
	exact  []int    // numbers of work logs, told as they are
	texts  []string // what standups said, and what tasks were called
	wrong  []string
	ends   []apptest.Frame
	ended  time.Time
	moved  chan struct{} // closed when something has come
}

// listen opens a stream and waits for its first frame, where there must be one.
func listen(t *testing.T, l *apptest.Live, transport string, as apptest.Caller, stream, workspace string, more map[string]any) *tap {
	t.Helper()
	s := open(t, l, transport, as, stream, workspace, more)
	if more["after"] == nil && !s.began(t) {
		t.Fatalf("the stream of %s over %s is refused: %v %+v", stream, transport, s.wrong, s.ends)
	}
	return s
}

// open opens a stream.
func open(t *testing.T, l *apptest.Live, transport string, as apptest.Caller, stream, workspace string, more map[string]any) *tap {
	t.Helper()
	variables := map[string]any{"ws": workspace}
	maps.Copy(variables, more)
	s := &tap{stream: stream, transport: transport, moved: make(chan struct{})}
	s.again = func(t *testing.T) {
		t.Helper()
		sub := l.Subscribe(t, transport, as, documents[stream], variables)
		s.mu.Lock()
		s.sub, s.ends = sub, nil
		s.mu.Unlock()
		go func() {
			for f := range sub.Frames() {
				s.take(sub, f)
			}
		}()
	}
	s.resume = func(t *testing.T) {
		t.Helper()
		s.sub.Close()
		s.mu.Lock()
		if n := len(s.frames); n > 0 && stream != "metrics" {
			variables["after"] = s.frames[n-1].ResumeCursor
		}
		s.mu.Unlock()
		s.again(t)
	}
	s.move = func(t *testing.T, to *apptest.Live) {
		t.Helper()
		l = to
		s.resume(t)
	}
	s.again(t)
	return s
}

// cursor is the first frame's.
func (s *tap) cursor() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.frames[0].ResumeCursor
}

// began waits for the first frame, or the end; false when there was none.
func (s *tap) began(t *testing.T) (good bool) {
	t.Helper()
	s.until(t, "its first frame", func() bool { good = len(s.frames) > 0; return good || s.over() || len(s.wrong) > 0 })
	return good
}

func (s *tap) take(from *apptest.Subscription, f apptest.Frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if from != s.sub {
		return // an earlier one's
	}
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
		if n := e.Node; n != nil && n.Today != nil {
			s.texts = append(s.texts, *n.Today)
		} else if n != nil && n.Subject != nil {
			for _, text := range []*string{n.Subject.Today, n.Subject.Title} {
				if text != nil {
					s.texts = append(s.texts, *text)
				}
			}
		}
		s.keys = append(s.keys, e.key(s.stream))
	}
}

// until waits for a condition on what has come, under the tap's mutex.
func (s *tap) until(t *testing.T, what string, good func() bool) {
	t.Helper()
	deadline := time.After(patience)
	for {
		s.mu.Lock()
		met, moved := good(), s.moved
		s.mu.Unlock()
		if met {
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

// keepUp waits as a client does that comes back when a stream has completed.
func (s *tap) keepUp(t *testing.T, what string, good func() bool) {
	t.Helper()
	for {
		met := false
		s.until(t, what, func() bool { met = good(); return met || s.over() })
		if met {
			return
		}
		s.resume(t)
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
