package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/sprint"
	"daybook/internal/team"
)

func (r *queryResolver) Sprint(ctx context.Context, i id.ID) (*sprint.Sprint, error) {
	return load(ctx, loader.For(ctx).Sprints, i, id.Sprint)
}

func (r *mutationResolver) SprintUpsert(ctx context.Context, input model.SprintUpsertInput) (*model.SprintUpsertPayload, error) {
	p := sprint.Upsert{Name: input.Name, StartsOn: input.StartsOn, EndsOn: input.EndsOn, Version: input.ExpectedVersion}
	var err error
	if p.WorkspaceID, err = input.WorkspaceID.As(id.Workspace, "input.workspaceId"); err != nil {
		return nil, err
	}
	if p.ID, err = id.AsPtr(input.ID, id.Sprint, "input.id"); err != nil {
		return nil, err
	}
	if p.TeamID, err = patchID(input.TeamID, id.Team, "input.teamId"); err != nil {
		return nil, err
	}
	s, receipt, err := r.services.Sprints.Upsert(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if s, err = stored(ctx, loader.For(ctx).Sprints, s, receipt); err != nil {
		return nil, err
	}
	return &model.SprintUpsertPayload{Sprint: s, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) SprintComplete(ctx context.Context, input model.SprintCompleteInput) (*model.SprintCompletePayload, error) {
	sprintID, err := input.ID.As(id.Sprint, "input.id")
	if err != nil {
		return nil, err
	}
	s, receipt, err := r.services.Sprints.Complete(ctx, authz.From(ctx), sprintID)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if s, err = stored(ctx, loader.For(ctx).Sprints, s, receipt); err != nil {
		return nil, err
	}
	return &model.SprintCompletePayload{Sprint: s, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *sprintResolver) Team(ctx context.Context, s *sprint.Sprint) (*team.Team, error) {
	return follow(ctx, loader.For(ctx).Teams, s.TeamID)
}

func (r *sprintResolver) Activities(ctx context.Context, s *sprint.Sprint, first *int, after *string, last *int, before *string, filter *model.ActivityFilter) (*model.ActivityConnection, error) {
	return r.timeline(ctx, s.WorkspaceID, activity.Timeline{EntityID: s.ID}, filter, pageArgs(first, after, last, before))
}
