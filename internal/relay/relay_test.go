package relay_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/project"
	"daybook/internal/relay"
	"daybook/internal/relay/natstest"
	"daybook/internal/task"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"
)

// patience bounds what must come; it decides how long a failing test takes, nothing else.
const patience = 30 * time.Second

func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); !is(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("it never came that %s", what)
		}
	}
}

// over has an app's processes tell each other over a server.
func over(s *natstest.Server) func(*app.Options) {
	return func(o *app.Options) { o.NATS = relay.Server{URL: s.URL} }
}

// connected waits until an app has reached its server, or has lost it.
func connected(t testing.TB, a *apptest.App, want bool) {
	t.Helper()
	eventually(t, fmt.Sprintf("whether NATS is connected is %v", want), func() bool { return (metric(t, a, "daybook_nats_connected", "") == 1) == want })
}

// metric reads one of an app's metrics.
func metric(t testing.TB, a *apptest.App, name, outcome string) float64 {
	t.Helper()
	families, err := a.Metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if f.GetName() == name && (outcome == "" || m.GetLabel()[0].GetValue() == outcome) {
				return m.GetGauge().GetValue() + m.GetCounter().GetValue()
			}
		}
	}
	t.Fatalf("there is no metric %s %s", name, outcome)
	return 0
}

const query = `subscription($ws: ID!, $after: String) { activityStream(workspaceId: $ws, after: $after) { kind resumeCursor edges { node {
	id occurredAt action entityType entityId subjectName title content visibility sequence requestId metadata
	actor { displayName } subject { __typename } changes { field old new redacted } } } } }`

type stream struct{ *apptest.Subscription }

func open(t testing.TB, l *apptest.Live, transport string, as apptest.Caller, w *apptest.Workspace, after string) stream {
	t.Helper()
	variables := map[string]any{"ws": w.NodeID().String()}
	if after != "" {
		variables["after"] = after
	}
	return stream{l.Subscribe(t, transport, as, query, variables)}
}

// next gives a frame's activities as JSON, and its cursor.
func (s stream) next(t testing.TB) (nodes []string, cursor string) {
	t.Helper()
	f := s.Next()
	if f.Done || f.Data == nil { // some fields are not for everyone, which errors tell
		t.Fatalf("a frame was expected, the stream ended or failed: %+v", f)
	}
	var data struct {
		ActivityStream struct {
			ResumeCursor string
			Edges        []struct{ Node json.RawMessage }
		}
	}
	if err := json.Unmarshal(f.Data, &data); err != nil {
		t.Fatal(err)
	}
	for _, e := range data.ActivityStream.Edges {
		nodes = append(nodes, string(e.Node))
	}
	return nodes, data.ActivityStream.ResumeCursor
}

// until reads up to the activity with a title.
func (s stream) until(t testing.TB, title string) (nodes []string) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; { // heartbeats come for ever
		if time.Now().After(deadline) {
			t.Fatalf("%q never came; the last of %d is %s", title, len(nodes), nodes[max(0, len(nodes)-1):])
		}
		more, _ := s.next(t)
		nodes = append(nodes, more...)
		for _, node := range more {
			var n struct{ SubjectName string }
			if err := json.Unmarshal([]byte(node), &n); err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(n.SubjectName, title) {
				return nodes
			}
		}
	}
}

// pair is two apps on a database, and what people do on them.
type pair struct {
	a, b               *apptest.App
	w                  *apptest.Workspace
	admin, member, ann *apptest.Person
	open, closed       *project.Project
	made               int
}

func newPair(t *testing.T, ofA, ofB *natstest.Server) *pair {
	t.Helper()
	p := &pair{a: apptest.New(t, over(ofA))}
	p.b = p.a.Beside(t, over(ofB))
	p.w = p.a.Workspace(t)
	p.admin, p.member, p.ann = p.w.Admin(t), p.w.Member(t), p.w.Member(t)
	p.open, p.closed = p.w.Project(t), p.w.Restricted(t, p.ann)
	p.a.Start(t)
	p.b.Start(t)
	return p
}

func (p *pair) put(t testing.TB, on *apptest.App, of *project.Project, title string) *task.Task {
	t.Helper()
	row, _, err := on.Tasks.Put(context.Background(), activity.BySystem, task.Upsert{WorkspaceID: p.w.ID, ProjectID: &of.ID, Title: &title})
	if err != nil {
		t.Fatal(err)
	}
	return row
}

// work does some of everything, on both.
func (p *pair) work(t testing.TB, rounds int) {
	t.Helper()
	for range rounds {
		p.made++
		on := []*apptest.App{p.a, p.b}[p.made%2]
		row := p.put(t, on, p.open, fmt.Sprintf("task %d", p.made))
		p.put(t, on, p.closed, fmt.Sprintf("secret %d", p.made))
		p.put(t, p.a, p.open, fmt.Sprintf("task %d of the other", p.made))
		p.w.Comment(t, p.ann, row.NodeID(), fmt.Sprintf("comment %d ü", p.made))
		p.w.Standup(t, p.ann)
		p.w.WorkLog(t, p.member)
		if p.made%5 == 0 {
			p.w.Member(t) // changes rights: the streams look at theirs
		}
	}
}

// NATS changes how soon streams tell, never what.
func TestStreamsAreTheSameWhateverNATSDoes(t *testing.T) {
	t.Parallel()
	const rounds = 8
	for name, run := range map[string]func(t *testing.T) (p *pair, work func()){
		"up": func(t *testing.T) (*pair, func()) {
			s := natstest.Start(t)
			p := newPair(t, s, s)
			connected(t, p.a, true)
			connected(t, p.b, true)
			return p, func() { p.work(t, rounds) }
		},
		"down from the start": func(t *testing.T) (*pair, func()) {
			s := natstest.New(t)
			p := newPair(t, s, s)
			return p, func() {
				p.work(t, rounds)
				if metric(t, p.a, "daybook_nats_messages_total", "sent") > 0 {
					t.Error("something was sent")
				}
			}
		},
		"stopped in the middle": func(t *testing.T) (*pair, func()) {
			s := natstest.Start(t)
			p := newPair(t, s, s)
			connected(t, p.a, true)
			connected(t, p.b, true)
			return p, func() {
				p.work(t, rounds)
				s.Stop()
				p.work(t, rounds)
				connected(t, p.a, false)
				connected(t, p.b, false)
				p.work(t, rounds)
				s.Start(t)
				p.work(t, rounds)
				connected(t, p.a, true)
				connected(t, p.b, true)
				p.work(t, rounds)
			}
		},
		"lossy": func(t *testing.T) (*pair, func()) {
			x, y := natstest.Start(t), natstest.Start(t)
			natstest.Bridge(t, x, y, lossy)
			p := newPair(t, x, y)
			connected(t, p.a, true)
			connected(t, p.b, true)
			return p, func() {
				p.work(t, 2*rounds)
				eventually(t, "a gap is filled from the log", func() bool { p.work(t, 1); return p.b.Hub.Gaps() > 0 })
			}
		},
		"full of garbage": func(t *testing.T) (*pair, func()) {
			x, y := natstest.Start(t), natstest.Start(t)
			natstest.Bridge(t, x, y, garbage)
			p := newPair(t, x, y)
			connected(t, p.a, true)
			connected(t, p.b, true)
			return p, func() {
				p.work(t, 2*rounds)
				eventually(t, "garbage is counted", func() bool { p.work(t, 1); return metric(t, p.b, "daybook_nats_messages_total", "unreadable") > 0 })
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, work := run(t)
			table := p.a.Beside(t) // hears of nothing
			table.Start(t)
			live := map[string]*apptest.Live{"one": p.a.Serve(t), "the other": p.b.Serve(t)}
			people := map[string]*apptest.Person{"admin": p.admin, "member": p.member, "member of the project": p.ann}
			streams, cursors := map[string]map[string]stream{}, map[string]string{}
			for who, person := range people {
				streams[who] = map[string]stream{}
				for which, l := range live {
					s := open(t, l, apptest.Transports[len(streams)%2], person, p.w, "")
					_, cursors[who] = s.next(t)
					streams[who][which] = s
				}
			}
			work()
			p.put(t, p.b, p.open, "the end")
			reference := table.Serve(t)
			for who, person := range people {
				want := open(t, reference, "sse", person, p.w, cursors[who]).until(t, "the end")
				for which, s := range streams[who] {
					if diff := cmp.Diff(want, s.until(t, "the end")); diff != "" {
						t.Errorf("what the %s gets from %s differs from the log (-log +stream):\n%s", who, which, diff)
					}
				}
			}
		})
	}
}

// lossy drops every third message, repeats some, and holds some back until after the next.
func lossy() func(*nats.Msg) []*nats.Msg {
	n, held := 0, (*nats.Msg)(nil)
	return func(m *nats.Msg) (out []*nats.Msg) {
		n++
		switch {
		case n%3 == 0:
		case n%5 == 0 && held == nil:
			held = m
			return nil
		case n%4 == 0:
			out = append(out, m, m)
		default:
			out = append(out, m)
		}
		if held != nil {
			out, held = append(out, held), nil
		}
		return out
	}
}

// garbage puts messages of all kinds around each, which itself arrives.
func garbage() func(*nats.Msg) []*nats.Msg {
	var past []*nats.Msg
	return func(m *nats.Msg) []*nats.Msg {
		say := func(data []byte) *nats.Msg { return &nats.Msg{Subject: m.Subject, Data: data} }
		noise := make([]byte, rand.N(300))
		for i := range noise {
			noise[i] = byte(rand.N(256))
		}
		changed := append([]byte(nil), m.Data...)
		changed[rand.N(len(changed))] ^= 0x10
		past = append(past, m)
		return []*nats.Msg{say(nil), say(noise), say(changed), say(m.Data[:len(m.Data)-1]), past[rand.N(len(past))], m,
			say(append(append([]byte(nil), m.Data...), m.Data...)), {Subject: m.Subject + ".more", Data: m.Data}, {Subject: "daybook." + "0", Data: m.Data}}
	}
}

// The rows themselves travel: who has listeners reads nothing that another process has read.
func TestRowsOfOtherProcessesAreTaken(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	p := newPair(t, s, s)
	connected(t, p.a, true)
	connected(t, p.b, true)
	reader := open(t, p.b.Serve(t), "sse", p.admin, p.w, "")
	reader.next(t)
	eventually(t, "rows are taken", func() bool { p.work(t, 1); return p.b.Hub.Taken() > 10 })
	if metric(t, p.b, "daybook_feed_rows_offered_total", "") < 10 || metric(t, p.a, "daybook_nats_messages_total", "sent") < 1 || metric(t, p.b, "daybook_nats_messages_total", "received") < 1 {
		t.Error("the metrics don't tell")
	}
}

// Two databases on one NATS server have nothing to do with each other.
func TestDatabasesDoNotHearEachOther(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	p, q := newPair(t, s, s), newPair(t, s, s)
	heard := make(chan *nats.Msg, 1000)
	spy := s.Connect(t)
	if _, err := spy.ChanSubscribe(">", heard); err != nil {
		t.Fatal(err)
	}
	if err := spy.Flush(); err != nil {
		t.Fatal(err)
	}
	subjects := map[string]bool{}
	for _, each := range []*pair{p, q} {
		connected(t, each.a, true)
		before := maps.Clone(subjects)
		eventually(t, "a message is sent", func() bool {
			each.put(t, each.a, each.open, "heard?")
			select {
			case m := <-heard:
				subjects[m.Subject] = true
				return len(subjects) > len(before)
			default:
				return false
			}
		})
	}
	if len(subjects) != 2 {
		t.Errorf("the subjects are %v", subjects)
	}
}
