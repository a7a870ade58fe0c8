package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestImportTime(t *testing.T) {
	t.Parallel()
	url := workspaceOn(t)
	write := func(name, text string) string {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	file := write("toggl.csv", `User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
Ada,ada@example.com,Client 1,Website,,"a note that is longer than its column can show",Yes,2026-02-02,15:10:43,2026-02-02,15:36:03,00:25:20,
Ada,ada@example.com,Client 1,Website,,a,No,2026-02-02,16:00:00,2026-02-02,17:00:00,00:59:59,
Ada,ada@example.com,Client 1,Website,,b,No,2026-02-02,16:30:00,2026-02-02,17:30:00,01:00:00,
Bob,bob@example.com,Client 1,Website,,c,No,2026-02-02,16:00:00,2026-02-02,17:00:00,01:00:00,
`+"Eve \x1b[2J\tred"+`,,Client 1,Website,,"`+"\x1b[2J"+`",No,2026-02-02,16:00:00,2026-02-02,17:00:00,01:00:00,
`)
	run := func(flags ...string) string {
		t.Helper()
		return mustRun(t, url, append([]string{"import", "time", file, "--workspace", "acme"}, flags...)...)
	}
	says := func(out string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(out, want) {
				t.Errorf("%q is missing in\n%s", want, out)
			}
		}
		if strings.Contains(out, "\x1b") {
			t.Errorf("a terminal would obey\n%s", out)
		}
	}
	says(run(), "lines 2, 3, 4 skipped: no project \"Website\"\n", "line 5 skipped: no member bob@example.com\n", "line 6 skipped: no member Eve  [2J red\n", "5 rows of toggl: 0 imported", "--create-tasks makes what is not here")
	says(run("--dry-run", "--create-tasks"), "LINE  PERSON", "2     Ada                   2026-02-02  15:10:43-15:36:03  0:25:20   Website", "yes       a note that is longer than its …",
		"import, new task", "skip: overlaps", "skip: no member bob@example.com", "5 rows of toggl: would be 2 imported (1:25:20), 0 unchanged (0:00:00), 3 skipped (3:00:00)", "1 projects and 1 tasks would be made")
	says(run("--create-tasks", "--map", "Bob=ada@example.com"), "lines 4, 5 skipped: overlaps", "5 rows of toggl: 2 imported (1:25:20)", "1 projects and 1 tasks made", "1 rows needed a decision", "not kept: Client")
	says(run("--create-tasks", "--verbose"), "0 imported (0:00:00), 2 unchanged (1:25:20), 3 skipped", "line 4 skipped: overlaps", "line 3: the duration 00:59:59 differs from the clock times by 1 s")
	says(run("--dry-run", "--without-task", "--zone", "America/New_York"), "16:30:00-17:30:00  1:00:00   Website        ", "2 unchanged")

	for name, c := range map[string]struct {
		text  string
		flags []string
		code  int
		says  string
	}{
		"empty":              {"", nil, 1, "the file is empty"},
		"no CSV":             {`{"a": 1}`, nil, 1, "this is no time export"},
		"nothing readable":   {"date,hours\nsoon,1\n", nil, 1, "not one row of the file could be read"},
		"unclear dates":      {"date,hours\n03/04/2026,1\n", nil, 1, "say --date-order dmy or --date-order mdy"},
		"dates made clear":   {"date,hours\n03/04/2026,1\n", []string{"--date-order", "mdy"}, 0, "dates were read as month, day, year"},
		"another format":     {"date,hours\n2026-02-02,1\n", []string{"--format", "toggl"}, 1, "this is no toggl export: it has no column"},
		"no such format":     {"date,hours\n2026-02-02,1\n", []string{"--format", "jira"}, 2, "--format must be one of"},
		"half a map":         {"date,hours\n2026-02-02,1\n", []string{"--map", "Bob"}, 1, "NAME=MAIL is expected"},
		"a map to nobody":    {"date,hours\n2026-02-02,1\n", []string{"--map", "a=b=x@example.com"}, 1, `there is no member x@example.com, who is to be "a=b" of the file`},
		"no such zone":       {"date,hours\n2026-02-02,1\n", []string{"--zone", "Mars"}, 1, "not an IANA time zone"},
		"Windows-1252":       {"date,hours,notes\n2026-02-02,1,\xfc\n", nil, 0, "the file was read as Windows-1252"},
		"for nobody, mapped": {"date,hours\n2026-02-03,1\n", []string{"--map", "=ada@example.com", "--without-task"}, 0, "1 of the imported rows have no task"},
	} {
		out, errs, code := daybook(t, url, append([]string{"import", "time", write("x.csv", c.text), "--workspace", "acme"}, c.flags...)...)
		if code != c.code || !strings.Contains(out+errs, c.says) {
			t.Errorf("%s: exit code %d\n%s%s", name, code, out, errs)
		}
	}
	if _, errs, code := daybook(t, url, "import", "time", file, "--workspace", "nope"); code != 1 || !strings.Contains(errs, `no workspace "nope"`) {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

// Reasons are told in groups, the first fifty of them.
func TestImportTimeShortensWhatItSkips(t *testing.T) {
	t.Parallel()
	url := workspaceOn(t)
	text := "user,date,hours\n" + strings.Repeat("Bob,2026-02-02,1\n", 9)
	for i := range 60 {
		text += "Person " + strings.Repeat("x", i+1) + ",2026-02-02,1\n"
	}
	file := filepath.Join(t.TempDir(), "plain.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	short := mustRun(t, url, "import", "time", file, "--workspace", "acme")
	if !strings.Contains(short, "lines 2, 3, 4, 5 and 5 more skipped: no member Bob\n") || !strings.Contains(short, "... and 11 more; --verbose shows all\n") || strings.Count(short, "\n") != 53 {
		t.Errorf("it printed\n%s", short)
	}
	if long := mustRun(t, url, "import", "time", file, "--workspace", "acme", "--verbose"); strings.Count(long, " skipped: no member ") != 69 {
		t.Errorf("with --verbose it printed\n%s", long)
	}
}
