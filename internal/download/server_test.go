package download_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/server"
)

// site is an app behind a real server whose connections are pipes in memory: they hold nothing back, so a client that does
// not read stalls the server at once.
type site struct {
	*apptest.App
	client *http.Client
	stop   func()        // tells the server to stop, as SIGTERM does
	over   chan struct{} // closed when it has
}

func serve(t *testing.T, a *apptest.App, downloads http.Handler, change ...func(*server.Options)) *site {
	t.Helper()
	l := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	o := server.Options{GraphQL: a.GraphQL, Downloads: downloads, Authn: a.Authn, Registry: a.Registry, Metrics: a.Metrics, Log: quiet}
	for _, c := range change {
		c(&o)
	}
	server := server.New(o)
	ctx, stop := context.WithCancel(context.Background())
	transport := &http.Transport{DialContext: l.dial, DisableKeepAlives: true}
	s := &site{App: a, client: &http.Client{Transport: transport}, stop: stop, over: make(chan struct{})}
	go func() {
		defer close(s.over)
		if err := server.Serve(ctx, l); err != nil {
			t.Errorf("stopping the server: %v", err)
		}
	}()
	t.Cleanup(func() {
		stop()
		<-s.over
		transport.CloseIdleConnections()
	})
	return s
}

func newSite(t *testing.T) *site {
	t.Helper()
	a := apptest.New(t)
	return serve(t, a, a.Downloads)
}

// ask asks for an export over GraphQL and gives the address of its file.
func (s *site) ask(t *testing.T, w *apptest.Workspace, as apptest.Caller, input string) (exportID, address string) {
	t.Helper()
	r := s.Post(t, as, fmt.Sprintf(`mutation { exportCreate(input: {workspaceId: %q, %s}) { export { id url } userErrors { message } } }`, w.NodeID(), input), nil)
	var data struct {
		ExportCreate struct{ Export struct{ ID, URL string } }
	}
	if err := json.Unmarshal(r.Data, &data); err != nil || len(r.Errors) > 0 || data.ExportCreate.Export.URL == "" {
		t.Fatalf("asking for an export: %v %s %v", err, r.Data, r.Errors)
	}
	return data.ExportCreate.Export.ID, data.ExportCreate.Export.URL
}

// open opens an address as somebody; nil is nobody.
func (s *site) open(t *testing.T, as apptest.Caller, method, address string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if as != nil {
		as.Authorize(r)
	}
	response, err := s.client.Do(r)
	if err != nil {
		t.Fatalf("opening %s: %v", address, err)
	}
	t.Cleanup(func() { response.Body.Close() }) //nolint:errcheck // read only
	return response
}

// read gives the whole file.
func (s *site) read(t *testing.T, as apptest.Caller, address string) string {
	t.Helper()
	response := s.open(t, as, http.MethodGet, address)
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("opening %s: %s %v %.200s", address, response.Status, err, body)
	}
	return string(body)
}

// objects are the lines of a JSONL file.
func objects(t *testing.T, file string) []map[string]any {
	t.Helper()
	var out []map[string]any
	for line := range strings.Lines(file) {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil || !strings.HasSuffix(line, "\n") {
			t.Fatalf("%v: %q", err, line)
		}
		out = append(out, one)
	}
	return out
}

// pipes is a listener on connections without any buffer.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (l *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case l.conns <- there:
		return here, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipes) Close() error {
	select {
	case <-l.closed:
	default:
		close(l.closed)
	}
	return nil
}

func (*pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }
