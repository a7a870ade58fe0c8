package demo

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/task"
	"daybook/internal/timeentry"

	"github.com/google/uuid"
)

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
