package transport_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/handler"

	"daybook/internal/transport"
	"daybook/internal/transport/internal/toy"
)

// BenchmarkSocketMemory reports what an open socket costs the server: idle, with one subscription of its
// own, and with one that is shared. The clients are bare connections in the same process, which count in.
func BenchmarkSocketMemory(b *testing.B) {
	silent := shareFunc(func(transport.Receiver) (func(), bool) { return func() {}, true })
	for name, c := range map[string]struct {
		share     transport.Share
		subscribe bool
	}{"idle": {}, "own": {nil, true}, "shared": {silent, true}} {
		b.Run(name, func(b *testing.B) {
			notes := toy.New()
			notes.Feed = func(context.Context, string) (<-chan string, error) { return make(chan string), nil }
			srv := handler.New(toy.NewExecutableSchema(toy.Config{Resolvers: notes}))
			registry := transport.NewRegistry()
			srv.AddTransport(transport.WebSocket{Registry: registry, Share: c.share})
			server := httptest.NewServer(srv)
			defer server.Close()
			const sockets = 2000
			conns := make([]net.Conn, 0, sockets)
			defer func() {
				for _, c := range conns {
					_ = c.Close()
				}
				for registry.Len() > 0 {
					runtime.Gosched()
				}
			}()
			before := inUse()
			for range sockets {
				conn := handshake(b, server.Listener.Addr().String())
				conns = append(conns, conn)
				converse(b, conn, `{"type":"connection_init"}`, "connection_ack")
				if c.subscribe {
					writeText(b, conn, subscribeText("1", feedQuery))
					converse(b, conn, `{"type":"ping"}`, "pong")
				}
			}
			for b.Loop() { // nothing to repeat
			}
			b.ReportMetric(float64(inUse()-before)/sockets, "bytes/socket")
			b.ReportMetric(float64(runtime.NumGoroutine())/sockets, "goroutines/socket")
		})
	}
}

func inUse() uint64 {
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

func handshake(b *testing.B, addr string) net.Conn {
	b.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: "+addr+"\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n"+
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36\r\n\r\n"); err != nil {
		b.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
		b.Fatal(resp, err)
	}
	return conn
}

func writeText(b *testing.B, conn net.Conn, text string) {
	b.Helper()
	frame := []byte{0x81, 0x80 | 126, 0, 0, 0, 0, 0, 0} // masked with zeros
	binary.BigEndian.PutUint16(frame[2:], uint16(len(text)))
	if _, err := conn.Write(append(frame, text...)); err != nil {
		b.Fatal(err)
	}
}

func converse(b *testing.B, conn net.Conn, text, want string) {
	b.Helper()
	writeText(b, conn, text)
	var answer [128]byte
	n, err := conn.Read(answer[:])
	if err != nil || !strings.Contains(string(answer[:n]), want) {
		b.Fatalf("got %q, %v", answer[:n], err)
	}
}
