package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/export"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/workspace"
)

func (r *queryResolver) Export(ctx context.Context, i id.ID) (*export.Export, error) {
	return load(ctx, loader.For(ctx).Exports, i, id.Export)
}

func (r *mutationResolver) ExportCreate(ctx context.Context, input model.ExportCreateInput) (*model.ExportCreatePayload, error) {
	p := export.CreateParams{Kind: input.Kind, Format: input.Format, WholeWorkspace: input.WholeWorkspace, From: input.From, To: input.To}
	var err error
	if p.WorkspaceID, err = input.WorkspaceID.As(id.Workspace, "input.workspaceId"); err != nil {
		return nil, err
	}
	x, receipt, err := r.services.Exports.Create(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if x, err = stored(ctx, loader.For(ctx).Exports, x, receipt); err != nil {
		return nil, err
	}
	return &model.ExportCreatePayload{Export: x, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *workspaceResolver) Exports(ctx context.Context, w *workspace.Workspace, first *int, after *string, last *int, before *string) (*model.ExportConnection, error) {
	return r.services.Exports.List(ctx, authz.From(ctx), w.ID, pageArgs(first, after, last, before), r.seal(ctx, "exports", w.ID))
}

func (r *memberResolver) DataExports(ctx context.Context, m *member.Member, first *int, after *string, last *int, before *string) (*model.ExportConnection, error) {
	return r.services.Exports.Own(ctx, authz.From(ctx), m.WorkspaceID, m.ID, pageArgs(first, after, last, before), r.seal(ctx, "dataExports", m.ID))
}

func (r *exportResolver) Status(_ context.Context, x *export.Export) (export.Status, error) {
	return r.services.Exports.Status(x), nil
}

func (r *exportResolver) URL(ctx context.Context, x *export.Export) (*string, error) {
	address, ok := r.services.Exports.Link(authz.From(ctx), x)
	if !ok {
		return nil, nil
	}
	return new(r.options.PublicURL + address), nil
}

func (r *exportResolver) RequestedBy(ctx context.Context, x *export.Export) (*model.Actor, error) {
	if x.TokenID != nil {
		name, err := loader.For(ctx).TokenNames.Load(ctx, *x.TokenID)
		return model.ServiceActor(*x.TokenID, name), err
	}
	return memberActor(ctx, *x.MemberID)
}
