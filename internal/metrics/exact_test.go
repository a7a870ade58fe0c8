package metrics_test

import (
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/metrics"
	"daybook/internal/page"
	"daybook/internal/patch"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/timeentry"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

func want(t testing.TB, what string, got *metrics.Metrics, expected numbers) {
	t.Helper()
	if n := numbersOf(got); n != expected {
		t.Errorf("%s: %+v, want %+v", what, n, expected)
	}
}

func wantRate(t testing.TB, what string, got *float64, expected float64) {
	t.Helper()
	if got == nil || *got < expected-1e-9 || *got > expected+1e-9 {
		t.Errorf("%s: %v, want %v", what, got, expected)
	}
}

// Trap 8, R12: time belongs to a project through its task alone, as the task stands now; what is on no task stands beside the
// projects, and nothing counts twice.
func TestProjectsAddUpToTheWholeR12(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	ada := b.w.Owner.Viewer(t)
	ann, bob := b.person(t, nil), b.person(t, nil)
	web, ops := b.w.Project(t), b.w.Project(t)
	one, two, moving := b.w.Task(t, web), b.w.Task(t, web), b.w.Task(t, web)
	b.spend(t, ann, "2026-02-02", 3600, one, true)
	b.spend(t, ann, "2026-02-03", 1800, two)
	b.spend(t, bob, "2026-02-03", 600, moving)
	b.spend(t, bob, "2026-02-08", 7200, nil)
	b.spend(t, bob, "2026-02-09", 50, nil) // the next week
	gone := b.spend(t, bob, "2026-02-04", 999, one)
	b.exec(t, "update time_entries set deleted_at = now() where workspace_id = ?0 and id = ?1", gone)
	b.log(t, ann, "2026-02-04T10:00:00Z", nil, &ops.ID, nil)
	if _, _, err := b.Tasks.Upsert(t.Context(), ada, task.Upsert{WorkspaceID: b.w.ID, ID: &moving.ID, ProjectID: &ops.ID}); err != nil {
		t.Fatal(err)
	}
	rows := b.ask(t, ada, b.question("2026-02-04", "2026-02-04", by(metrics.Project)))
	if len(rows) != 3 {
		t.Fatalf("there are %d rows", len(rows))
	}
	tracked := 0
	for _, m := range rows {
		tracked += *m.TrackedSeconds
		if *m.BillableSeconds+*m.NonBillableSeconds != *m.TrackedSeconds || m.StandupsHuman != nil || m.StandupRate != nil || m.Suppression != nil || m.Final {
			t.Errorf("%s: %+v", m.Cohort.Name, m)
		}
		switch m.Cohort.ID {
		case web.ID:
			want(t, "web", m, numbers{1, 5400, 3600, -1, -1, 0, 0, 0})
		case ops.ID:
			want(t, "ops", m, numbers{2, 600, 0, -1, -1, 1, 0, 0})
		default:
			if m.Cohort.Kind != metrics.Unassigned {
				t.Errorf("a cohort %+v", m.Cohort)
			}
			want(t, "unassigned", m, numbers{1, 7200, 0, -1, -1, 0, 0, 0})
		}
	}
	all := b.one(t, ada, b.question("2026-02-02", "2026-02-08"))
	want(t, "all", all, numbers{2, 13200, 3600, 0, 0, 1, 0, 0})
	if tracked != *all.TrackedSeconds {
		t.Errorf("the projects add up to %d", tracked)
	}
	want(t, "a project by itself", b.one(t, ada, b.question("2026-02-02", "2026-02-08", of(metrics.Project, web.ID))), numbers{1, 5400, 3600, -1, -1, 0, 0, 0})
	want(t, "a task by itself", b.one(t, ada, b.question("2026-02-02", "2026-02-08", of(metrics.Task, moving.ID))), numbers{1, 600, 0, -1, -1, 0, 0, 0})
	byTask := b.ask(t, ada, b.question("2026-02-02", "2026-02-08", of(metrics.Project, web.ID), by(metrics.Task)))
	if len(byTask) != 2 || *byTask[0].TrackedSeconds+*byTask[1].TrackedSeconds != 5400 {
		t.Errorf("the tasks of the project: %+v", byTask)
	}
}

// R11: the total is the sum of what the same filter lists; reports round each entry for itself.
func TestTotalsAreTheSumOfTheListR11(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	v := b.w.Owner.Viewer(t)
	group := b.w.Team(t)
	ann, bob := b.person(t, group), b.person(t, nil)
	p := b.w.Project(t)
	on := b.w.Task(t, p)
	for i, seconds := range []int{1, 450, 449, 4000, 86400, 0} {
		who, of := ann, on
		if i%2 == 1 {
			who = bob
		}
		if i%3 == 2 {
			of = nil
		}
		b.spend(t, who, "2026-02-0"+string(rune('2'+i)), seconds, of, i < 3)
	}
	check := func(rounded bool) {
		t.Helper()
		for name, c := range map[string]struct {
			q metrics.Question
			f timeentry.Filter
		}{
			"all":     {b.question("2026-02-02", "2026-02-08"), timeentry.Filter{}},
			"project": {b.question("2026-02-02", "2026-02-08", of(metrics.Project, p.ID)), timeentry.Filter{ProjectID: &p.ID}},
			"task":    {b.question("2026-02-02", "2026-02-08", of(metrics.Task, on.ID)), timeentry.Filter{TaskID: &on.ID}},
			"people":  {b.question("2026-02-02", "2026-02-08", func(q *metrics.Question) { q.Within = metrics.Cohort{Kind: metrics.Members, MemberIDs: ids(ann)} }), timeentry.Filter{MemberIDs: ids(ann)}},
			"team":    {b.question("2026-02-02", "2026-02-08", of(metrics.Team, group.ID)), timeentry.Filter{MemberIDs: ids(ann)}},
		} {
			c.f.From, c.f.To = date("2026-02-02"), date("2026-02-08")
			list, err := b.TimeEntries.List(t.Context(), v, b.w.ID, c.f, timeentry.Order{}, page.Args{}, apptest.Seal("x"))
			if err != nil {
				t.Fatal(err)
			}
			totals, err := list.Totals(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			m := b.one(t, v, c.q)
			expected := totals.ReportedSeconds
			if !rounded {
				expected = totals.DurationSeconds
				if *m.BillableSeconds != totals.BillableSeconds {
					t.Errorf("%s: %d of it are billable, the list says %d", name, *m.BillableSeconds, totals.BillableSeconds)
				}
			}
			if *m.TrackedSeconds != expected {
				t.Errorf("%s, rounded %v: %d seconds, the list adds up to %d", name, rounded, *m.TrackedSeconds, expected)
			}
			if *m.BillableSeconds+*m.NonBillableSeconds != *m.TrackedSeconds {
				t.Errorf("%s: the parts don't add up: %+v", name, numbersOf(m))
			}
		}
	}
	check(false)
	for version, mode := range []workspace.Rounding{workspace.Nearest, workspace.Up, workspace.Down} {
		if _, _, err := b.Workspaces.UpdateSettings(t.Context(), v, workspace.SettingsUpdate{WorkspaceID: b.w.ID, RoundingMinutes: new(15), RoundingMode: &mode, Version: version}); err != nil {
			t.Fatal(err)
		}
		check(true)
	}
}

// Traps 5 and 25: inferred standups count apart, weekends are not missed, a weekend's standup is no more than a standup, and
// whoever leaves or comes is expected on their days only, so that no rate is above 1.
func TestStandupRate(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	v := b.w.Owner.Viewer(t)
	b.joined(t, b.w.Owner, "2026-03-01T00:00:00Z")
	group := b.w.Team(t)
	ann, bob := b.person(t, group), b.person(t, nil)
	b.joined(t, bob, "2026-02-04T23:30:00Z") // Wednesday; Thursday where he is
	b.exec(t, "update members set time_zone = 'Europe/Berlin' where workspace_id = ?0 and id = ?1", bob.ID)
	week := b.question("2026-02-02", "2026-02-08")
	for _, on := range []string{"2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05", "2026-02-06", "2026-02-07", "2026-02-08"} {
		b.say(t, ann, on, standup.Web, nil)
	}
	m := b.one(t, v, week)
	want(t, "all of Ann's, none of Bob's", m, numbers{1, 0, 0, 7, 0, 0, 0, 0})
	wantRate(t, "five of seven", m.StandupRate, 5.0/7)
	b.say(t, bob, "2026-02-05", standup.SlackCommand, nil)
	b.say(t, bob, "2026-02-06", standup.Inferred, new(0.9))
	m = b.one(t, v, week)
	want(t, "with Bob's", m, numbers{2, 0, 0, 8, 1, 0, 0, 0})
	wantRate(t, "six of seven", m.StandupRate, 6.0/7)
	// He leaves on Thursday evening: Friday is not due, and what was inferred of it stays.
	b.removed(t, bob, "2026-02-05T20:00:00Z")
	m = b.one(t, v, week)
	want(t, "after he left", m, numbers{2, 0, 0, 8, 1, 0, 0, 0})
	wantRate(t, "six of six", m.StandupRate, 1)
	// A standup of a day before he came counts, and not above 1.
	b.say(t, bob, "2026-02-02", standup.API, nil)
	m = b.one(t, v, week)
	want(t, "before he came", m, numbers{2, 0, 0, 9, 1, 0, 0, 0})
	wantRate(t, "still six of six", m.StandupRate, 1)

	team := b.one(t, v, b.question("2026-02-02", "2026-02-08", of(metrics.Team, group.ID)))
	want(t, "Ann's team", team, numbers{1, 0, 0, 7, 0, 0, 0, 0})
	wantRate(t, "Ann's team", team.StandupRate, 1)
	// Nobody is expected before there was anybody, nor on days that have not come: today is Wednesday the 11th.
	if m := b.one(t, v, b.question("2025-12-01", "2025-12-07")); m.StandupRate != nil {
		t.Errorf("before there was anyone the rate is %v", *m.StandupRate)
	}
	if m := b.one(t, v, b.question("2026-02-16", "2026-02-22")); m.StandupRate != nil {
		t.Errorf("of a week to come the rate is %v", *m.StandupRate)
	}
	b.say(t, ann, "2026-02-09", standup.Web, nil)
	wantRate(t, "one of three so far", b.one(t, v, b.question("2026-02-09", "2026-02-15")).StandupRate, 1.0/3)
	for _, q := range []metrics.Question{b.question("2026-02-02", "2026-02-08", in(metrics.Day)), b.question("2026-01-01", "2026-02-11", in(metrics.Month))} {
		for _, m := range b.ask(t, v, q) {
			if m.StandupRate != nil && *m.StandupRate > 1 {
				t.Errorf("the rate of %s is %v", m.Bucket.StartsOn, *m.StandupRate)
			}
		}
	}
}

// Trap 6: what has no score is left out of the mean, never taken for 0; the coverage tells how many that are.
func TestSentimentIgnoresWhatHasNoScore(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	v := b.w.Owner.Viewer(t)
	ann, bob := b.person(t, nil), b.person(t, nil)
	b.say(t, ann, "2026-02-02", standup.Web, nil)
	m := b.one(t, v, b.question("2026-02-02", "2026-02-08"))
	if m.MeanSentiment != nil {
		t.Errorf("without a score the mean is %v", *m.MeanSentiment)
	}
	wantRate(t, "coverage without a score", m.SentimentCoverage, 0)
	b.say(t, bob, "2026-02-02", standup.Web, new(-0.5))
	b.say(t, bob, "2026-02-03", standup.Inferred, new(1.0))
	m = b.one(t, v, b.question("2026-02-02", "2026-02-08"))
	wantRate(t, "mean", m.MeanSentiment, -0.5)
	wantRate(t, "coverage", m.SentimentCoverage, 0.5)
	if m := b.one(t, v, b.question("2026-01-05", "2026-01-11")); m.MeanSentiment != nil || m.SentimentCoverage != nil {
		t.Errorf("where there are no standups: %v %v", m.MeanSentiment, m.SentimentCoverage)
	}
}

// Logs that were corrected don't count, their corrections do; days of instants are those of the workspace, clock changes
// included.
func TestLogsAndDaysOfTheWorkspace(t *testing.T) {
	t.Parallel()
	b := newBench(t, "America/New_York")
	v := b.w.Owner.Viewer(t)
	ann := b.person(t, nil)
	p := b.w.Project(t)
	on := b.w.Task(t, p)
	wrong := b.log(t, ann, "2026-02-03T12:00:00Z", on, nil, nil)
	b.log(t, ann, "2026-02-04T12:00:00Z", on, nil, &wrong)
	b.log(t, ann, "2026-02-02T04:59:59Z", on, nil, nil) // Sunday before midnight
	b.log(t, ann, "2026-02-02T05:00:00Z", on, nil, nil)
	b.log(t, ann, "2026-03-16T03:59:59Z", on, nil, nil) // after clocks went forward, still Sunday
	b.log(t, ann, "2026-03-16T04:00:00Z", on, nil, nil)
	for _, c := range []struct {
		from string
		logs int
	}{{"2026-01-26", 1}, {"2026-02-02", 2}, {"2026-03-09", 1}, {"2026-03-16", 1}} {
		for _, q := range []metrics.Question{b.question(c.from, c.from), b.question(c.from, c.from, of(metrics.Project, p.ID)), b.question(c.from, c.from, of(metrics.Task, on.ID))} {
			if m := b.one(t, v, q); *m.WorkLogs != c.logs {
				t.Errorf("the week of %s has %d logs of %s, want %d", c.from, *m.WorkLogs, m.Cohort.Kind, c.logs)
			}
		}
	}
}

func TestBlockers(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	v := b.w.Owner.Viewer(t)
	ann, bob := b.person(t, nil), b.person(t, nil)
	on := b.w.Task(t, b.w.Project(t))
	b.block(t, ann, standup.High, "2026-01-30T00:00:00Z", "2026-02-04T00:00:00Z", on)
	b.block(t, ann, standup.High, "2026-02-06T00:00:00Z", "", on)
	b.block(t, bob, standup.High, "2026-02-08T00:00:00Z", "2026-02-10T00:00:00Z", nil)
	b.block(t, bob, standup.Low, "2026-02-02T00:00:00Z", "2026-02-02T01:00:00Z", nil)
	b.block(t, bob, standup.Low, "2026-02-07T12:00:00Z", "2026-02-09T00:00:00Z", nil) // until the very end of the week

	m := b.one(t, v, b.question("2026-02-02", "2026-02-08"))
	want(t, "all", m, numbers{2, 0, 0, 0, 0, 0, 4, 2})
	hour := 3600
	wantOpen(t, m, "critical 0, high 2 of 48 h, medium 0, low 1 of 36 h", *m.MedianBlockerAgeSeconds == 36*hour)
	// This week has not ended: they are as old as they are at noon on the 11th.
	m = b.one(t, v, b.question("2026-02-09", "2026-02-15"))
	want(t, "now", m, numbers{1, 0, 0, 0, 0, 0, 0, 2})
	wantOpen(t, m, "critical 0, high 1 of 132 h, medium 0, low 0", *m.MedianBlockerAgeSeconds == 132*hour)
	m = b.one(t, v, b.question("2026-02-02", "2026-02-08", of(metrics.Task, on.ID)))
	want(t, "the task", m, numbers{1, 0, 0, -1, -1, 0, 1, 1})
	wantOpen(t, m, "critical 0, high 1 of 72 h, medium 0, low 0", true)
	m = b.one(t, v, b.question("2026-01-05", "2026-01-11"))
	wantOpen(t, m, "critical 0, high 0, medium 0, low 0", m.MedianBlockerAgeSeconds == nil)
}

func TestSprints(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	v := b.w.Owner.Viewer(t)
	group := b.w.Team(t)
	ann, bob := b.person(t, group), b.person(t, nil)
	ours := b.w.Sprint(t, func(u *sprint.Upsert) { u.TeamID = patch.To(&group.ID) }) // 9 to 20 February
	p := b.w.Project(t)
	on := b.w.Task(t, p, func(u *task.Upsert) { u.SprintID = patch.To(&ours.ID) })
	off := b.w.Task(t, p)
	b.spend(t, ann, "2026-02-08", 100, on)
	b.spend(t, ann, "2026-02-09", 3600, on)
	b.spend(t, bob, "2026-02-20", 1800, on)
	b.spend(t, ann, "2026-02-21", 100, on)
	b.spend(t, ann, "2026-02-10", 100, off)
	b.say(t, ann, "2026-02-09", standup.Web, nil)
	b.say(t, ann, "2026-02-21", standup.Web, nil)
	b.say(t, bob, "2026-02-09", standup.Web, nil) // not of the team
	b.log(t, bob, "2026-02-11T10:00:00Z", on, nil, nil)
	expected := numbers{2, 5400, 0, 1, 0, 1, 0, 0}
	totals, err := b.Services.Metrics.SprintTotals(t.Context(), v, []uuid.UUID{ours.ID})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "totals", totals[ours.ID], expected)
	wantRate(t, "of the three days so far", totals[ours.ID].StandupRate, 1.0/3)
	m := b.one(t, v, b.question("2026-02-01", "2026-02-28", of(metrics.Sprint, ours.ID), in(metrics.OfASprint)))
	want(t, "its own bucket", m, expected)
	if m.Bucket.StartsOn != ours.StartsOn || m.Bucket.EndsOn != ours.EndsOn {
		t.Errorf("the bucket is %+v", m.Bucket)
	}
	weeks := b.ask(t, v, b.question("2026-01-01", "2026-03-31", by(metrics.Sprint)))
	if len(weeks) != 2 {
		t.Fatalf("the sprint touches %d weeks", len(weeks))
	}
	want(t, "its second week", weeks[0], numbers{1, 1800, 0, 0, 0, 0, 0, 0})
	want(t, "its first week", weeks[1], numbers{2, 3600, 0, 1, 0, 1, 0, 0})
	m = b.one(t, v, b.question("2026-02-01", "2026-02-28", in(metrics.OfASprint)))
	want(t, "everyone during the sprint", m, numbers{2, 5500, 0, 2, 0, 1, 0, 0})
	alone := b.w.Sprint(t)
	if totals, err = b.Services.Metrics.SprintTotals(t.Context(), v, []uuid.UUID{alone.ID}); err != nil || totals[alone.ID].StandupsHuman != nil {
		t.Errorf("a sprint of everyone's: %+v %v", totals[alone.ID], err)
	}
}

// Removed members' rows still count, and other workspaces' never do.
func TestRowsOfOthers(t *testing.T) {
	t.Parallel()
	b := newBench(t, "UTC")
	v := b.w.Owner.Viewer(t)
	ann := b.person(t, b.w.Team(t))
	b.spend(t, ann, "2026-02-02", 3600, nil)
	b.removed(t, ann, "2026-02-03T00:00:00Z")
	other := &bench{b.App, b.Workspace(t)}
	other.spend(t, other.person(t, nil), "2026-02-02", 100, nil)
	want(t, "all", b.one(t, v, b.question("2026-02-02", "2026-02-08")), numbers{1, 3600, 0, 0, 0, 0, 0, 0})
	want(t, "her team", b.one(t, v, b.question("2026-02-02", "2026-02-08", of(metrics.Team, *ann.TeamID))), numbers{1, 3600, 0, 0, 0, 0, 0, 0})
}
