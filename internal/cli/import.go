package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"daybook/internal/app"
	"daybook/internal/config"
	"daybook/internal/intake"
)

type importCommand struct {
	Standups importStandups `cmd:"" help:"Import standups from newline-delimited JSON: id, date, author, raw_text. Safe to run twice."`
	Time     importTime     `cmd:"" help:"Import a CSV export of time from Toggl, Clockify, Harvest, Kimai or a plain table. Safe to run twice."`
}

type importStandups struct {
	config.Database `embed:""`
	File            string `arg:"" help:"The file; - for standard input."`
	Workspace       string `required:"" help:"Slug of the workspace." placeholder:"SLUG"`
	MailDomain      string `default:"example.com" help:"Domain that makes a mail address of an author's handle."`
}

func (c *importStandups) Run(ctx context.Context, out streams) error {
	file, err := openFile(c.File)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // it was only read
	return withApp(ctx, c.Database, out, func(a *app.App) error {
		w, err := findWorkspace(ctx, a, c.Workspace)
		if err != nil {
			return err
		}
		bar := newBar(out.err)
		report, err := (&intake.Standups{DB: a.DB, Members: a.Members, Standups: a.Standups, WorkspaceID: w.ID,
			MailDomain: c.MailDomain, Progress: bar.show, Now: time.Now}).Import(ctx, file)
		bar.end()
		printReport(out.out, report)
		return err
	})
}

func printReport(out io.Writer, r *intake.Report) {
	for _, s := range r.Skipped {
		fmt.Fprintf(out, "line %d: %s skipped: %s\n", s.Line, s.ID, s.Reason)
	}
	fmt.Fprintf(out, "%d records: %d imported, %d merged into another of the same person and day, %d unchanged, %d skipped; %d members added\n",
		r.Records, r.Imported, r.Merged, r.Unchanged, len(r.Skipped), r.NewMembers)
}

type parseCommand struct {
	Standups parseStandups `cmd:"" help:"Print the parts of each standup of a file as JSON: id, yesterday, today, blockers."`
}

type parseStandups struct {
	File string `arg:"" help:"The file, newline-delimited JSON with id and raw_text; - for standard input."`
}

// Run prints one object for each record that can be read; the others are told on standard error.
func (c *parseStandups) Run(io streams) error {
	file, err := openFile(c.File)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // it was only read
	out := bufio.NewWriter(io.out)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	bad := 0
	err = intake.Lines(file, func(l intake.Line) error {
		if l.Err != nil {
			bad++
			fmt.Fprintf(io.err, "line %d: %v\n", l.Number, l.Err)
			return nil
		}
		return enc.Encode(l.Record.Parse())
	})
	if err == nil {
		err = out.Flush()
	}
	if err == nil && bad > 0 {
		err = fmt.Errorf("%d lines could not be read", bad)
	}
	return err
}

func openFile(name string) (*os.File, error) {
	if name == "-" {
		return os.Stdin, nil
	}
	return os.Open(name)
}

// bar is a progress bar on a terminal, and nothing elsewhere.
type bar struct {
	out  io.Writer
	last time.Time
}

func newBar(out io.Writer) *bar {
	if f, ok := out.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return &bar{out: out}
		}
	}
	return &bar{}
}

func (b *bar) show(done, total int) {
	if b.out == nil || done < total && time.Since(b.last) < 50*time.Millisecond {
		return
	}
	b.last = time.Now()
	const width = 40
	full := width * done / max(total, 1)
	fmt.Fprintf(b.out, "\r[%s%s] %d/%d", strings.Repeat("#", full), strings.Repeat(" ", width-full), done, total)
}

func (b *bar) end() {
	if b.out != nil && !b.last.IsZero() {
		fmt.Fprintln(b.out)
	}
}
