package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"daybook/internal/day"
	"daybook/internal/task"
)

// never is the day of what doesn't happen.
const never = -2

// longest is the most days a job takes that gets finished.
const longest = 15

// work is a job with its days.
type work struct {
	job
	person                                      *person // nil: nobody has it yet
	row                                         *taskRow
	created, assigned, started, reviewed, ended int
	due                                         *day.Date
	steps                                       []step
	reviewedAt, closedAt                        *time.Time // when it went into review, and when it was finished or dropped
}

// step is one change of a task.
type step struct {
	at     time.Time
	by     *person
	change func(*task.Task)
}

// work lets everyone do their jobs, one after the other.
func (s *story) work() {
	for i, j := range jobs {
		s.works = append(s.works, &work{job: j, person: s.person(j.who), created: never, assigned: never, started: never, reviewed: never, ended: never,
			row: &taskRow{Task: task.Task{WorkspaceID: s.workspace.ID, Title: j.title, Status: task.Todo, Priority: j.priority, Version: 1}}})
		if j.outcome == waiting {
			s.wait(s.works[i], chance("waiting", j.title))
		}
	}
	for _, p := range s.people {
		s.scheduleFor(p)
	}
	for _, w := range s.works {
		s.script(w)
	}
	s.perform()
}

// wait gives days to a task that nobody has begun.
func (s *story) wait(w *work, r *rand.Rand) {
	w.created = between(r, thisWeek-25, thisWeek-3)
	if w.soon {
		w.created = thisWeek + 1
	}
	if w.person != nil {
		w.assigned = w.created + between(r, 0, 1)
		w.due = ptr(s.date(thisWeek + between(r, 6, 14)))
	}
}

// scheduleFor spreads a person's jobs evenly over their days, with some overlap.
func (s *story) scheduleFor(p *person) {
	var own []*work
	for _, w := range s.works {
		if w.person == p && w.outcome != waiting {
			own = append(own, w)
		}
	}
	days := slices.DeleteFunc(slices.Clone(p.days), func(n int) bool { return n <= p.joined || n >= thisWeek })
	if len(own) == 0 {
		return
	}
	last := len(days) - 1
	starts := make([]int, len(own)+1)
	for i := range own {
		starts[i] = i * (last - 4) / max(1, len(own)-1)
	}
	starts[len(own)] = last - 2
	for i, w := range own {
		r := chance("schedule", w.title)
		w.started = days[starts[i]]
		end := min(last, starts[i+1]+between(r, 0, 2), starts[i]+longest)
		switch w.outcome {
		case finished:
			w.reviewed, w.ended = days[max(starts[i]+1, end-between(r, 1, 3))], days[end]
		case dropped:
			w.ended = days[(starts[i]+end)/2]
		case inReview:
			w.reviewed = days[min(last, end+between(r, 0, 2))]
		}
		if w.soon && w.outcome == inReview {
			w.ended = thisWeek + between(r, 0, 2)
		} else if w.soon {
			w.reviewed = thisWeek + between(r, 0, 2)
		}
		w.created = max(0, w.started-between(r, 2, 6))
		w.assigned = between(r, max(w.created, p.joined), w.started-1)
		w.due = s.plannedDue(w, r)
	}
}

// plannedDue is a due day near the end; one task in four has none.
func (s *story) plannedDue(w *work, r *rand.Rand) *day.Date {
	n := thisWeek + between(r, 3, 9)
	if w.outcome == finished {
		n = w.ended + between(r, -1, 3)
	} else if w.outcome == inReview {
		n = thisWeek + between(r, -2, 4)
	}
	if often(r, 0.25) {
		return nil
	}
	return ptr(s.date(n))
}

// perform creates the tasks in order of time, so that their numbers are in order too, and makes their changes.
func (s *story) perform() {
	for _, w := range s.works {
		s.planInSprints(w)
		created := w.steps[0]
		slices.SortStableFunc(w.steps[1:], func(a, b step) int { return a.at.Compare(b.at) })
		w.row.CreatedAt, w.row.UpdatedAt = created.at, created.at
		w.row.ID = newID(created.at, "task", w.title)
	}
	slices.SortStableFunc(s.works, func(a, b *work) int { return a.row.CreatedAt.Compare(b.row.CreatedAt) })
	s.works = slices.DeleteFunc(s.works, func(w *work) bool { return !s.passed(w.row.CreatedAt, w.steps[0].by.zone) })
	for _, w := range s.works {
		p := s.project(w.project)
		p.LastTask++
		w.row.Number, w.row.Key = p.LastTask, fmt.Sprintf("%s-%d", p.Key, p.LastTask)
		s.tasks = append(s.tasks, w.row)
		s.tell(w.row.CreatedAt, w.steps[0].by, toldNewTask(w.row))
		for _, next := range w.steps[1:] {
			if !s.passed(next.at, next.by.zone) {
				break
			}
			s.change(w, next)
		}
	}
}

func (s *story) change(w *work, next step) {
	old := w.row.Task
	next.change(&w.row.Task)
	e := toldTaskChange(old, w.row)
	if len(e.Changes) == 0 {
		return
	}
	w.row.Version++
	w.row.UpdatedAt = next.at
	if w.reviewedAt == nil && w.row.Status == task.InReview {
		w.reviewedAt = &next.at
	}
	if w.closedAt == nil && (w.row.Status == task.Done || w.row.Status == task.Canceled) {
		w.closedAt = &next.at
	}
	s.tell(next.at, next.by, e)
}

func (s *story) project(key string) *projectRow {
	return s.projects[slices.IndexFunc(s.projects, func(p *projectRow) bool { return p.Key == key })]
}

// say puts a task's words into a sentence. The detail moves on as the work does.
func (w *work) say(sentence string, n int) string {
	end := w.started + longest
	if w.reviewed != never {
		end = min(end, w.reviewed)
	}
	passed, whole := max(0, n-w.started), max(1, end-w.started)
	detail := ""
	if len(w.details) > 0 {
		detail = w.details[min(passed*len(w.details)/whole, len(w.details)-1)]
	}
	return upperFirst(strings.NewReplacer("{key}", w.row.Key, "{what}", w.what, "{detail}", detail).Replace(sentence))
}

// open tells whether the task was being worked on at the start of a day.
func (w *work) open(n int) bool {
	return w.started != never && w.started < n && (w.reviewed == never || w.reviewed >= n) && (w.ended == never || w.ended >= n)
}

// inReviewAt tells whether the task was in review at the start of a day.
func (w *work) inReviewAt(n int) bool {
	return w.reviewed != never && w.reviewed < n && (w.ended == never || w.ended >= n)
}
