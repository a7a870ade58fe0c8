package blocker

import (
	"time"

	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/postgres"
	"daybook/internal/project"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Filter says which blockers to list; what is set must all hold. A task that the viewer cannot open has none.
type Filter struct {
	Person     *uuid.UUID // only theirs, and the viewer must be allowed to see them
	OfTask     *uuid.UUID // only on this task
	MemberIDs  []uuid.UUID
	Severities []Severity
	Categories []Category
	States     []State
	TaskID     *uuid.UUID
	From       *time.Time // opened then or later
	Before     *time.Time // opened before
}

// Order is how blockers are listed: newest opened first, or oldest.
type Order struct{ Ascending bool }

func (o Order) order() page.Order {
	return page.Order{Expr: "b.opened_at", Type: "timestamptz", IDExpr: "b.id", Desc: !o.Ascending}
}

func key(b *Blocker) page.Key {
	return page.Key{Value: b.OpenedAt.UTC().Format(time.RFC3339Nano), ID: b.ID}
}

// check refuses a range that can hold nothing, and one who names people whose blockers they may not list.
func (f Filter) check(scope authz.RowScope) error {
	named := f.MemberIDs
	if f.Person != nil {
		named = append([]uuid.UUID{*f.Person}, named...)
	}
	if scope.NamesOthers(named) {
		return authz.Forbidden([]authz.Audience{authz.Self, authz.Admin})
	}
	if f.From != nil && f.Before != nil && !f.From.Before(*f.Before) {
		return fault.BadArgument("filter.openedAt", "the range is reversed or empty: gte must be before lt")
	}
	return nil
}

// inScope keeps everyone's blockers, or the viewer's own and those escalated to them while they stand above the person; it
// says in SQL what authz.SeesBlocker says in Go.
func inScope(q *bun.SelectQuery, scope authz.RowScope) *bun.SelectQuery {
	q = q.Where("b.workspace_id = ?", scope.WorkspaceID)
	if scope.All {
		return q
	}
	// The array is read once, so that both halves are looked up in an index.
	return q.Where(`(b.member_id = ?1 OR b.id = ANY (ARRAY(SELECT s.blocker_id FROM escalations AS s
		WHERE s.workspace_id = ?0 AND s.recipient_id = ?1)) AND in_chain(b.workspace_id, b.member_id, ?1))`, scope.WorkspaceID, scope.MemberID)
}

func (f Filter) where(q *bun.SelectQuery, opened authz.ProjectScope) *bun.SelectQuery {
	if f.Person != nil {
		q = q.Where("b.member_id = ?", *f.Person)
	}
	if f.MemberIDs != nil {
		q = q.Where("b.member_id IN (?)", postgres.In(f.MemberIDs))
	}
	if f.Severities != nil {
		q = q.Where("b.severity IN (?)", postgres.In(f.Severities))
	}
	if f.Categories != nil {
		q = q.Where("b.category IN (?)", postgres.In(f.Categories))
	}
	if f.States != nil {
		q = q.Where("b.state IN (?)", postgres.In(f.States))
	}
	for _, taskID := range []*uuid.UUID{f.OfTask, f.TaskID} {
		if taskID != nil {
			q = q.Where("b.task_id = ?", *taskID).Where("EXISTS (?)", project.Within(q.NewSelect().TableExpr("tasks AS t").ColumnExpr("1").
				Join("JOIN projects AS p ON p.workspace_id = t.workspace_id AND p.id = t.project_id").
				Where("t.workspace_id = b.workspace_id").Where("t.id = ?", *taskID), opened))
		}
	}
	if f.From != nil {
		q = q.Where("b.opened_at >= ?", *f.From)
	}
	if f.Before != nil {
		q = q.Where("b.opened_at < ?", *f.Before)
	}
	return q
}

// joined reads what a blocker is shown with. What is selected from escalations is looked up for the rows of a page only.
func joined(q *bun.SelectQuery) *bun.SelectQuery {
	return q.ColumnExpr("b.*, t.status AS task_status").
		ColumnExpr("(" + recipientsSQL + ") AS recipients, (" + recipientsSQL + " AND s.description_shared) AS trusted").
		Join("LEFT JOIN tasks AS t ON t.workspace_id = b.workspace_id AND t.id = b.task_id")
}

const recipientsSQL = `SELECT array_agg(s.recipient_id) FROM escalations AS s
	WHERE s.workspace_id = b.workspace_id AND s.blocker_id = b.id AND in_chain(b.workspace_id, b.member_id, s.recipient_id)`
