package streamtest

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/server"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
)

// Rights that cannot be looked at are not given for long. That is no end of the credential: a client is asked to come back, and
// not to sign in again.
func TestStreamsCloseWithAnotherTryWhenRightsCannotBeChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.join(t, authz.RoleMember)
	var taps []*tap
	for stream := range documents {
		for _, transport := range apptest.Transports {
			taps = append(taps, listen(t, w.lives[0], transport, p, stream, w.workspace(), nil))
		}
	}
	w.apps[0].AsOwner(t, "alter table rights_changes rename to rights_changes_away; alter table sessions rename to sessions_away")
	for _, s := range taps {
		s.until(t, "the end", s.over)
		s.blame(t, "somebody")
		s.mu.Lock()
		if code := s.ends[0].Code; s.transport == "websocket" && code != websocket.StatusTryAgainLater {
			t.Errorf("%s ended with %d, want 1013", s.stream, code)
		}
		s.mu.Unlock()
	}
	w.apps[0].AsOwner(t, "alter table rights_changes_away rename to rights_changes; alter table sessions_away rename to sessions")
	s := taps[0]
	s.resume(t)
	if err := putTask(t.Context(), w, w.apps[1], w.open); err != nil {
		t.Fatal(err)
	}
	if s.stream == "activities" {
		s.until(t, "what happened since", func() bool { return len(s.keys) > 0 })
	}
}

// A server that is told to stop says that it is not ready while it still answers, lets a change in flight finish, closes the socket
// with 1012 and returns without an error.
func TestAServerThatStopsSaysSoAndFinishesWhatIsInFlight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, p := w.apps[0], w.join(t, authz.RoleMember)
	srv := server.New(server.Options{GraphQL: a.GraphQL, Authn: a.Authn, Registry: a.Registry, Metrics: prometheus.NewRegistry(),
		Log: slog.New(slog.DiscardHandler), Ready: a.DB.PingContext})
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ctx, listener) }()

	header := http.Header{"Authorization": {"Bearer " + w.Personal(t, p).Secret}}
	socket, response, err := websocket.Dial(t.Context(), "ws://"+address+"/graphql", &websocket.DialOptions{HTTPHeader: header, Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	if response.Body != nil {
		response.Body.Close() //nolint:errcheck // it is a socket now
	}
	defer socket.CloseNow() //nolint:errcheck // the test is over
	conn, err := pgx.Connect(t.Context(), a.Database.OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context())) //nolint:errcheck // the test is over
	holding, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := holding.Exec(t.Context(), "lock table standups in access exclusive mode"); err != nil {
		t.Fatal(err)
	}
	for _, m := range []any{map[string]any{"type": "connection_init"}, map[string]any{"type": "subscribe", "id": "1", "payload": map[string]any{
		"query":     `mutation($ws: ID!) { standupSubmit(input: {workspaceId: $ws, today: "In flight"}) { standup { id } } }`,
		"variables": map[string]any{"ws": w.workspace()}}}} {
		if err := wsjson.Write(t.Context(), socket, m); err != nil {
			t.Fatal(err)
		}
		if _, isInit := m.(map[string]any)["id"]; !isInit {
			if _, _, err := socket.Read(t.Context()); err != nil { // its acknowledgement
				t.Fatal(err)
			}
		}
	}
	w.awaitReader(t, holding)
	stop()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/readyz", nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := client.Do(request)
		if err != nil {
			t.Fatalf("it does not answer any more while a change is in flight: %v", err)
		}
		io.Copy(io.Discard, answer.Body) //nolint:errcheck // its status is all we want
		answer.Body.Close()              //nolint:errcheck // likewise
		if answer.StatusCode == http.StatusServiceUnavailable {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("it says that it is ready while it stops")
		}
	}
	if err := holding.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	for answered := false; ; {
		var m struct{ Type string }
		if err := wsjson.Read(t.Context(), socket, &m); err != nil {
			if code := websocket.CloseStatus(err); code != websocket.StatusServiceRestart || !answered {
				t.Errorf("it closed with %v; answered: %v", err, answered)
			}
			break
		}
		answered = answered || m.Type == "next"
	}
	if err := <-served; err != nil {
		t.Errorf("serving: %v", err)
	}
}
