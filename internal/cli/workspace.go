package cli

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"

	"daybook/internal/account"
	"daybook/internal/app"
	"daybook/internal/authn"
	"daybook/internal/check"
	"daybook/internal/config"
	"daybook/internal/workspace"
)

type workspaceCommand struct {
	Create workspaceCreate `cmd:"" help:"Make a workspace with its first owner."`
}

type workspaceCreate struct {
	config.Database `embed:""`
	Slug            string `arg:"" help:"Short name, such as acme."`
	Name            string `help:"Full name; the slug when not given."`
	Owner           string `required:"" help:"Mail address of the first owner." placeholder:"MAIL"`
	OwnerName       string `help:"Name of the first owner; the mail address when not given." placeholder:"NAME"`
	TimeZone        string `default:"UTC" help:"Time zone of the workspace and its owner, such as Europe/Berlin."`
}

// Run makes the workspace. An owner who has no password yet gets the one of DAYBOOK_OWNER_PASSWORD, or a random one that is
// printed once.
func (c *workspaceCreate) Run(ctx context.Context, io streams) error {
	var l check.List
	email := account.NormalEmail(&l, "owner", c.Owner)
	if err := l.Err(); err != nil {
		return err
	}
	name, ownerName := c.Name, c.OwnerName
	if name == "" {
		name = c.Slug
	}
	if ownerName == "" {
		ownerName = email
	}
	return withApp(ctx, c.Database, io, func(a *app.App) error {
		_, owner, _, err := a.Workspaces.Found(ctx,
			workspace.CreateParams{Slug: c.Slug, Name: name, TimeZone: c.TimeZone, WeekStart: workspace.Monday},
			workspace.Founder{Email: email, DisplayName: ownerName, TimeZone: c.TimeZone})
		if err != nil {
			return err
		}
		fmt.Fprintf(io.out, "made the workspace %s; its owner is %s\n", c.Slug, email)
		acc, err := account.ByEmail(ctx, a.DB, email)
		if err != nil || acc.PasswordHash != nil {
			return err
		}
		password := os.Getenv("DAYBOOK_OWNER_PASSWORD")
		if password == "" {
			password = rand.Text()
			fmt.Fprintf(io.out, "password: %s\n", password)
		}
		hash, err := authn.HashPassword(ctx, password)
		if err != nil {
			return err
		}
		return account.SetPassword(ctx, a.DB, owner.AccountID, hash)
	})
}
