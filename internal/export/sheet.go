package export

import (
	"context"
	"time"

	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/project"
	"daybook/internal/task"

	"github.com/google/uuid"
)

// sheet is how one kind of rows becomes a file: its columns, the scope that their list asks for, and how a page is read.
type sheet struct {
	scope   string
	columns []string
	read    func(ctx context.Context, v *authz.Viewer, w wish, args page.Args) (*page.Info, [][]any, error)
}

// wish is what is asked of the list. Dates and instants say the same range.
type wish struct {
	*Export
	person       *uuid.UUID // whose rows; nil for everyone's
	from, before *time.Time // included, and not included
	seal         page.Seal
}

// column is a name and the value of a row below it: nil, a number, a truth, prose, text of our own making, or what JSON
// makes of it.
type column[T any] struct {
	name string
	of   func(row T, b *beside) any
}

// prose is what people wrote: a spreadsheet must not take it for a formula.
type prose string

// beside is what the rows of a page point to, as far as the viewer may see it.
type beside struct {
	viewer   *authz.Viewer
	members  map[uuid.UUID]*member.Member
	tasks    map[uuid.UUID]*task.Task
	projects map[uuid.UUID]*project.Project
	tokens   map[uuid.UUID]string
}

// pointers are the ids of those.
type pointers struct{ members, tasks, projects, tokens []uuid.UUID }

func add(to *[]uuid.UUID, id *uuid.UUID) {
	if id != nil {
		*to = append(*to, *id)
	}
}

// newSheet joins a list, what its rows point to, and their columns. It is the list that decides about the rows, so that an
// export holds what the same list shows (R10); a page takes a fixed number of statements.
func newSheet[T any](r Rooms, scope string, list func(context.Context, *authz.Viewer, wish, page.Args) (*page.Connection[T], error),
	point func(T, *pointers), columns ...column[T]) *sheet {
	out := &sheet{scope: scope, columns: make([]string, len(columns))}
	for i, c := range columns {
		out.columns[i] = c.name
	}
	out.read = func(ctx context.Context, v *authz.Viewer, w wish, args page.Args) (*page.Info, [][]any, error) {
		c, err := list(ctx, v, w, args)
		if err != nil {
			return nil, nil, err
		}
		var ids pointers
		for _, row := range c.Nodes() {
			point(row, &ids)
		}
		b, err := r.beside(ctx, v, ids)
		if err != nil {
			return nil, nil, err
		}
		rows := make([][]any, len(c.Nodes()))
		for i, row := range c.Nodes() {
			rows[i] = make([]any, len(columns))
			for j, c := range columns {
				rows[i][j] = c.of(row, b)
			}
		}
		return c.PageInfo(), rows, nil
	}
	return out
}

// beside reads what a page points to: one statement each.
func (r Rooms) beside(ctx context.Context, v *authz.Viewer, ids pointers) (*beside, error) {
	b := &beside{viewer: v}
	var err error
	if b.members, err = look(ctx, v, ids.members, r.Members.ByIDs); err != nil {
		return nil, err
	}
	if b.tasks, err = look(ctx, v, ids.tasks, r.Tasks.ByIDs); err != nil {
		return nil, err
	}
	for _, t := range b.tasks {
		ids.projects = append(ids.projects, t.ProjectID)
	}
	if b.projects, err = look(ctx, v, ids.projects, r.Projects.ByIDs); err != nil {
		return nil, err
	}
	b.tokens, err = look(ctx, v, ids.tokens, r.Tokens.Names)
	return b, err
}

func look[T any](ctx context.Context, v *authz.Viewer, ids []uuid.UUID, read func(context.Context, *authz.Viewer, []uuid.UUID) (map[uuid.UUID]T, error)) (map[uuid.UUID]T, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return read(ctx, v, ids)
}

// name is what a member is called; nil for one of whom nothing is left.
func (b *beside) name(memberID uuid.UUID) any {
	if m := b.members[memberID]; m != nil {
		return prose(m.DisplayName)
	}
	return nil
}

// task is a task that the viewer can open; nil for any other.
func (b *beside) task(taskID *uuid.UUID) *task.Task {
	if taskID == nil {
		return nil
	}
	return b.tasks[*taskID]
}

// project is that of a task, or the one given, if the viewer can open it.
func (b *beside) project(taskID, projectID *uuid.UUID) *project.Project {
	if t := b.task(taskID); t != nil {
		projectID = &t.ProjectID
	}
	if projectID == nil {
		return nil
	}
	return b.projects[*projectID]
}

// of are the columns that name a row's person.
func of[T any](memberID func(T) uuid.UUID) []column[T] {
	return []column[T]{
		{"member_id", func(row T, _ *beside) any { return public(id.Member, new(memberID(row))) }},
		{"member_name", func(row T, b *beside) any { return b.name(memberID(row)) }},
	}
}

// on are the columns that name a row's task and project: empty where the viewer cannot open them.
func on[T any](place func(T) (taskID, projectID *uuid.UUID)) []column[T] {
	taskOf := func(row T, b *beside) *task.Task {
		taskID, _ := place(row)
		return b.task(taskID)
	}
	projectOf := func(row T, b *beside) *project.Project {
		taskID, projectID := place(row)
		return b.project(taskID, projectID)
	}
	return []column[T]{
		{"task_id", func(row T, b *beside) any { return node(taskOf(row, b)) }},
		{"task_key", func(row T, b *beside) any {
			if t := taskOf(row, b); t != nil {
				return t.Key
			}
			return nil
		}},
		{"task_title", func(row T, b *beside) any {
			if t := taskOf(row, b); t != nil {
				return prose(t.Title)
			}
			return nil
		}},
		{"project_id", func(row T, b *beside) any { return node(projectOf(row, b)) }},
		{"project_key", func(row T, b *beside) any {
			if p := projectOf(row, b); p != nil {
				return p.Key
			}
			return nil
		}},
	}
}

// node is a row's public id, nil for none.
func node[T any, P interface {
	*T
	NodeID() id.ID
}](row P) any {
	if row == nil {
		return nil
	}
	return row.NodeID().String()
}

func public(kind id.Kind, u *uuid.UUID) any {
	if u == nil {
		return nil
	}
	return id.Of(kind, *u).String()
}

func instant(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func written(s *string) any {
	if s == nil {
		return nil
	}
	return prose(*s)
}
