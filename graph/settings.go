package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/workspace"
)

func (r *mutationResolver) WorkspaceSettingsUpdate(ctx context.Context, input model.WorkspaceSettingsUpdateInput) (*model.WorkspaceSettingsUpdatePayload, error) {
	p := workspace.SettingsUpdate{MinimumGroupSize: input.MinimumGroupSize, TimerIdleMinutes: input.TimerIdleMinutes,
		RoundingMinutes: input.RoundingMinutes, RoundingMode: input.RoundingMode, ClosedThrough: patchOf(input.ClosedThrough), Version: input.ExpectedVersion}
	var err error
	if p.WorkspaceID, err = input.WorkspaceID.As(id.Workspace, "input.workspaceId"); err != nil {
		return nil, err
	}
	s, receipt, err := r.services.Workspaces.UpdateSettings(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if receipt.Replayed {
		if s, err = r.services.Workspaces.Settings(ctx, authz.From(ctx), p.WorkspaceID); err != nil {
			return nil, err
		}
	}
	return &model.WorkspaceSettingsUpdatePayload{Settings: s, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *workspaceResolver) Settings(ctx context.Context, w *workspace.Workspace) (*workspace.Settings, error) {
	return r.services.Workspaces.Settings(ctx, authz.From(ctx), w.ID)
}
