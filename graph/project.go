package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/project"
)

func (r *queryResolver) Project(ctx context.Context, i id.ID) (*project.Project, error) {
	return load(ctx, loader.For(ctx).Projects, i, id.Project)
}

func (r *mutationResolver) ProjectUpsert(ctx context.Context, input model.ProjectUpsertInput) (*model.ProjectUpsertPayload, error) {
	p := project.Upsert{Key: input.Key, Name: input.Name, Access: input.Access, Version: input.ExpectedVersion}
	var err error
	if p.WorkspaceID, err = input.WorkspaceID.As(id.Workspace, "input.workspaceId"); err != nil {
		return nil, err
	}
	if p.ID, err = id.AsPtr(input.ID, id.Project, "input.id"); err != nil {
		return nil, err
	}
	if p.MemberIDs, err = memberIDs(input.MemberIds); err != nil {
		return nil, err
	}
	row, receipt, err := r.services.Projects.Upsert(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if row, err = stored(ctx, loader.For(ctx).Projects, row, receipt); err != nil {
		return nil, err
	}
	return &model.ProjectUpsertPayload{Project: row, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) ProjectArchive(ctx context.Context, input model.ProjectArchiveInput) (*model.ProjectArchivePayload, error) {
	projectID, err := input.ID.As(id.Project, "input.id")
	if err != nil {
		return nil, err
	}
	row, receipt, err := r.services.Projects.Archive(ctx, authz.From(ctx), projectID, input.Archived)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if row, err = stored(ctx, loader.For(ctx).Projects, row, receipt); err != nil {
		return nil, err
	}
	return &model.ProjectArchivePayload{Project: row, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *projectResolver) Members(ctx context.Context, p *project.Project, first *int, after *string, last *int, before *string) (*model.MemberConnection, error) {
	return r.services.Members.List(ctx, authz.From(ctx), p.WorkspaceID, member.Filter{ProjectID: &p.ID},
		pageArgs(first, after, last, before), r.seal(ctx, "projectMembers", p.ID))
}

func (r *projectResolver) Tasks(ctx context.Context, p *project.Project, first *int, after *string, last *int, before *string, filter *model.TaskFilter) (*model.TaskConnection, error) {
	f, err := taskFilter(filter)
	if err != nil {
		return nil, err
	}
	f.Within = &p.ID
	return r.services.Tasks.List(ctx, authz.From(ctx), p.WorkspaceID, f, pageArgs(first, after, last, before), r.seal(ctx, "tasks", p.WorkspaceID, f))
}

func (r *projectResolver) Activities(ctx context.Context, p *project.Project, first *int, after *string, last *int, before *string, filter *model.ActivityFilter) (*model.ActivityConnection, error) {
	return r.timeline(ctx, p.WorkspaceID, activity.Timeline{ProjectID: p.ID}, filter, pageArgs(first, after, last, before))
}
