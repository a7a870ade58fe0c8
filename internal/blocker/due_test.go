package blocker_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/member"
	"daybook/internal/standup"
	"daybook/internal/task"

	"github.com/google/uuid"
)

func severity(s blocker.Severity) func(*blocker.OpenParams) {
	return func(p *blocker.OpenParams) { p.Severity = s }
}

// R8: with the clock standing at each threshold the job may run as often as it likes: one record for each level, in order.
func TestThresholdsR8(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.w.Owner.Viewer(t)
	all := []string{"1 manager: manager", "2 director: director", "3 vp: vp"}
	for _, c := range []struct {
		severity blocker.Severity
		after    []int // hours, of each level
	}{
		{standup.Critical, []int{4, 8, 24}}, {standup.High, []int{24, 48, 96}}, {standup.Medium, []int{48}}, {standup.Low, nil},
	} {
		t.Run(string(c.severity), func(t *testing.T) {
			b.later(0)
			row := b.w.Blocker(t, b.ann, severity(c.severity))
			for n, hours := range c.after {
				due := time.Duration(hours) * time.Hour
				b.later(due - time.Microsecond)
				b.run(t)
				b.wantSteps(t, row.ID, all[:n]...)
				b.later(due)
				if got := []int{b.run(t), b.run(t), b.run(t)}; !slices.Equal(got, []int{1, 0, 0}) {
					t.Errorf("at %d hours three runs recorded %v", hours, got)
				}
				b.wantSteps(t, row.ID, all[:n+1]...)
			}
			b.later(1000 * time.Hour)
			if got := b.run(t); got != 0 {
				t.Errorf("after the last level %d more were recorded", got)
			}
			b.wantSteps(t, row.ID, all[:len(c.after)]...)
			if _, _, err := b.Blockers.Resolve(t.Context(), v, blocker.ResolveParams{ID: row.ID}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// R8, R9: a server that was down for long records what it missed, in order, each with the time at which it was due, and tells
// of each.
func TestAServerThatWasDownR8(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	row := b.w.Blocker(t, b.ann, severity(standup.Critical))
	now := apptest.Noon.Add(30 * time.Hour)
	b.Clock.Set(now)
	seq := b.w.Seq(t)
	if n := b.run(t); n != 3 {
		t.Fatalf("%d were recorded", n)
	}
	of, err := b.Blockers.Escalations(t.Context(), b.ann.Viewer(t), []uuid.UUID{row.ID})
	if err != nil {
		t.Fatal(err)
	}
	for n, hours := range []int{4, 8, 24} {
		if s := of[row.ID][n]; !s.DueAt.Equal(apptest.Noon.Add(time.Duration(hours)*time.Hour)) || !s.SentAt.Equal(now) || s.AcknowledgedAt != nil || s.DescriptionShared {
			t.Errorf("the step %d is %+v", n+1, s)
		}
	}
	var told []string
	for _, a := range b.w.Log(t)[seq:] {
		told = append(told, *a.Title)
		if a.ActorKind != authz.KindSystem || a.Action != activity.Escalated || *a.SubjectID != b.ann.ID || a.Visibility != activity.ToSubject {
			t.Errorf("the activity is %+v", a)
		}
	}
	if want := []string{"escalated a blocker to the manager", "escalated a blocker to the director", "escalated a blocker to the VP"}; !slices.Equal(told, want) {
		t.Errorf("the log tells %q", told)
	}
	if got := b.see(t, b.ann.Viewer(t), row.ID); got.State != blocker.Escalated || !got.EscalatedAt.Equal(now) || got.Version != 2 {
		t.Errorf("it is %+v", got)
	}
}

// A rung where nobody stands falls through to the next one up, once; nobody is told twice.
func TestMissingRungs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		removed func(b *bench) []*apptest.Person
		want    []string
	}{
		"no manager":            {func(b *bench) []*apptest.Person { return []*apptest.Person{b.manager} }, []string{"1 manager: director", "2 director: vp"}},
		"no director":           {func(b *bench) []*apptest.Person { return []*apptest.Person{b.director} }, []string{"1 manager: manager", "2 director: vp"}},
		"no VP":                 {func(b *bench) []*apptest.Person { return []*apptest.Person{b.vp} }, []string{"1 manager: manager", "2 director: director"}},
		"nobody but the VP":     {func(b *bench) []*apptest.Person { return []*apptest.Person{b.manager, b.director} }, []string{"1 manager: vp"}},
		"nobody at all":         {func(b *bench) []*apptest.Person { return []*apptest.Person{b.manager, b.director, b.vp} }, []string{}},
		"the person left, too":  {func(b *bench) []*apptest.Person { return []*apptest.Person{b.ann} }, []string{}},
		"everyone where he was": {func(*bench) []*apptest.Person { return nil }, []string{"1 manager: manager", "2 director: director", "3 vp: vp"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			row := b.w.Blocker(t, b.ann, severity(standup.Critical))
			for _, p := range c.removed(b) {
				if _, _, err := b.Members.Remove(t.Context(), b.w.Owner.Viewer(t), p.ID); err != nil {
					t.Fatal(err)
				}
			}
			recorded := 0
			for hours := range 30 {
				b.later(time.Duration(hours) * time.Hour)
				recorded += b.run(t)
			}
			b.wantSteps(t, row.ID, c.want...)
			if recorded != len(c.want) {
				t.Errorf("%d were recorded", recorded)
			}
		})
	}
}

// Somebody who comes to stand above the person later is told at the next run.
func TestAChainThatGrows(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	lone := b.w.Member(t)
	row := b.w.Blocker(t, lone, severity(standup.Critical))
	b.later(100 * time.Hour)
	if n := b.run(t); n != 0 {
		t.Errorf("%d were recorded with nobody above", n)
	}
	if _, _, err := b.Members.SetManager(t.Context(), b.w.Owner.Viewer(t), lone.ID, &b.vp.ID); err != nil {
		t.Fatal(err)
	}
	if n := b.run(t) + b.run(t); n != 1 {
		t.Errorf("%d were recorded with one above", n)
	}
	b.wantSteps(t, row.ID, "1 manager: vp")
}

// A blocker whose task is finished asks whether it can be resolved, and is not escalated.
func TestBlockersOfFinishedTasks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.ann.Viewer(t)
	of := b.w.Task(t, b.w.Project(t))
	row := b.w.Blocker(t, b.ann, severity(standup.Critical), func(p *blocker.OpenParams) { p.TaskID = &of.ID })
	move := func(to task.Status) {
		t.Helper()
		if _, _, err := b.Tasks.Put(t.Context(), activity.BySystem, task.Upsert{WorkspaceID: b.w.ID, ID: &of.ID, Status: &to}); err != nil {
			t.Fatal(err)
		}
	}
	hint := func() string {
		if h := b.see(t, v, row.ID).TaskHint(); h != nil {
			return string(*h)
		}
		return "none"
	}
	b.later(100 * time.Hour)
	for status, want := range map[task.Status]string{task.Done: "task_done", task.Canceled: "task_canceled"} {
		move(status)
		if n, got := b.run(t), hint(); n != 0 || got != want {
			t.Errorf("of a task that is %s: %d steps, the hint %s", status, n, got)
		}
	}
	move(task.InReview)
	if n, got := b.run(t), hint(); n != 3 || got != "none" {
		t.Errorf("of a task that is in review: %d steps, the hint %s", n, got)
	}
	move(task.Done)
	if _, _, err := b.Blockers.Resolve(t.Context(), v, blocker.ResolveParams{ID: row.ID}); err != nil {
		t.Fatal(err)
	}
	if got := hint(); got != "none" {
		t.Errorf("a resolved one hints at %s", got)
	}
}

// The job works through every workspace, however many blockers there are in each, by the rules of each.
func TestEveryWorkspaceByItsOwnRules(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	const workspaces, each = 3, 240 // the second batch begins in the midst of a workspace
	total := 0
	for n := range workspaces {
		w := a.Workspace(t)
		boss := w.Member(t)
		p := w.Member(t, func(p *member.InviteParams) { p.ManagerID = &boss.ID })
		rules := []*blocker.Rule{{Severity: standup.Low, AfterMinutes: 10 * (n + 1), Levels: []blocker.Level{blocker.Manager}}}
		if _, _, err := a.Blockers.SetPolicy(t.Context(), w.Owner.Viewer(t), w.ID, rules, 0); err != nil {
			t.Fatal(err)
		}
		_, err := a.DB.NewRaw(`insert into blockers (workspace_id, id, member_id, severity, category, description, opened_at)
			select ?, gen_random_uuid(), ?, case when n % 3 = 0 then 'critical' else 'low' end, 'technical', 'x', ? from generate_series(1, ?) n`, w.ID, p.ID, apptest.Noon, each).Exec(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n < 2 {
			total += each * 2 / 3
		}
	}
	a.Clock.Set(apptest.Noon.Add(20 * time.Minute))
	if n, err := a.Blockers.EscalateDue(t.Context()); err != nil || n != total {
		t.Errorf("%d were recorded, want %d: %v", n, total, err)
	}
	var steps int
	if err := a.DB.NewRaw("select count(*) from escalations").Scan(t.Context(), &steps); err != nil || steps != total {
		t.Errorf("%d are stored: %v", steps, err)
	}
}

// Business hours are those of the person.
func TestBusinessHoursOfThePerson(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	rules := []*blocker.Rule{{Severity: standup.High, AfterMinutes: 60, Levels: []blocker.Level{blocker.Manager}, BusinessHoursOnly: true}}
	if _, _, err := b.Blockers.SetPolicy(t.Context(), b.w.Owner.Viewer(t), b.w.ID, rules, 0); err != nil {
		t.Fatal(err)
	}
	rows := map[string]*blocker.Blocker{}
	for _, name := range []string{"Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo"} { // at noon UTC it is 13, 4 and 21 o'clock
		rows[name] = b.w.Blocker(t, b.w.Member(t, func(p *member.InviteParams) { p.ManagerID, p.TimeZone = &b.manager.ID, name }))
	}
	for _, c := range []struct {
		zone string
		at   time.Time
	}{
		{"Europe/Berlin", time.Date(2026, 2, 11, 13, 0, 0, 0, time.UTC)},
		{"America/Los_Angeles", time.Date(2026, 2, 11, 18, 0, 0, 0, time.UTC)},
		{"Asia/Tokyo", time.Date(2026, 2, 12, 1, 0, 0, 0, time.UTC)},
	} {
		b.Clock.Set(c.at.Add(-time.Second))
		before := b.run(t)
		b.Clock.Set(c.at)
		if n := b.run(t); before != 0 || n != 1 {
			t.Errorf("%s: %d before, %d at %s", c.zone, before, n, c.at)
		}
		if got := b.steps(t, rows[c.zone].ID); !slices.Equal(got, []string{"1 manager: manager"}) {
			t.Errorf("%s: %q", c.zone, got)
		}
	}
}

// R9: when a step cannot be told of it is not recorded, the others are, and the error tells which.
func TestAFailureIsPassedOver(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	poor, rich := b.w.Blocker(t, b.ann, severity(standup.Critical)), b.w.Blocker(t, b.bob, severity(standup.Critical))
	b.AsOwner(t, fmt.Sprintf(`create function fail() returns trigger language plpgsql as $$ begin
		if new.entity_id = '%s' then raise exception 'as if'; end if; return new; end $$;
		create trigger fail before insert on activities for each row execute function fail()`, poor.ID))
	b.later(5 * time.Hour)
	n, err := b.Blockers.EscalateDue(t.Context())
	if n != 1 || err == nil || !containsAny(err.Error(), poor.NodeID().String()) {
		t.Errorf("%d were recorded: %v", n, err)
	}
	b.wantSteps(t, poor.ID)
	b.wantSteps(t, rich.ID, "1 manager: manager")
	b.AsOwner(t, "drop trigger fail on activities")
	if n := b.run(t); n != 1 {
		t.Errorf("later %d were recorded", n)
	}
}
