package transport_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/coder/websocket"
	"go.uber.org/goleak"

	"daybook/internal/fault"
	"daybook/internal/transport"
	"daybook/internal/transport/coded"
	"daybook/internal/transport/internal/toy"
	"daybook/internal/transport/limit"
)

func TestMain(m *testing.M) {
	// The HTTP server lingers for half a second with connections whose body it has not read.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*conn).closeWriteAndWait"))
}

// setup is what a test changes about the server.
type setup struct {
	gate  transport.Gate
	ws    transport.WebSocket
	sse   transport.SSE
	limit limit.Config
	wrap  func(http.Handler) http.Handler
}

// bench is a server on an in-memory network, so that it also runs on a fake clock.
type bench struct {
	t        *testing.T
	notes    *toy.Resolver
	registry *transport.Registry
	guard    *limit.Guard
	net      *pipeListener
	client   *http.Client
}

func start(t *testing.T, change ...func(*setup)) *bench {
	t.Helper()
	b := &bench{t: t, notes: toy.New(), registry: transport.NewRegistry(), net: newPipeListener()}
	var s setup
	for _, f := range change {
		f(&s)
	}
	b.guard = limit.New(s.limit)

	srv := handler.New(toy.NewExecutableSchema(toy.Config{Resolvers: b.notes}))
	srv.SetErrorPresenter(coded.Present)
	srv.SetRecoverFunc(func(context.Context, any) error { return fault.New(fault.Internal, "internal error") })
	srv.Use(extension.Introspection{})
	b.guard.Install(srv)
	s.ws.Gate, s.ws.Registry = s.gate, b.registry
	s.sse.Gate, s.sse.Registry = s.gate, b.registry
	srv.AddTransport(s.ws)
	srv.AddTransport(s.sse)
	srv.AddTransport(transport.HTTP{Gate: s.gate})

	var h http.Handler = srv
	if s.wrap != nil {
		h = s.wrap(h)
	}
	server := &http.Server{Handler: h}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(b.net) })
	carrier := &http.Transport{DialContext: b.net.dial, DisableCompression: true}
	b.client = &http.Client{Transport: carrier, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	t.Cleanup(func() {
		gone, cancel := context.WithCancel(context.Background())
		cancel()
		_ = b.registry.Drain(gone, 0) // cuts what the test left open
		carrier.CloseIdleConnections()
		_ = server.Close()
		serving.Wait()
	})
	return b
}

const endpoint = "http://daybook.test/graphql"

// answer is an HTTP response, read.
type answer struct {
	status int
	header http.Header
	text   string
}

type errorJSON struct {
	Message    string         `json:"message"`
	Path       []any          `json:"path"`
	Extensions map[string]any `json:"extensions"`
}

type result struct {
	Errors     []errorJSON     `json:"errors"`
	Data       json.RawMessage `json:"data"`
	Extensions map[string]any  `json:"extensions"`
}

func (a answer) result(t *testing.T) result {
	t.Helper()
	return decode(t, a.text)
}

func decode(t *testing.T, text string) result {
	t.Helper()
	var r result
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatalf("not JSON: %q", text)
	}
	return r
}

func (r result) code() string {
	if len(r.Errors) == 0 {
		return ""
	}
	code, _ := r.Errors[0].Extensions["code"].(string)
	return code
}

// send makes a request; header lines are "Name: value", and "Name:" takes a default away.
func (b *bench) send(method, url, body string, headers ...string) answer {
	b.t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ":")
		if value = strings.TrimSpace(value); value == "" {
			r.Header.Del(name)
		} else {
			r.Header.Set(name, value)
		}
	}
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatalf("%s: reading the answer: %v", method, err)
	}
	return answer{resp.StatusCode, resp.Header, string(text)}
}

func (b *bench) post(query string, headers ...string) answer {
	b.t.Helper()
	return b.send(http.MethodPost, endpoint, body(query, nil), headers...)
}

func body(query string, vars map[string]any) string {
	text, err := json.Marshal(map[string]any{"query": query, "variables": vars})
	if err != nil {
		panic(err)
	}
	return string(text)
}

const (
	acceptResponse = "Accept: application/graphql-response+json"
	acceptStream   = "Accept: text/event-stream"
)

// events reads the server-sent events of an answer.
type event struct{ name, data string }

func events(text string) []event {
	var out []event
	for block := range strings.SplitSeq(text, "\n\n") {
		var e event
		for line := range strings.SplitSeq(block, "\n") {
			if v, ok := strings.CutPrefix(line, "event: "); ok {
				e.name = v
			}
			if v, ok := strings.CutPrefix(line, "data: "); ok {
				e.data = v
			}
		}
		if e.name != "" {
			out = append(out, e)
		}
	}
	return out
}

// openStream starts an event stream and leaves it open.
func (b *bench) openStream(query string) (*bufio.Reader, func()) {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(body(query, nil)))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		b.t.Fatalf("stream: HTTP %d", resp.StatusCode)
	}
	stop := func() { cancel(); _ = resp.Body.Close() }
	b.t.Cleanup(stop)
	return bufio.NewReader(resp.Body), stop
}

// nextBlock reads up to the next empty line.
func nextBlock(r *bufio.Reader) (string, error) {
	var out strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return out.String(), err
		}
		if line == "\n" {
			return out.String(), nil
		}
		out.WriteString(line)
	}
}

// wire is a WebSocket client that does as the test says.
type wire struct {
	t    *testing.T
	conn *websocket.Conn
}

type frame struct {
	Type    string          `json:"type"`
	ID      string          `json:"id"`
	Payload json.RawMessage `json:"payload"`
}

func (b *bench) dial(options ...func(*websocket.DialOptions)) (*wire, *http.Response, error) {
	o := &websocket.DialOptions{HTTPClient: b.client, Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{}}
	for _, f := range options {
		f(o)
	}
	conn, resp, err := websocket.Dial(context.Background(), endpoint, o)
	if err != nil {
		return nil, resp, err
	}
	conn.SetReadLimit(1 << 20)
	b.t.Cleanup(func() { _ = conn.CloseNow() })
	return &wire{b.t, conn}, resp, nil
}

func (b *bench) open(options ...func(*websocket.DialOptions)) *wire {
	b.t.Helper()
	w, _, err := b.dial(options...)
	if err != nil {
		b.t.Fatalf("handshake: %v", err)
	}
	return w
}

// ready is an acknowledged socket.
func (b *bench) ready() *wire {
	b.t.Helper()
	w := b.open()
	w.send(`{"type":"connection_init"}`)
	if f := w.next(); f.Type != "connection_ack" {
		b.t.Fatalf("got %+v, want connection_ack", f)
	}
	return w
}

func (w *wire) send(text string) {
	w.t.Helper()
	if err := w.conn.Write(context.Background(), websocket.MessageText, []byte(text)); err != nil {
		w.t.Fatalf("sending: %v", err)
	}
}

func (w *wire) subscribe(id, query string) {
	w.t.Helper()
	w.send(subscribeText(id, query))
}

func subscribeText(id, query string) string {
	text, err := json.Marshal(map[string]any{"type": "subscribe", "id": id, "payload": map[string]any{"query": query}})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func (w *wire) read() (frame, error) {
	var f frame
	_, data, err := w.conn.Read(context.Background())
	if err != nil {
		return f, err
	}
	return f, json.Unmarshal(data, &f)
}

func (w *wire) next() frame {
	w.t.Helper()
	f, err := w.read()
	if err != nil {
		w.t.Fatalf("reading: %v", err)
	}
	return f
}

// closed reads until the server closes, and returns how.
func (w *wire) closed() websocket.CloseError {
	w.t.Helper()
	for {
		if _, err := w.read(); err != nil {
			var end websocket.CloseError
			if !errors.As(err, &end) {
				w.t.Fatalf("the connection was cut: %v", err)
			}
			return end
		}
	}
}

func codeOf(t *testing.T, payload json.RawMessage) string {
	t.Helper()
	var errs []errorJSON
	if err := json.Unmarshal(payload, &errs); err != nil || len(errs) == 0 {
		t.Fatalf("not a list of errors: %s", payload)
	}
	return result{Errors: errs}.code()
}

// pipeListener is a network in memory. Its connections buffer nothing: who does not read stalls the
// other side at once.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error   { l.once.Do(func() { close(l.closed) }); return nil }
func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// feed is Subscription.feed in the hands of a test.
type feed struct {
	events chan string
	ended  chan struct{} // closed when a subscription's context has ended
}

func (b *bench) feed() *feed {
	f := &feed{events: make(chan string), ended: make(chan struct{})}
	var once sync.Once
	b.notes.Feed = func(ctx context.Context, _ string) (<-chan string, error) {
		context.AfterFunc(ctx, func() { once.Do(func() { close(f.ended) }) })
		return f.events, nil
	}
	return f
}

const feedQuery = `subscription { feed(topic: "t") }`
