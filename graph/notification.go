package graph

import (
	"context"
	"time"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/id"
	"daybook/internal/notification"

	"github.com/google/uuid"
)

func (r *mutationResolver) NotificationRead(ctx context.Context, input model.NotificationReadInput) (*model.NotificationReadPayload, error) {
	notificationID, err := input.ID.As(id.Notification, "input.id")
	if err != nil {
		return nil, err
	}
	n, err := r.services.Notifications.Read(ctx, authz.From(ctx), notificationID)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	return &model.NotificationReadPayload{Notification: n, UserErrors: userErrors}, nil
}

func (r *notificationResolver) Escalation(ctx context.Context, n *notification.Notification) (*blocker.Escalation, error) {
	return follow(ctx, loader.For(ctx).Escalations, &n.EscalationID)
}

func (r *notificationResolver) Blocker(ctx context.Context, n *notification.Notification) (*blocker.Blocker, error) {
	return follow(ctx, loader.For(ctx).Blockers, &n.BlockerID)
}

func (r *subscriptionResolver) NotificationStream(ctx context.Context, workspaceID id.ID, after *string) (<-chan *model.NotificationStreamEvent, error) {
	ws, err := workspaceID.As(id.Workspace, "workspaceId")
	if err != nil {
		return nil, err
	}
	may := func(v *authz.Viewer) error { return authz.Notifications(v, ws) }
	l, opening, err := r.listen(ctx, ws, r.seal(ctx, "notificationStream", ws), after, may)
	if err != nil {
		return nil, err
	}
	f := &follower[*model.NotificationEdge, model.NotificationStreamEvent]{footing: l, batchSize: maxBatch, frame: notificationFrame}
	f.edges = func(ctx context.Context, v *authz.Viewer, rows []*activity.Activity) ([]*model.NotificationEdge, error) {
		return r.notificationEdges(ctx, v, l, rows)
	}
	return f.start(ctx, opening), nil
}

// notificationEdges are what came to the viewer with the rows: one statement, and none where nothing can have.
func (r *Resolver) notificationEdges(ctx context.Context, v *authz.Viewer, l *footing, rows []*activity.Activity) (edges []*model.NotificationEdge, err error) {
	var told []uuid.UUID
	for _, a := range rows {
		if a.EntityType == activity.Blocker && (a.Action == activity.Escalated || a.Action == activity.Updated) {
			told = append(told, a.ID)
		}
	}
	if len(told) == 0 {
		return nil, nil
	}
	found, err := r.services.Notifications.ByActivities(ctx, v, l.workspaceID, told)
	for _, a := range rows {
		if n := found[a.ID]; n != nil {
			edges = append(edges, &model.NotificationEdge{Cursor: l.cursor(a.Seq), Node: n})
		}
	}
	return edges, err
}

func notificationFrame(kind model.StreamKind, edges []*model.NotificationEdge, resumeCursor string, at time.Time) *model.NotificationStreamEvent {
	return &model.NotificationStreamEvent{Kind: kind, Edges: edges, ResumeCursor: resumeCursor, ServerTime: at}
}
