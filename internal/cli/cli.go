// Package cli is the command line: one file per command. Exit code 2 is misuse, 1 failure.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"daybook/internal/app"
	"daybook/internal/check"

	"github.com/alecthomas/kong"
)

type commands struct {
	Serve     serveCommand     `cmd:"" help:"Run the server."`
	Migrate   migrateCommand   `cmd:"" help:"Change the database's structure."`
	Token     tokenCommand     `cmd:"" help:"Make credentials for programs."`
	Workspace workspaceCommand `cmd:"" help:"Make workspaces."`
	Parse     parseCommand     `cmd:"" help:"Show what the parsers make of a file."`
	Import    importCommand    `cmd:"" help:"Bring data in from a file."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

// streams are where a command writes.
type streams struct{ out, err io.Writer }

// Main runs the command line and returns the exit code.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr})
}

func run(ctx context.Context, args []string, io streams) int {
	code := -1
	parser, err := kong.New(&commands{}, kong.Name("daybook"), kong.Writers(io.out, io.err),
		kong.Description("Daybook keeps how a team's days go: standups, work and who did what when, as one GraphQL API with a live feed."),
		kong.UsageOnError(), kong.Exit(func(n int) { code = n }), kong.Bind(io))
	if err != nil {
		fmt.Fprintln(io.err, "daybook:", err)
		return 2
	}
	parser.Model.HelpFlag.Help = "Show help."
	command, err := parser.Parse(args)
	if code >= 0 { // help was shown
		return code
	}
	if err != nil {
		fmt.Fprintln(io.err, "daybook:", err)
		return 2
	}
	command.BindTo(ctx, (*context.Context)(nil))
	if err := command.Run(); err != nil {
		if rejection, ok := errors.AsType[*check.Rejection](err); ok {
			for _, e := range rejection.Errors {
				fmt.Fprintf(io.err, "daybook: %s: %s\n", e.Code, e.Message)
			}
			return 1
		}
		fmt.Fprintln(io.err, "daybook:", err)
		return 1
	}
	return 0
}

type versionCommand struct{}

func (versionCommand) Run(io streams) error {
	fmt.Fprintln(io.out, app.Version)
	return nil
}
