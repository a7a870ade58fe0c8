package browser

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/demo"
	"daybook/internal/founding"
	"daybook/internal/server"

	"github.com/prometheus/client_golang/prometheus"
)

// site is a server with the demo workspace, on a database of its own. Its clock runs.
type site struct {
	*apptest.App
	url   string
	stop  func()       // ends the server; serve starts it again at the same address
	ahead atomic.Int64 // how far its clock is ahead of the machine's, as a time.Duration
	ill   atomic.Bool  // the API fails

	founding *founding.Service // nil where the demo is
}

func (s *site) now() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) }

// seats are how many tests may have windows open at a time: more would only wait for each other.
var seats = make(chan struct{}, min(4, runtime.GOMAXPROCS(0)))

// newSite starts a server.
func newSite(t *testing.T, change ...func(*app.Options)) *site {
	t.Helper()
	s := newApp(t, change...)
	if err := demo.Seed(t.Context(), s.App.App); err != nil {
		t.Fatalf("making the demo workspace: %v", err)
	}
	s.Start(t)
	s.serve(t, "127.0.0.1:0")
	return s
}

// newInstall starts a server on an empty database.
func newInstall(t *testing.T) *site {
	t.Helper()
	s := newApp(t)
	s.founding = founding.New(s.DB, s.Workspaces)
	s.Start(t)
	s.serve(t, "127.0.0.1:0")
	return s
}

func newApp(t *testing.T, change ...func(*app.Options)) *site {
	t.Helper()
	seats <- struct{}{}
	t.Cleanup(func() { <-seats })
	report(t)
	s := &site{}
	s.App = apptest.New(t, append([]func(*app.Options){func(o *app.Options) { o.Now = s.now }}, change...)...)
	return s
}

// serve answers at an address until the test ends or stop is called.
func (s *site) serve(t *testing.T, address string) {
	t.Helper()
	people, err := demo.People(t.Context(), s.DB)
	if err != nil {
		t.Fatal(err)
	}
	var list *server.Demo
	for _, p := range people {
		if list == nil {
			list = &server.Demo{Password: demo.Password}
		}
		list.People = append(list.People, server.DemoPerson{Role: p.Role, Name: p.Name, Email: p.Email})
	}
	srv := server.New(server.Options{GraphQL: s.dated(s.GraphQL), Gate: s.Gate, Downloads: s.Downloads, Authn: s.Authn, Registry: s.Registry, Metrics: prometheus.NewRegistry(),
		Log: slog.New(slog.DiscardHandler), Ready: s.DB.PingContext, Demo: list, Founding: s.founding})
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + listener.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() { over <- srv.Serve(ctx, listener) }()
	ended := false
	s.stop = func() {
		if ended {
			return
		}
		ended = true
		cancel()
		if err := <-over; err != nil && !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("stopping the server: %v", err)
		}
	}
	t.Cleanup(s.stop)
}

// crash is what an API that fails answers.
const crash = "panic: runtime error: index out of range [3] at /srv/daybook/secret.go:42"

// dated says the site's time where the machine's would stand, and fails while the site is ill.
func (s *site) dated(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.ill.Load() {
			http.Error(w, crash, http.StatusInternalServerError)
			return
		}
		w.Header().Set("Date", s.now().UTC().Format(http.TimeFormat))
		h.ServeHTTP(w, r)
	})
}

// again starts another server on the same data at an address, as after an upgrade.
func (s *site) again(t *testing.T, address string) {
	t.Helper()
	s.App = s.Beside(t, func(o *app.Options) { o.Now = s.now })
	s.Start(t)
	s.serve(t, address)
}

// people of the demo workspace, by what they are.
const (
	owner    = "owner@example.com"
	admin    = "admin@example.com"
	manager  = "manager@example.com"
	member   = "member1@example.com"
	teammate = "member2@example.com" // of the same team
)
