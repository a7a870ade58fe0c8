package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/external"
	"daybook/internal/id"
)

func (r *mutationResolver) ActivityRecord(ctx context.Context, input model.ActivityRecordInput) (*model.ActivityRecordPayload, error) {
	p, err := activityRecord(input)
	if err != nil {
		return nil, err
	}
	a, receipt, err := r.services.Externals.Record(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if a, err = stored(ctx, loader.For(ctx).Activities, a, receipt); err != nil {
		return nil, err
	}
	return &model.ActivityRecordPayload{Activity: a, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func activityRecord(input model.ActivityRecordInput) (p external.Record, err error) {
	p = external.Record{Type: input.EntityType, CustomType: input.CustomType, ExternalID: input.ExternalID, Name: input.Name, URL: input.URL,
		Action: input.Action, Title: input.Title, Content: input.Content, Metadata: input.Metadata, Visibility: input.Visibility}
	for _, c := range input.Changes {
		p.Changes = append(p.Changes, &activity.FieldChange{Field: c.Field, Old: c.Old, New: c.New})
	}
	if p.WorkspaceID, err = input.WorkspaceID.As(id.Workspace, "input.workspaceId"); err != nil {
		return p, err
	}
	if p.ProjectID, err = id.AsPtr(input.ProjectID, id.Project, "input.projectId"); err != nil {
		return p, err
	}
	p.ActorID, err = id.AsPtr(input.ActorID, id.Member, "input.actorId")
	return p, err
}

func (r *externalEntityResolver) Activities(ctx context.Context, e *external.Entity, first *int, after *string, last *int, before *string, filter *model.ActivityFilter) (*model.ActivityConnection, error) {
	return r.timeline(ctx, e.WorkspaceID, activity.Timeline{EntityID: e.ID}, filter, pageArgs(first, after, last, before))
}
