package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/id"
	"daybook/internal/metrics"
)

func (r *subscriptionResolver) MetricsStream(ctx context.Context, workspaceID id.ID, cohort *model.CohortInput, unit metrics.Unit) (<-chan *model.MetricsStreamEvent, error) {
	panic("not yet")
}
