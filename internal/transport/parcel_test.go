package transport_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/coder/websocket"

	"daybook/internal/transport"
	"daybook/internal/transport/internal/toy"
)

func TestParcel(t *testing.T) {
	t.Parallel()
	var p transport.Parcel
	for range 3 {
		p.Reset()
		for i := range 4 {
			p.Add(func(b []byte) []byte { return fmt.Appendf(b, "answer %d", i) })
		}
		if p.Len() != 4 || p.Size() != 4*len("answer 0") || string(p.Answer(0)) != "answer 0" || string(p.Answer(3)) != "answer 3" {
			t.Fatalf("%d answers of %d bytes, the last is %q", p.Len(), p.Size(), p.Answer(3))
		}
	}
}

// On a real connection answers are written without waiting as far as the kernel takes them, the rest when the client reads.
// Not a byte is lost on the way, and what the WebSocket layer writes in between goes between messages.
func TestParcelsOnARealConnection(t *testing.T) {
	t.Parallel()
	for _, size := range []int{10, 300, 20_000, 70_000} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			t.Parallel()
			members := make(chan transport.Receiver, 1)
			srv := handler.New(toy.NewExecutableSchema(toy.Config{Resolvers: toy.New()}))
			registry := transport.NewRegistry()
			srv.AddTransport(transport.WebSocket{Registry: registry, QueueFrames: 32, QueueBytes: 1 << 20,
				Share: shareFunc(func(out transport.Receiver) (func(), bool) { members <- out; return func() {}, true })})
			server := httptest.NewServer(srv)
			defer server.Close()
			conn, _, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(server.URL, "http"),
				&websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
			if err != nil {
				t.Fatal(err)
			}
			conn.SetReadLimit(1 << 20)
			w := &wire{t, conn}
			w.send(`{"type":"connection_init"}`)
			w.next()
			w.subscribe("the id", feedQuery)
			out := <-members

			filler := strings.Repeat("x", size)
			sent := 0
			for outcome := transport.Taken; outcome == transport.Taken; {
				var p transport.Parcel
				for n := range 3 {
					p.Add(func(b []byte) []byte { return fmt.Appendf(b, `{"data":{"n":%d,"text":%q}}`, sent+n, filler) })
				}
				if outcome = out.Offer(&p); outcome == transport.Taken {
					sent += p.Len()
				}
				w.send(`{"type":"ping"}`) // the answer waits in the same queue
				if sent > 100_000 {
					t.Fatal("the queue has no end")
				}
			}
			pinged := make(chan struct{})
			go func() { // and this one passes it
				defer close(pinged)
				_ = conn.Ping(context.Background())
			}()
			for got := 0; got < sent; {
				f := w.next()
				if f.Type == "pong" {
					continue
				}
				var answer struct {
					Data struct {
						N    int
						Text string
					}
				}
				if err := json.Unmarshal(f.Payload, &answer); err != nil || f.ID != "the id" || answer.Data.N != got || answer.Data.Text != filler {
					t.Fatalf("answer %d of %d: %v %.100s", got, sent, err, f.Payload)
				}
				got++
			}
			if sent < 3 || out.Send([]byte(`{"data":{"n":-1}}`)) != true {
				t.Errorf("%d answers were taken, then none", sent)
			}
			for f := w.next(); f.Type == "pong"; {
				f = w.next()
			}
			_ = conn.CloseNow()
			<-pinged // answered or cut: either will do
			for registry.Len() > 0 {
				out.Offer(&transport.Parcel{})
			}
		})
	}
}
