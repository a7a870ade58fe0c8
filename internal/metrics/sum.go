package metrics

import (
	"math"
	"slices"
	"time"

	"daybook/internal/standup"

	"github.com/google/uuid"
)

// sum adds up facts.
type sum struct {
	flow
	people        map[uuid.UUID]bool
	worked, timed map[uuid.UUID]bool // of the people
	seconds       map[uuid.UUID]int
	ages          map[standup.Severity][]int // of blockers that stand at the end, in seconds
}

func newSum() *sum {
	return &sum{people: map[uuid.UUID]bool{}, worked: map[uuid.UUID]bool{}, timed: map[uuid.UUID]bool{}, seconds: map[uuid.UUID]int{},
		ages: map[standup.Severity][]int{}}
}

// work adds what was added on work: time, work logs, blockers.
func (s *sum) work(facts []fact, p part) {
	for i := range facts {
		f := &facts[i]
		if f.entries+f.logs+f.opened+f.resolved == 0 || !p.days.holds(f.day) || !p.covers(&f.spot) {
			continue
		}
		s.people[f.person], s.worked[f.person] = true, true
		if f.entries > 0 {
			s.timed[f.person] = true
			s.seconds[f.person] += f.seconds
		}
		s.Seconds, s.Billable, s.Logs = s.Seconds+f.seconds, s.Billable+f.billable, s.Logs+f.logs
		s.Opened, s.Resolved = s.Opened+f.opened, s.Resolved+f.resolved
	}
}

// standups adds standups, and the days on which one was due.
func (s *sum) standups(facts []fact, p part) {
	for i := range facts {
		f := &facts[i]
		if f.human+f.inferred+f.due == 0 || !p.days.holds(f.day) || !p.covers(&f.spot) {
			continue
		}
		if f.human+f.inferred > 0 {
			s.people[f.person] = true
		}
		s.Human, s.Inferred, s.Due, s.Met = s.Human+f.human, s.Inferred+f.inferred, s.Due+f.due, s.Met+f.met
	}
}

// stand adds the blockers that are open at an instant.
func (s *sum) stand(facts []fact, p part, end time.Time) {
	for i := range facts {
		f := &facts[i]
		if f.blocker != nil && f.blocker.openAt(end) && p.covers(&f.spot) {
			s.ages[f.blocker.severity] = append(s.ages[f.blocker.severity], int(end.Sub(f.blocker.openedAt)/time.Second))
		}
	}
}

// reason tells why the sum is not shown to the viewer, where k is the smallest group: empty when the sum itself is no reason.
func (s *sum) reason(viewer uuid.UUID, k int) Reason {
	delete(s.seconds, viewer)
	tooFew := func(people map[uuid.UUID]bool, orNobody bool) bool {
		n := len(people)
		if people[viewer] {
			n--
		}
		return n < k && !(orNobody && n == 0)
	}
	var seconds []int
	for _, n := range s.seconds {
		seconds = append(seconds, n)
	}
	switch {
	case tooFew(s.people, false) || tooFew(s.worked, true) || tooFew(s.timed, true):
		return GroupTooSmall
	case dominated(slices.Values(seconds)):
		return Dominance
	}
	return ""
}

// fill shows the sum in steps that hide what single rows of it were.
func (s *sum) fill(m *Metrics, standups bool) {
	s.Contributors = len(s.people)
	s.Seconds, s.Billable = inSteps(s.Seconds), inSteps(s.Billable)
	s.flow.fill(m, standups)
	m.SentimentCoverage = nil // no mood was taken
	if m.StandupRate != nil {
		*m.StandupRate = math.Round(*m.StandupRate*100) / 100
	}
	m.noBlockers()
	var all []int
	for _, c := range m.OpenBlockersBySeverity {
		ages := s.ages[c.Severity]
		c.Count, c.MedianAgeSeconds = len(ages), median(ages)
		all = append(all, ages...)
	}
	m.MedianBlockerAgeSeconds = median(all)
}

// step is what seconds are rounded to.
const step = 900

func inSteps(seconds int) int { return (seconds + step/2) / step * step }

func median(ages []int) *int {
	n := len(ages)
	if n == 0 {
		return nil
	}
	slices.Sort(ages)
	return new(inSteps((ages[(n-1)/2] + ages[n/2]) / 2))
}
