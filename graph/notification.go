package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/blocker"
	"daybook/internal/id"
	"daybook/internal/notification"
)

func (r *mutationResolver) NotificationRead(ctx context.Context, input model.NotificationReadInput) (*model.NotificationReadPayload, error) {
	panic("not yet")
}

func (r *notificationResolver) Escalation(ctx context.Context, obj *notification.Notification) (*blocker.Escalation, error) {
	panic("not yet")
}

func (r *notificationResolver) Blocker(ctx context.Context, obj *notification.Notification) (*blocker.Blocker, error) {
	panic("not yet")
}

func (r *notificationResolver) Message(ctx context.Context, obj *notification.Notification) (string, error) {
	panic("not yet")
}

func (r *subscriptionResolver) NotificationStream(ctx context.Context, workspaceID id.ID, after *string) (<-chan *model.NotificationStreamEvent, error) {
	panic("not yet")
}
