package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/id"
)

func (r *subscriptionResolver) TrackingStream(ctx context.Context, workspaceID id.ID, memberID *id.ID, kinds []model.TrackingKind, after *string, batchSize int) (<-chan *model.TrackingStreamEvent, error) {
	panic("not yet")
}
