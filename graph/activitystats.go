package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/metrics"
	"daybook/internal/workspace"
)

func (r *workspaceResolver) ActivityStats(ctx context.Context, w *workspace.Workspace, days int) (*activity.Stats, error) {
	return r.services.Workspaces.ActivityStats(ctx, authz.From(ctx), w, days)
}

func (r *activityStatsResolver) Suppression(_ context.Context, s *activity.Stats) (*metrics.Suppression, error) {
	if s.TooFew == 0 {
		return nil, nil
	}
	return &metrics.Suppression{Reason: metrics.GroupTooSmall, MinimumGroupSize: s.TooFew}, nil
}

func (r *actorCountResolver) Actor(ctx context.Context, c *activity.ActorCount) (*model.Actor, error) {
	return actorOf(ctx, c.WorkspaceID, c.Kind, c.ID)
}
