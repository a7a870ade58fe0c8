// Package server puts the rooms that speak HTTP behind one address: the API, sign-in, the pages, health and metrics. It
// starts, drains and stops them in order.
package server

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"daybook/internal/authn"
	"daybook/internal/founding"
	"daybook/internal/transport"
	"daybook/web"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

const (
	readHeaderTimeout = 5 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 64 << 10
	// drainWindow is over how long open streams are ended, downloadWindow how long files may still be sent, stopTimeout when what
	// is left is cut.
	drainWindow    = 5 * time.Second
	downloadWindow = 10 * time.Second
	stopTimeout    = 20 * time.Second
)

// Options are what a server puts together.
type Options struct {
	GraphQL  http.Handler
	Gate     transport.Gate // says which foreign origins may call
	Authn    *authn.Service
	Secure   bool // cookies for TLS only
	Registry *transport.Registry
	Metrics  *prometheus.Registry
	Log      *slog.Logger
	// Downloads writes exports out; nil where there are none.
	Downloads http.Handler
	// DownloadWindow is how long downloads may go on when the server stops, before they are cut; 10 s when zero.
	DownloadWindow time.Duration
	// Ready tells whether the database answers.
	Ready func(context.Context) error
	// Demo lists people to sign in as; nil where there is no demo.
	Demo *Demo
	// Founding makes the first workspace; nil where there was one from the start.
	Founding *founding.Service
}

// Server serves until it is told to stop.
type Server struct {
	http     *http.Server
	registry *transport.Registry
	draining atomic.Bool
	log      *slog.Logger

	downloads      context.Context // ends when downloads are cut
	cutDownloads   context.CancelFunc
	downloadWindow time.Duration
}

// New makes a server.
func New(o Options) *Server {
	s := &Server{registry: o.Registry, log: o.Log, downloadWindow: cmp.Or(o.DownloadWindow, downloadWindow)}
	s.downloads, s.cutDownloads = context.WithCancel(context.Background())
	m := newMetrics(o.Metrics)
	mux := http.NewServeMux()
	mux.Handle("/graphql", o.Gate.Door(o.Authn.Middleware(o.Secure, o.GraphQL)))
	if o.Downloads != nil {
		mux.Handle("GET /exports/{id}", o.Authn.Middleware(o.Secure, s.untilCut(o.Downloads)))
	}
	sign := &signing{authn: o.Authn, secure: o.Secure, demo: o.Demo}
	mux.Handle("POST /auth/sign-in", http.HandlerFunc(sign.in))
	mux.Handle("POST /auth/sign-out", o.Authn.Middleware(o.Secure, http.HandlerFunc(sign.out)))
	mux.Handle("GET /auth/demo", http.HandlerFunc(sign.people))
	if o.Founding != nil {
		f := founders{o.Founding}
		mux.Handle("GET /auth/founding", http.HandlerFunc(f.open))
		mux.Handle("POST /auth/founding", http.HandlerFunc(f.found))
	}
	mux.Handle("GET /healthz", http.HandlerFunc(s.healthy))
	mux.Handle("GET /readyz", s.ready(o.Ready))
	mux.Handle("GET /metrics", promhttp.HandlerFor(o.Metrics, promhttp.HandlerOpts{}))
	mux.Handle("/", web.Handler())
	s.http = &http.Server{
		Handler:           observe(o.Log, m, mux),
		ReadHeaderTimeout: readHeaderTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug),
	}
	return s
}

// Serve answers on the listener until the context ends, then drains: readiness says no, streams end with a cursor to
// resume from, requests in flight finish, downloads that take longer than 10 s are cut, and so is what is left after 20 s.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- s.http.Serve(listener) }()
	go settle(ctx, s.registry.Len, freeMemory)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.draining.Store(true)
	defer s.cutDownloads()
	defer time.AfterFunc(s.downloadWindow, s.cutDownloads).Stop()
	s.log.Info("stopping", "open", s.registry.Len())
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	drained := s.registry.Drain(stop, min(drainWindow, time.Duration(s.registry.Len())*10*time.Millisecond))
	err := s.http.Shutdown(stop)
	if err != nil {
		s.http.Close() //nolint:errcheck // it is over anyway
	}
	return errors.Join(drained, err)
}

// untilCut ends requests when downloads are cut.
func (s *Server) untilCut(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithCancel(r.Context())
		defer cancel()
		defer context.AfterFunc(s.downloads, cancel)()
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}

func (s *Server) healthy(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") }

// ready tells load balancers whether to send requests here: not while draining, not without a database.
func (s *Server) ready(database func(context.Context) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		switch {
		case s.draining.Load():
			plain(w, http.StatusServiceUnavailable, "stopping")
		case database(ctx) != nil:
			plain(w, http.StatusServiceUnavailable, "the database does not answer")
		default:
			plain(w, http.StatusOK, "ready")
		}
	})
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write([]byte(text + "\n")) //nolint:errcheck // the client may be gone
}
