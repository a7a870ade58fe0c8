package export_test

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/export"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/postgres"

	"github.com/google/uuid"
)

func ask(t *testing.T, a *apptest.App, w *apptest.Workspace, v *authz.Viewer, kind export.Kind, whole bool) *export.Export {
	t.Helper()
	x, _, err := a.Exports.Create(t.Context(), v, export.CreateParams{WorkspaceID: w.ID, Kind: kind, Format: export.JSONL, WholeWorkspace: whole})
	if err != nil {
		t.Fatalf("asking for an export: %v", err)
	}
	return x
}

// rows gives people n rows of every kind, in turn.
func rows(t *testing.T, a *apptest.App, w *apptest.Workspace, people []*apptest.Person, n, size int) {
	t.Helper()
	for i, p := range people {
		on := w.Task(t, w.Project(t))
		each := n / len(people)
		for _, q := range []string{
			`insert into work_logs (workspace_id, id, member_id, task_id, logged_at, note)
			select ?0, gen_random_uuid(), ?1, ?2, timestamptz '2026-02-01' + n * interval '1 second', repeat('x', ?4) from generate_series(1, ?3) as n`,
			`insert into time_entries (workspace_id, id, member_id, task_id, spent_on, duration_seconds, billable, note, origin)
			select ?0, gen_random_uuid(), ?1, ?2, date '2020-01-01' + n, 60, false, repeat('x', ?4), 'manual' from generate_series(1, ?3) as n`,
			`insert into blockers (workspace_id, id, member_id, task_id, severity, category, state, description, opened_at, round)
			select ?0, gen_random_uuid(), ?1, ?2, 'high', 'external', 'open', repeat('x', ?4), timestamptz '2026-02-01' + n * interval '1 second', 1 from generate_series(1, ?3) as n`,
			`insert into standups (workspace_id, id, member_id, date, source, today, sentiment_status, submitted_at, created_at, updated_at, version)
			select ?0, gen_random_uuid(), ?1, date '2000-01-01' + n + 0 * length(?2::text), 'web', repeat('x', ?4), 'pending', now(), now(), now(), 1 from generate_series(1, ?3) as n`,
		} {
			if _, err := a.DB.NewRaw(q, w.ID, p.ID, on.ID, each, size).Exec(t.Context()); err != nil {
				t.Fatalf("person %d: %v\n%s", i, err, q)
			}
		}
	}
}

// watched counts what goes through it, and looks at the memory in use now and then.
type watched struct {
	bytes, lines, largest int
	heap                  uint64
	writes                int
	look                  bool
}

func (w *watched) Write(b []byte) (int, error) {
	w.bytes += len(b)
	w.lines += strings.Count(string(b), "\n")
	w.largest = max(w.largest, len(b))
	if w.writes++; w.look && w.writes%50 == 0 {
		w.heap = max(w.heap, heap())
	}
	return len(b), nil
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// It runs by itself: other tests' memory is not its own.
func TestFilesTakeNoMoreMemoryThanAPage(t *testing.T) { //nolint:paralleltest // see above
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	rows(t, a, w, []*apptest.Person{ann}, 5000, 8000)
	v := ann.Viewer(t)
	x := ask(t, a, w, v, export.WorkLogs, false)
	before, out := heap(), &watched{look: true}
	if err := a.Exports.Write(t.Context(), func() *authz.Viewer { return v }, x, out); err != nil {
		t.Fatal(err)
	}
	if out.lines != 5000 || out.bytes < 40_000_000 {
		t.Fatalf("the file has %d rows and %d bytes", out.lines, out.bytes)
	}
	if grown := int64(out.heap) - int64(before); grown > 8_000_000 || out.heap == 0 {
		t.Errorf("%d bytes are in use more than before, for a file of %d", grown, out.bytes)
	}
	if out.largest > 32<<10 {
		t.Errorf("%d bytes are written at once", out.largest)
	}
	if found, err := a.Exports.ByIDs(t.Context(), v, []uuid.UUID{x.ID}); err != nil || *found[x.ID].RowCount != 5000 {
		t.Errorf("it counts %v rows, %v", found[x.ID].RowCount, err)
	}
}

// A page takes the same number of statements however many people, tasks and projects its rows are of.
func TestStatementsDoNotGrowWithTheRows(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	one, few := a.Workspace(t), a.Workspace(t)
	var people []*apptest.Person
	for range 20 {
		people = append(people, few.Member(t))
	}
	rows(t, a, one, []*apptest.Person{one.Member(t)}, 100, 10)
	rows(t, a, few, people, 100, 10)
	statements := func(w *apptest.Workspace, kind export.Kind) int64 {
		v := w.Owner.Viewer(t)
		x := ask(t, a, w, v, kind, true)
		ctx, count := postgres.CountStatements(t.Context())
		out := &watched{}
		if err := a.Exports.Write(ctx, func() *authz.Viewer { return v }, x, out); err != nil {
			t.Fatal(err)
		}
		if out.lines != 100 {
			t.Fatalf("%s: %d rows", kind, out.lines)
		}
		return count.Load()
	}
	for kind, want := range map[export.Kind]int64{export.Standups: 3, export.WorkLogs: 5, export.TimeEntries: 5, export.Blockers: 5} {
		if a, b := statements(one, kind), statements(few, kind); a > want || a != b {
			t.Errorf("%s: %d statements for one person's rows, %d for those of many, at most %d are expected", kind, a, b, want)
		}
	}
}

// Pages follow one another without a gap or a row twice.
func TestEveryPageIsWritten(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	rows(t, a, w, []*apptest.Person{w.Member(t), w.Member(t)}, 300, 10)
	v := w.Owner.Viewer(t)
	for _, kind := range []export.Kind{export.Standups, export.WorkLogs, export.TimeEntries, export.Blockers} {
		var out strings.Builder
		x := ask(t, a, w, v, kind, true)
		if err := a.Exports.Write(t.Context(), func() *authz.Viewer { return v }, x, &out); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		slices.Sort(lines)
		if n := len(slices.Compact(lines)); n != 300 {
			t.Errorf("%s: %d different rows, want 300", kind, n)
		}
	}
}

// Rights that end between two pages end the file.
func TestRightsAreLookedAtForEachPage(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	admin := w.Admin(t)
	rows(t, a, w, []*apptest.Person{w.Member(t)}, 300, 10)
	v := admin.Viewer(t)
	x := ask(t, a, w, v, export.WorkLogs, true)
	if _, _, err := a.Members.SetRole(t.Context(), w.Owner.Viewer(t), admin.ID, authz.RoleMember, authz.RoleAdmin); err != nil {
		t.Fatal(err)
	}
	for name, after := range map[string]*authz.Viewer{"demoted": admin.Viewer(t), "signed out": nil} {
		asked := 0
		err := a.Exports.Write(t.Context(), func() *authz.Viewer {
			if asked++; asked > 3 { // the range and two pages
				return after
			}
			return v
		}, x, io.Discard)
		if asked != 4 {
			t.Errorf("%s: rights were looked at %d times", name, asked)
		}
		apptest.WantCode(t, err, fault.NotFound)
	}
	if found, err := a.Exports.ByIDs(t.Context(), v, []uuid.UUID{x.ID}); err != nil || found[x.ID].RowCount != nil {
		t.Errorf("a file that was not finished counts: %v %v", found[x.ID], err)
	}
}

// R10: lists and look-ups agree on which exports a viewer may see, and one's own data is nobody else's.
func TestListsAgreeWithLookups(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, elsewhere := a.Workspace(t), a.Workspace(t)
	ann, bob, ada, bea := w.Member(t), w.Member(t), w.Admin(t), w.Admin(t)
	bot, spy := w.Service(t, authz.ExportRead, authz.ExportWrite), w.Service(t, authz.ExportWrite)
	names := map[uuid.UUID]string{}
	var all []uuid.UUID
	for name, by := range map[string]*authz.Viewer{"ann's": ann.Viewer(t), "ada's": ada.Viewer(t), "bea's": bea.Viewer(t)} {
		x := ask(t, a, w, by, export.Standups, false)
		names[x.ID], all = name, append(all, x.ID)
	}
	for name, by := range map[string]*authz.Viewer{"ada's whole": ada.Viewer(t), "the service's": bot.Viewer(t), "bea's whole": bea.Viewer(t)} {
		x := ask(t, a, w, by, export.Standups, true)
		names[x.ID], all = name, append(all, x.ID)
	}
	if _, _, err := a.Members.SetRole(t.Context(), w.Owner.Viewer(t), bea.ID, authz.RoleMember, authz.RoleAdmin); err != nil {
		t.Fatal(err)
	}
	whole := []string{"ada's whole", "bea's whole", "the service's"}
	for name, c := range map[string]struct {
		v    *authz.Viewer
		want []string
	}{
		"a member":                      {ann.Viewer(t), []string{"ann's"}},
		"a member without any":          {bob.Viewer(t), nil},
		"an admin":                      {ada.Viewer(t), append([]string{"ada's"}, whole...)},
		"the owner":                     {w.Owner.Viewer(t), whole},
		"an admin who is none any more": {bea.Viewer(t), []string{"bea's", "bea's whole"}},
		"a service":                     {bot.Viewer(t), whole},
		"a service without the scope":   {spy.Viewer(t), nil},
		"a program without the scope":   {w.Personal(t, ann, authz.TrackingRead).Viewer(t), nil},
	} {
		listed := apptest.Forwards(t, 2, func(args page.Args) (*page.Connection[*export.Export], error) {
			return a.Exports.List(t.Context(), c.v, w.ID, args, apptest.Seal("exports"))
		}, nil)
		found, err := a.Exports.ByIDs(t.Context(), c.v, all)
		if err != nil {
			t.Fatal(err)
		}
		var inList, byID []string
		for _, x := range listed {
			inList = append(inList, names[x.ID])
		}
		for i := range found {
			byID = append(byID, names[i])
		}
		slices.Sort(inList)
		slices.Sort(byID)
		slices.Sort(c.want)
		if !slices.Equal(inList, c.want) || !slices.Equal(byID, c.want) {
			t.Errorf("%s lists %q and finds %q, want %q", name, inList, byID, c.want)
		}
	}
	_, err := a.Exports.List(t.Context(), elsewhere.Owner.Viewer(t), w.ID, page.Args{}, apptest.Seal("exports"))
	apptest.WantCode(t, err, fault.NotFound)
	for name, c := range map[string]struct {
		v    *authz.Viewer
		want string
	}{
		"ann": {ann.Viewer(t), "[ann's]"}, "an admin": {ada.Viewer(t), "FORBIDDEN"}, "a service": {bot.Viewer(t), "FORBIDDEN"},
		"a stranger": {elsewhere.Owner.Viewer(t), "NOT_FOUND"}, "a program without the scope": {w.Personal(t, ann, authz.TrackingRead).Viewer(t), "FORBIDDEN"},
	} {
		got := []string{}
		own, err := a.Exports.Own(t.Context(), c.v, w.ID, ann.ID, page.Args{}, apptest.Seal("dataExports"))
		if err != nil {
			if string(fault.CodeOf(err)) != c.want {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
			continue
		}
		for _, x := range own.Nodes() {
			got = append(got, names[x.ID])
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s lists %v, want %s", name, got, c.want)
		}
	}
}
