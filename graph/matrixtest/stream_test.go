package matrixtest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/team"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

const frame = "kind resumeCursor edges { node { id title } }"

type frameJSON struct {
	kind, cursor string
	ids          []string
	theEnd       bool // it holds the last activity
}

func readFrame(a *answer) frameJSON {
	data, _ := a.Data.(map[string]any)
	stream, _ := data["activityStream"].(map[string]any)
	if stream == nil {
		stream, _ = data["a_activityStream"].(map[string]any)
	}
	var f frameJSON
	f.kind, _ = stream["kind"].(string)
	f.cursor, _ = stream["resumeCursor"].(string)
	edges, _ := stream["edges"].([]any)
	for _, e := range edges {
		edge, _ := e.(map[string]any)
		node, _ := edge["node"].(map[string]any)
		i, _ := node["id"].(string)
		f.ids = append(f.ids, i)
		f.theEnd = f.theEnd || node["title"] == "created the team The end"
	}
	return f
}

// openStreams takes each reader's cursor from before there are things.
func (w *world) openStreams(t *testing.T) {
	t.Helper()
	for _, v := range w.readers() {
		document := fmt.Sprintf("subscription { activityStream(workspaceId: %q) { %s } }", w.acme.NodeID(), frame)
		err := sse{w.url}.stream(t.Context(), v, document, func(a *answer) bool { w.begin[v] = readFrame(a).cursor; return true })
		if err != nil || w.begin[v] == "" {
			t.Fatalf("opening a stream as %s: %v", v.name, err)
		}
	}
}

// followStreams reads each reader's stream from there, one activity a frame, and keeps the cursor before each thing. What
// comes must be what they may see, to the last.
func (w *world) followStreams(t *testing.T) {
	t.Helper()
	byID := map[string]string{}
	for name, it := range w.things {
		if it.kind == "Activity" {
			byID[it.id] = name
		}
	}
	last := w.log[len(w.log)-1].NodeID().String()
	for _, v := range w.readers() {
		before := map[string]string{}
		place, cursor := map[string]int{}, w.begin[v]
		var cursors []string // by place among what the viewer sees
		document := fmt.Sprintf("subscription { activityStream(workspaceId: %q, after: %q, batchSize: 1) { %s } }", w.acme.NodeID(), cursor, frame)
		err := sse{w.url}.stream(t.Context(), v, document, func(a *answer) bool {
			f := readFrame(a)
			for _, i := range f.ids {
				place[i] = len(cursors)
				cursors = append(cursors, cursor)
			}
			cursor = f.cursor
			return slices.Contains(f.ids, last)
		})
		if err != nil {
			t.Fatalf("following the stream as %s: %v", v.name, err)
		}
		// What a viewer does not see is looked for in the frame that comes in its place.
		next := len(cursors) - 1
		for _, a := range slices.Backward(w.log) {
			i := a.NodeID().String()
			if n, seen := place[i]; seen {
				next = n
			}
			if name, ok := byID[i]; ok && next >= 0 {
				before[name] = cursors[next]
			}
		}
		w.before[v] = before
	}
}

// runStreams opens Subscription.activityStream as every column over each transport, lets things happen, and compares what
// comes with what the rules let through.
func runStreams(t *testing.T, m *matrix) {
	t.Helper()
	scopes := []string{"activity:read", "audit:read", "metrics:read", "tracking:read"}
	w := newWorld(t, m, append(lesser(scopes), scopes))
	sockets := &sockets{url: w.url}
	t.Cleanup(sockets.close)
	all := slices.Clone(w.people)
	for _, v := range w.services {
		all = append(all, v)
	}
	transports := []carrier{post{w.url}, sockets, sse{w.url}}
	if short() {
		transports = transports[:1]
	}
	var listeners []*listener
	for _, carry := range transports {
		for _, v := range all {
			for f := range forms {
				if short() && f != plain {
					continue
				}
				l := &listener{carrier: carry, viewer: v, form: f, begun: make(chan struct{}), over: make(chan error, 1)}
				if carry.name() == "POST" || len(w.columnsFor(v, nil)) == 1 && w.streamCode(v) != filtered && w.streamCode(v) != visible {
					w.refuseStream(t, l)
					continue
				}
				listeners = append(listeners, l)
			}
		}
	}
	for _, l := range listeners {
		l.text = streamDocument(l.form, w.acme.NodeID().String())
		go l.listen(t.Context())
	}
	for _, l := range listeners {
		select {
		case <-l.begun:
		case err := <-l.over:
			l.over <- err
		}
	}
	first := len(w.acme.Log(t))
	w.makeNews(t)
	must(t, w.makeLast(t))
	w.log = w.acme.Log(t)
	for _, l := range listeners {
		w.judgeStream(l, w.log[first:], <-l.over)
	}
	w.openEach(t, transports, all)
}

// streamCode is the viewer's cell of the stream.
func (w *world) streamCode(v *viewer) code {
	c, _ := w.cellFor(w.matrix.rules["Subscription.activityStream"], v, nil)
	return c
}

// makeNews makes activities of each visibility, on projects of each access.
func (w *world) makeNews(t *testing.T) {
	t.Helper()
	for _, name := range []string{"open", "inner", "outer"} {
		w.acme.Task(t, w.things[name].bound)
	}
	for _, p := range []*apptest.Person{w.subject, w.mate, w.manager, w.admin} {
		w.acme.Standup(t, p)
		w.acme.WorkLog(t, p, func(a *worklog.AppendParams) { a.Subject.ProjectID = &w.things["open"].bound.ID })
		w.minute(t, p)
	}
	w.acme.Comment(t, w.subject, w.things["innerTask"].NodeID(), "News")
	w.told[w.escalate(t, w.obstacle(t, w.subject)).BlockerID] = []uuid.UUID{w.manager.ID}
	w.acme.Member(t)
}

// makeLast makes the activity that everyone sees, at which they stop listening.
func (w *world) makeLast(t *testing.T) error {
	t.Helper()
	return w.makeLastNamed(t, "The end")
}

func (w *world) makeLastNamed(t *testing.T, name string) error {
	t.Helper()
	_, _, err := w.app.Teams.Put(t.Context(), activity.BySystem, team.Upsert{WorkspaceID: w.acme.ID, Name: &name})
	return err
}

// listener is one open stream.
type listener struct {
	carrier carrier
	viewer  *viewer
	form    form
	text    string
	begun   chan struct{}
	over    chan error
	got     []string
	first   string // the kind of the first frame
	wrong   []string
}

func (l *listener) listen(ctx context.Context) {
	frames := 0
	l.over <- l.carrier.stream(ctx, l.viewer, l.text, func(a *answer) bool {
		f := readFrame(a)
		if frames++; frames == 1 {
			l.first = f.kind
			defer close(l.begun)
		}
		if len(a.Errors) > 0 || f.cursor == "" {
			l.wrong = append(l.wrong, fmt.Sprintf("a frame without a cursor, or with errors: %s", a.raw))
		}
		l.got = append(l.got, f.ids...)
		return f.theEnd || len(a.Errors) > 0
	})
}

func streamDocument(f form, workspace string) string {
	field := fmt.Sprintf("activityStream(workspaceId: %q) { %s }", workspace, frame)
	switch f {
	case aliased:
		return "subscription { a_activityStream: " + field + " }"
	case fragment:
		return "subscription { ...Asked } fragment Asked on Subscription { " + field + " }"
	case onInterface:
		return "subscription { ... on Subscription { " + field + " } }"
	}
	return "subscription { " + field + " }"
}

func (w *world) judgeStream(l *listener, news []*activity.Activity, err error) {
	_, col := w.cellFor(w.matrix.rules["Subscription.activityStream"], l.viewer, nil)
	at := mark{"Subscription.activityStream", col}
	var wrong []finding
	for _, text := range l.wrong {
		wrong = append(wrong, finding{at, text})
	}
	if err != nil {
		wrong = append(wrong, finding{at, "the stream ended: " + err.Error()})
	}
	if l.first != "HEARTBEAT" {
		wrong = append(wrong, finding{at, "the first frame is " + l.first + ", want HEARTBEAT"})
	}
	want := ids(news, func(a *activity.Activity) bool { return w.shows(l.viewer, a) })
	if !slices.Equal(l.got, want) {
		wrong = append(wrong, finding{at, fmt.Sprintf("%d activities came, want %d: too many %v, too few %v", len(l.got), len(want), without(l.got, want), without(want, l.got))})
	}
	seen := []mark{at}
	if l.viewer.col == svc {
		seen = []mark{{at.rule, svc}}
	}
	sum.note(l.carrier.name(), l.viewer.name, "as things happen", l.text, l.form, seen, func(mark) bool { return true }, wrong)
}

// refuseStream asks for a stream that the viewer, or the transport, does not get.
func (w *world) refuseStream(t *testing.T, l *listener) {
	t.Helper()
	c, col := w.cellFor(w.matrix.rules["Subscription.activityStream"], l.viewer, nil)
	at := mark{"Subscription.activityStream", col}
	l.text = streamDocument(l.form, w.acme.NodeID().String())
	a, err := l.carrier.ask(t.Context(), l.viewer, l.text)
	if err != nil {
		sum.fail("a stream as %s over %s: %v", l.viewer.name, l.carrier.name(), err)
		return
	}
	var wrong []finding
	switch {
	case a.Data != nil:
		wrong = append(wrong, finding{at, "there is data: " + a.raw})
	case l.carrier.name() == "POST" && len(a.Errors) == 0:
		wrong = append(wrong, finding{at, "a stream over POST is not refused: " + a.raw})
	case l.carrier.name() != "POST" && (len(a.Errors) != 1 || a.Errors[0].code() != wire[c]):
		wrong = append(wrong, finding{at, fmt.Sprintf("the errors are %v, want one %s", brief(a.Errors), wire[c])})
	case c == missing && l.carrier.name() != "POST":
		b, err := l.carrier.ask(t.Context(), l.viewer, streamDocument(l.form, absent(w.acme.NodeID().String())))
		if err != nil || a.same() != b.same() {
			wrong = append(wrong, finding{at, "the answer differs from that for an id that never was"})
		}
	}
	sum.note(l.carrier.name(), l.viewer.name, "refused", l.text, l.form, []mark{at}, func(mark) bool { return true }, wrong)
}
