package timeentry

import (
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/page"
	"daybook/internal/postgres"
	"daybook/internal/project"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Filter says which entries to list; what is set must all hold.
type Filter struct {
	Person    *uuid.UUID // only theirs, and the viewer must be allowed to see them
	OfTask    *uuid.UUID // only of this task
	OfProject *uuid.UUID // only of tasks of this project
	MemberIDs []uuid.UUID
	TaskID    *uuid.UUID
	ProjectID *uuid.UUID
	SprintID  *uuid.UUID
	HasTask   *bool
	From, To  *day.Date // both included
	Billable  *bool
	Text      *string
}

// inScope keeps the entries that the viewer may see: it comes before everything else that is asked.
func inScope(q *bun.SelectQuery, scope authz.RowScope) *bun.SelectQuery {
	q = q.Where("e.workspace_id = ?", scope.WorkspaceID)
	if !scope.All {
		q = q.Where("e.member_id = ?", scope.MemberID)
	}
	return q
}

func (f Filter) where(q *bun.SelectQuery, opened authz.ProjectScope) *bun.SelectQuery {
	if f.Person != nil {
		q = q.Where("e.member_id = ?", *f.Person)
	}
	if f.MemberIDs != nil {
		q = q.Where("e.member_id IN (?)", postgres.In(f.MemberIDs))
	}
	if f.OfTask != nil || f.OfProject != nil || f.TaskID != nil || f.ProjectID != nil || f.SprintID != nil {
		q = q.Where("EXISTS (?)", f.tasks(q.NewSelect(), opened))
	}
	if f.HasTask != nil {
		q = q.Where("(e.task_id IS NOT NULL) = ?", *f.HasTask)
	}
	if f.From != nil {
		q = q.Where("e.spent_on >= ?", *f.From)
	}
	if f.To != nil {
		q = q.Where("e.spent_on <= ?", *f.To)
	}
	if f.Billable != nil {
		q = q.Where("e.billable = ?", *f.Billable)
	}
	if f.Text != nil {
		q = q.Where("e.note ILIKE ?", postgres.Contains(*f.Text))
	}
	return q
}

// tasks are the entry's task if it is asked for: time is of a project and a sprint through its task alone (R12), and as they
// stand now. A task that is hidden from the viewer is in neither.
func (f Filter) tasks(q *bun.SelectQuery, opened authz.ProjectScope) *bun.SelectQuery {
	q = q.TableExpr("tasks AS t").ColumnExpr("1").Join("JOIN projects AS p ON p.workspace_id = t.workspace_id AND p.id = t.project_id").
		Where("t.workspace_id = e.workspace_id").Where("t.id = e.task_id")
	for _, c := range []struct {
		condition string
		id        *uuid.UUID
	}{
		{"t.id = ?", f.OfTask}, {"t.id = ?", f.TaskID}, {"t.project_id = ?", f.OfProject}, {"t.project_id = ?", f.ProjectID}, {"t.sprint_id = ?", f.SprintID},
	} {
		if c.id != nil {
			q = q.Where(c.condition, *c.id)
		}
	}
	return project.Within(q, opened)
}

// Order is how entries are listed.
type Order struct {
	CreatedAt bool // by creation instead of by day
	Ascending bool
}

func (o Order) order() page.Order {
	if o.CreatedAt {
		return page.Order{Expr: "e.id", Type: "uuid", Desc: !o.Ascending} // ids are made in order of time
	}
	return page.Order{Expr: "e.spent_on", Type: "date", IDExpr: "e.id", Desc: !o.Ascending}
}

func (o Order) key(e *Entry) page.Key {
	if o.CreatedAt {
		return page.Key{Value: e.ID.String()}
	}
	return page.Key{Value: e.SpentOn.String(), ID: e.ID}
}
