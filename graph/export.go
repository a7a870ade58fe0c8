package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/export"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/workspace"
)

func (r *exportResolver) Status(ctx context.Context, obj *export.Export) (export.Status, error) {
	panic("not yet")
}

func (r *exportResolver) URL(ctx context.Context, obj *export.Export) (*string, error) {
	panic("not yet")
}

func (r *exportResolver) RequestedBy(ctx context.Context, obj *export.Export) (*model.Actor, error) {
	panic("not yet")
}

func (r *memberResolver) DataExports(ctx context.Context, obj *member.Member, first *int, after *string, last *int, before *string) (*page.Connection[*export.Export], error) {
	panic("not yet")
}

func (r *mutationResolver) ExportCreate(ctx context.Context, input model.ExportCreateInput) (*model.ExportCreatePayload, error) {
	panic("not yet")
}

func (r *queryResolver) Export(ctx context.Context, id id.ID) (*export.Export, error) {
	panic("not yet")
}

func (r *workspaceResolver) Exports(ctx context.Context, obj *workspace.Workspace, first *int, after *string, last *int, before *string) (*page.Connection[*export.Export], error) {
	panic("not yet")
}
