package intake

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/task"
	"daybook/internal/timesheet"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// people finds members by what a file calls them.
type people struct {
	byEmail map[string]*member.Member
	byName  map[string][]*member.Member
	said    map[string]*member.Member // by the operator
}

// people reads the members. Whoever the operator names must be one.
func (s *Time) people(ctx context.Context) (*people, error) {
	var rows []*member.Member
	err := s.DB.NewSelect().Model(&rows).Where("m.workspace_id = ?", s.WorkspaceID).OrderExpr("m.removed_at NULLS FIRST").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading members: %w", err)
	}
	p := &people{byEmail: map[string]*member.Member{}, byName: map[string][]*member.Member{}, said: map[string]*member.Member{}}
	for _, m := range rows {
		if m.Email != nil && p.byEmail[strings.ToLower(*m.Email)] == nil {
			p.byEmail[strings.ToLower(*m.Email)] = m
		}
		if name := strings.ToLower(m.DisplayName); m.RemovedAt == nil {
			p.byName[name] = append(p.byName[name], m)
		}
	}
	for name, email := range s.People {
		m := p.byEmail[strings.ToLower(email)]
		if m == nil || m.RemovedAt != nil {
			return nil, fmt.Errorf("there is no member %s, who is to be %q of the file", email, name)
		}
		p.said[strings.ToLower(name)] = m
	}
	return p, nil
}

// find is the member a row is of, or why there is none. Where the file has a mail address, a name alone is not enough.
func (p *people) find(r *timesheet.Row) (m *member.Member, unknown string) {
	names := r.People()
	if len(names) == 0 {
		if m := p.said[""]; m != nil {
			return m, ""
		}
		return nil, "it names nobody"
	}
	for _, name := range names {
		if m := p.said[strings.ToLower(name)]; m != nil {
			return m, ""
		}
	}
	if r.Email != "" {
		m := p.byEmail[strings.ToLower(r.Email)]
		switch {
		case m == nil:
			return nil, "no member " + r.Email
		case m.RemovedAt != nil:
			return nil, r.Email + " has left the workspace"
		}
		return m, ""
	}
	for _, name := range names {
		switch found := p.byName[strings.ToLower(name)]; {
		case len(found) > 1:
			return nil, fmt.Sprintf("%d members are called %s", len(found), name)
		case len(found) == 1:
			return found[0], ""
		}
	}
	return nil, "no member " + names[0]
}

// work finds projects and tasks by what a file calls them.
type work struct {
	projects map[string][]*project.Project // by name and by key
	byKey    map[string]*task.Task
	byTitle  map[taskTitle][]*task.Task
	keys     map[string]bool // of projects, taken
}

var taskKey = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,9}-\d{1,9}$`)

type taskTitle struct {
	projectID uuid.UUID
	title     string
}

// work reads the projects, and those tasks that rows may mean.
func (s *Time) work(ctx context.Context, sheet *timesheet.Sheet) (*work, error) {
	var projects []*project.Project
	err := s.DB.NewSelect().Model(&projects).Where("p.workspace_id = ?", s.WorkspaceID).OrderExpr("p.id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading projects: %w", err)
	}
	w := &work{projects: map[string][]*project.Project{}, byKey: map[string]*task.Task{}, byTitle: map[taskTitle][]*task.Task{}, keys: map[string]bool{}}
	for _, p := range projects {
		w.add(p)
	}
	ids, keys := map[uuid.UUID]bool{uuid.Nil: true}, map[string]bool{"": true}
	for _, r := range sheet.Rows {
		for _, p := range w.named(r) {
			ids[p.ID] = true
		}
		if key := strings.ToUpper(taskOf(r)); taskKey.MatchString(key) {
			keys[key] = true
		}
	}
	var tasks []*task.Task
	err = s.DB.NewSelect().Model(&tasks).Column("id", "project_id", "key", "title").Where("t.workspace_id = ?", s.WorkspaceID).
		Where("(t.project_id IN (?) OR t.key IN (?))", bun.List(slices.Collect(maps.Keys(ids))), bun.List(slices.Collect(maps.Keys(keys)))).OrderExpr("t.id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading tasks: %w", err)
	}
	for _, t := range tasks {
		w.addTask(t)
	}
	return w, nil
}

func (w *work) add(p *project.Project) {
	w.keys[p.Key] = true
	name, key := strings.ToLower(p.Name), strings.ToLower(p.Key)
	w.projects[name] = append(w.projects[name], p)
	if key != name {
		w.projects[key] = append(w.projects[key], p)
	}
}

func (w *work) addTask(t *task.Task) {
	title := taskTitle{t.ProjectID, strings.ToLower(t.Title)}
	w.byTitle[title] = append(w.byTitle[title], t)
	if t.Key != "" {
		w.byKey[t.Key] = t
	}
}

// taskOf is what the file calls the row's task; products without tasks have activities.
func taskOf(r *timesheet.Row) string {
	if r.Task != "" {
		return r.Task
	}
	return r.Activity
}

// named are the projects that the row may mean: by name or key, where there are several the one whose key the file gives
// or the only one that is not archived.
func (w *work) named(r *timesheet.Row) []*project.Project {
	found := w.projects[strings.ToLower(r.Project)]
	if r.Project == "" || len(found) > 1 && r.ProjectCode != "" {
		if r.ProjectCode == "" {
			return nil
		}
		for _, p := range w.projects[strings.ToLower(r.ProjectCode)] {
			if strings.EqualFold(p.Key, r.ProjectCode) && (r.Project == "" || slices.Contains(found, p)) {
				return []*project.Project{p}
			}
		}
	}
	if len(found) > 1 {
		alive := slices.DeleteFunc(slices.Clone(found), func(p *project.Project) bool { return p.ArchivedAt != nil })
		if len(alive) == 1 {
			return alive
		}
	}
	return found
}

// match is what was found for a row.
type match struct {
	task    *task.Task
	project *project.Project // where it is known, also without a task
	unknown string           // why there is no task
	absent  bool             // there is none, rather than several: it may be made
}

// find looks for a task by key, or by title within the row's project.
func (w *work) find(r *timesheet.Row, title string) match {
	name, found := r.Project, w.named(r)
	if name == "" {
		name = r.ProjectCode
	}
	if len(found) > 1 {
		return match{unknown: fmt.Sprintf("%d projects are called %q", len(found), name)}
	}
	var p *project.Project
	if len(found) == 1 {
		p = found[0]
	}
	t := w.byKey[strings.ToUpper(title)]
	switch {
	case t != nil && (name == "" || p != nil && p.ID == t.ProjectID):
		return match{task: t, project: p}
	case name == "":
		return match{unknown: "it names no project"}
	case p == nil:
		return match{unknown: fmt.Sprintf("no project %q", name), absent: true}
	case t != nil:
		return match{project: p, unknown: fmt.Sprintf("the task %s is of another project than %q", t.Key, name)}
	case title == "":
		return match{project: p, unknown: fmt.Sprintf("no task in project %q", name), absent: true}
	}
	switch same := w.byTitle[taskTitle{p.ID, strings.ToLower(title)}]; len(same) {
	case 0:
		return match{project: p, unknown: fmt.Sprintf("no task %q in project %q", title, name), absent: true}
	case 1:
		return match{task: same[0], project: p}
	default:
		return match{project: p, unknown: fmt.Sprintf("%d tasks are called %q in project %q", len(same), title, name)}
	}
}
