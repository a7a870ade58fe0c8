package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/workspace"
)

func (r *mutationResolver) WorkspaceSettingsUpdate(ctx context.Context, input model.WorkspaceSettingsUpdateInput) (*model.WorkspaceSettingsUpdatePayload, error) {
	panic("not yet")
}

func (r *workspaceResolver) Settings(ctx context.Context, obj *workspace.Workspace) (*workspace.Settings, error) {
	panic("not yet")
}
