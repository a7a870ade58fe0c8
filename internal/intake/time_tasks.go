package intake

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"daybook/internal/activity"
	"daybook/internal/check"
	"daybook/internal/project"
	"daybook/internal/task"

	"github.com/google/uuid"
)

// general is the title of a task that is made for rows that name none.
const general = "General"

// bind finds the row's task, or decides what to do without.
func (t *TimeRow) bind(w *work, s *Time) {
	title := s.title(t)
	m := w.find(t.Row, title)
	switch {
	case m.task != nil:
		t.taskID, t.TaskKey = &m.task.ID, m.task.Key
	case s.CreateTasks && m.absent:
		t.NewTask = true
	case !s.WithoutTask:
		t.skip("%s", m.unknown)
	}
}

// title is that of the row's task.
func (s *Time) title(t *TimeRow) string {
	if title := taskOf(t.Row); title != "" || !s.CreateTasks {
		return title
	}
	return general
}

// provide makes the row's task, and its project, unless an earlier row has done so. In a dry run it only says so.
func (s *Time) provide(ctx context.Context, t *TimeRow, report *TimeReport, w *work) error {
	m := w.find(t.Row, s.title(t))
	name := cmp.Or(t.Project, t.ProjectCode)
	var l check.List // before anything is made
	l.Line("name", name, 200)
	l.Line("title", s.title(t), 500)
	if err := l.Err(); err != nil {
		return err
	}
	if m.project == nil {
		p, err := s.makeProject(ctx, w.newKey(name, t.ProjectCode), name)
		if err != nil {
			return err
		}
		w.add(p)
		report.NewProjects = append(report.NewProjects, p.Name)
		m.project = p
	}
	if m.task == nil {
		made, err := s.makeTask(ctx, m.project, s.title(t))
		if err != nil {
			return err
		}
		w.addTask(made)
		report.NewTasks = append(report.NewTasks, m.project.Name+": "+made.Title)
		m.task = made
	}
	if !s.DryRun {
		t.taskID, t.TaskKey = &m.task.ID, m.task.Key
	}
	return nil
}

func (s *Time) makeProject(ctx context.Context, key, name string) (*project.Project, error) {
	if s.DryRun {
		return &project.Project{ID: uuid.New(), Key: key, Name: name}, nil
	}
	p, _, err := s.Projects.Put(ctx, activity.BySystem, project.Upsert{WorkspaceID: s.WorkspaceID, Key: &key, Name: &name})
	return p, err
}

func (s *Time) makeTask(ctx context.Context, of *project.Project, title string) (*task.Task, error) {
	if s.DryRun {
		return &task.Task{ID: uuid.New(), ProjectID: of.ID, Title: title}, nil
	}
	t, _, err := s.Tasks.Put(ctx, activity.BySystem, task.Upsert{WorkspaceID: s.WorkspaceID, ProjectID: &of.ID, Title: &title})
	return t, err
}

// newKey is a key for a project that is to be made: the one of the file, else the first letters of the words of its name,
// with a number where it is taken.
func (w *work) newKey(name, code string) string {
	if key := capitals(code); key == strings.ToUpper(code) && len(key) >= 2 && len(key) <= 10 && !w.keys[key] {
		return key
	}
	var initials strings.Builder
	for word := range strings.FieldsSeq(name) {
		initials.WriteString(first(1, capitals(word)))
	}
	key := first(6, initials.String())
	if len(key) < 2 {
		key = first(5, capitals(name))
	}
	if len(key) < 2 {
		key = "PR"
	}
	for n, base := 2, key; w.keys[key]; n++ {
		key = fmt.Sprint(base, n)
	}
	return key
}

func first(n int, key string) string { return key[:min(len(key), n)] }

// capitals are the letters and digits that a key may have, from the first letter on.
func capitals(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToUpper(s))
	return strings.TrimLeft(s, "0123456789")
}
