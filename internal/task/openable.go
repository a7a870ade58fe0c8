package task

import (
	"context"
	"fmt"

	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/postgres"
	"daybook/internal/project"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Opened are tasks that a writer can open. The value tells whether the task's project is archived: nothing new is tracked there.
type Opened map[uuid.UUID]bool

// Has tells whether the task is among them.
func (o Opened) Has(taskID uuid.UUID) bool {
	_, ok := o[taskID]
	return ok
}

// Take is whether time may be tracked on a task. Rejections, at taskId: NOT_FOUND, INVALID for an archived project.
func (o Opened) Take(taskID uuid.UUID) error {
	archived, ok := o[taskID]
	switch {
	case !ok:
		return check.Reject(check.NotFound, "taskId", "there is nothing with this id here")
	case archived:
		return check.Reject(check.Invalid, "taskId", "the project is archived")
	}
	return nil
}

// Openable tells which of the tasks of a workspace are in projects of the scope. Whoever writes must be able to open the task
// they name: one that is hidden from them is answered as one that is not there.
func Openable(ctx context.Context, db bun.IDB, scope authz.ProjectScope, workspaceID uuid.UUID, ids []uuid.UUID) (Opened, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []struct {
		ID       uuid.UUID
		Archived bool
	}
	q := db.NewSelect().TableExpr("tasks AS t").ColumnExpr("t.id, p.archived_at IS NOT NULL AS archived").Join("JOIN projects AS p ON p.workspace_id = t.workspace_id AND p.id = t.project_id").
		Where("t.workspace_id = ?", workspaceID).Where("t.id IN (?)", postgres.In(postgres.Distinct(ids)))
	if err := project.Within(q, scope).Scan(ctx, &found); err != nil {
		return nil, fmt.Errorf("looking for tasks: %w", err)
	}
	opened := make(Opened, len(found))
	for _, t := range found {
		opened[t.ID] = t.Archived
	}
	return opened, nil
}
