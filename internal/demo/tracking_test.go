package demo

import (
	"slices"
	"strings"
	"testing"
	"time"

	"daybook/internal/day"
	"daybook/internal/timeentry"
	"daybook/internal/timer"

	"github.com/google/uuid"
)

func (s *story) byID() map[uuid.UUID]*person {
	people := map[uuid.UUID]*person{}
	for _, p := range s.people {
		people[p.row.ID] = p
	}
	return people
}

func (s *story) taskByID() map[uuid.UUID]*taskRow {
	tasks := map[uuid.UUID]*taskRow{}
	for _, t := range s.tasks {
		tasks[t.ID] = t
	}
	return tasks
}

// mayTrack tells whether the person could name the task at the time.
func (s *story) mayTrack(p *person, t *taskRow, at time.Time) bool {
	return t != nil && t.CreatedAt.Before(at) && s.opens(p, strings.SplitN(t.Key, "-", 2)[0])
}

func TestStoryTimeIsSpentWithinTheDay(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, s *story) {
		people, tasks := s.byID(), s.taskByID()
		for _, e := range s.timeEntries {
			p := people[e.MemberID]
			if e.TaskID != nil && !s.mayTrack(p, tasks[*e.TaskID], e.CreatedAt) {
				t.Errorf("%s on %s: a task that they cannot open", p.mail, e.SpentOn)
			}
			if day.At(e.CreatedAt, p.zone) != e.SpentOn || day.At(e.UpdatedAt, p.zone) != e.SpentOn {
				t.Errorf("%s on %s: stored %s, changed %s", p.mail, e.SpentOn, e.CreatedAt, e.UpdatedAt)
			}
			if e.StartedAt == nil {
				continue
			}
			if day.At(*e.StartedAt, p.zone) != e.SpentOn || e.EndedAt.After(e.CreatedAt) ||
				e.EndedAt.Sub(*e.StartedAt) != time.Duration(e.DurationSeconds)*time.Second || e.DurationSeconds < 10*60 {
				t.Errorf("%s on %s: from %s to %s, %d s, stored %s", p.mail, e.SpentOn, e.StartedAt, e.EndedAt, e.DurationSeconds, e.CreatedAt)
			}
		}
	})
}

type personDay struct {
	person *person
	on     day.Date
}

// days are the entries by person and day, in order of their start.
func (s *story) entriesByDay() map[personDay][]*timeentry.Entry {
	people, days := s.byID(), map[personDay][]*timeentry.Entry{}
	for _, e := range s.timeEntries {
		key := personDay{people[e.MemberID], e.SpentOn}
		days[key] = append(days[key], e)
	}
	for _, entries := range days {
		slices.SortStableFunc(entries, func(a, b *timeentry.Entry) int {
			if a.StartedAt == nil || b.StartedAt == nil {
				return 0
			}
			return a.StartedAt.Compare(*b.StartedAt)
		})
	}
	return days
}

func TestStoryDaysAreOfTheUsualLength(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, s *story) {
		for d, entries := range s.entriesByDay() {
			sum, pause := 0, time.Duration(0)
			for i, e := range entries {
				sum += e.DurationSeconds
				if i == 0 || e.StartedAt == nil {
					continue
				}
				before := entries[i-1].EndedAt
				if e.StartedAt.Before(*before) {
					t.Errorf("%s on %s: twice from %s to %s", d.person.mail, d.on, e.StartedAt, before)
				}
				if noon := d.on.Start(d.person.zone).Add(12 * time.Hour); e.StartedAt.After(noon) && before.Before(noon.Add(40*time.Minute)) {
					pause = max(pause, e.StartedAt.Sub(*before))
				}
			}
			hours := time.Duration(sum) * time.Second
			if full := habits[d.person.mail].minutes >= fullDay; hours > 7*time.Hour+45*time.Minute || full && hours < 5*time.Hour+45*time.Minute {
				t.Errorf("%s on %s: %s in all", d.person.mail, d.on, hours)
			}
			if entries[0].StartedAt != nil && hours > 6*time.Hour && pause < 30*time.Minute {
				t.Errorf("%s on %s: a pause of %s at noon", d.person.mail, d.on, pause)
			}
		}
	})
}

// R3: of one person one timer runs at a time. Here each has ended, in the entry that it says.
func TestStoryTimersEndInTheirEntries(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, s *story) {
		entries, last := map[uuid.UUID]*timeentry.Entry{}, map[uuid.UUID]*timer.Timer{}
		timed := 0
		for _, e := range s.timeEntries {
			entries[e.ID] = e
			timed += count(e.Origin == timeentry.FromTimer)
		}
		for _, row := range s.timers {
			if row.EndedAt == nil || row.EntryID == nil || row.Note != nil || row.LastActiveAt != nil {
				t.Fatalf("the timer of %s did not end as timers do", row.StartedAt)
			}
			e := entries[*row.EntryID]
			if e == nil || e.Origin != timeentry.FromTimer || e.MemberID != row.MemberID || !e.StartedAt.Equal(row.StartedAt) || e.Version == 1 &&
				(!e.EndedAt.Equal(*row.EndedAt) || e.Billable != row.Billable || !sameID(e.TaskID, row.TaskID)) {
				t.Errorf("the timer of %s ended in another entry", row.StartedAt)
			}
			if before := last[row.MemberID]; before != nil && row.StartedAt.Before(*before.EndedAt) {
				t.Errorf("the timer of %s began before the one of %s had ended", row.StartedAt, before.StartedAt)
			}
			last[row.MemberID] = row
		}
		if timed != len(s.timers) {
			t.Errorf("%d entries of %d timers", timed, len(s.timers))
		}
	})
}

func sameID(a, b *uuid.UUID) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

func TestStoryTracksInEveryWay(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, s *story) {
		kinds := map[any]int{}
		for _, e := range s.timeEntries {
			kinds[e.Origin]++
			kinds["billable"] += count(e.Billable)
			kinds["not billable"] += count(!e.Billable)
			kinds["of no task"] += count(e.TaskID == nil)
			kinds["without clock times"] += count(e.StartedAt == nil)
			kinds["with a note"] += count(e.Note != nil)
			kinds["changed"] += count(e.Version > 1)
		}
		for i, row := range s.timers {
			kinds["timers that took over"] += count(i > 0 && s.timers[i-1].EndedAt.Equal(row.StartedAt))
		}
		for _, kind := range []any{timeentry.FromTimer, timeentry.Manual, "billable", "not billable", "of no task", "without clock times", "with a note",
			"changed", "timers that took over"} {
			if kinds[kind] < 15 {
				t.Errorf("%d entries are %v", kinds[kind], kind)
			}
		}
		if n := len(s.timeEntries); n < 1_600 || n > 2_200 {
			t.Errorf("%d entries", n)
		}
		for _, row := range s.workLogs {
			kinds["logs on tasks"] += count(row.TaskID != nil)
			kinds["logs on projects"] += count(row.ProjectID != nil)
			kinds["corrections"] += count(row.CorrectsID != nil)
		}
		if kinds["logs on tasks"] < 100 || kinds["logs on projects"] < 10 || kinds["corrections"] < 3 {
			t.Errorf("%v", kinds)
		}
	})
}
