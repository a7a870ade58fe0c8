package cli

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/app"
	"daybook/internal/config"
	"daybook/internal/member"
	"daybook/internal/postgres"
	"daybook/internal/workspace"
)

type tokenCommand struct {
	Create tokenCreate `cmd:"" help:"Make an API token and print its secret, and nothing else."`
}

type tokenCreate struct {
	config.Database `embed:""`
	Workspace       string   `required:"" help:"Slug of the workspace." placeholder:"SLUG"`
	Member          string   `help:"Mail address of the member the token acts as." placeholder:"MAIL" xor:"who" required:""`
	Service         string   `help:"Name of a service token, which acts as itself within its scopes." placeholder:"NAME" xor:"who" required:""`
	Scope           []string `help:"What the token may do, such as tracking:read; needed for a service token." placeholder:"SCOPE"`
	Days            *int     `help:"Days until the token is refused; no end when not given."`
}

func (c *tokenCreate) Run(ctx context.Context, io streams) (err error) {
	return withApp(ctx, c.Database, io, func(a *app.App) error {
		w, err := findWorkspace(ctx, a, c.Workspace)
		if err != nil {
			return err
		}
		p := apitoken.CreateParams{WorkspaceID: w.ID, Name: c.Service, Service: c.Service != "", Scopes: c.Scope, Days: c.Days}
		if c.Member != "" {
			m, err := member.ByEmail(ctx, a.DB, w.ID, c.Member)
			if err != nil {
				return err
			}
			if m == nil || m.RemovedAt != nil {
				return fmt.Errorf("no member %s in the workspace %s", c.Member, c.Workspace)
			}
			p.Name, p.MemberID = "command line", &m.ID
		}
		_, secret, _, err := a.Tokens.Issue(ctx, activity.BySystem, p)
		if err != nil {
			return err
		}
		fmt.Fprintln(io.out, secret)
		return nil
	})
}

// withApp opens the database for a command and closes it afterwards.
func withApp(ctx context.Context, c config.Database, io streams, work func(*app.App) error) (err error) {
	log := newLogger(io.err, "warn")
	d, err := open(ctx, c, postgres.Options{MaxConns: 4, Name: "daybook command"}, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	a, err := app.New(ctx, d.db, app.Options{Log: log}) // running servers hear of it by their own clock
	if err != nil {
		return err
	}
	return work(a)
}

func findWorkspace(ctx context.Context, a *app.App, slug string) (*workspace.Workspace, error) {
	w, err := workspace.BySlug(ctx, a.DB, slug)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("no workspace %q", slug)
	}
	return w, err
}
