package metrics_test

import (
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/metrics"
	"daybook/internal/patch"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

const monday, sunday = "2026-02-02", "2026-02-08" // the last whole week before apptest.Noon

func wantHidden(t testing.TB, what string, m *metrics.Metrics, reason metrics.Reason, k int) {
	t.Helper()
	switch {
	case m.Suppression == nil:
		t.Errorf("%s is shown: %+v", what, numbersOf(m))
	case m.Suppression.Reason != reason || m.Suppression.MinimumGroupSize != k:
		t.Errorf("%s is hidden for %s of %d, want %s of %d", what, m.Suppression.Reason, m.Suppression.MinimumGroupSize, reason, k)
	case numbersOf(m) != hidden || m.NonBillableSeconds != nil || m.StandupRate != nil || m.OpenBlockersBySeverity != nil || m.MedianBlockerAgeSeconds != nil ||
		m.MeanSentiment != nil || m.SentimentCoverage != nil:
		t.Errorf("%s is hidden, and has numbers: %+v", what, m)
	}
}

func sameRate(a, b *float64) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

func (b *bench) settings(t testing.TB, change workspace.SettingsUpdate) {
	t.Helper()
	change.WorkspaceID = b.w.ID
	s, err := workspace.ReadSettings(t.Context(), b.DB, b.w.ID)
	if err != nil {
		t.Fatal(err)
	}
	change.Version = s.Version
	if _, _, err := b.Workspaces.UpdateSettings(t.Context(), b.w.Owner.Viewer(t), change); err != nil {
		t.Fatal(err)
	}
}

// D9: the viewer does not count among the group; from the smallest group on, numbers are shown in steps.
func TestMembersSeeGroupsOfEnoughOthers(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	people := b.people(t, 4, nil)
	for i, p := range people[:3] {
		b.spend(t, p, monday, 3600+i, nil, i == 0)
		b.say(t, p, monday, standup.Web, new(0.5))
	}
	week := b.question(monday, sunday)
	in, out := people[0].Viewer(t), people[3].Viewer(t)
	wantHidden(t, "a group of the viewer and two", b.one(t, in, week), metrics.GroupTooSmall, 3)
	m := b.one(t, out, week)
	want(t, "a group of three others", m, numbers{3, 10800, 3600, 3, 0, 0, 0, 0})
	if *m.NonBillableSeconds != 7200 || !m.Final || m.MeanSentiment != nil || m.SentimentCoverage != nil {
		t.Errorf("it is %+v", m)
	}
	wantRate(t, "three of 25, and of the owner's none, in hundredths", m.StandupRate, 0.15)
	// A service that may not read the rows sees groups; it is nobody's part of them.
	want(t, "a service", b.one(t, b.w.Service(t, authz.MetricsRead).Viewer(t), week), numbers{3, 10800, 3600, 3, 0, 0, 0, 0})
	want(t, "a service that reads rows", b.one(t, b.w.Service(t, authz.MetricsRead, authz.TrackingRead).Viewer(t), week), numbers{3, 10803, 3600, 3, 0, 0, 0, 0})
	want(t, "an admin", b.one(t, b.w.Owner.Viewer(t), week), numbers{3, 10803, 3600, 3, 0, 0, 0, 0})
	want(t, "an admin's token without rows", b.one(t, b.w.Personal(t, b.w.Owner, authz.MetricsRead).Viewer(t), week), numbers{3, 10800, 3600, 3, 0, 0, 0, 0})
	// Where there is nothing, nothing is told: that nobody worked is about each of them.
	wantHidden(t, "an empty week", b.one(t, out, b.question("2026-01-12", "2026-01-18")), metrics.GroupTooSmall, 3)
}

// D10: members see whole weeks, months and sprints that have been over for a day, in the workspace's zone.
func TestMembersSeeClosedBuckets(t *testing.T) {
	t.Parallel()
	b := newBench(t, "America/New_York")
	people := b.people(t, 4, nil)
	v := people[3].Viewer(t)
	for _, p := range people[:3] {
		b.spend(t, p, "2026-03-04", 3600, nil)
	}
	b.w.Sprint(t, func(u *sprint.Upsert) { u.StartsOn, u.EndsOn = date("2026-03-02"), date("2026-03-08") })
	week := b.question("2026-03-05", "2026-03-05") // widened to 2 to 8 March; clocks go forward on the 8th
	month, during := week, week
	month.Unit, during.Unit = metrics.Month, metrics.OfASprint
	for _, q := range []metrics.Question{week, during} {
		b.Clock.Set(instant("2026-03-10T03:59:59Z"))
		m := b.one(t, v, q)
		wantHidden(t, "a second before", m, metrics.BucketOpen, 3)
		if m.Final || !m.ComputedAt.Equal(instant("2026-03-10T03:59:59Z")) {
			t.Errorf("it is of %s, final %v", m.ComputedAt, m.Final)
		}
		b.Clock.Set(instant("2026-03-10T04:00:00Z"))
		want(t, "a day after", b.one(t, v, q), numbers{3, 10800, 0, 0, 0, 0, 0, 0})
	}
	wantHidden(t, "the month", b.one(t, v, month), metrics.BucketOpen, 3)
	b.Clock.Set(instant("2026-04-02T04:00:00Z"))
	want(t, "the month", b.one(t, v, month), numbers{3, 10800, 0, 0, 0, 0, 0, 0})
	b.Clock.Set(apptest.Noon)
	for name, q := range map[string]metrics.Question{
		"days":                      b.question(monday, sunday, in(metrics.Day)),
		"people":                    b.question(monday, sunday, func(q *metrics.Question) { q.Within = metrics.Cohort{Kind: metrics.Members, MemberIDs: ids(people[0])} }),
		"oneself":                   b.question(monday, sunday, func(q *metrics.Question) { q.Within = metrics.Cohort{Kind: metrics.Members, MemberIDs: ids(people[3])} }),
		"a team's part of projects": b.question(monday, sunday, of(metrics.Team, b.w.Team(t).ID), by(metrics.Project)),
	} {
		_, err := b.list(t, v, q)
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := b.list(t, b.w.Owner.Viewer(t), q); err != nil {
			t.Errorf("%s, as an admin: %v", name, err)
		}
	}
}

// Matrix 10.6: what members see of a closed bucket never changes, whatever becomes of the rows, the people, their teams, the
// tasks, and the rules of rounding; other buckets that hold the same days agree with it.
func TestMembersSeeTheSameForEver(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	group := b.w.Team(t)
	people := b.people(t, 5, group)
	v, admin := people[4].Viewer(t), b.w.Owner.Viewer(t)
	p := b.w.Project(t)
	on := b.w.Task(t, p)
	var entries []uuid.UUID
	for _, who := range people[:4] {
		entries = append(entries, b.spend(t, who, "2026-01-06", 3600, on))
		b.say(t, who, "2026-01-06", standup.Web, nil)
		b.block(t, who, standup.High, "2026-01-07T00:00:00Z", "", on)
	}
	b.log(t, people[0], "2026-01-06T10:00:00Z", on, nil, nil)
	questions := []metrics.Question{b.question("2026-01-05", "2026-01-11"), b.question("2026-01-05", "2026-01-11", of(metrics.Team, group.ID)),
		b.question("2026-01-05", "2026-01-11", of(metrics.Project, p.ID)), b.question("2026-01-05", "2026-01-11", of(metrics.Task, on.ID))}
	b.Clock.Set(instant("2026-01-13T00:00:00Z"))
	seen := make([]*metrics.Metrics, len(questions))
	for i, q := range questions {
		if seen[i] = b.one(t, v, q); seen[i].Suppression != nil || !seen[i].Final {
			t.Fatalf("%s: %+v", seen[i].Cohort.Name, seen[i].Suppression)
		}
	}
	b.exec(t, "update time_entries set duration_seconds = 60 where workspace_id = ?0 and id = ?1", entries[0])
	b.exec(t, "update time_entries set deleted_at = now() where workspace_id = ?0 and id = ?1", entries[1])
	b.exec(t, "update time_entries set spent_on = '2026-01-12' where workspace_id = ?0 and id = ?1", entries[2])
	b.spend(t, b.w.Owner, "2026-01-06", 10800, on)
	b.exec(t, "delete from standups where workspace_id = ?0 and member_id = ?1", people[0].ID)
	b.exec(t, "update members set team_id = null where workspace_id = ?0 and id = ?1", people[0].ID)
	b.removed(t, people[1], "2026-01-01T00:00:00Z")
	b.exec(t, "update blockers set resolved_at = '2026-01-08T00:00:00Z', state = 'resolved' where workspace_id = ?0 and member_id = ?1", people[2].ID)
	b.exec(t, "update work_logs set logged_at = '2026-01-13T00:00:00Z' where workspace_id = ?0")
	if _, _, err := b.Tasks.Upsert(t.Context(), admin, task.Upsert{WorkspaceID: b.w.ID, ID: &on.ID, ProjectID: &b.w.Project(t).ID}); err != nil {
		t.Fatal(err)
	}
	for _, who := range people[:4] {
		b.spend(t, who, "2026-01-12", 1800, nil)
	}
	b.settings(t, workspace.SettingsUpdate{RoundingMinutes: new(60), RoundingMode: new(workspace.Up)})
	b.Clock.Set(apptest.Noon)
	for i, q := range questions {
		m := b.one(t, v, q)
		if numbersOf(m) != numbersOf(seen[i]) || !sameRate(m.StandupRate, seen[i].StandupRate) || !m.ComputedAt.Equal(seen[i].ComputedAt) || *m.MedianBlockerAgeSeconds != *seen[i].MedianBlockerAgeSeconds {
			t.Errorf("%s was %+v of %s and is %+v of %s", m.Cohort.Name, numbersOf(seen[i]), seen[i].ComputedAt, numbersOf(m), m.ComputedAt)
		}
	}
	// The month begins with other days and holds these.
	m := b.one(t, v, b.question("2026-01-01", "2026-01-31", in(metrics.Month)))
	if *m.TrackedSeconds != *seen[0].TrackedSeconds+5*3600 { // and the 12th, with the hour that was moved there
		t.Errorf("the month has %d seconds", *m.TrackedSeconds)
	}
	if now := b.one(t, admin, questions[0]); *now.TrackedSeconds == *seen[0].TrackedSeconds {
		t.Error("an admin sees no change either: nothing was tried")
	}
}

// A larger smallest group hides more at once; a smaller one set later shows no more of what was taken before.
func TestSmallestGroupBothWays(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	people := b.people(t, 4, nil)
	v := people[3].Viewer(t)
	for _, p := range people[:3] {
		b.spend(t, p, monday, 3600, nil)
		b.spend(t, p, "2026-01-26", 3600, nil)
	}
	shown := numbers{3, 10800, 0, 0, 0, 0, 0, 0}
	week, before := b.question(monday, sunday), b.question("2026-01-26", "2026-01-31", in(metrics.Week))
	want(t, "with three", b.one(t, v, week), shown)
	b.settings(t, workspace.SettingsUpdate{MinimumGroupSize: new(4)})
	wantHidden(t, "with four", b.one(t, v, week), metrics.GroupTooSmall, 4)
	wantHidden(t, "with four", b.one(t, v, before), metrics.GroupTooSmall, 4)
	b.settings(t, workspace.SettingsUpdate{MinimumGroupSize: new(3)})
	want(t, "with three again", b.one(t, v, week), shown)
	wantHidden(t, "what was taken with four", b.one(t, v, before), metrics.GroupTooSmall, 4)
	b.Clock.Set(apptest.Noon.AddDate(0, 0, 7))
	for _, p := range people[:3] {
		b.spend(t, p, "2026-02-10", 3600, nil)
	}
	want(t, "the next week", b.one(t, v, b.question("2026-02-09", "2026-02-15")), shown)
}

// D10: a part is not shown when what is left of the whole would be of fewer people than the smallest group, and where
// one is hidden for being small, another hides it.
func TestPartsThatTellAboutTheRest(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	large, middle, small := b.w.Team(t), b.w.Team(t), b.w.Team(t)
	viewer := b.person(t, nil)
	v := viewer.Viewer(t)
	for _, group := range []struct {
		people []*apptest.Person
	}{{b.people(t, 6, large)}, {b.people(t, 4, middle)}, {b.people(t, 2, small)}} {
		for _, p := range group.people {
			b.spend(t, p, monday, 3600, nil)
		}
	}
	reasons := func() map[uuid.UUID]metrics.Reason {
		out := map[uuid.UUID]metrics.Reason{}
		for _, m := range b.ask(t, v, b.question(monday, sunday, by(metrics.Team))) {
			if m.Suppression != nil {
				out[m.Cohort.ID] = m.Suppression.Reason
			}
		}
		return out
	}
	got := reasons()
	if len(got) != 2 || got[small.ID] != metrics.GroupTooSmall || got[middle.ID] != metrics.Complement {
		t.Errorf("hidden are %v", got)
	}
	want(t, "the whole", b.one(t, v, b.question(monday, sunday)), numbers{12, 43200, 0, 0, 0, 0, 0, 0})
	// The viewer's own part changes nothing: they know it.
	b2 := newBench(t, "UTC")
	group := b2.w.Team(t)
	alone := b2.person(t, nil)
	for _, p := range append(b2.people(t, 3, group), alone) {
		b2.spend(t, p, monday, 3600, nil)
	}
	q := b2.question(monday, sunday, of(metrics.Team, group.ID))
	want(t, "all others are of the team", b2.one(t, alone.Viewer(t), q), numbers{3, 10800, 0, 0, 0, 0, 0, 0})
	wantHidden(t, "one other is not", b2.one(t, b2.person(t, nil).Viewer(t), q), metrics.Complement, 3)
}

// A team that works on one project, but for one person: team minus project would be what that person did elsewhere.
func TestTeamsAndProjectsThatAreNearlyTheSame(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	v := b.person(t, nil).Viewer(t)
	one, two := b.w.Team(t), b.w.Team(t)
	first, second := b.w.Project(t), b.w.Project(t)
	onFirst, onSecond := b.w.Task(t, first), b.w.Task(t, second)
	ones, twos := b.people(t, 4, one), b.people(t, 4, two)
	for i := range 4 {
		b.spend(t, ones[i], monday, 3600, onFirst)
		b.spend(t, twos[i], monday, 3600, onSecond)
	}
	count := func() (shown int) {
		for _, kind := range []metrics.Kind{metrics.Team, metrics.Project} {
			for _, m := range b.ask(t, v, b.question(monday, sunday, by(kind))) {
				if m.Suppression == nil {
					shown++
				}
			}
		}
		return shown
	}
	if n := count(); n != 4 {
		t.Errorf("teams and projects that are the same: %d are shown", n)
	}
	b.spend(t, ones[0], "2026-01-27", 600, onSecond)
	for i := range 4 {
		b.spend(t, ones[i], "2026-01-26", 3600, onFirst)
		b.spend(t, twos[i], "2026-01-26", 3600, onSecond)
	}
	before := func(kind metrics.Kind, id uuid.UUID) *metrics.Metrics {
		return b.one(t, v, b.question("2026-01-26", "2026-01-31", of(kind, id)))
	}
	want(t, "the team", before(metrics.Team, one.ID), numbers{4, 15300, 0, 0, 0, 0, 0, 0})
	wantHidden(t, "its project", before(metrics.Project, first.ID), metrics.Complement, 3)
	wantHidden(t, "the project where one helped", before(metrics.Project, second.ID), metrics.Complement, 3)
}

func TestDominance(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	people := b.people(t, 5, nil)
	v := people[4].Viewer(t)
	for _, p := range people[1:4] {
		b.spend(t, p, monday, 3600, nil)
		b.spend(t, p, "2026-01-26", 3600, nil)
	}
	b.spend(t, people[0], monday, 16200, nil)       // 60 percent of all but the viewer's
	b.spend(t, people[0], "2026-01-26", 16201, nil) // more
	b.spend(t, people[4], "2026-01-26", 36000, nil) // the viewer knows to leave this out
	want(t, "six tenths", b.one(t, v, b.question(monday, sunday)), numbers{4, 27000, 0, 0, 0, 0, 0, 0})
	wantHidden(t, "more than six tenths", b.one(t, v, b.question("2026-01-26", "2026-01-31")), metrics.Dominance, 3)
}

// Time of few people is hidden also where many wrote standups; what is on no work is no part of this.
func TestTimeOfFewIsHiddenAmongStandupsOfMany(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	people := b.people(t, 5, nil)
	v := people[4].Viewer(t)
	for _, p := range people[:4] {
		b.say(t, p, monday, standup.Web, nil)
		b.say(t, p, "2026-01-26", standup.Web, nil)
	}
	b.spend(t, people[0], monday, 3600, nil)
	b.spend(t, people[1], monday, 3600, nil)
	wantHidden(t, "two people's time", b.one(t, v, b.question(monday, sunday)), metrics.GroupTooSmall, 3)
	want(t, "standups alone", b.one(t, v, b.question("2026-01-26", "2026-01-31")), numbers{4, 0, 0, 4, 0, 0, 0, 0})
}

// A month and the weeks in it are shown together only where no days between them are of few people.
func TestMonthsMinusWeeks(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	people := b.people(t, 5, nil)
	v := people[4].Viewer(t)
	// January 2026 ends on a Saturday, and February begins with a Sunday that is the last day of a week.
	for _, p := range people[:4] {
		b.spend(t, p, "2026-01-06", 3600, nil)
		b.spend(t, p, "2026-01-28", 3600, nil)
		b.spend(t, p, "2026-02-04", 3600, nil)
	}
	b.spend(t, people[0], "2026-02-01", 1800, nil)
	b.Clock.Set(instant("2026-03-15T00:00:00Z"))
	week := b.one(t, v, b.question("2026-02-01", "2026-02-01"))
	wantHidden(t, "the week with one person's Sunday", week, metrics.Complement, 3)
	want(t, "the month before", b.one(t, v, b.question("2026-01-01", "2026-01-31", in(metrics.Month))), numbers{4, 28800, 0, 0, 0, 0, 0, 0})
	wantHidden(t, "the month of that Sunday", b.one(t, v, b.question("2026-02-01", "2026-02-28", in(metrics.Month))), metrics.Complement, 3)
	want(t, "a whole week of it", b.one(t, v, b.question("2026-02-02", "2026-02-08")), numbers{4, 14400, 0, 0, 0, 0, 0, 0})
}

// Restricted projects and their tasks exist for those who can open them; who can't is shown nothing else for it.
func TestRestrictedProjects(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	people := b.people(t, 5, nil)
	inside, outside := people[4], b.person(t, nil)
	open, secret := b.w.Project(t), b.w.Restricted(t, inside)
	onOpen, onSecret := b.w.Task(t, open), b.w.Task(t, secret)
	for _, p := range people[:4] {
		b.spend(t, p, monday, 3600, onOpen)
		b.spend(t, p, monday, 3600, onSecret)
	}
	for _, q := range []metrics.Question{b.question(monday, sunday, of(metrics.Project, secret.ID)), b.question(monday, sunday, of(metrics.Task, onSecret.ID)),
		b.question(monday, sunday, of(metrics.Project, secret.ID), by(metrics.Task))} {
		if _, err := b.list(t, outside.Viewer(t), q); !fault.Is(err, fault.NotFound) {
			t.Errorf("from outside: %v", err)
		}
		want(t, "from inside", b.one(t, inside.Viewer(t), q), numbers{4, 14400, 0, -1, -1, 0, 0, 0})
	}
	names := func(v *authz.Viewer, kind metrics.Kind) map[uuid.UUID]bool {
		out := map[uuid.UUID]bool{}
		for _, m := range b.ask(t, v, b.question(monday, sunday, by(kind))) {
			out[m.Cohort.ID] = m.Suppression == nil
		}
		return out
	}
	for v, seen := range map[*authz.Viewer]bool{inside.Viewer(t): true, outside.Viewer(t): false, b.w.Service(t, authz.MetricsRead).Viewer(t): true} {
		projects, tasks := names(v, metrics.Project), names(v, metrics.Task)
		if projects[secret.ID] != seen || tasks[onSecret.ID] != seen || !projects[open.ID] || !tasks[onOpen.ID] {
			t.Errorf("seen %v: %v %v", seen, projects, tasks)
		}
	}
}

// A sprint's work is shown with the standups of its team only where those are shown by themselves.
func TestMembersSeeSprints(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	group := b.w.Team(t)
	people := b.people(t, 4, group)
	helpers := b.people(t, 3, nil)
	v := b.person(t, nil).Viewer(t)
	s := b.w.Sprint(t, func(u *sprint.Upsert) {
		u.TeamID, u.StartsOn, u.EndsOn = patch.To(&group.ID), date("2026-01-14"), date("2026-01-27")
	})
	on := b.w.Task(t, b.w.Project(t), func(u *task.Upsert) { u.SprintID = patch.To(&s.ID) })
	for _, day := range []string{"2026-01-12", "2026-01-15", "2026-01-20", "2026-01-26", "2026-01-28"} {
		for _, p := range people {
			b.spend(t, p, day, 3600, on)
			b.say(t, p, day, standup.Web, nil)
		}
		for _, p := range helpers {
			b.spend(t, p, day, 3600, nil)
		}
	}
	totals, err := b.Services.Metrics.SprintTotals(t.Context(), v, []uuid.UUID{s.ID})
	if err != nil {
		t.Fatal(err)
	}
	m := totals[s.ID]
	want(t, "the sprint", m, numbers{4, 43200, 0, 12, 0, 0, 0, 0})
	wantRate(t, "twelve of forty", m.StandupRate, 0.3)
	want(t, "the team during it", b.one(t, v, b.question("2026-01-14", "2026-01-27", of(metrics.Team, group.ID), in(metrics.OfASprint))), numbers{4, 43200, 0, 12, 0, 0, 0, 0})
	want(t, "everyone during it", b.one(t, v, b.question("2026-01-14", "2026-01-27", in(metrics.OfASprint))), numbers{7, 75600, 0, 12, 0, 0, 0, 0})
	// Its days are those of when they were taken: other days would tell about the days between.
	if _, _, err := b.Sprints.Upsert(t.Context(), b.w.Owner.Viewer(t), sprint.Upsert{WorkspaceID: b.w.ID, ID: &s.ID, EndsOn: date("2026-01-26")}); err != nil {
		t.Fatal(err)
	}
	wantHidden(t, "the team until a day earlier", b.one(t, v, b.question("2026-01-14", "2026-01-26", of(metrics.Team, group.ID), in(metrics.OfASprint))), metrics.Complement, 3)
}

// People who look for the first time at once all see the same.
func TestFirstLooksAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	people := b.people(t, 4, nil)
	for _, p := range people[:3] {
		for day := 1; day <= 31; day++ {
			b.spend(t, p, time.Date(2026, time.January, day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), 3600, nil)
		}
	}
	v := people[3].Viewer(t)
	const n = 8
	seen := make(chan *metrics.Metrics, n)
	for range n {
		go func() {
			c, err := b.list(t, v, b.question("2026-01-01", "2026-01-31", in(metrics.Month)))
			if err != nil {
				t.Error(err)
				seen <- nil
				return
			}
			seen <- c[0]
		}()
	}
	for range n {
		if m := <-seen; m != nil {
			want(t, "January", m, numbers{3, 3 * 31 * 3600, 0, 0, 0, 0, 0, 0})
		}
	}
	var facts int
	if err := b.DB.NewRaw("select sum(entries) from metric_facts").Scan(t.Context(), &facts); err != nil || facts != 3*31 {
		t.Errorf("%d entries were taken: %v", facts, err)
	}
}
