package demo

import (
	"strings"
	"sync"
	"testing"
	"time"

	"daybook/internal/authz"
	"daybook/internal/standup"
	"daybook/internal/task"

	"github.com/google/uuid"
)

// clocks are instants at which the demo may be made: each day of the week, both ends of a day, and where clocks were
// changed in between.
func clocks() []time.Time {
	var all []time.Time
	for d := range 7 {
		for _, hour := range []int{0, 11, 23} {
			all = append(all, time.Date(2026, time.July, 27+d, hour, 30, 0, 0, time.UTC))
		}
	}
	return append(all, time.Date(2026, time.April, 30, 12, 0, 0, 0, time.UTC), time.Date(2026, time.November, 11, 22, 0, 0, 0, time.UTC),
		time.Date(2028, time.February, 29, 12, 0, 0, 0, time.UTC), time.Date(2027, time.January, 1, 0, 0, 0, 0, time.UTC))
}

// stories are told once for all tests, which only read them.
var stories = sync.OnceValues(func() ([]*story, error) {
	var all []*story
	for _, now := range clocks() {
		s, err := newStory(now)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
})

func eachStory(t *testing.T, check func(t *testing.T, s *story)) {
	t.Helper()
	all, err := stories()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		t.Run(s.now.Format("Mon 2006-01-02 15h"), func(t *testing.T) { check(t, s) })
	}
}

// What happens on a day stays the same for as long as its week is among those told.
func TestStoryGoesOnFromDayToDay(t *testing.T) {
	t.Parallel()
	all, err := stories()
	if err != nil {
		t.Fatal(err)
	}
	monday, thursday := all[1], all[10]
	later := map[uuid.UUID]bool{}
	for _, id := range thursday.ids() {
		later[id] = true
	}
	for i, id := range monday.ids() {
		if !later[id] {
			t.Errorf("the %d. row is another one on Thursday", i)
		}
	}
}

// ids are those of what people noted.
func (s *story) ids() (all []uuid.UUID) {
	for _, row := range s.standups {
		all = append(all, row.ID)
	}
	for _, row := range s.timeEntries {
		all = append(all, row.ID)
	}
	for _, row := range s.workLogs {
		all = append(all, row.ID)
	}
	for _, row := range s.blockers {
		all = append(all, row.ID)
	}
	return all
}

func TestStoryHoldsWhatTheDemoShows(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, s *story) {
		states := map[task.Status]int{}
		for _, row := range s.tasks {
			states[row.Status]++
		}
		for _, status := range []task.Status{task.Todo, task.InProgress, task.InReview, task.Done, task.Canceled} {
			if states[status] < 2 {
				t.Errorf("%d tasks are %s", states[status], status)
			}
		}
		if n := len(s.tasks); n < 42 || n > 48 {
			t.Errorf("%d tasks", n)
		}
		kinds := map[any]int{}
		for _, row := range s.standups {
			kinds[row.Source]++
			kinds[row.SentimentStatus]++
			kinds["blockers"] += count(row.BlockersText != nil)
			kinds["parsed tasks"] += count(len(row.ParsedTasks) > 0)
			kinds["parsed blockers"] += count(len(row.ParsedBlockers) > 0)
			kinds["positive"] += count(row.SentimentScore != nil && *row.SentimentScore >= 0.3)
			kinds["concerned"] += count(row.SentimentScore != nil && *row.SentimentScore <= -0.3)
		}
		for _, kind := range []any{standup.Web, standup.API, standup.Inferred, standup.Scored, standup.Pending, standup.Failed,
			"blockers", "parsed tasks", "parsed blockers", "positive", "concerned"} {
			if kinds[kind] < 10 {
				t.Errorf("%d standups are %v", kinds[kind], kind)
			}
		}
		running := 0
		for _, row := range s.sprints {
			running += count(row.CompletedAt == nil && row.StartsOn.Before(s.date(thisWeek)) && row.EndsOn.After(s.date(thisWeek+4)))
		}
		if len(s.sprints) != 2 || running != 1 {
			t.Errorf("%d of %d sprints run around today", running, len(s.sprints))
		}
		if len(s.members) != 12 || len(s.projects) != 3 || len(s.teams) != 3 {
			t.Errorf("%d people, %d projects, %d teams", len(s.members), len(s.projects), len(s.teams))
		}
	})
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestStoryKeepsToWorkingDaysBeforeToday(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, s *story) {
		zones := map[uuid.UUID]*person{}
		for _, p := range s.people {
			zones[p.row.ID] = p
		}
		for _, a := range s.log {
			if !a.At.Before(s.now) {
				t.Errorf("%q is in the future: %s", a.Title, a.At)
			}
			if a.By.ID == nil {
				continue
			}
			p := zones[*a.By.ID]
			local := a.At.In(p.zone)
			if !weekday(local.Weekday()) || !s.passed(a.At, p.zone) || local.Hour() < 7 || local.Hour() > 18 {
				t.Errorf("%s %q at %s", p.mail, a.Title, local)
			}
			if a.At.Before(p.row.JoinedAt) {
				t.Errorf("%s %q at %s, before they are there", p.mail, a.Title, local)
			}
		}
		perDay := map[string]bool{}
		for _, row := range s.standups {
			p := zones[row.MemberID]
			key := p.mail + row.Date.String()
			if perDay[key] {
				t.Errorf("two standups of %s", key)
			}
			perDay[key] = true
			if !weekday(row.Date.Weekday()) || !s.passed(row.Date.Start(p.zone), p.zone) || row.CreatedAt.In(p.zone).Format(time.DateOnly) != row.Date.String() {
				t.Errorf("%s: a standup of %s made at %s", p.mail, row.Date, row.CreatedAt.In(p.zone))
			}
		}
	})
}

func weekday(d time.Weekday) bool { return d != time.Saturday && d != time.Sunday }

// A standup speaks of tasks that its writer can open, and that are there by then.
func TestStoryStandupsSpeakOfTasksTheirWriterCanOpen(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, s *story) {
		tasks := map[uuid.UUID]*taskRow{}
		for _, row := range s.tasks {
			tasks[row.ID] = row
		}
		for _, row := range s.standups {
			var writer *person
			for _, p := range s.people {
				if p.row.ID == row.MemberID {
					writer = p
				}
			}
			for _, found := range row.ParsedTasks {
				told := tasks[*found.TaskID]
				if told == nil || told.CreatedAt.After(row.SubmittedAt) || told.Key[:3] == "SEC" && writer.role == authz.RoleMember && !s.opens(writer, "SEC") {
					t.Errorf("%s on %s: %q", writer.mail, row.Date, found.Text)
				}
			}
			for _, text := range []*string{row.Yesterday, row.Today, row.BlockersText} {
				if text != nil && strings.ContainsAny(*text, "{}") {
					t.Errorf("%s on %s: %q", writer.mail, row.Date, *text)
				}
			}
		}
	})
}
