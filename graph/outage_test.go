package graph_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"daybook/internal/app"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// What is asked of an open socket while the database is away is answered with UNAVAILABLE, whoever looks at the rights: the
// operation, a stream that opens by itself, one that would be shared.
func TestWhatBeginsDuringAnOutageIsUnavailable(t *testing.T) {
	t.Parallel()
	for name, alone := range map[string]bool{"shared": false, "alone": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, l := serve(t, func(o *app.Options) { o.StreamsAlone = alone })
			w := a.Workspace(t)
			token := w.Personal(t, w.Member(t))
			socket, response, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(l.URL, "http")+"/graphql", &websocket.DialOptions{
				HTTPHeader: http.Header{"Authorization": {"Bearer " + token.Secret}}, Subprotocols: []string{"graphql-transport-ws"}})
			if err != nil {
				t.Fatal(err)
			}
			if response.Body != nil {
				response.Body.Close() //nolint:errcheck // it is a socket now
			}
			defer socket.CloseNow() //nolint:errcheck // the test is over
			tell := func(m map[string]any) (got struct {
				Type    string
				Payload json.RawMessage
			}) {
				t.Helper()
				if err := wsjson.Write(t.Context(), socket, m); err != nil {
					t.Fatal(err)
				}
				if err := wsjson.Read(t.Context(), socket, &got); err != nil {
					t.Fatal(err)
				}
				return got
			}
			if got := tell(map[string]any{"type": "connection_init"}); got.Type != "connection_ack" {
				t.Fatalf("got %+v", got)
			}
			a.AsOwner(t, `do $$ begin
				execute format('revoke connect on database %I from public, daybook_runtime', current_database());
				perform pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
			end $$`)
			for id, query := range map[string]string{
				"q": `query($ws: ID!) { workspace(id: $ws) { name } }`,
				"s": shareQueries["on rights"],
			} {
				got := tell(map[string]any{"type": "subscribe", "id": id, "payload": map[string]any{"query": query,
					"variables": map[string]any{"ws": w.NodeID().String()}}})
				var errs []struct{ Extensions map[string]any }
				if err := json.Unmarshal(got.Payload, &errs); err != nil || got.Type != "error" || len(errs) != 1 || errs[0].Extensions["code"] != "UNAVAILABLE" {
					t.Errorf("%s: got %s %s", id, got.Type, got.Payload)
				}
			}
		})
	}
}
