// Command parserreport measures the standup parser against a file of standups whose parts are known.
//
//	parserreport [-v] [-min 97] standups.ndjson
//
// Each line of the file is a JSON object with id, team, raw_text, split and the expected yesterday, today and
// blockers. Only lines with split "ok" count; whitespace is folded before comparing, and a missing part differs
// from an empty one. The exit code is 1 when fewer lines agree than wanted or the file cannot be read, and 2
// for misuse.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"

	"daybook/internal/standuptext"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("parserreport", flag.ContinueOnError)
	flags.SetOutput(stderr)
	verbose := flags.Bool("v", false, "print the texts that differ")
	least := flags.Float64("min", 97, "the least agreement in per cent")
	flags.Usage = func() {
		_, _ = fmt.Fprintln(stderr, "usage: parserreport [-v] [-min percent] standups.ndjson")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if flags.NArg() != 1 {
		flags.Usage()
		return 2
	}
	records, err := read(flags.Arg(0))
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "parserreport:", err)
		return 1
	}
	r := measure(records)
	if err := r.print(stdout, *verbose); err != nil {
		_, _ = fmt.Fprintln(stderr, "parserreport:", err)
		return 1
	}
	if r.all.total == 0 || r.all.percent() < *least {
		return 1
	}
	return 0
}

type record struct {
	ID        string  `json:"id"`
	Team      string  `json:"team"`
	Raw       string  `json:"raw_text"`
	Split     string  `json:"split"`
	Yesterday *string `json:"yesterday"`
	Today     *string `json:"today"`
	Blockers  *string `json:"blockers"`
}

func read(path string) ([]record, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var out []record
	dec := json.NewDecoder(bufio.NewReader(f))
	for {
		var r record
		switch err := dec.Decode(&r); {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, fmt.Errorf("reading record %d of %s: %w", len(out)+1, path, err)
		}
		out = append(out, r)
	}
}

// tally counts records that agree.
type tally struct{ agree, total int }

func (t *tally) add(ok bool) {
	t.total++
	if ok {
		t.agree++
	}
}

func (t tally) percent() float64 {
	if t.total == 0 {
		return 0
	}
	return 100 * float64(t.agree) / float64(t.total)
}

// difference is one part of one record that the parser reads otherwise.
type difference struct {
	id, team, part string
	want, got      *string
}

type report struct {
	all         tally
	parts       map[string]*tally
	teams       map[string]*tally
	differences []difference
}

var partNames = []string{"yesterday", "today", "blockers"}

func measure(records []record) report {
	r := report{parts: map[string]*tally{}, teams: map[string]*tally{}}
	for _, name := range partNames {
		r.parts[name] = &tally{}
	}
	for _, rec := range records {
		if rec.Split != "ok" {
			continue
		}
		if r.teams[rec.Team] == nil {
			r.teams[rec.Team] = &tally{}
		}
		p := standuptext.Parse(rec.Raw)
		got := []*string{p.Yesterday, p.Today, p.Blockers}
		want := []*string{rec.Yesterday, rec.Today, rec.Blockers}
		ok := true
		for i, name := range partNames {
			same := standuptext.SameFolded(want[i], got[i])
			r.parts[name].add(same)
			if !same {
				ok = false
				r.differences = append(r.differences, difference{rec.ID, rec.Team, name, want[i], got[i]})
			}
		}
		r.teams[rec.Team].add(ok)
		r.all.add(ok)
	}
	return r
}

// print writes the report; its last line is the total.
func (r report) print(w io.Writer, verbose bool) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(name string, t tally) {
		_, _ = fmt.Fprintf(tw, "%s\t%d of %d\t%.2f %%\n", name, t.agree, t.total, t.percent())
	}
	for _, name := range partNames {
		row(name, *r.parts[name])
	}
	_, _ = fmt.Fprintln(tw)
	teams := make([]string, 0, len(r.teams))
	for name := range r.teams {
		teams = append(teams, name)
	}
	slices.Sort(teams)
	for _, name := range teams {
		row(name, *r.teams[name])
	}
	_, _ = fmt.Fprintln(tw)
	for _, d := range r.differences {
		_, _ = fmt.Fprintf(tw, "differs\t%s\t%s\t%s\n", d.id, d.part, d.team)
		if verbose {
			_, _ = fmt.Fprintf(tw, "  expected %s\n  parsed   %s\n", quote(d.want), quote(d.got))
		}
	}
	_, _ = fmt.Fprintf(tw, "parser: %d of %d agree (%.2f %%)\n", r.all.agree, r.all.total, r.all.percent())
	return tw.Flush()
}

func quote(s *string) string {
	if s == nil {
		return "nothing"
	}
	return fmt.Sprintf("%q", *s)
}
