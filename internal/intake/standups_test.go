package intake_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/intake"
	"daybook/internal/member"
	"daybook/internal/standup"

	"github.com/google/go-cmp/cmp"
)

func importer(a *apptest.App, w *apptest.Workspace) *intake.Standups {
	return &intake.Standups{DB: a.DB, Members: a.Members, Standups: a.Standups, WorkspaceID: w.ID, MailDomain: "example.com", Now: a.Clock.Now}
}

func run(t testing.TB, s *intake.Standups, file string) *intake.Report {
	t.Helper()
	report, err := s.Import(t.Context(), strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func same(t testing.TB, before, after map[string]string) {
	t.Helper()
	for table, digest := range before {
		if after[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}

// One bad line never loses the others, each is told with its number and reason, and a second run changes nothing.
func TestImportReportsEachLine(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	lines := []struct{ text, id, reason string }{
		{`{"id":"1","date":"2026-02-09","author":"ann","raw_text":"Yesterday: a\nToday: b\nBlockers: none"}`, "", ""},
		{`{"id":"2","date":"2026-02-09","author":"bob"`, "", "the line is not a JSON object with id, date, author and raw_text"},
		{`not json`, "", "the line is not a JSON object with id, date, author and raw_text"},
		{`["an", "array"]`, "", "the line is not a JSON object with id, date, author and raw_text"},
		{`null`, "", "raw_text is missing"},
		{`{"id":"6","date":"2026-02-09","author":"bob"}`, "6", "raw_text is missing"},
		{`{"id":"7","author":"bob","raw_text":"x"}`, "7", `date "" is not YYYY-MM-DD`},
		{`{"id":"8","date":"09.02.2026","author":"bob","raw_text":"x"}`, "8", `date "09.02.2026" is not YYYY-MM-DD`},
		{`{"id":"9","date":"2026-02-30","author":"bob","raw_text":"x"}`, "9", `date "2026-02-30" is not YYYY-MM-DD`},
		{"{\"id\":\"10\",\"date\":\"2026-02-09\",\"author\":\"bob\",\"raw_text\":\"\xff\"}", "", "the line is not valid UTF-8"},
		{`{"id":"11","date":"2026-02-09","author":"bob","raw_text":"` + strings.Repeat("x", 2<<20) + `"}`, "", "the line is longer than 1048576 bytes"},
		{`{"id":"12","date":"2026-02-09","author":null,"raw_text":"x"}`, "12", "no author: it was written for a whole team"},
		{`{"id":"13","date":"2026-02-09","author":" ","raw_text":"x"}`, "13", "no author: it was written for a whole team"},
		{`{"id":"14","date":"2026-02-13","author":"bob","raw_text":"x"}`, "14", "the date 2026-02-13 is in the future"},
		{`{"id":"15","date":"2026-02-12","author":"ann","raw_text":"x"}`, "15", "the date 2026-02-12 is in the future"},
		{`{"id":"16","date":"2026-02-09","author":"bob16","raw_text":"Yesterday: a\u0000b"}`, "16", "the text has a control character"},
		{`{"id":"17","date":"2026-02-09","author":"bob17","raw_text":"Yesterday: ` + strings.Repeat("x", standup.MaxText+1) + `"}`, "17", "the text has 10001 characters, at most 10000 are allowed"},
		{`{"id":"18","date":"2026-02-09","author":"two words","raw_text":"x"}`, "18", "this is not a mail address"},
		{`{"id":"19","date":"2026-02-09","author":"bob19","raw_text":" "}`, "19", "at least one of yesterday, today and blockers must say something"},
		{"", "", ""}, {" \t\r", "", ""}, // blank lines count as lines, not as records
		{`{"id":"22","date":"2026-02-09","author":" ANN ","raw_text":"Yesterday: more"}`, "", ""}, // merged into the first
		{`{"id":"23","date":"2026-02-10","author":"ann","raw_text":"free words, it's a \\ and ? and $$ 🦆"}`, "", ""},
		{`{"id":"24","date":"2026-02-09","author":"ann@example.com","raw_text":"Yesterday: by address"}`, "24", "the person has another standup of 2026-02-09 already"},
		{`{"id":"25","date":"2026-02-11","author":"carol@elsewhere.example","raw_text":"Today: last line without an end"}`, "", ""},
	}
	var file strings.Builder
	var want []intake.Skip
	for i, l := range lines {
		if i > 0 {
			file.WriteString("\n")
		}
		file.WriteString(l.text)
		if l.reason != "" {
			want = append(want, intake.Skip{Line: i + 1, ID: l.id, Reason: l.reason})
		}
	}
	byLine := func(a, b intake.Skip) int { return a.Line - b.Line }
	seq := w.Seq(t)
	report := run(t, importer(a, w), file.String())
	slices.SortFunc(report.Skipped, byLine)
	if d := cmp.Diff(want, report.Skipped); d != "" {
		t.Errorf("the lines left out (-want +got):\n%s", d)
	}
	if report.Records != len(lines)-2 || report.Imported != 3 || report.Merged != 1 || report.Unchanged != 0 || report.NewMembers != 2 {
		t.Errorf("the report is %+v", report)
	}
	if got := w.Seq(t) - seq; got != int64(report.Imported+report.NewMembers) {
		t.Errorf("%d activities tell of %d standups and %d members", got, report.Imported, report.NewMembers)
	}
	for _, e := range w.Log(t)[seq:] {
		if e.ActorKind != authz.KindSystem {
			t.Errorf("an import is told as done by %s", e.ActorKind)
		}
	}
	ann, err := member.ByEmail(t.Context(), a.DB, w.ID, "ann@example.com")
	if err != nil || ann == nil {
		t.Fatalf("Ann is not there: %v", err)
	}
	first, err := a.Standups.OfDay(t.Context(), w.ID, ann.ID, day.Of(2026, 2, 9))
	if err != nil || *first.Yesterday != "a\n\nmore" || *first.Today != "b" || first.BlockersText != nil || first.Source != standup.API {
		t.Errorf("her first day is %+v: %v", first, err)
	}
	second, err := a.Standups.OfDay(t.Context(), w.ID, ann.ID, day.Of(2026, 2, 10))
	if err != nil || *second.Yesterday != `free words, it's a \ and ? and $$ 🦆` {
		t.Errorf("her second day is %+v: %v", second, err)
	}

	before := a.Snapshot(t)
	again := run(t, importer(a, w), file.String())
	slices.SortFunc(again.Skipped, byLine)
	if d := cmp.Diff(want, again.Skipped); d != "" || again.Imported != 0 || again.Unchanged != 3 || again.Merged != 1 || again.NewMembers != 0 {
		t.Errorf("the second report is %+v\n%s", again, d)
	}
	same(t, before, a.Snapshot(t))
}

// What is wrong with one line of a person's day is told of that line and loses nothing of the others.
func TestImportOfABadLineLosesNoOtherOfTheSameDay(t *testing.T) {
	t.Parallel()
	bad := map[string]string{"a control character": `a\u0000b`, "too long a text": strings.Repeat("x", standup.MaxText+1)}
	for name, text := range bad {
		for order, file := range map[string]string{
			"the bad one first": `{"id":"bad","date":"2026-02-09","author":"ann","raw_text":"Yesterday: ` + text + `"}` + "\n" + `{"id":"good","date":"2026-02-09","author":"ann","raw_text":"Today: kept"}`,
			"the bad one last":  `{"id":"good","date":"2026-02-09","author":"ann","raw_text":"Today: kept"}` + "\n" + `{"id":"bad","date":"2026-02-09","author":"ann","raw_text":"Yesterday: ` + text + `"}`,
		} {
			t.Run(name+", "+order, func(t *testing.T) {
				t.Parallel()
				a := apptest.New(t)
				w := a.Workspace(t)
				report := run(t, importer(a, w), file)
				if report.Imported != 1 || report.Merged != 0 || len(report.Skipped) != 1 || report.Skipped[0].ID != "bad" {
					t.Errorf("the report is %d imported, %d merged, %+v", report.Imported, report.Merged, report.Skipped)
				}
			})
		}
	}
}

// A line that leads to nothing must not leave a member behind.
func TestImportAddsNoMemberForALineItSkips(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	before := a.Snapshot(t)
	report := run(t, importer(a, w), `{"id":"1","date":"2026-02-12","author":"dora","raw_text":"Today: x"}`)
	if len(report.Skipped) != 1 || report.NewMembers != 0 {
		t.Errorf("the report is %+v", report)
	}
	same(t, before, a.Snapshot(t))
}

// The file of samples: all of it arrives, and a second run changes nothing.
func TestImportOfTheSamples(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("../standuptext/testdata/standups.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	a := apptest.New(t)
	a.Clock.Set(time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC))
	w := a.Workspace(t)
	seq := w.Seq(t)
	var steps []int
	s := importer(a, w)
	s.Progress = func(done, total int) {
		if done > total {
			t.Errorf("%d of %d are done", done, total)
		}
		steps = append(steps, done)
	}
	report := run(t, s, string(file))
	records := bytes.Count(bytes.TrimSpace(file), []byte("\n")) + 1
	if report.Records != records || report.Imported == 0 || report.Imported+report.Merged+report.Unchanged+len(report.Skipped) != records {
		t.Errorf("of %d records the report is %+v", records, report)
	}
	if w.Seq(t)-seq != int64(report.Imported+report.NewMembers) || len(steps) == 0 {
		t.Errorf("%d activities, %d steps", w.Seq(t)-seq, len(steps))
	}
	n, err := a.DB.NewSelect().Table("standups").Count(t.Context())
	if err != nil || n != int64(report.Imported) {
		t.Errorf("%d rows for %d imported: %v", n, report.Imported, err)
	}
	before := a.Snapshot(t)
	again := run(t, importer(a, w), string(file))
	if again.Imported != 0 || again.NewMembers != 0 || again.Unchanged != report.Imported || again.Merged != report.Merged || !slices.Equal(again.Skipped, report.Skipped) {
		t.Errorf("the second report is %+v", again)
	}
	same(t, before, a.Snapshot(t))
}

// What a person wrote stays, what was inferred is replaced (R2).
func TestImportR2(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t, func(p *member.InviteParams) { p.Email = "ann@example.com" }), w.Member(t, func(p *member.InviteParams) { p.Email = "bob@example.com" })
	mine := w.Standup(t, ann)
	inferred, _, err := a.Standups.Infer(t.Context(), w.Service(t, authz.TrackingInfer).Viewer(t), standup.InferParams{WorkspaceID: w.ID, MemberID: bob.ID, Date: mine.Date, Yesterday: new("commits")})
	if err != nil {
		t.Fatal(err)
	}
	file := `{"id":"a","date":"2026-02-11","author":"ann","raw_text":"Today: other"}
{"id":"b","date":"2026-02-11","author":"bob","raw_text":"Today: mine"}`
	report := run(t, importer(a, w), file)
	if report.Imported != 1 || len(report.Skipped) != 1 || report.Skipped[0].ID != "a" || report.NewMembers != 0 {
		t.Errorf("the report is %+v", report)
	}
	hers, err := a.Standups.OfDay(t.Context(), w.ID, ann.ID, mine.Date)
	if err != nil || *hers.Today != *mine.Today {
		t.Errorf("what she wrote is now %+v: %v", hers, err)
	}
	his, err := a.Standups.OfDay(t.Context(), w.ID, bob.ID, mine.Date)
	if err != nil || his.ID != inferred.ID || his.IsInferred() || *his.Today != "mine" {
		t.Errorf("what was inferred is now %+v: %v", his, err)
	}
}

// "In the future" is the person's own, at both ends of the world.
func TestImportTakesTheDaysOfThePerson(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	a.Clock.Set(time.Date(2026, 2, 11, 11, 30, 0, 0, time.UTC))
	for zone, email := range map[string]string{"Pacific/Apia": "apia@example.com", "Etc/GMT+12": "west@example.com"} {
		w.Member(t, func(p *member.InviteParams) { p.Email, p.TimeZone = email, zone })
	}
	report := run(t, importer(a, w), `{"id":"1","date":"2026-02-12","author":"apia","raw_text":"Today: x"}
{"id":"2","date":"2026-02-11","author":"west","raw_text":"Today: x"}
{"id":"3","date":"2026-02-10","author":"west","raw_text":"Today: x"}`)
	if report.Imported != 2 || len(report.Skipped) != 1 || report.Skipped[0].ID != "2" {
		t.Errorf("the report is %+v", report)
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	collect := func(r io.Reader) (out []string, err error) {
		err = intake.Lines(r, func(l intake.Line) error {
			out = append(out, fmt.Sprintf("%d:%s:%v", l.Number, l.Record.ID, l.Err != nil))
			return nil
		})
		return out, err
	}
	const good = `{"id":"%s","raw_text":"x"}`
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"nothing": {"", nil}, "blank": {"\n \r\n\t", nil}, "BOM": {"\ufeff" + fmt.Sprintf(good, "a"), []string{"1:a:false"}},
		"CRLF":                   {fmt.Sprintf(good, "a") + "\r\n" + fmt.Sprintf(good, "b") + "\r\n", []string{"1:a:false", "2:b:false"}},
		"a long line between":    {fmt.Sprintf(good, "a") + "\n" + strings.Repeat("x", 3<<20) + "\n\n" + fmt.Sprintf(good, "b"), []string{"1:a:false", "2::true", "4:b:false"}},
		"a long line at the end": {strings.Repeat("x", 1<<20+1), []string{"1::true"}},
		"blanks of a megabyte":   {strings.Repeat(" ", 1<<20+1) + "\n" + fmt.Sprintf(good, "b"), []string{"1::true", "2:b:false"}},
	} {
		if got, err := collect(strings.NewReader(c.in)); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		if got, err := collect(iotest.OneByteReader(strings.NewReader(c.in))); len(c.in) < 1000 && (err != nil || !slices.Equal(got, c.want)) {
			t.Errorf("%s, byte by byte: %v, %v", name, got, err)
		}
	}
	broken := errors.New("broken")
	if _, err := collect(io.MultiReader(strings.NewReader(fmt.Sprintf(good, "a")+"\n"), iotest.ErrReader(broken))); !errors.Is(err, broken) || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("a broken file: %v", err)
	}
	if err := intake.Lines(strings.NewReader(fmt.Sprintf(good, "a")), func(intake.Line) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("a visit that fails: %v", err)
	}
}

// FuzzLines: whatever the file holds, nothing panics and numbers grow.
func FuzzLines(f *testing.F) {
	f.Add([]byte("{\"id\":\"1\",\"raw_text\":\"Yesterday: a\"}\n\n\xff\n[]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		last := 0
		err := intake.Lines(bytes.NewReader(b), func(l intake.Line) error {
			if l.Number <= last {
				t.Errorf("line %d after %d", l.Number, last)
			}
			last = l.Number
			if l.Err == nil {
				l.Record.Parse()
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// The operator's import is told in the log like any other change (R9), and a broken database is an error of the file.
func TestImportStopsWhenTheDatabaseFails(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	a.AsOwner(t, `create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
		create trigger fail before insert on standups for each row execute function fail()`)
	_, err := importer(a, w).Import(t.Context(), strings.NewReader("\n"+`{"id":"1","date":"2026-02-09","author":"ann","raw_text":"Today: x"}`))
	if err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("the error is %v", err)
	}
	if n := slices.IndexFunc(w.Log(t), func(e *activity.Activity) bool { return e.EntityType == activity.Standup }); n >= 0 {
		t.Error("the log tells of a standup")
	}
}
