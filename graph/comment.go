package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/activity"
)

func (r *activityResolver) Compensates(ctx context.Context, obj *activity.Activity) (*activity.Activity, error) {
	panic("not yet")
}

func (r *activityResolver) CompensatedBy(ctx context.Context, obj *activity.Activity) (*activity.Activity, error) {
	panic("not yet")
}

func (r *mutationResolver) CommentAdd(ctx context.Context, input model.CommentAddInput) (*model.CommentAddPayload, error) {
	panic("not yet")
}

func (r *mutationResolver) ActivityCompensate(ctx context.Context, input model.ActivityCompensateInput) (*model.ActivityCompensatePayload, error) {
	panic("not yet")
}
