package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/id"
)

func (r *mutationResolver) CommentAdd(ctx context.Context, input model.CommentAddInput) (*model.CommentAddPayload, error) {
	a, receipt, err := r.services.Comments.Add(ctx, authz.From(ctx), input.EntityID, input.Body)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if a, err = stored(ctx, loader.For(ctx).Activities, a, receipt); err != nil {
		return nil, err
	}
	return &model.CommentAddPayload{Activity: a, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) ActivityCompensate(ctx context.Context, input model.ActivityCompensateInput) (*model.ActivityCompensatePayload, error) {
	activityID, err := input.ID.As(id.Activity, "input.id")
	if err != nil {
		return nil, err
	}
	a, receipt, err := r.services.Comments.Compensate(ctx, authz.From(ctx), activityID, input.Reason)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if a, err = stored(ctx, loader.For(ctx).Activities, a, receipt); err != nil {
		return nil, err
	}
	return &model.ActivityCompensatePayload{Activity: a, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *activityResolver) Compensates(ctx context.Context, a *activity.Activity) (*activity.Activity, error) {
	return follow(ctx, loader.For(ctx).Activities, a.CompensatesID)
}

func (r *activityResolver) CompensatedBy(ctx context.Context, a *activity.Activity) (*activity.Activity, error) {
	return loader.For(ctx).Compensations.Load(ctx, a.ID)
}
