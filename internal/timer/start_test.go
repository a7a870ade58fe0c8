package timer_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/patch"
	"daybook/internal/timeentry"
	"daybook/internal/timer"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

// ago is an instant before the clock's.
func ago(a *apptest.App, d time.Duration) *time.Time { return new(a.Clock.Now().Add(-d)) }

// runningRows are the timers of a person that run.
func runningRows(t testing.TB, a *apptest.App, of *apptest.Person) []*timer.Timer {
	t.Helper()
	var rows []*timer.Timer
	if err := a.DB.NewSelect().Model(&rows).Where("t.member_id = ?", of.ID).Where("t.ended_at IS NULL").Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	return rows
}

// entries are a person's time entries, by start.
func entries(t testing.TB, a *apptest.App, of *apptest.Person) []*timeentry.Entry {
	t.Helper()
	var rows []*timeentry.Entry
	err := a.DB.NewSelect().Model(&rows).Where("e.member_id = ?", of.ID).Where("e.deleted_at IS NULL").OrderExpr("e.started_at, e.ended_at, e.id").Scan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// closeDays closes the workspace's days up to the date.
func closeDays(t testing.TB, a *apptest.App, w *apptest.Workspace, through day.Date) {
	t.Helper()
	_, _, err := a.Workspaces.UpdateSettings(t.Context(), w.Owner.Viewer(t), workspace.SettingsUpdate{WorkspaceID: w.ID, ClosedThrough: patch.To(&through)})
	if err != nil {
		t.Fatal(err)
	}
}

func keyed(t testing.TB, mutation, value string) activity.Key {
	t.Helper()
	return activity.Key{Mutation: mutation, Value: value, Input: []byte("input")}
}

// R3: of twenty starts at once one is accepted, and the others are told of it.
func TestStartR3AtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v, before := ann.Viewer(t), w.Seq(t)
	var mu sync.Mutex
	var made, inTheWay []uuid.UUID
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			got, receipt, err := a.Timers.Start(t.Context(), v, timer.StartParams{WorkspaceID: w.ID})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				if receipt.Seq != before+1 || got.Running != nil || got.Stopped != nil {
					t.Errorf("the one that is accepted gives %+v, %+v", got, receipt)
				}
				made = append(made, got.Timer.ID)
				return
			}
			apptest.WantRejection(t, err, check.AlreadyRunning, "switch")
			if got.Timer != nil || got.Running == nil {
				t.Errorf("a rejected one gives %+v", got)
				return
			}
			inTheWay = append(inTheWay, got.Running.ID)
		})
	}
	wg.Wait()
	rows := runningRows(t, a, ann)
	if len(made) != 1 || len(rows) != 1 || rows[0].ID != made[0] || w.Seq(t) != before+1 {
		t.Fatalf("%d starts were accepted, %d timers run, %d activities were appended", len(made), len(rows), w.Seq(t)-before)
	}
	for _, i := range inTheWay {
		if i != made[0] {
			t.Errorf("the timer in the way is said to be %s", i)
		}
	}
}

// R3: the same request twenty times at once is one request.
func TestStartOfOneKeyHappensOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	w.Timer(t, ann)
	v, before := ann.Viewer(t), w.Seq(t)
	results := make([]timer.StartResult, 20)
	ctx := activity.WithKey(t.Context(), keyed(t, "timerStart", "k"))
	var mu sync.Mutex
	fresh := 0
	var wg sync.WaitGroup
	for i := range results {
		wg.Go(func() {
			got, receipt, err := a.Timers.Start(ctx, v, timer.StartParams{WorkspaceID: w.ID, Switch: true})
			if err != nil {
				t.Error(err)
				return
			}
			if receipt.Replayed {
				if err := receipt.Result(&results[i]); err != nil {
					t.Error(err)
				}
				return
			}
			mu.Lock()
			defer mu.Unlock()
			fresh++
			results[i] = timer.StartResult{Timer: got.Timer.ID, Entry: &got.Stopped.ID}
		})
	}
	wg.Wait()
	if fresh != 1 || w.Seq(t) != before+2 || t.Failed() {
		t.Fatalf("%d were no replays, %d activities were appended", fresh, w.Seq(t)-before)
	}
	for _, r := range results {
		if r.Timer != results[0].Timer || *r.Entry != *results[0].Entry {
			t.Errorf("one is answered with %+v, another with %+v", results[0], r)
		}
	}
}

func TestStart(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, hidden := w.Member(t), w.Restricted(t)
	task := w.Task(t, hidden)
	bot := w.Service(t, authz.TrackingWrite).Viewer(t)
	a.Clock.Set(apptest.Noon.Add(999 * time.Millisecond))
	// A service opens every project.
	made, receipt, err := a.Timers.Start(t.Context(), bot, timer.StartParams{WorkspaceID: w.ID, OnBehalfOf: &ann.ID, TaskID: &task.ID, Note: new(" secret \r\n"), Billable: true})
	if err != nil {
		t.Fatal(err)
	}
	got := runningRows(t, a, ann)[0]
	if got.ID != made.Timer.ID || got.MemberID != ann.ID || *got.TaskID != task.ID || *got.Note != "secret" || !got.Billable || !got.StartedAt.Equal(apptest.Noon) ||
		got.LastActiveAt != nil || got.IdleSince != nil || got.EntryID != nil || got.Version != 1 {
		t.Errorf("it is stored as %+v", got)
	}
	last := w.Log(t)[receipt.Seq-1]
	if last.Action != activity.Started || last.EntityType != activity.Timer || last.EntityID != got.ID || *last.SubjectID != ann.ID || last.Visibility != activity.ToSubject ||
		last.ProjectID != nil || strings.Contains(string(last.Metadata), "secret") || !strings.Contains(string(last.Metadata), id.Of(id.Task, task.ID).String()) {
		t.Errorf("the log tells %+v: %s", last, last.Metadata)
	}
	// Whoever is not told what runs is not told of it in passing.
	refused, _, err := a.Timers.Start(t.Context(), bot, timer.StartParams{WorkspaceID: w.ID, OnBehalfOf: &ann.ID})
	apptest.WantRejection(t, err, check.AlreadyRunning, "switch")
	if strings.Contains(err.Error(), got.NodeID().String()) || strings.Contains(err.Error(), "2026") || refused.Running == nil {
		t.Errorf("a service is told %v", err)
	}
	_, _, err = a.Timers.Start(t.Context(), ann.Viewer(t), timer.StartParams{WorkspaceID: w.ID})
	if err == nil || !strings.Contains(err.Error(), got.NodeID().String()) || !strings.Contains(err.Error(), "2026-02-11T12:00:00Z") {
		t.Errorf("the person is told %v", err)
	}
}

// A switch is one transaction: the entry ends where the new timer starts, and both stand in the log side by side.
func TestStartSwitches(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	task := w.Task(t, w.Project(t))
	old := w.Timer(t, ann, func(p *timer.StartParams) { p.TaskID, p.Note, p.Billable = &task.ID, new("old"), true })
	a.Clock.Set(apptest.Noon.Add(time.Hour))
	before := w.Seq(t)
	made, receipt, err := a.Timers.Start(t.Context(), ann.Viewer(t), timer.StartParams{WorkspaceID: w.ID, Switch: true, Note: new("new"), StartedAt: ago(a, 10*time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
	if e := made.Stopped; e.DurationSeconds != 3000 || *e.Note != "old" || *e.TaskID != task.ID || !e.Billable || e.Origin != timeentry.FromTimer ||
		!e.StartedAt.Equal(old.StartedAt) || !e.EndedAt.Equal(made.Timer.StartedAt) || e.SpentOn != day.Of(2026, 2, 11) {
		t.Errorf("the old one became %+v", e)
	}
	if rows := runningRows(t, a, ann); len(rows) != 1 || rows[0].ID != made.Timer.ID || *rows[0].Note != "new" || made.Running != nil {
		t.Errorf("there run %+v", rows)
	}
	log := w.Log(t)[before:]
	if receipt.Seq != before+1 || len(log) != 2 || log[0].Action != activity.Stopped || log[0].EntityID != old.ID || log[1].Action != activity.Started || log[1].EntityID != made.Timer.ID ||
		!strings.Contains(string(log[0].Metadata), made.Stopped.NodeID().String()) {
		t.Errorf("the log tells %+v", log)
	}
	// Without a running timer there is nothing to switch from.
	bob := w.Member(t)
	if made, _, err := a.Timers.Start(t.Context(), bob.Viewer(t), timer.StartParams{WorkspaceID: w.ID, Switch: true}); err != nil || made.Stopped != nil || made.Timer == nil {
		t.Errorf("a switch from nothing gives %+v: %v", made, err)
	}
}

// R3, R4, R5: however many switch at once, one timer runs, and each of the others became an entry that ends where the next
// one began. The clock moves whenever it is looked at: a start that waited for another one comes after it.
func TestStartSwitchesAtOnce(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	now := apptest.Noon
	a := apptest.New(t, func(o *app.Options) {
		o.Now = func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			now = now.Add(time.Second)
			return now
		}
	})
	w := a.Workspace(t)
	ann := w.Member(t)
	v, before := ann.Viewer(t), w.Seq(t)
	const n = 15
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			if _, _, err := a.Timers.Start(t.Context(), v, timer.StartParams{WorkspaceID: w.ID, Switch: true}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	rows, done := runningRows(t, a, ann), entries(t, a, ann)
	if len(rows) != 1 || len(done) != n-1 || w.Seq(t) != before+2*n-1 {
		t.Fatalf("%d timers run, %d entries, %d activities", len(rows), len(done), w.Seq(t)-before)
	}
	for i, e := range done {
		next := rows[0].StartedAt
		if i+1 < len(done) {
			next = *done[i+1].StartedAt
		}
		if !e.EndedAt.Equal(next) || e.DurationSeconds != int(e.EndedAt.Sub(*e.StartedAt)/time.Second) || e.DurationSeconds < 1 {
			t.Errorf("entry %d is %s to %s of %d s, the next one starts %s", i, e.StartedAt, e.EndedAt, e.DurationSeconds, next)
		}
	}
}

func TestStartChecks(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, gone := w.Member(t), w.Member(t)
	bot := w.Service(t, authz.TrackingWrite).Viewer(t)
	hidden := w.Task(t, w.Restricted(t))
	elsewhere := foreign.Task(t, foreign.Project(t))
	past := w.Project(t)
	old := w.Task(t, past)
	if _, _, err := a.Projects.Archive(t.Context(), w.Owner.Viewer(t), past.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	closeDays(t, a, w, day.Of(2026, 2, 10))
	w.TimeEntry(t, ann, func(p *timeentry.CreateParams) { p.StartedAt, p.EndedAt = ago(a, 3*time.Hour), ago(a, 2*time.Hour) })
	v := ann.Viewer(t)
	before := a.Snapshot(t)
	for name, c := range map[string]struct {
		v     *authz.Viewer
		p     timer.StartParams
		code  check.Code
		field string
	}{
		"a start that has not come":             {v, timer.StartParams{StartedAt: ago(a, -time.Second)}, check.OutOfRange, "startedAt"},
		"a start in a far future":               {v, timer.StartParams{StartedAt: new(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))}, check.OutOfRange, "startedAt"},
		"a start more than a day ago":           {v, timer.StartParams{StartedAt: ago(a, 24*time.Hour+time.Second)}, check.OutOfRange, "startedAt"},
		"a start in a far past":                 {v, timer.StartParams{StartedAt: new(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC))}, check.OutOfRange, "startedAt"},
		"a start in a closed period":            {v, timer.StartParams{StartedAt: ago(a, 13*time.Hour)}, check.ClosedPeriod, "startedAt"},
		"a start within an entry":               {v, timer.StartParams{StartedAt: ago(a, 150*time.Minute)}, check.Overlap, "startedAt"},
		"a start before an entry":               {v, timer.StartParams{StartedAt: ago(a, 4*time.Hour)}, check.Overlap, "startedAt"},
		"a start a second before an entry ends": {v, timer.StartParams{StartedAt: ago(a, 2*time.Hour+time.Second)}, check.Overlap, "startedAt"},
		"a task that does not open":             {v, timer.StartParams{TaskID: &hidden.ID}, check.NotFound, "taskId"},
		"a task of another workspace":           {v, timer.StartParams{TaskID: &elsewhere.ID}, check.NotFound, "taskId"},
		"another workspace's task by a service": {bot, timer.StartParams{TaskID: &elsewhere.ID, OnBehalfOf: &ann.ID}, check.NotFound, "taskId"},
		"a task of an archived project":         {v, timer.StartParams{TaskID: &old.ID}, check.Invalid, "taskId"},
		"a service on an archived project":      {bot, timer.StartParams{TaskID: &old.ID, OnBehalfOf: &ann.ID}, check.Invalid, "taskId"},
		"a task that is not there":              {v, timer.StartParams{TaskID: new(uuid.New())}, check.NotFound, "taskId"},
		"a note too long":                       {v, timer.StartParams{Note: new(strings.Repeat("ü", timeentry.MaxNote+1))}, check.TooLong, "note"},
		"a note with NUL":                       {v, timer.StartParams{Note: new("\x00")}, check.Invalid, "note"},
		"a service for nobody":                  {bot, timer.StartParams{}, check.Required, "onBehalfOf"},
		"a service for one who left":            {bot, timer.StartParams{OnBehalfOf: &gone.ID}, check.NotFound, "onBehalfOf"},
		"a service for a stranger":              {bot, timer.StartParams{OnBehalfOf: &foreign.Owner.ID}, check.NotFound, "onBehalfOf"},
	} {
		c.p.WorkspaceID = w.ID
		t.Run(name+" is rejected", func(t *testing.T) {
			for _, c.p.Switch = range []bool{false, true} {
				made, _, err := a.Timers.Start(t.Context(), c.v, c.p)
				apptest.WantRejection(t, err, c.code, c.field)
				if made != (timer.Started{}) {
					t.Errorf("it gives %+v", made)
				}
			}
		})
	}
	if after := a.Snapshot(t); len(runningRows(t, a, ann)) != 0 || after["timers"] != before["timers"] || after["activities"] != before["activities"] || after["time_entries"] != before["time_entries"] {
		t.Error("something was stored")
	}
	// Half-open: it may start in the second in which an entry ends.
	if _, _, err := a.Timers.Start(t.Context(), v, timer.StartParams{WorkspaceID: w.ID, StartedAt: ago(a, 2*time.Hour)}); err != nil {
		t.Error(err)
	}
	// And a whole day ago, where nothing is in the way.
	other := foreign.Member(t)
	if _, _, err := a.Timers.Start(t.Context(), other.Viewer(t), timer.StartParams{WorkspaceID: foreign.ID, StartedAt: ago(a, 24*time.Hour)}); err != nil {
		t.Error(err)
	}
}

func TestStartSwitchChecks(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v := ann.Viewer(t)
	old := w.Timer(t, ann)
	switchAt := func(at *time.Time) error {
		_, _, err := a.Timers.Start(t.Context(), v, timer.StartParams{WorkspaceID: w.ID, Switch: true, StartedAt: at})
		return err
	}
	a.Clock.Set(apptest.Noon.Add(time.Hour))
	apptest.WantRejection(t, switchAt(ago(a, time.Hour+time.Second)), check.Invalid, "startedAt")
	a.Clock.Set(apptest.Noon.Add(24*time.Hour + time.Second))
	apptest.WantRejection(t, switchAt(nil), check.OutOfRange, "switch")
	if rows := runningRows(t, a, ann); len(rows) != 1 || rows[0].ID != old.ID || len(entries(t, a, ann)) != 0 {
		t.Error("the old timer does not run any more")
	}
	if err := switchAt(ago(a, time.Second)); err != nil {
		t.Errorf("a switch after a whole day: %v", err)
	}
	// What the old one became can be refused: then nothing is switched.
	closeDays(t, a, w, day.Of(2026, 2, 12))
	a.Clock.Set(apptest.Noon.Add(37 * time.Hour)) // on the day after the closed one
	apptest.WantRejection(t, switchAt(nil), check.ClosedPeriod, "switch")
	if rows := runningRows(t, a, ann); len(rows) != 1 {
		t.Error("the timer was stopped")
	}
}

// Who starts, changes, stops, discards and reports, as authz-matrix.md section 8 has it.
func TestWriters(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann := w.Member(t)
	row := w.Timer(t, ann)
	for name, c := range map[string]struct {
		v    *authz.Viewer
		want fault.Code // empty: allowed
	}{
		"nobody":            {nil, fault.NotFound},
		"a stranger":        {foreign.Owner.Viewer(t), fault.NotFound},
		"a mate":            {w.Member(t).Viewer(t), fault.NotFound},
		"an admin":          {w.Admin(t).Viewer(t), fault.Forbidden},
		"an owner":          {w.Owner.Viewer(t), fault.Forbidden},
		"a weak service":    {w.Service(t, authz.TrackingRead).Viewer(t), fault.Forbidden},
		"a weak token":      {w.Personal(t, ann, authz.TrackingRead).Viewer(t), fault.Forbidden},
		"a foreign service": {foreign.Service(t, authz.TrackingWrite).Viewer(t), fault.NotFound},
		"the person":        {ann.Viewer(t), ""},
		"a service":         {w.Service(t, authz.TrackingWrite).Viewer(t), ""},
	} {
		t.Run(name, func(t *testing.T) {
			before := a.Snapshot(t)
			_, _, start := a.Timers.Start(t.Context(), c.v, timer.StartParams{WorkspaceID: w.ID, OnBehalfOf: &ann.ID})
			_, _, stop := a.Timers.Stop(t.Context(), c.v, row.ID, ago(a, time.Second)) // before its start
			_, report := a.Timers.IdleReport(t.Context(), c.v, row.ID, nil)
			_, _, update := a.Timers.Update(t.Context(), c.v, noted(row, "of "+name))
			if c.want == "" {
				apptest.WantRejection(t, start, check.AlreadyRunning, "switch")
				apptest.WantRejection(t, stop, check.Invalid, "endedAt")
				if report != nil || update != nil {
					t.Error(report, update)
				}
				return
			}
			_, discard := a.Timers.Discard(t.Context(), c.v, row.ID)
			for what, err := range map[string]error{"start": start, "stop": stop, "report": report, "update": update, "discard": discard} {
				if !fault.Is(err, c.want) {
					t.Errorf("%s: %v, want %s", what, err, c.want)
				}
			}
			if after := a.Snapshot(t); after["timers"] != before["timers"] || after["activities"] != before["activities"] {
				t.Error("something was stored")
			}
		})
	}
	// A timer that is not there looks like one of another workspace.
	for _, v := range []*authz.Viewer{ann.Viewer(t), w.Owner.Viewer(t)} {
		_, _, err := a.Timers.Stop(t.Context(), v, uuid.New(), nil)
		apptest.WantCode(t, err, fault.NotFound)
	}
}
