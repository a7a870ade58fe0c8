package timeentry_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/postgres"
	"daybook/internal/timeentry"

	"github.com/google/uuid"
)

// quarters are n entries of a quarter of an hour each, one after the other, the last ending at Noon.
func quarters(n int) []timeentry.ImportRow {
	rows := make([]timeentry.ImportRow, n)
	for i := range rows {
		rows[i] = timeentry.ImportRow{StartedAt: new(now.Add(time.Duration(i-n) * 15 * time.Minute)), DurationSeconds: new(900), ExternalKey: new(fmt.Sprintf("toggl-%d", i))}
	}
	return rows
}

// One bad row in 500 is told, and the other 499 are stored, each with its activity.
func TestOneBadRowLosesNoOther(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v, before := ann.Viewer(t), w.Seq(t)
	rows := quarters(500)
	rows[317].DurationSeconds = new(0)
	results, receipt, err := a.TimeEntries.Import(t.Context(), v, w.ID, rows)
	if err != nil || len(results) != 500 || receipt.Seq != before+1 || w.Seq(t) != before+499 {
		t.Fatalf("%d results, %+v, the log grew by %d: %v", len(results), receipt, w.Seq(t)-before, err)
	}
	for i, r := range results {
		if bad := i == 317; bad != (r.Entry == nil) || bad != (len(r.Errors) > 0) || r.Unchanged {
			t.Fatalf("row %d is %+v", i, r)
		}
		if r.Entry != nil && (!r.Entry.StartedAt.Equal(*rows[i].StartedAt) || r.Entry.Origin != timeentry.Import || *r.Entry.ExternalKey != *rows[i].ExternalKey || r.Entry.CreatedAt.IsZero()) {
			t.Fatalf("row %d became %+v", i, r.Entry)
		}
	}
	if e := results[317].Errors; e[0].Code != check.OutOfRange || e[0].Field[0] != "durationSeconds" {
		t.Errorf("the bad row: %+v", e[0])
	}
	list, totals := listed(t, a, v, w.ID, timeentry.Filter{})
	if len(list) != 499 || totals.DurationSeconds != 499*900 {
		t.Errorf("%d are listed, in all %+v", len(list), totals)
	}
	for i, told := range w.Log(t)[before:] {
		if told.Action != activity.Created || *told.SubjectID != ann.ID || *told.ActorID != ann.ID {
			t.Fatalf("activity %d is %+v", i, told)
		}
	}
	// The same file again, with the bad row put right.
	again := quarters(500)
	results, _, err = a.TimeEntries.Import(t.Context(), v, w.ID, again)
	if err != nil || w.Seq(t) != before+500 {
		t.Fatalf("the log grew by %d: %v", w.Seq(t)-before, err)
	}
	for i, r := range results {
		if r.Unchanged == (i == 317) || r.Entry == nil || len(r.Errors) > 0 {
			t.Fatalf("row %d is %+v", i, r)
		}
	}
}

// The number of statements is the same for 5 rows and for 500.
func TestStatementsOfAnImportDoNotGrow(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	task := w.Task(t, w.Project(t))
	count := func(n int) int64 {
		people := make([]*apptest.Person, 5)
		for i := range people {
			people[i] = w.Member(t)
		}
		rows := quarters(n)
		for i := range rows {
			rows[i].MemberID, rows[i].TaskID = people[i%5].ID, &task.ID
		}
		v := w.Owner.Viewer(t)
		ctx, statements := postgres.CountStatements(keyed(t.Context(), "timeEntriesImport", fmt.Sprint(n)))
		if _, receipt, err := a.TimeEntries.Import(ctx, v, w.ID, rows); err != nil || receipt.Seq != w.Seq(t)-int64(n)+1 {
			t.Fatalf("%+v: %v", receipt, err)
		}
		return statements.Load()
	}
	few, many := count(5), count(500)
	if few != many || many > 12 {
		t.Errorf("%d statements for 5 rows, %d for 500", few, many)
	}
}

// Each row is told what is wrong with it, also when that is another row.
func TestImportTellsWhatIsWrongWithEachRow(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	gone := w.Member(t)
	if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	w.TimeEntry(t, ann, from("08:00:00", "09:00:00"))
	run(t, a, bob, *at("10:00:00"))
	closed(t, a, w, today.AddDays(-30))
	hour := func(m uuid.UUID, start string) timeentry.ImportRow {
		return timeentry.ImportRow{MemberID: m, StartedAt: at(start), DurationSeconds: new(3600)}
	}
	day := func(m uuid.UUID, back, seconds int) timeentry.ImportRow {
		return timeentry.ImportRow{MemberID: m, SpentOn: new(today.AddDays(-back)), DurationSeconds: &seconds}
	}
	with := func(r timeentry.ImportRow, change func(*timeentry.ImportRow)) timeentry.ImportRow {
		change(&r)
		return r
	}
	cases := []struct {
		row  timeentry.ImportRow
		want string // code, field
	}{
		{hour(ann.ID, "09:00:00"), ""},
		{hour(ann.ID, "09:59:59"), "OVERLAP startedAt"}, // the row before
		{hour(ann.ID, "10:00:00"), ""},
		{hour(ann.ID, "08:30:00"), "OVERLAP startedAt"}, // what was there
		{hour(bob.ID, "09:00:01"), "OVERLAP startedAt"}, // the timer
		{hour(bob.ID, "09:00:00"), ""},
		{hour(ann.ID, "11:30:00"), "OUT_OF_RANGE endedAt"},
		{day(ann.ID, 1, 80000), ""},
		{day(ann.ID, 1, 6401), "OUT_OF_RANGE durationSeconds"}, // with the row before
		{day(ann.ID, 1, 6400), ""},
		{day(bob.ID, 1, 86400), ""},
		{day(ann.ID, 30, 60), "CLOSED_PERIOD spentOn"},
		{day(ann.ID, -1, 60), "FUTURE_DATE spentOn"},
		{day(uuid.Nil, 0, 60), "REQUIRED memberId"},
		{day(uuid.New(), 0, 60), "NOT_FOUND memberId"},
		{day(foreign.Owner.ID, 0, 60), "NOT_FOUND memberId"},
		{day(gone.ID, 0, 60), "NOT_FOUND memberId"},
		{with(day(ann.ID, 0, 60), func(r *timeentry.ImportRow) { r.TaskID = new(uuid.New()) }), "NOT_FOUND taskId"},
		{with(day(ann.ID, 0, 60), func(r *timeentry.ImportRow) { r.Note = new("\x00") }), "INVALID note"},
		{with(day(ann.ID, 0, 60), func(r *timeentry.ImportRow) { r.ExternalKey = new(" ") }), "REQUIRED externalKey"},
		{with(day(ann.ID, 0, 60), func(r *timeentry.ImportRow) { r.ExternalKey = new(strings.Repeat("x", 256)) }), "TOO_LONG externalKey"},
		{with(day(ann.ID, 0, 60), func(r *timeentry.ImportRow) { r.ExternalKey = new("a\nb") }), "INVALID externalKey"},
		{timeentry.ImportRow{MemberID: ann.ID}, "REQUIRED startedAt"},
	}
	rows := make([]timeentry.ImportRow, len(cases))
	for i, c := range cases {
		rows[i] = c.row
	}
	before := a.Snapshot(t)
	dry, receipt, err := a.TimeEntries.Store(t.Context(), activity.BySystem, w.ID, rows, true)
	if err != nil || receipt != (activity.Receipt{}) {
		t.Fatalf("a dry run: %+v, %v", receipt, err)
	}
	same(t, before, a.Snapshot(t))
	results, _, err := a.TimeEntries.Store(t.Context(), activity.BySystem, w.ID, rows, false)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		got := ""
		if len(results[i].Errors) > 0 {
			got = string(results[i].Errors[0].Code) + " " + strings.Join(results[i].Errors[0].Field, ".")
		}
		if got != c.want || (results[i].Entry == nil) != (c.want != "") {
			t.Errorf("row %d is answered %q, want %q", i, got, c.want)
		}
		if asJSON(t, dry[i].Errors) != asJSON(t, results[i].Errors) || (dry[i].Entry == nil) != (results[i].Entry == nil) || dry[i].Entry != nil && summed(dry[i].Entry) != summed(results[i].Entry) {
			t.Errorf("row %d: a dry run says %+v, then it is %+v", i, dry[i], results[i])
		}
	}
}

// A row whose key the person has is left as it is, be it from this file or an earlier one; keys are a person's own, and
// free again once the entry is deleted.
func TestKnownRowsAreUnchanged(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	key := func(m *apptest.Person, seconds int) timeentry.ImportRow {
		return timeentry.ImportRow{MemberID: m.ID, SpentOn: &today, DurationSeconds: &seconds, ExternalKey: new(" k ")}
	}
	store := func(rows ...timeentry.ImportRow) []timeentry.ImportResult {
		t.Helper()
		results, _, err := a.TimeEntries.Store(t.Context(), activity.BySystem, w.ID, rows, false)
		if err != nil {
			t.Fatal(err)
		}
		return results
	}
	first := store(key(ann, -1), key(ann, 60), key(ann, 61), key(bob, 62), key(ann, -1))
	if len(first[0].Errors) == 0 || first[1].Unchanged || *first[1].Entry.ExternalKey != "k" || first[3].Unchanged || first[3].Entry.MemberID != bob.ID {
		t.Errorf("the first of each person are %+v, %+v, %+v", first[0], first[1], first[3])
	}
	for _, i := range []int{2, 4} {
		if !first[i].Unchanged || first[i].Entry.ID != first[1].Entry.ID || len(first[i].Errors) > 0 {
			t.Errorf("row %d is %+v", i, first[i])
		}
	}
	before := a.Snapshot(t)
	if again := store(key(ann, 99), key(bob, -1)); !again[0].Unchanged || again[0].Entry.DurationSeconds != 60 || !again[1].Unchanged || again[1].Entry.ID != first[3].Entry.ID {
		t.Errorf("again they are %+v", again)
	}
	same(t, before, a.Snapshot(t))
	if _, err := a.TimeEntries.Delete(t.Context(), ann.Viewer(t), first[1].Entry.ID, nil); err != nil {
		t.Fatal(err)
	}
	if anew := store(key(ann, 99)); anew[0].Unchanged || anew[0].Entry.DurationSeconds != 99 {
		t.Errorf("after it was deleted it is %+v", anew[0])
	}
}

func TestWhoImports(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob, ada := w.Member(t), w.Member(t), w.Admin(t)
	own := timeentry.ImportRow{SpentOn: &today, DurationSeconds: new(60)}
	of := func(m uuid.UUID) timeentry.ImportRow { r := own; r.MemberID = m; return r }
	bot := w.Service(t, authz.TrackingWrite).Viewer(t)
	reading, noScope := w.Personal(t, ann, authz.TrackingRead).Viewer(t), w.Service(t, authz.TrackingRead).Viewer(t)
	before := a.Snapshot(t)
	for name, c := range map[string]struct {
		v    *authz.Viewer
		rows []timeentry.ImportRow
		code fault.Code
	}{
		"nobody":                      {nil, []timeentry.ImportRow{own}, fault.NotFound},
		"a stranger":                  {foreign.Owner.Viewer(t), []timeentry.ImportRow{own}, fault.NotFound},
		"a mate":                      {bob.Viewer(t), []timeentry.ImportRow{of(ann.ID)}, fault.Forbidden},
		"a mate beside their own":     {bob.Viewer(t), []timeentry.ImportRow{own, of(ann.ID)}, fault.Forbidden},
		"a token that only reads":     {reading, []timeentry.ImportRow{own}, fault.Forbidden},
		"a service without the scope": {noScope, []timeentry.ImportRow{of(ann.ID)}, fault.Forbidden},
	} {
		if _, _, err := a.TimeEntries.Import(t.Context(), c.v, w.ID, c.rows); !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	_, _, err := a.TimeEntries.Import(t.Context(), ann.Viewer(t), w.ID, make([]timeentry.ImportRow, timeentry.MaxImport+1))
	apptest.WantRejection(t, err, check.OutOfRange, "rows")
	same(t, before, a.Snapshot(t))
	for name, c := range map[string]struct {
		v    *authz.Viewer
		rows []timeentry.ImportRow
		of   []uuid.UUID
	}{
		"their own":              {ann.Viewer(t), []timeentry.ImportRow{own, of(ann.ID)}, []uuid.UUID{ann.ID, ann.ID}},
		"an admin everyone's":    {ada.Viewer(t), []timeentry.ImportRow{own, of(ann.ID), of(bob.ID)}, []uuid.UUID{ada.ID, ann.ID, bob.ID}},
		"a service named people": {bot, []timeentry.ImportRow{of(ann.ID), own}, []uuid.UUID{ann.ID, uuid.Nil}},
		"nothing":                {ann.Viewer(t), nil, nil},
	} {
		results, _, err := a.TimeEntries.Import(t.Context(), c.v, w.ID, c.rows)
		if err != nil || len(results) != len(c.of) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, r := range results {
			if c.of[i] == uuid.Nil {
				if len(r.Errors) != 1 || r.Errors[0].Code != check.Required || r.Errors[0].Field[0] != "memberId" {
					t.Errorf("%s, row %d: %+v", name, i, r)
				}
			} else if r.Entry == nil || r.Entry.MemberID != c.of[i] {
				t.Errorf("%s, row %d: %+v", name, i, r)
			}
		}
	}
}

// A request that is repeated is answered as before, row by row, and stores nothing.
func TestImportHappensOnceForAKey(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v, ctx := ann.Viewer(t), keyed(t.Context(), "timeEntriesImport", "k")
	rows := quarters(3)
	rows[1].DurationSeconds = new(0)
	first, receipt, err := a.TimeEntries.Import(ctx, v, w.ID, rows)
	if err != nil {
		t.Fatal(err)
	}
	before := a.Snapshot(t)
	again, replayed, err := a.TimeEntries.Import(ctx, v, w.ID, rows)
	if err != nil || !replayed.Replayed || replayed.Seq != receipt.Seq || asJSON(t, again) != asJSON(t, first) {
		t.Errorf("again it is %s, %+v, %v; first it was %s", asJSON(t, again), replayed, err, asJSON(t, first))
	}
	same(t, before, a.Snapshot(t))
	if _, err := a.TimeEntries.Delete(t.Context(), v, first[0].Entry.ID, nil); err != nil {
		t.Fatal(err)
	}
	if again, _, err = a.TimeEntries.Import(ctx, v, w.ID, rows); err != nil || again[0].Entry != nil || again[2].Entry == nil || len(again[0].Errors) > 0 {
		t.Errorf("after one was deleted it is %+v: %v", again, err)
	}
	for i := range rows {
		rows[i].MemberID = ann.ID
	}
	operators, _, err := a.TimeEntries.Store(ctx, activity.BySystem, w.ID, rows, false)
	if err != nil || operators[2].Entry == nil || !operators[2].Unchanged {
		t.Errorf("another's request with this key is %+v: %v", operators, err)
	}
	if operators, receipt, err = a.TimeEntries.Store(keyed(t.Context(), "import", "k"), activity.BySystem, w.ID, []timeentry.ImportRow{{MemberID: ann.ID, SpentOn: &today, DurationSeconds: new(60)}}, false); err != nil {
		t.Fatal(err)
	}
	repeated, replayed, err := a.TimeEntries.Store(keyed(t.Context(), "import", "k"), activity.BySystem, w.ID, nil, false)
	if err != nil || !replayed.Replayed || replayed.Seq != receipt.Seq || asJSON(t, repeated) != asJSON(t, operators) {
		t.Errorf("the operator's again is %+v, %+v, %v", repeated, replayed, err)
	}
}

// Several imports of the same file at once store each row once.
func TestImportsOfOneFileAtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	v, before := w.Owner.Viewer(t), w.Seq(t)
	var wg sync.WaitGroup
	for n := range 6 {
		rows := quarters(40)
		for i := range rows {
			rows[i].MemberID = []uuid.UUID{ann.ID, bob.ID}[(i+n)%2] // locked in one order whatever comes first
			rows[i].ExternalKey = new(fmt.Sprint(i))
		}
		wg.Go(func() {
			if _, _, err := a.TimeEntries.Import(t.Context(), v, w.ID, rows); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if rows := all(t, a, v, w.ID, timeentry.Filter{}); len(rows) != 80 || w.Seq(t) != before+80 {
		t.Errorf("%d are stored, %d activities", len(rows), w.Seq(t)-before)
	}
}
