package demo

import (
	"time"

	"daybook/internal/activity"
	"daybook/internal/sprint"
	"daybook/internal/task"
)

// planSprints makes the sprints, and completes those that are over.
func (s *story) planSprints() {
	for _, plan := range sprints {
		by := s.planner(plan.created)
		at := s.at(plan.created, by.zone, 13*time.Hour+4*time.Minute+11*time.Second)
		row := &sprintRow{Sprint: sprint.Sprint{WorkspaceID: s.workspace.ID, ID: newID(at, "sprint", plan.name), Name: plan.name,
			StartsOn: s.date(plan.first), EndsOn: s.date(plan.last), Version: 1}, stamps: stamped(at)}
		s.tell(at, by, toldSprint(activity.Created, row))
		if plan.completed > 0 {
			by = s.planner(plan.completed)
			at = s.at(plan.completed, by.zone, 16*time.Hour+47*time.Minute+29*time.Second)
			row.CompletedAt, row.UpdatedAt = &at, at
			row.Version++
			s.tell(at, by, toldSprint(activity.Completed, row))
		}
		s.sprints = append(s.sprints, row)
	}
}

// planInSprints takes a task into each sprint in which it is open, when the sprint is planned or the task is made.
func (s *story) planInSprints(w *work) {
	if w.person == nil {
		return
	}
	for i, plan := range sprints {
		ended := w.ended != never && w.ended <= plan.movesIn || w.started > plan.last
		if ended || w.started == never && i+1 < len(sprints) {
			continue
		}
		row := s.sprints[i]
		if w.created > plan.movesIn {
			w.row.SprintID = &row.ID
			continue
		}
		by := s.planner(plan.movesIn)
		at := s.at(plan.movesIn, by.zone, around(chance("sprint", i, w.title), 17*time.Hour+10*time.Minute, 12*time.Minute))
		w.steps = append(w.steps, step{at, by, func(t *task.Task) { t.SprintID = &row.ID }})
	}
}
