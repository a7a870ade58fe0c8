package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/workspace"
)

func (r *queryResolver) Workspace(ctx context.Context, i id.ID) (*workspace.Workspace, error) {
	return load(ctx, loader.For(ctx).Workspaces, i, id.Workspace)
}

func (r *queryResolver) Workspaces(ctx context.Context, first *int, after *string, last *int, before *string) (*model.WorkspaceConnection, error) {
	return r.services.Workspaces.List(ctx, authz.From(ctx), pageArgs(first, after, last, before), r.seal(ctx, "workspaces"))
}

func (r *mutationResolver) WorkspaceCreate(ctx context.Context, input model.WorkspaceCreateInput) (*model.WorkspaceCreatePayload, error) {
	w, receipt, err := r.services.Workspaces.Create(ctx, authz.From(ctx), workspace.CreateParams{
		Slug: input.Slug, Name: input.Name, TimeZone: input.TimeZone, WeekStart: input.WeekStart})
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	payload := &model.WorkspaceCreatePayload{UserErrors: userErrors, ResumeCursor: r.resume(ctx, receipt)}
	if w != nil { // the caller's rights grew: what this answer reads from here on must see them
		if err := r.authn.Refresh(ctx, authz.HolderFrom(ctx)); err != nil {
			return nil, err
		}
		loader.Renew(ctx, r.services, authz.From(ctx))
		payload.Workspace = w
	}
	return payload, nil
}

func (r *workspaceResolver) ViewerRole(ctx context.Context, w *workspace.Workspace) (*authz.Role, error) {
	m, _ := authz.From(ctx).In(w.ID)
	if m.Role == "" {
		return nil, nil
	}
	return &m.Role, nil
}

func (r *workspaceResolver) ResumeCursor(ctx context.Context, w *workspace.Workspace) (string, error) {
	seq, err := loader.For(ctx).LogHeads.Load(ctx, w.ID)
	return r.writeSeal(ctx, w.ID).Bytes(r.streamPosition(seq)), err
}

func (r *workspaceResolver) Members(ctx context.Context, w *workspace.Workspace, first *int, after *string, last *int, before *string, filter *model.MemberFilter) (*model.MemberConnection, error) {
	f, err := memberFilter(filter)
	if err != nil {
		return nil, err
	}
	return r.services.Members.List(ctx, authz.From(ctx), w.ID, f, pageArgs(first, after, last, before), r.seal(ctx, "members", w.ID, f))
}

func (r *workspaceResolver) Teams(ctx context.Context, w *workspace.Workspace, first *int, after *string, last *int, before *string) (*model.TeamConnection, error) {
	return r.services.Teams.List(ctx, authz.From(ctx), w.ID, pageArgs(first, after, last, before), r.seal(ctx, "teams", w.ID))
}

func (r *workspaceResolver) Projects(ctx context.Context, w *workspace.Workspace, first *int, after *string, last *int, before *string, filter *model.ProjectFilter) (*model.ProjectConnection, error) {
	var f project.Filter
	if filter != nil {
		text, err := filterText(filter.Text)
		if err != nil {
			return nil, err
		}
		f = project.Filter{Archived: filter.Archived, Text: text}
	}
	return r.services.Projects.List(ctx, authz.From(ctx), w.ID, f, pageArgs(first, after, last, before), r.seal(ctx, "projects", w.ID, f))
}

func (r *workspaceResolver) Sprints(ctx context.Context, w *workspace.Workspace, first *int, after *string, last *int, before *string, filter *model.SprintFilter) (*model.SprintConnection, error) {
	var f sprint.Filter
	if filter != nil {
		teamID, err := id.AsPtr(filter.TeamID, id.Team, "filter.teamId")
		if err != nil {
			return nil, err
		}
		f = sprint.Filter{TeamID: teamID, Completed: filter.Completed}
	}
	return r.services.Sprints.List(ctx, authz.From(ctx), w.ID, f, pageArgs(first, after, last, before), r.seal(ctx, "sprints", w.ID, f))
}

func (r *workspaceResolver) Tasks(ctx context.Context, w *workspace.Workspace, first *int, after *string, last *int, before *string, filter *model.TaskFilter) (*model.TaskConnection, error) {
	f, err := taskFilter(filter)
	if err != nil {
		return nil, err
	}
	return r.services.Tasks.List(ctx, authz.From(ctx), w.ID, f, pageArgs(first, after, last, before), r.seal(ctx, "tasks", w.ID, f))
}

func (r *workspaceResolver) Standups(ctx context.Context, w *workspace.Workspace, first *int, after *string, last *int, before *string, filter *model.StandupFilter, orderBy *model.StandupOrder) (*model.StandupConnection, error) {
	f, err := standupFilter(filter)
	if err != nil {
		return nil, err
	}
	order := standupOrder(orderBy)
	return r.services.Standups.List(ctx, authz.From(ctx), w.ID, f, order, pageArgs(first, after, last, before), r.seal(ctx, "standups", w.ID, f, order))
}

func (r *workspaceResolver) Activities(ctx context.Context, w *workspace.Workspace, first *int, after *string, last *int, before *string, filter *model.ActivityFilter) (*model.ActivityConnection, error) {
	return r.timeline(ctx, w.ID, activity.Timeline{}, filter, pageArgs(first, after, last, before))
}

func (r *workspaceResolver) AuditLog(ctx context.Context, w *workspace.Workspace, first *int, after *string, last *int, before *string, filter *model.ActivityFilter) (*model.ActivityConnection, error) {
	return r.timeline(ctx, w.ID, activity.Timeline{AdminOnly: true}, filter, pageArgs(first, after, last, before))
}

func (r *workspaceResolver) APITokens(ctx context.Context, w *workspace.Workspace, first *int, after *string, last *int, before *string) (*model.ApiTokenConnection, error) {
	return r.services.Tokens.List(ctx, authz.From(ctx), w.ID, pageArgs(first, after, last, before), r.seal(ctx, "apiTokens", w.ID))
}
