// Command cmd serves the toy schema on loopback, for conformity suites to be run against.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"

	"daybook/internal/fault"
	"daybook/internal/transport"
	"daybook/internal/transport/coded"
	"daybook/internal/transport/internal/toy"
	"daybook/internal/transport/limit"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8091", "loopback address to listen on")
	initTimeout := flag.Duration("init-timeout", 3*time.Second, "how long a socket may take to send connection_init")
	keepAlive := flag.Duration("keep-alive", 12*time.Second, "how often a quiet event stream carries a comment")
	token := flag.String("token", "", "the bearer token to ask for; none when empty")
	flag.Parse()
	if err := run(*addr, *initTimeout, *keepAlive, *token); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(addr string, initTimeout, keepAlive time.Duration, token string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	if !listener.Addr().(*net.TCPAddr).IP.IsLoopback() {
		return fmt.Errorf("%s is not a loopback address", addr)
	}

	registry := transport.NewRegistry()
	mux := http.NewServeMux()
	mux.Handle("/graphql", graphQL(registry, initTimeout, keepAlive, token))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 3 * time.Second, IdleTimeout: time.Minute}
	go func() {
		<-ctx.Done()
		drain, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := registry.Drain(drain, time.Second); err != nil {
			slog.Warn("draining", "err", err)
		}
		_ = server.Shutdown(drain)
	}()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

func graphQL(registry *transport.Registry, initTimeout, keepAlive time.Duration, token string) http.Handler {
	srv := handler.New(toy.NewExecutableSchema(toy.Config{Resolvers: toy.New()}))
	srv.SetErrorPresenter(coded.Present)
	srv.SetRecoverFunc(func(context.Context, any) error { return fault.New(fault.Internal, "internal error") })
	srv.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	srv.Use(extension.Introspection{})
	srv.Use(extension.AutomaticPersistedQuery{Cache: lru.New[string](100)})
	// The suites send thousands of requests as one caller.
	limit.New(limit.Config{Budget: limit.Budget{Maximum: 1e9, RestorePerSecond: 1e9}}).Install(srv)

	gate := transport.Gate{}
	srv.AddTransport(transport.WebSocket{
		Gate: gate, Registry: registry, InitTimeout: initTimeout,
		Init: func(ctx context.Context, payload map[string]any) (context.Context, error) {
			if given, _ := payload["Authorization"].(string); token != "" && given != "Bearer "+token && ctx.Value(signedIn{}) == nil {
				return nil, fault.New(fault.Unauthenticated, "sign in first")
			}
			return ctx, nil
		},
	})
	srv.AddTransport(transport.SSE{Gate: gate, Registry: registry, KeepAlive: keepAlive})
	srv.AddTransport(transport.HTTP{Gate: gate})
	return authenticate(token, srv)
}

type signedIn struct{}

// authenticate stands for the middleware that finds the viewer: a wrong token is refused, a socket may
// still bring its own.
func authenticate(token string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		switch {
		case token == "" || r.Header.Get("Upgrade") != "" && !ok:
		case given != token:
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"errors":[{"message":"sign in first","extensions":{"code":"UNAUTHENTICATED"}}]}`))
			return
		default:
			r = r.WithContext(context.WithValue(r.Context(), signedIn{}, true))
		}
		next.ServeHTTP(w, r)
	})
}
