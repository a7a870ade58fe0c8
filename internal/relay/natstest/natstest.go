// Package natstest gives tests NATS servers of their own, inside the test's process, and bridges between them that lose,
// repeat and reorder what they carry.
package natstest

import (
	"net"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// patience is how long a server may take to start; it bounds a failing test, nothing else.
const patience = 30 * time.Second

// Server is a NATS server on loopback. It has the same address whenever it runs.
type Server struct {
	URL     string
	options server.Options

	mu      sync.Mutex
	running *server.Server
}

// New makes a server that does not run yet.
func New(t testing.TB, change ...func(*server.Options)) *Server {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{URL: "nats://" + address, options: server.Options{Host: host, NoLog: true, NoSigs: true}}
	if s.options.Port, err = strconv.Atoi(port); err != nil {
		t.Fatal(err)
	}
	for _, c := range change {
		c(&s.options)
	}
	t.Cleanup(s.Stop)
	return s
}

// Start makes a server that runs until it is stopped, or the test ends.
func Start(t testing.TB, change ...func(*server.Options)) *Server {
	t.Helper()
	s := New(t, change...)
	s.Start(t)
	return s
}

// Start runs the server; it has not been started, or was stopped.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	options := s.options.Clone()
	running, err := server.NewServer(options)
	if err != nil {
		t.Fatalf("making a NATS server: %v", err)
	}
	running.Start()
	if !running.ReadyForConnections(patience) {
		t.Fatal("the NATS server does not start")
	}
	s.running = running
}

// Stop ends the server, if it runs, and its connections.
func (s *Server) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		s.running.Shutdown()
		s.running.WaitForShutdown()
		s.running = nil
	}
}

// As is the server's address with a user and password.
func (s *Server) As(user, password string) string {
	u, err := url.Parse(s.URL)
	if err != nil {
		panic(err) // we made it
	}
	u.User = url.UserPassword(user, password)
	return u.String()
}

// Connect connects to the server until the test ends.
func (s *Server) Connect(t testing.TB) *nats.Conn {
	t.Helper()
	conn, err := nats.Connect(s.URL, nats.NoEcho())
	if err != nil {
		t.Fatalf("connecting to NATS: %v", err)
	}
	t.Cleanup(conn.Close)
	return conn
}

// Bridge carries every message between two servers, as spoil leaves it: spoil is called for one after the other of each
// direction and gives what goes out in its place.
func Bridge(t testing.TB, a, b *Server, spoil func() func(*nats.Msg) []*nats.Msg) {
	t.Helper()
	left, right := a.Connect(t), b.Connect(t)
	carry := func(from, to *nats.Conn) {
		change := spoil()
		_, err := from.Subscribe(">", func(m *nats.Msg) {
			for _, each := range change(m) {
				to.Publish(each.Subject, each.Data) //nolint:errcheck // the test is over
			}
		})
		if err == nil {
			err = from.Flush()
		}
		if err != nil {
			t.Fatalf("bridging NATS servers: %v", err)
		}
	}
	carry(left, right)
	carry(right, left)
}
