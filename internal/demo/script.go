package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"daybook/internal/task"
)

// script writes down a task's changes in order.
func (s *story) script(w *work) {
	r := chance("script", w.title)
	w.row.ProjectID = s.project(w.project).ID
	s.scriptStart(w, r)
	s.scriptPlanning(w, r)
	if w.person == nil {
		return
	}
	own := func(n int, hour time.Duration, to task.Status) {
		if n != never {
			w.steps = append(w.steps, step{s.at(n, w.person.zone, around(r, hour, 45*time.Minute)), w.person, func(t *task.Task) {
				if t.Status = to; to == task.Done {
					t.Progress = 100
				}
			}})
		}
	}
	own(w.started, 10*time.Hour+30*time.Minute, task.InProgress)
	own(w.reviewed, 14*time.Hour+30*time.Minute, task.InReview)
	if w.outcome == dropped {
		own(w.ended, 13*time.Hour, task.Canceled)
	} else {
		own(w.ended, 16*time.Hour+20*time.Minute, task.Done)
	}
	s.scriptProgress(w)
}

// scriptProgress lets the person say now and then how far the task has come, in tens of percent.
func (s *story) scriptProgress(w *work) {
	end := w.started + longest
	for _, n := range []int{w.reviewed, w.ended} {
		if n != never {
			end = min(end, n)
		}
	}
	r, said := chance("progress", w.title), 0
	for n := w.started + 1; w.started != never && n < end; n++ {
		percent := (n - w.started) * 10 / (end - w.started) * 10
		if percent <= said || !often(r, 0.4) || !w.person.there(n) {
			continue
		}
		said = percent
		w.steps = append(w.steps, step{s.at(n, w.person.zone, around(r, 16*time.Hour, 80*time.Minute)), w.person, func(t *task.Task) { t.Progress = percent }})
	}
}

// scriptStart makes the first step, the creation, and the assignment that may follow it.
func (s *story) scriptStart(w *work, r *rand.Rand) {
	t := &w.row.Task
	by := s.planner(w.created)
	w.steps = append(w.steps, step{at: s.at(w.created, by.zone, around(r, 11*time.Hour, 80*time.Minute)), by: by})
	t.DueOn = w.due
	if often(r, 0.35) {
		t.ExternalURL = ptr(fmt.Sprintf("https://example.com/tickets/%d", between(r, 1200, 9800)))
	}
	for _, row := range s.teams {
		if w.person != nil && w.person.team == row.Name && row.Name != "Leadership" {
			t.TeamID = &row.ID
		}
	}
	if w.assigned == never {
		return
	}
	if w.assigned == w.created {
		t.AssigneeID = &w.person.row.ID
		return
	}
	by = s.planner(w.assigned)
	w.steps = append(w.steps, step{s.at(w.assigned, by.zone, around(r, 14*time.Hour+20*time.Minute, time.Hour)), by,
		func(t *task.Task) { t.AssigneeID = &w.person.row.ID }})
}

// scriptPlanning raises a priority or moves a due day now and then.
func (s *story) scriptPlanning(w *work, r *rand.Rand) {
	if w.started == never {
		return
	}
	t := &w.row.Task
	if t.Priority == task.Urgent || t.Priority == task.High && often(r, 0.4) {
		to := t.Priority
		t.Priority = task.Medium
		n := between(r, w.started, w.started+2)
		by := s.planner(n)
		w.steps = append(w.steps, step{s.at(n, by.zone, around(r, 12*time.Hour+40*time.Minute, 30*time.Minute)), by, func(t *task.Task) { t.Priority = to }})
	}
	if w.outcome == finished && w.due != nil && often(r, 0.4) {
		to := w.due
		t.DueOn = ptr(to.AddDays(-7))
		n := (w.started + w.ended) / 2
		by := s.planner(n)
		w.steps = append(w.steps, step{s.at(n, by.zone, around(r, 15*time.Hour+10*time.Minute, 30*time.Minute)), by, func(t *task.Task) { t.DueOn = to }})
	}
}
