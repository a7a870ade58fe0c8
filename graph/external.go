package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/external"
	"daybook/internal/page"
)

func (r *externalEntityResolver) Activities(ctx context.Context, obj *external.Entity, first *int, after *string, last *int, before *string, filter *model.ActivityFilter) (*page.Connection[*activity.Activity], error) {
	panic("not yet")
}

func (r *mutationResolver) ActivityRecord(ctx context.Context, input model.ActivityRecordInput) (*model.ActivityRecordPayload, error) {
	panic("not yet")
}
