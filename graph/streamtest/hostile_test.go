package streamtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// One socket sends thousands of subscriptions that cannot be: cursors of another workspace, stream, filter and person, tampered,
// cut short and made up ones, filters that do not exist. Each is refused with its code and the socket stays open; nothing is
// left of any, and who listens beside gets everything.
func TestThousandsOfBadSubscriptionsLeaveNothing(t *testing.T) { //nolint:paralleltest // see below
	if !*full { // where memory is measured it is alone
		t.Parallel()
	}
	w := newWorld(t)
	p, other := w.join(t, authz.RoleMember), w.join(t, authz.RoleAdmin)
	beside := w.lives[0]
	begin := w.Seq(t)
	neighbour := listen(t, beside, "websocket", other, "activities", w.workspace(), nil)

	foreign := w.apps[0].Workspace(t)
	good := listen(t, beside, "sse", p, "activities", w.workspace(), nil)
	cursor := good.cursor()
	cursors := []string{"", "garbage", strings.Repeat("A", 4000), cursor[:len(cursor)-1], cursor + "A", flip(cursor),
		neighbour.cursor(),
		listen(t, beside, "sse", p, "tracking", w.workspace(), nil).cursor(),
		listen(t, beside, "sse", foreign.Owner, "activities", foreign.NodeID().String(), nil).cursor()}
	type refusal struct {
		query     string
		variables map[string]any
		code      string
	}
	var bad []refusal
	for _, c := range cursors {
		bad = append(bad, refusal{documents["activities"], map[string]any{"ws": w.workspace(), "after": c}, "CURSOR_INVALID"})
	}
	filtered := `subscription($ws: ID!, $after: String) { stream: activityStream(workspaceId: $ws, after: $after, filter: {%s}) { kind } }`
	bad = append(bad,
		refusal{fmt.Sprintf(filtered, "entityType: {eq: TASK}"), map[string]any{"ws": w.workspace(), "after": cursor}, "CURSOR_INVALID"},
		refusal{fmt.Sprintf(filtered, "colour: {eq: RED}"), map[string]any{"ws": w.workspace()}, "GRAPHQL_VALIDATION_FAILED"},
		refusal{fmt.Sprintf(filtered, "entityType: {eq: NOTHING}"), map[string]any{"ws": w.workspace()}, "GRAPHQL_VALIDATION_FAILED"},
		refusal{documents["activities"], map[string]any{"ws": foreign.NodeID().String()}, "NOT_FOUND"},
		refusal{documents["activities"], map[string]any{"ws": "wsp_x"}, "BAD_USER_INPUT"},
	)

	header := http.Header{}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, beside.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.Authorize(r)
	header.Set("Cookie", r.Header.Get("Cookie"))
	header.Set("Origin", beside.URL)
	socket, response, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(beside.URL, "http")+"/graphql",
		&websocket.DialOptions{HTTPHeader: header, Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	if response.Body != nil {
		response.Body.Close() //nolint:errcheck // it is a socket now
	}
	defer socket.CloseNow() //nolint:errcheck // the test is over
	send := func(m map[string]any) {
		t.Helper()
		if err := wsjson.Write(t.Context(), socket, m); err != nil {
			t.Fatal(err)
		}
	}
	read := func() (m struct {
		Type    string
		Payload json.RawMessage
	}) {
		t.Helper()
		if err := wsjson.Read(t.Context(), socket, &m); err != nil {
			t.Fatalf("the socket closed: %v", err)
		}
		return m
	}
	send(map[string]any{"type": "connection_init"})
	read()
	hammer := func(times int) {
		t.Helper()
		for n := range times {
			b := bad[n%len(bad)]
			send(map[string]any{"type": "subscribe", "id": fmt.Sprint(n), "payload": map[string]any{"query": b.query, "variables": b.variables}})
			m := read()
			var errs []apptest.GraphQLError
			if m.Type != "error" || json.Unmarshal(m.Payload, &errs) != nil || len(errs) == 0 || errs[0].Extensions["code"] != b.code {
				t.Fatalf("%s with %v is answered %s %s, want %s", b.query, b.variables, m.Type, m.Payload, b.code)
			}
		}
	}
	hammer(len(bad)) // what is kept once is kept
	listeners, before := w.apps[0].Hub.Listeners(), heap()
	times := size(1000, 20_000)
	hammer(times)
	for deadline := time.Now().Add(patience); w.apps[0].Hub.Listeners() != listeners; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d streams are open, there were %d", w.apps[0].Hub.Listeners(), listeners)
		}
	}
	if *full {
		if grown := int64(heap()) - int64(before); grown > 16<<20 {
			t.Errorf("%d bad subscriptions hold %d KB", times, grown>>10)
		}
	}
	send(map[string]any{"type": "subscribe", "id": "good", "payload": map[string]any{"query": documents["activities"], "variables": map[string]any{"ws": w.workspace(), "after": cursor}}})
	if err := putTask(t.Context(), w, w.apps[1], w.open); err != nil {
		t.Fatal(err)
	}
	if m := read(); m.Type != "next" {
		t.Errorf("after all that a good subscription gets %s %s", m.Type, m.Payload)
	}
	r2 := &reader{name: "who listens beside", member: other.ID, before: rights{in: true, admin: true}, after: rights{in: true, admin: true}}
	log := w.Log(t)
	neighbour.keepUp(t, "everything", w.complete(r2, neighbour, log, begin))
	w.judge(t, r2, neighbour, log, begin)
}

// flip changes a cursor by a letter.
func flip(cursor string) string {
	letter := "A"
	if strings.HasPrefix(cursor, letter) {
		letter = "B"
	}
	return letter + cursor[1:]
}

// heap is what is held after everything that can go has gone.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
