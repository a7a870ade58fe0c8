package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"daybook/internal/activity"
	"daybook/internal/blocker"
	"daybook/internal/day"
	"daybook/internal/standup"
	"daybook/internal/timeentry"
	"daybook/internal/timer"
	"daybook/internal/worklog"
)

// story is all that happened in the demo workspace: the rows as they stand in the end, and the log of how they came there.
type story struct {
	calendar
	workspace      *workspaceRow
	accounts       []*accountRow
	teams          []*teamRow
	members        []*memberRow
	projects       []*projectRow
	projectMembers []*projectMemberRow
	sprints        []*sprintRow
	tasks          []*taskRow
	standups       []*standup.Standup
	workLogs       []*worklog.WorkLog
	timeEntries    []*timeentry.Entry
	timers         []*timer.Timer
	blockers       []*blocker.Blocker
	escalations    []*blocker.Escalation
	comments       []*commentRow
	log            []activity.Past

	people  []*person
	works   []*work
	hurdles []hurdle
}

// person is one of the cast in this story.
type person struct {
	part
	row     *memberRow
	zone    *time.Location
	days    []int // working days on which they are there, up to the last that has passed
	address string
	browser string
}

// newStory tells everything up to yesterday.
func newStory(now time.Time) (*story, error) {
	s := &story{calendar: newCalendar(now)}
	for i, p := range cast {
		zone, err := day.Zone(p.zone)
		if err != nil {
			return nil, err
		}
		s.people = append(s.people, &person{part: p, zone: zone, days: s.workingDays(p, zone),
			address: documentationAddress(i), browser: browsers[i%len(browsers)]})
	}
	s.found()
	s.planSprints()
	s.work()
	if err := s.speak(); err != nil {
		return nil, err
	}
	s.report()
	s.track()
	s.noteWork()
	s.discuss()
	s.signIns()
	slices.SortStableFunc(s.log, func(a, b activity.Past) int { return a.At.Compare(b.At) })
	return s, nil
}

func (s *story) workingDays(p part, zone *time.Location) []int {
	var days []int
	for n := p.joined; n <= s.lastDay(zone); n++ {
		if !p.away(n) {
			days = append(days, n)
		}
	}
	return days
}

// away tells whether it is the person's week off.
func (p part) away(n int) bool { return p.off > 0 && n >= 0 && n/5 == p.off }

func (s *story) person(mail string) *person {
	for _, p := range s.people {
		if p.mail == mail {
			return p
		}
	}
	return nil
}

// planner is who plans on a day: the admin, or the owner when the admin is away.
func (s *story) planner(n int) *person {
	if p := s.person("admin"); !p.away(n) {
		return p
	}
	return s.person("owner")
}

// tell notes what happened at once; by nil is the server.
func (s *story) tell(at time.Time, by *person, entries ...*activity.Entry) {
	first := len(s.log)
	for i, e := range entries {
		p := activity.Past{Entry: *e, At: at, By: activity.BySystem, ID: newID(at, "activity", first+i)}
		if by != nil {
			p.By = activity.ByMember(by.row.ID)
			p.Origin = by.origin(at, s.now, e, first)
		}
		s.log = append(s.log, p)
	}
}

// free is the first moment after an instant at which the person gets round to something that has come up; false when that is
// not before today.
func (s *story) free(p *person, after time.Time, r *rand.Rand) (time.Time, bool) {
	for _, n := range p.days {
		close := s.at(n, p.zone, 17*time.Hour+30*time.Minute)
		if !close.After(after) {
			continue
		}
		at := s.at(n, p.zone, around(r, 9*time.Hour+50*time.Minute, 35*time.Minute))
		if soon := after.Add(time.Duration(between(r, 4*60_000, 100*60_000)) * time.Millisecond); soon.After(at) {
			at = soon
		}
		if at.Before(close) {
			return at, true
		}
	}
	return time.Time{}, false
}

func (p *person) there(n int) bool { return slices.Contains(p.days, n) }
