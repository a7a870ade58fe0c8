package task

import (
	"context"
	"fmt"

	"daybook/internal/authz"
	"daybook/internal/postgres"
	"daybook/internal/project"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Openable tells which of the tasks of a workspace are in projects of the scope. Whoever writes must be able to open the task
// they name: one that is hidden from them is answered as one that is not there.
func Openable(ctx context.Context, db bun.IDB, scope authz.ProjectScope, workspaceID uuid.UUID, ids []uuid.UUID) (map[uuid.UUID]bool, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []uuid.UUID
	q := db.NewSelect().TableExpr("tasks AS t").Column("t.id").Join("JOIN projects AS p ON p.workspace_id = t.workspace_id AND p.id = t.project_id").
		Where("t.workspace_id = ?", workspaceID).Where("t.id IN (?)", postgres.In(postgres.Distinct(ids)))
	if err := project.Within(q, scope).Scan(ctx, &found); err != nil {
		return nil, fmt.Errorf("looking for tasks: %w", err)
	}
	opened := make(map[uuid.UUID]bool, len(found))
	for _, id := range found {
		opened[id] = true
	}
	return opened, nil
}
