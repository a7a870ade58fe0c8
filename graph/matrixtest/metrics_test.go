package matrixtest

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"daybook/internal/blocker"
	"daybook/internal/day"
	"daybook/internal/member"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/timeentry"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

// week asks for the week of 5 February, which has been over for more than a day: its numbers are for all who may see any.
const week = `from: "2026-02-02", to: "2026-02-08"`

var metricsPart = part{
	ways: map[string][]way{
		"Metrics": {
			{path: acme + "metrics(" + week + ")/nodes", only: "wholeWeek"},
			{path: acme + "metrics(" + week + ")/edges/node", only: "wholeWeek"},
			{path: "node(id: $workspace)<Workspace>/metrics(" + week + ")/nodes", only: "wholeWeek"},
			{path: acme + `metrics(from: "2026-02-09", to: "2026-02-11")/nodes`, only: "thisWeek"},
			{path: acme + "metrics(by: TEAM, " + week + ", last: 1)/nodes", only: "teamWeek"},
			{path: acme + "metrics(by: TEAM, " + week + ", first: 1)/edges/node", only: "crewWeek"},
			{path: acme + "metrics(by: PROJECT, " + week + ", last: 1)/nodes", only: "unassignedWeek"},
			{path: acme + "metrics(cohort: {teamId: $second}, " + week + ")/nodes", only: "teamWeek"},
			{path: "team(id: $second)/metrics(" + week + ")/nodes", only: "teamWeek"},
			{path: acme + "metrics(cohort: {teamId: $crew}, " + week + ")/nodes", only: "crewWeek"},
			{path: "team(id: $crew)/metrics(" + week + ")/edges/node", only: "crewWeek"},
			{path: acme + "metrics(cohort: {projectId: $open}, " + week + ")/nodes", only: "projectWeek"},
			{path: "project(id: $open)/metrics(" + week + ")/nodes", only: "projectWeek"},
			{path: "project(id: $outer)/metrics(" + week + ")/nodes", only: "outerWeek"},
			{path: "task(id: $openTask)/metrics(" + week + ")/nodes", only: "taskWeek"},
			{path: "task(id: $outerTask)/metrics(" + week + ")/edges/node", only: "outerTaskWeek"},
			{path: "sprint(id: $sprint)/timeTotals", only: "sprintDays"},
			{path: "task(id: $openTask)/sprint@sprint/timeTotals", only: "sprintDays"},
			{path: "member(id: $subject)/personalMetrics(" + week + ")/nodes", only: "ownWeek"},
			{path: "node(id: $subject)<Member>/personalMetrics(" + week + ")/edges/node", only: "ownWeek"},
		},
	},
}

// makeCrowd makes people with work in the week of 5 February, four of them a team: enough for members to see the team's
// numbers, those of all who are not of it, and those of what they worked on.
func (w *world) makeCrowd(t *testing.T, teamID uuid.UUID, on *task.Task) {
	t.Helper()
	defer w.app.Clock.Set(w.app.Clock.Now())
	for n := range 5 {
		p := w.acme.Member(t, func(p *member.InviteParams) {
			if p.DisplayName = fmt.Sprintf("crowd %d", n); n < 4 {
				p.TeamID = &teamID
			}
		})
		w.app.Clock.Set(at(earlier, 10+n))
		w.acme.Standup(t, p, func(s *standup.SubmitParams) { s.Date = new(date(earlier)) })
		w.acme.WorkLog(t, p, func(l *worklog.AppendParams) { l.Subject.TaskID = &on.ID })
		w.acme.TimeEntry(t, p, func(e *timeentry.CreateParams) {
			e.TaskID, e.SpentOn, e.DurationSeconds, e.Billable = &on.ID, new(date(earlier)), new(3500), n%2 == 0
		})
		w.acme.TimeEntry(t, p, func(e *timeentry.CreateParams) { e.SpentOn, e.DurationSeconds = new(date(earlier)), new(1800) })
		b, _, err := w.app.Blockers.Open(t.Context(), p.Viewer(t), blocker.OpenParams{WorkspaceID: w.acme.ID, TaskID: &on.ID,
			Severity: []standup.Severity{standup.High, standup.Low}[n%2], Category: standup.Process, Description: "In the way of many"})
		must(t, err)
		if n == 0 {
			w.app.Clock.Set(at(inferred, 10))
			_, _, err = w.app.Blockers.Resolve(t.Context(), p.Viewer(t), blocker.ResolveParams{ID: b.ID})
			must(t, err)
		}
	}
}

// settle makes everyone a member since January, the database's clock not being the world's, and takes the numbers that are
// for good.
func (w *world) settle(t *testing.T) {
	t.Helper()
	joined := time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)
	_, err := w.app.DB.NewRaw("update members set joined_at = ? where workspace_id = ?", joined, w.acme.ID).Exec(t.Context())
	must(t, err)
	for _, v := range w.people {
		if v.person != nil && v.home == w.acme.ID {
			v.person.JoinedAt = joined
		}
	}
	found, err := w.app.Services.Metrics.SprintTotals(t.Context(), w.mate.Viewer(t), []uuid.UUID{w.things["sprint"].NodeID().UUID})
	if err != nil || len(found) != 1 {
		t.Fatalf("taking numbers: %d of a sprint, %v", len(found), err)
	}
}

// taking is when the numbers of a stretch of days were taken for good.
type taking struct {
	StartsOn, EndsOn day.Date
	TakenAt          time.Time
}

func (w *world) readTakings(t *testing.T) (all []taking) {
	t.Helper()
	must(t, w.app.DB.NewRaw("select starts_on, ends_on, taken_at from metric_snapshots where workspace_id = ?", w.acme.ID).Scan(t.Context(), &all))
	return all
}

// taken is when a group's numbers were.
func (r *rows) taken(g *group) time.Time {
	var last time.Time
	for _, x := range r.takings {
		if !x.EndsOn.Before(date(g.from)) && !x.StartsOn.After(date(g.to)) && x.TakenAt.After(last) {
			last = x.TakenAt
		}
	}
	return last
}

// putMetrics names the numbers that are looked at.
func (w *world) putMetrics() {
	for _, name := range []string{"wholeWeek", "thisWeek", "teamWeek", "crewWeek", "projectWeek", "outerWeek", "taskWeek", "outerTaskWeek", "sprintDays", "unassignedWeek", "ownWeek"} {
		w.things[name] = &thing{name: name, kind: "Metrics"}
	}
	w.things["outerWeek"].bound, w.things["outerTaskWeek"].bound = w.things["outer"].bound, w.things["outer"].bound
	w.things["ownWeek"].owner = w.subject.ID
}

func (w *world) metricsFacts(g *group, r *rows) facts {
	s := w.addUp(g, r)
	number := func(exact, shown any) fact {
		return value(func(v *viewer) any {
			switch {
			case g.exact(v):
				return exact
			case g.reason != "":
				return nil
			}
			return shown
		})
	}
	count := func(n int) fact { return number(n, n) }
	seconds := func(n int) fact { return number(n, toQuarters(n)) }
	f := facts{
		"cohort":       {call: "{ kind name team { id } project { id } sprint { id } task { id } members { id } }", want: g.cohort},
		"bucket":       {call: "{ unit startsOn endsOn }", want: map[string]any{"unit": g.unit, "startsOn": g.from, "endsOn": g.to}},
		"contributors": count(len(s.people)), "trackedSeconds": seconds(s.seconds), "billableSeconds": seconds(s.billable),
		"nonBillableSeconds": seconds(s.seconds - s.billable), "workLogs": count(s.logs), "blockersOpened": count(s.opened), "blockersResolved": count(s.resolved),
		"standupsHuman": number(nil, nil), "standupsInferred": number(nil, nil), "standupRate": number(nil, nil),
		"meanSentiment": number(nil, nil), "sentimentCoverage": number(nil, nil),
	}
	if g.on == nil || g.team != nil {
		f["standupsHuman"], f["standupsInferred"] = count(s.human), count(s.inferred)
		if due := g.due(r); due > 0 {
			rate := float64(s.human) / float64(due)
			f["standupRate"] = number(rate, math.Round(rate*100)/100)
		}
		if s.scored > 0 {
			f["meanSentiment"] = number(s.score/float64(s.scored), nil)
		}
		if s.human > 0 {
			f["sentimentCoverage"] = number(float64(s.scored)/float64(s.human), nil)
		}
	}
	open := func(shown func(int) int) any {
		all := []any{}
		for _, severity := range []standup.Severity{standup.Critical, standup.High, standup.Medium, standup.Low} {
			one := map[string]any{"severity": enum(severity), "count": len(s.ages[severity]), "medianAgeSeconds": nil}
			if len(s.ages[severity]) > 0 {
				one["medianAgeSeconds"] = shown(median(s.ages[severity]))
			}
			all = append(all, one)
		}
		return all
	}
	same := func(n int) int { return n }
	f["openBlockersBySeverity"] = fact{call: "{ severity count medianAgeSeconds }", want: number(open(same), open(toQuarters)).want}
	f["medianBlockerAgeSeconds"] = number(nil, nil)
	if ages := slices.Concat(slices.Collect(maps.Values(s.ages))...); len(ages) > 0 {
		f["medianBlockerAgeSeconds"] = seconds(median(ages))
	}
	f["suppression"] = fact{call: "{ reason minimumGroupSize }", want: func(v *viewer) any {
		if g.exact(v) || g.reason == "" {
			return nil
		}
		return map[string]any{"reason": g.reason, "minimumGroupSize": 3}
	}}
	f["computedAt"] = value(func(v *viewer) any {
		if g.exact(v) || g.reason == "BUCKET_OPEN" {
			return instant(new(w.app.Clock.Now()))
		}
		return instant(new(r.taken(g)))
	})
	f["final"] = value(func(v *viewer) any { return !g.exact(v) && g.reason != "BUCKET_OPEN" })
	return f
}

// metricsOne is one row of numbers.
func (w *world) metricsOne(g *group, r *rows) fact {
	all := w.metricsFacts(g, r)
	return fact{dear: true, call: "{ contributors trackedSeconds suppression { reason minimumGroupSize } }", want: func(v *viewer) any {
		row := map[string]any{}
		for _, name := range []string{"contributors", "trackedSeconds", "suppression"} {
			row[name] = all[name].want.(func(*viewer) any)(v)
		}
		return row
	}}
}

// metricsList is a list of one row of numbers.
func (w *world) metricsList(g *group, r *rows) fact {
	one := w.metricsOne(g, r)
	return fact{dear: true, call: "(" + week + ") { nodes " + one.call + " count { value } }", want: func(v *viewer) any {
		return map[string]any{"nodes": []any{one.want.(func(*viewer) any)(v)}, "count": map[string]any{"value": 1}}
	}}
}

// toQuarters is a number of seconds as members see it.
func toQuarters(seconds int) int { return (seconds + 450) / 900 * 900 }

func median(all []int) int {
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}
