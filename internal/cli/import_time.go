package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"

	"daybook/internal/app"
	"daybook/internal/config"
	"daybook/internal/day"
	"daybook/internal/intake"
)

type importTime struct {
	config.Database `embed:""`
	File            string   `arg:"" help:"The CSV file; - for standard input."`
	Workspace       string   `required:"" help:"Slug of the workspace." placeholder:"SLUG"`
	Format          string   `enum:"auto,toggl,clockify,harvest,kimai,generic" default:"auto" help:"Product it comes from: ${enum}. auto tells by the titles of the columns."`
	DryRun          bool     `help:"Show what would happen to each row, and store nothing."`
	DateOrder       string   `enum:",dmy,mdy" default:"" help:"Whether 03/04/2026 is 3 April (dmy) or March 4 (mdy), where no other date of the file tells." placeholder:"ORDER"`
	Zone            string   `help:"Time zone of the clock times, such as Europe/Berlin; each person's own when not given." placeholder:"ZONE"`
	Map             []string `sep:"none" help:"Who somebody of the file is: name or address in the file, =, mail address of the member. Nothing before = stands for rows that name nobody. May be given several times." placeholder:"NAME=MAIL"`
	WithoutTask     bool     `help:"Store rows without a task when theirs is not here."`
	CreateTasks     bool     `help:"Make tasks that are not here, and their projects; General for rows that name no task."`
	Verbose         bool     `help:"Show each skipped row and each note."`
}

// Run imports the rows that can be, and says of each other one why not. It fails when not one row could be read.
func (c *importTime) Run(ctx context.Context, out streams) error {
	s := intake.Time{Format: c.Format, WithoutTask: c.WithoutTask, CreateTasks: c.CreateTasks, DryRun: c.DryRun, People: map[string]string{}}
	if c.DateOrder != "" {
		s.DayFirst = new(c.DateOrder == "dmy")
	}
	for _, m := range c.Map {
		at := strings.LastIndexByte(m, '=')
		if at < 0 {
			return fmt.Errorf("--map %s: NAME=MAIL is expected", m)
		}
		s.People[strings.TrimSpace(m[:at])] = strings.TrimSpace(m[at+1:])
	}
	if c.Zone != "" {
		zone, err := day.Zone(c.Zone)
		if err != nil {
			return fmt.Errorf("--zone %s: this is not an IANA time zone, such as Europe/Berlin", c.Zone)
		}
		s.Zone = zone
	}
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
		s.DB, s.Entries, s.Projects, s.Tasks, s.WorkspaceID, s.Progress = a.DB, a.TimeEntries, a.Projects, a.Tasks, w.ID, bar.show
		report, err := s.Import(ctx, file)
		bar.end()
		if report != nil {
			c.print(out.out, report)
		}
		switch {
		case errors.Is(err, intake.ErrDateOrder):
			return fmt.Errorf("%w; say --date-order dmy or --date-order mdy", err)
		case err != nil:
			return err
		case report.Understood == 0:
			return errors.New("not one row of the file could be read")
		}
		return nil
	})
}

func (c *importTime) print(out io.Writer, r *intake.TimeReport) {
	if c.DryRun {
		c.table(out, r)
	} else {
		c.skipped(out, r)
	}
	if c.Verbose {
		for _, row := range r.Rows {
			for _, note := range row.Span.Notes {
				fmt.Fprintf(out, "line %d: %s\n", row.Line, printable(note))
			}
		}
	}
	c.summary(out, r)
}

// table shows what would happen to each row.
func (c *importTime) table(out io.Writer, r *intake.TimeReport) {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	defer t.Flush() //nolint:errcheck // to a terminal
	fmt.Fprintln(t, "LINE\tPERSON\tDAY\tTIME\tDURATION\tPROJECT\tTASK\tBILLABLE\tNOTE\tWHAT")
	for _, row := range r.Rows {
		person, when, lasted, at := strings.Join(row.People(), ", "), "", "", ""
		if row.Member != nil {
			person = row.Member.DisplayName
		}
		if row.Span.Seconds > 0 {
			when, lasted = row.Span.Day.String(), duration(row.Span.Seconds)
		}
		if row.Span.Start != nil {
			at = row.Span.Start.In(row.Zone).Format("15:04:05") + "-" + row.Span.End.In(row.Zone).Format("15:04:05")
		}
		billable := ""
		if row.Billable != nil && *row.Billable {
			billable = "yes"
		}
		task := row.Task
		if task == "" {
			task = row.Activity
		}
		if row.TaskKey != "" {
			task = row.TaskKey
		}
		what := map[intake.TimeOutcome]string{intake.TimeImported: "import", intake.TimeUnchanged: "unchanged", intake.TimeSkipped: "skip: " + row.Reason}[row.Outcome]
		if row.NewTask && row.Outcome == intake.TimeImported {
			what += ", new task"
		}
		cells := []string{fmt.Sprint(row.Line), short(person), when, at, lasted, short(row.Project), short(task), billable, short(row.Description), printable(what)}
		fmt.Fprintln(t, strings.Join(cells, "\t"))
	}
}

// skipped tells the rows that were left out, those with one reason together.
func (c *importTime) skipped(out io.Writer, r *intake.TimeReport) {
	const most = 50
	lines := map[string][]string{}
	var reasons []string
	for _, row := range r.Rows {
		if row.Outcome != intake.TimeSkipped {
			continue
		}
		reason := printable(row.Reason)
		if c.Verbose {
			fmt.Fprintf(out, "line %d skipped: %s\n", row.Line, reason)
			continue
		}
		if lines[reason] == nil {
			reasons = append(reasons, reason)
		}
		lines[reason] = append(lines[reason], fmt.Sprint(row.Line))
	}
	for i, reason := range reasons {
		if i == most {
			fmt.Fprintf(out, "... and %d more; --verbose shows all\n", len(reasons)-most)
			break
		}
		switch l := lines[reason]; {
		case len(l) == 1:
			fmt.Fprintf(out, "line %s skipped: %s\n", l[0], reason)
		case len(l) <= 5:
			fmt.Fprintf(out, "lines %s skipped: %s\n", strings.Join(l, ", "), reason)
		default:
			fmt.Fprintf(out, "lines %s and %d more skipped: %s\n", strings.Join(l[:4], ", "), len(l)-4, reason)
		}
	}
}

func (c *importTime) summary(out io.Writer, r *intake.TimeReport) {
	counted := func(o intake.TimeOutcome) string {
		rows, seconds := r.Count(o)
		return fmt.Sprintf("%d %s (%s)", rows, o, duration(seconds))
	}
	would := ""
	if c.DryRun {
		would = "would be "
	}
	fmt.Fprintf(out, "%d rows of %s: %s%s, %s, %s\n", len(r.Rows), r.Format, would,
		counted(intake.TimeImported), counted(intake.TimeUnchanged), counted(intake.TimeSkipped))
	if r.DateOrder != "" {
		fmt.Fprintf(out, "dates were read as %s\n", map[string]string{"dmy": "day, month, year", "mdy": "month, day, year"}[r.DateOrder])
	}
	if r.Encoding != "UTF-8" {
		fmt.Fprintf(out, "the file was read as %s\n", r.Encoding)
	}
	if len(r.NewProjects)+len(r.NewTasks) > 0 {
		fmt.Fprintf(out, "%d projects and %d tasks %smade\n", len(r.NewProjects), len(r.NewTasks), would)
	}
	if r.WithoutTask > 0 {
		fmt.Fprintf(out, "%d of the imported rows have no task\n", r.WithoutTask)
	}
	noted := 0
	for _, row := range r.Rows {
		if len(row.Span.Notes) > 0 {
			noted++
		}
	}
	if noted > 0 && !c.Verbose {
		fmt.Fprintf(out, "%d rows needed a decision, mostly a duration that is not end minus start; --verbose shows them\n", noted)
	}
	if len(r.Dropped) > 0 {
		fmt.Fprintf(out, "not kept: %s\n", printable(strings.Join(r.Dropped, ", ")))
	}
	if r.Unmatched > 0 {
		fmt.Fprintln(out, "--map says who somebody is; --create-tasks makes what is not here, --without-task stores time without it")
	}
}

func duration(seconds int) string {
	return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

// short is a text of the file for a narrow column.
func short(s string) string {
	const most = 32
	if r := []rune(s); len(r) > most {
		s = string(r[:most-1]) + "…"
	}
	return printable(s)
}

// printable leaves nothing in a text of the file that a terminal would obey.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, s)
}
