package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/workspace"
)

func (r *workspaceResolver) ActivityStats(ctx context.Context, obj *workspace.Workspace, days int) (*model.ActivityStats, error) {
	panic("not yet")
}
