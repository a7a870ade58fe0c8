package matrixtest

import (
	"time"

	"daybook/internal/day"
	"daybook/internal/standup"

	"github.com/google/uuid"
)

// sums are a group's numbers, by field, added up from the rows in the test's own words.
type sums struct {
	people                                                     map[uuid.UUID]bool
	seconds, billable, logs, human, inferred, opened, resolved int
	scored                                                     int
	score                                                      float64
	ages                                                       map[standup.Severity][]int
}

func (w *world) addUp(g *group, r *rows) *sums {
	s := &sums{people: map[uuid.UUID]bool{}, ages: map[standup.Severity][]int{}}
	zone, err := day.Zone(w.acme.TimeZone)
	if err != nil {
		panic(err)
	}
	for _, e := range r.present() {
		if taskID, projectID := r.taskOf(e.TaskID); g.holds(e.SpentOn) && g.has(e.MemberID, taskID, projectID) {
			s.people[e.MemberID] = true
			s.seconds += reportedSeconds(e.DurationSeconds)
			if e.Billable {
				s.billable += reportedSeconds(e.DurationSeconds)
			}
		}
	}
	for _, l := range r.current() {
		taskID, projectID := r.taskOf(l.TaskID)
		if l.ProjectID != nil {
			projectID = *l.ProjectID
		}
		if g.holds(day.At(l.LoggedAt, zone)) && g.has(l.MemberID, taskID, projectID) {
			s.people[l.MemberID] = true
			s.logs++
		}
	}
	for _, u := range r.standups {
		if g.stands(u.MemberID) && g.holds(u.Date) {
			s.people[u.MemberID] = true
			if u.Source == standup.Inferred {
				s.inferred++
				continue
			}
			s.human++
			if u.SentimentScore != nil {
				s.scored++
				s.score += *u.SentimentScore
			}
		}
	}
	end := date(g.to).AddDays(1).Start(zone)
	if now := w.app.Clock.Now(); now.Before(end) {
		end = now
	}
	for _, b := range r.blockers {
		if taskID, projectID := r.taskOf(b.TaskID); !g.has(b.MemberID, taskID, projectID) {
			continue
		}
		if g.holds(day.At(b.OpenedAt, zone)) {
			s.people[b.MemberID] = true
			s.opened++
		}
		if b.ResolvedAt != nil && g.holds(day.At(*b.ResolvedAt, zone)) {
			s.people[b.MemberID] = true
			s.resolved++
		}
		if b.OpenedAt.Before(end) && (b.ResolvedAt == nil || !b.ResolvedAt.Before(end)) {
			s.ages[b.Severity] = append(s.ages[b.Severity], int(end.Sub(b.OpenedAt).Seconds()))
		}
	}
	return s
}

// due is how many standups were due: of who was a member that day, Monday to Friday.
func (g *group) due(r *rows) int {
	n := 0
	for _, m := range r.members {
		for d := date(g.from); !d.After(date(g.to)); d = d.AddDays(1) {
			working := d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
			if g.stands(m.ID) && working && !d.Before(day.At(m.JoinedAt, time.UTC)) && !d.After(date(today)) {
				n++
			}
		}
	}
	return n
}
