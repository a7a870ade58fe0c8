package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"syscall"

	"daybook/internal/app"
	"daybook/internal/config"
	"daybook/internal/demo"
	"daybook/internal/founding"
	"daybook/internal/postgres"
	"daybook/internal/relay"
	"daybook/internal/server"
	"daybook/internal/transport/limit"

	"golang.org/x/sync/errgroup"
)

// reserved is how many of the connections are kept for what must not wait behind requests.
const reserved = 2

type serveCommand struct {
	config.Server   `embed:""`
	config.Database `embed:""`
	Demo            bool `env:"DAYBOOK_DEMO" help:"Fill an empty database with the demo workspace, also one given by --database-url."`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(ctx context.Context, io streams) (err error) {
	if err := c.Server.Validate(); err != nil {
		return err
	}
	log := newLogger(io.err, c.LogLevel)
	// The port first: when it is taken, nothing else is touched.
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return listenError(c.Addr, err)
	}
	defer listener.Close() //nolint:errcheck // Serve closes it too
	d, err := open(ctx, c.Database, postgres.Options{MaxConns: c.MaxConns - reserved, Name: "daybook serve"}, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	reserve, err := d.connect(ctx, postgres.Options{MaxConns: reserved, Name: "daybook serve, reserve"})
	if err != nil {
		return err
	}
	a, err := app.New(ctx, d.db, app.Options{URL: d.url, Reserve: reserve, Jobs: true, PublicURL: c.PublicURL, Origins: c.Origins, Secure: c.Secure(), Log: log,
		NATS:   relay.Server{URL: c.NATSURL, Credentials: c.NATSCreds},
		Budget: limit.Budget{Maximum: c.CostBudget, RestorePerSecond: c.CostRestore}})
	if err != nil {
		return err
	}
	people, err := c.demo(ctx, d, a)
	if err != nil {
		return err
	}
	first, err := firstWorkspace(ctx, a)
	if err != nil {
		return err
	}
	srv := server.New(server.Options{GraphQL: a.GraphQL, Gate: a.Gate, Downloads: a.Downloads, Authn: a.Authn, Secure: c.Secure(), Registry: a.Registry,
		Metrics: a.Metrics, Log: log, Ready: reserve.PingContext, Demo: people, Founding: first})
	announce(io.out, c.PublicURL, people, first)

	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	var g errgroup.Group
	g.Go(func() error { return a.Run(work) })
	err = srv.Serve(ctx, listener)
	stopWork() // after the streams have ended
	return errors.Join(err, g.Wait())
}

// demo fills an empty database with the demo workspace: the private one always, a given one only when told to. It lists
// the people of a demo workspace that is there.
func (c *serveCommand) demo(ctx context.Context, d *database, a *app.App) (*server.Demo, error) {
	if d.private || c.Demo {
		if err := demo.Seed(ctx, a); err != nil {
			return nil, fmt.Errorf("making the demo workspace: %w", err)
		}
	}
	people, err := demo.People(ctx, d.db)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	list := &server.Demo{Password: demo.Password}
	for _, p := range people {
		list.People = append(list.People, server.DemoPerson{Role: p.Role, Name: p.Name, Email: p.Email})
	}
	return list, nil
}

// firstWorkspace offers to make one where there is none; nil elsewhere.
func firstWorkspace(ctx context.Context, a *app.App) (*founding.Service, error) {
	f := founding.New(a.DB, a.Workspaces)
	if open, err := f.Open(ctx); err != nil || !open {
		return nil, err
	}
	return f, nil
}

func listenError(addr string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is in use by another program: stop it, or choose another address with --addr", addr)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("this account may not listen on %s: choose a port above 1023 with --addr", addr)
	}
	return fmt.Errorf("listening on %s: %w", addr, err)
}

func announce(out io.Writer, url string, people *server.Demo, first *founding.Service) {
	fmt.Fprintf(out, "Daybook serves on %s\n  API       %s/graphql\n  GraphiQL  %s/graphiql\n", url, url, url)
	if first != nil {
		// What stands behind the # goes to no server and into no log.
		fmt.Fprintf(out, "\nThere is no workspace yet. Make the first one, and yourself its owner, at\n  %s/sign-in#found=%s\n", url, first.Code())
	}
	if people == nil {
		return
	}
	fmt.Fprintf(out, "\nDemo workspace \"demo\": sign in at %s/sign-in with password %q as\n", url, people.Password)
	for _, p := range people.People {
		fmt.Fprintf(out, "  %-22s %s\n", p.Email, p.Role)
	}
}

func newLogger(out io.Writer, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	log := slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: l}))
	slog.SetDefault(log)
	return log
}
