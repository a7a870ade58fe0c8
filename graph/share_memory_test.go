package graph_test

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"daybook/internal/app"
	"daybook/internal/apptest"

	"github.com/google/uuid"
)

const widgetQuery = `subscription Live($ws: ID!) { activityStream(workspaceId: $ws) {
  kind resumeCursor serverTime edges { node { id occurredAt action entityType title subjectName metadata actor { id displayName } } } } }`

// BenchmarkIdleSubscriber reports what a subscriber costs who waits, each a person of their own with a token on a socket of
// their own: live bytes of the heap and the stacks, with the test's own end of the connection. A server's resident memory is
// more by what its collector lets grow.
func BenchmarkIdleSubscriber(b *testing.B) {
	const people = 400
	a := apptest.New(b, func(o *app.Options) { o.URL = "" })
	a.Start(b)
	l := a.Serve(b)
	w := a.Workspace(b)
	tokens := make([]*apptest.Token, people)
	for i := range tokens {
		tokens[i] = w.Personal(b, w.Member(b))
	}
	open := func(tokens []*apptest.Token) (conns []net.Conn) {
		for _, t := range tokens {
			conns = append(conns, subscribeRaw(b, strings.TrimPrefix(l.URL, "http://"), t.Secret, w))
		}
		return conns
	}
	warm := open(tokens[:20])
	before, goroutines := inUse(), runtime.NumGoroutine()
	conns := open(tokens[20:])
	for b.Loop() { // nothing to repeat
	}
	n := float64(len(conns))
	b.ReportMetric(float64(inUse()-before)/n, "bytes/subscriber")
	b.ReportMetric(float64(runtime.NumGoroutine()-goroutines)/n, "goroutines/subscriber")
	for _, c := range append(warm, conns...) {
		c.Close() //nolint:errcheck // the test is over
	}
}

func inUse() uint64 {
	var m runtime.MemStats
	for range 5 { // stacks shrink by half at a time
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// subscribeRaw opens a stream on a bare connection, whose end of it costs next to nothing, and reads its first frame.
func subscribeRaw(t testing.TB, addr, secret string, w *apptest.Workspace) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "GET /graphql HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nX-Trace: %s\r\n\r\n", addr, uuid.NewString())
	in := bufio.NewReaderSize(conn, 1024)
	response, err := http.ReadResponse(in, nil)
	if err != nil || response.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("handshake: %v %v", response, err)
	}
	response.Body.Close() //nolint:errcheck // it is a socket now
	for _, message := range []map[string]any{
		{"type": "connection_init", "payload": map[string]any{"token": secret}},
		{"type": "subscribe", "id": "1", "payload": map[string]any{"query": widgetQuery, "variables": map[string]any{"ws": w.NodeID().String()}}},
	} {
		text, err := json.Marshal(message)
		if err != nil {
			t.Fatal(err)
		}
		frame := []byte{0x81, 0x80 | 126, 0, 0, 0, 0, 0, 0} // masked with zeros
		binary.BigEndian.PutUint16(frame[2:], uint16(len(text)))
		if _, err := conn.Write(append(frame, text...)); err != nil {
			t.Fatal(err)
		}
	}
	for text := ""; !strings.Contains(text, "HEARTBEAT"); {
		if text, err = readText(conn); err != nil {
			t.Fatal(err)
		}
	}
	return conn
}

// readText reads one message of a server.
func readText(in io.Reader) (string, error) {
	var header [8]byte
	if _, err := io.ReadFull(in, header[:2]); err != nil {
		return "", err
	}
	size := uint64(header[1])
	if size >= 126 {
		long := header[8-map[uint64]int{126: 2, 127: 8}[size]:]
		clear(header[:])
		if _, err := io.ReadFull(in, long); err != nil {
			return "", err
		}
		size = binary.BigEndian.Uint64(header[:])
	}
	text := make([]byte, size)
	_, err := io.ReadFull(in, text)
	return string(text), err
}
