package demo

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/timeentry"

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
	told := map[string]bool{}
	for _, row := range thursday.standups {
		told[row.ID.String()] = true
	}
	for _, row := range monday.standups {
		if !told[row.ID.String()] {
			t.Errorf("the standup of %s is another one on Thursday", row.Date)
		}
	}
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

// Rows must stand as their log leaves them.
func TestStoryRowsFitTheirLog(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, s *story) {
		type trace struct {
			count       int
			first, last activity.Past
		}
		traces := map[uuid.UUID]*trace{}
		for _, a := range s.log {
			if a.EntityType == activity.Workspace && len(a.Metadata) > 0 || a.Metadata["method"] != nil {
				continue // about a team, or a sign-in: changes no row of the entity
			}
			if a.Action == activity.Commented || a.Metadata["acknowledged"] != nil {
				continue // kept beside the entity
			}
			if traces[a.EntityID] == nil {
				traces[a.EntityID] = &trace{first: a}
			}
			traces[a.EntityID].count++
			traces[a.EntityID].last = a
		}
		fits := func(name string, id uuid.UUID, created, updated time.Time, version int) {
			t.Helper()
			tr := traces[id]
			switch {
			case tr == nil:
				t.Errorf("%s has no activity", name)
			case tr.first.Action != activity.Created && tr.first.Action != activity.Inferred && tr.first.Action != activity.Started:
				t.Errorf("%s begins with %s", name, tr.first.Action)
			case !created.Equal(tr.first.At) || !updated.Equal(tr.last.At) || version != tr.count:
				t.Errorf("%s: version %d from %s to %s, %d activities from %s to %s", name, version, created, updated, tr.count, tr.first.At, tr.last.At)
			}
		}
		for _, r := range s.standups {
			fits("standup "+r.Date.String(), r.ID, r.CreatedAt, r.UpdatedAt, r.Version)
		}
		for _, r := range s.tasks {
			fits(r.Key, r.ID, r.CreatedAt, r.UpdatedAt, r.Version)
			if !strings.HasPrefix(traces[r.ID].last.SubjectName, r.Key+" ") {
				t.Errorf("%s is told as %q", r.Key, traces[r.ID].last.SubjectName)
			}
		}
		for _, r := range s.sprints {
			fits(r.Name, r.ID, r.CreatedAt, r.UpdatedAt, r.Version)
		}
		for _, r := range s.projects {
			fits(r.Key, r.ID, r.CreatedAt, r.UpdatedAt, r.Version)
		}
		for _, r := range s.blockers {
			fits(r.Description, r.ID, r.CreatedAt, r.UpdatedAt, r.Version)
		}
		for _, r := range s.timers {
			fits("the timer of "+r.StartedAt.String(), r.ID, r.CreatedAt, r.UpdatedAt, r.Version)
		}
		for _, r := range s.timeEntries {
			if r.Origin == timeentry.Manual {
				fits("the time entry of "+r.CreatedAt.String(), r.ID, r.CreatedAt, r.UpdatedAt, r.Version)
			}
		}
	})
}

// A task goes one way, and each activity tells the step from where the one before left it.
func TestStoryTasksGoStepByStep(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, s *story) {
		now := map[string]string{}
		for _, a := range s.log {
			if a.EntityType != activity.Task {
				continue
			}
			for _, c := range a.Changes {
				key := a.EntityID.String() + c.Field
				if before, known := now[key]; known && (c.Old == nil && before != "" || c.Old != nil && *c.Old != before) {
					t.Errorf("%s: %s was %q", a.Title, c.Field, before)
				}
				now[key] = ""
				if c.New != nil {
					now[key] = *c.New
				}
			}
		}
		for _, row := range s.tasks {
			if status := now[row.ID.String()+"status"]; status != string(row.Status) && (row.Status != task.Todo || status != "") {
				t.Errorf("%s is %s, its log says %s", row.Key, row.Status, status)
			}
			if progress := now[row.ID.String()+"progress"]; progress != strconv.Itoa(row.Progress) && (row.Progress != 0 || progress != "") || row.Status == task.Done && row.Progress != 100 {
				t.Errorf("%s is %s at %d percent, its log says %s", row.Key, row.Status, row.Progress, progress)
			}
			if row.DueOn != nil && row.DueOn.Before(s.start) {
				t.Errorf("%s is due on %s", row.Key, row.DueOn)
			}
		}
	})
}

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
