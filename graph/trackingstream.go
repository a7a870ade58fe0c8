package graph

import (
	"context"
	"slices"
	"time"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/id"
)

func (r *subscriptionResolver) TrackingStream(ctx context.Context, workspaceID id.ID, memberID *id.ID, kinds []model.TrackingKind, after *string, batchSize int) (<-chan *model.TrackingStreamEvent, error) {
	ws, err := workspaceID.As(id.Workspace, "workspaceId")
	if err != nil {
		return nil, err
	}
	of, err := id.AsPtr(memberID, id.Member, "memberId")
	if err != nil {
		return nil, err
	}
	if err := checkBatch(batchSize); err != nil {
		return nil, err
	}
	types := trackingTypes(kinds)
	may := func(v *authz.Viewer) error {
		_, err := authz.TrackingChanges(v, ws, of)
		return err
	}
	l, opening, err := r.listen(ctx, ws, r.seal(ctx, "trackingStream", ws, of, types), after, may)
	if err != nil {
		return nil, err
	}
	f := &follower[*model.TrackingStreamEdge, model.TrackingStreamEvent]{footing: l, batchSize: batchSize, frame: trackingFrame}
	f.edges = func(_ context.Context, v *authz.Viewer, rows []*activity.Activity) (edges []*model.TrackingStreamEdge, err error) {
		scope, err := authz.TrackingChanges(v, ws, of)
		for _, a := range rows {
			switch {
			case !slices.Contains(types, a.EntityType) || a.EntityType == activity.Timer && !scope.Timers || !scope.Shows(a.Facts()):
			case of != nil && (a.SubjectID == nil || *a.SubjectID != *of):
			default:
				edges = append(edges, &model.TrackingStreamEdge{Cursor: l.cursor(a.Seq), Activity: a})
			}
		}
		return edges, err
	}
	return f.start(ctx, opening), nil
}

// trackingTypes are the kinds asked for, all when none is, in one order: cursors are bound to them.
func trackingTypes(kinds []model.TrackingKind) []activity.EntityType {
	var types []activity.EntityType
	for _, k := range model.AllTrackingKind {
		if kinds == nil || slices.Contains(kinds, k) {
			types = append(types, k.EntityType())
		}
	}
	return types
}

func trackingFrame(kind model.StreamKind, edges []*model.TrackingStreamEdge, resumeCursor string, at time.Time) *model.TrackingStreamEvent {
	return &model.TrackingStreamEvent{Kind: kind, Edges: edges, ResumeCursor: resumeCursor, ServerTime: at}
}

// Node is read when the frame is answered, under the rights of then.
func (r *trackingEdgeResolver) Node(ctx context.Context, e *model.TrackingStreamEdge) (model.TrackingRow, error) {
	l, i := loader.For(ctx), e.Activity.EntityID
	switch e.Activity.EntityType {
	case activity.Standup:
		return trackingRow(l.Standups.Load(ctx, i))
	case activity.WorkLog:
		return trackingRow(l.WorkLogs.Load(ctx, i))
	case activity.TimeEntry:
		return trackingRow(l.TimeEntries.Load(ctx, i))
	case activity.Blocker:
		return trackingRow(l.Blockers.Load(ctx, i))
	}
	return nil, nil
}

// trackingRow is a row that is nil without an error where it is gone or hidden.
func trackingRow[T any, P interface {
	*T
	model.TrackingRow
}](row P, err error) (model.TrackingRow, error) {
	if err != nil || row == nil {
		return nil, err
	}
	return row, nil
}
