package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

func (r *queryResolver) Blocker(ctx context.Context, i id.ID) (*blocker.Blocker, error) {
	return load(ctx, loader.For(ctx).Blockers, i, id.Blocker)
}

func (r *mutationResolver) BlockerOpen(ctx context.Context, input model.BlockerOpenInput) (*model.BlockerOpenPayload, error) {
	p := blocker.OpenParams{From: standup.Link{ParsedBlocker: input.ParsedBlocker}, Severity: input.Severity, Category: input.Category, Description: input.Description}
	var err error
	if p.WorkspaceID, err = input.WorkspaceID.As(id.Workspace, "input.workspaceId"); err != nil {
		return nil, err
	}
	if p.TaskID, err = id.AsPtr(input.TaskID, id.Task, "input.taskId"); err != nil {
		return nil, err
	}
	if p.From.StandupID, err = id.AsPtr(input.StandupID, id.Standup, "input.standupId"); err != nil {
		return nil, err
	}
	if p.OnBehalfOf, err = id.AsPtr(input.OnBehalfOf, id.Member, "input.onBehalfOf"); err != nil {
		return nil, err
	}
	b, receipt, err := r.services.Blockers.Open(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if b, err = stored(ctx, loader.For(ctx).Blockers, b, receipt); err != nil {
		return nil, err
	}
	return &model.BlockerOpenPayload{Blocker: b, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) BlockerUpdate(ctx context.Context, input model.BlockerUpdateInput) (*model.BlockerUpdatePayload, error) {
	p := blocker.UpdateParams{Severity: input.Severity, Category: input.Category, Description: input.Description, Version: input.ExpectedVersion}
	var err error
	if p.ID, err = input.ID.As(id.Blocker, "input.id"); err != nil {
		return nil, err
	}
	if p.TaskID, err = patchID(input.TaskID, id.Task, "input.taskId"); err != nil {
		return nil, err
	}
	b, receipt, err := r.services.Blockers.Update(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if b, err = stored(ctx, loader.For(ctx).Blockers, b, receipt); err != nil {
		return nil, err
	}
	return &model.BlockerUpdatePayload{Blocker: b, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) BlockerResolve(ctx context.Context, input model.BlockerResolveInput) (*model.BlockerResolvePayload, error) {
	p := blocker.ResolveParams{Note: input.Note, Version: input.ExpectedVersion}
	var err error
	if p.ID, err = input.ID.As(id.Blocker, "input.id"); err != nil {
		return nil, err
	}
	b, receipt, err := r.services.Blockers.Resolve(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if b, err = stored(ctx, loader.For(ctx).Blockers, b, receipt); err != nil {
		return nil, err
	}
	return &model.BlockerResolvePayload{Blocker: b, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) BlockerReopen(ctx context.Context, input model.BlockerReopenInput) (*model.BlockerReopenPayload, error) {
	blockerID, err := input.ID.As(id.Blocker, "input.id")
	if err != nil {
		return nil, err
	}
	b, receipt, err := r.services.Blockers.Reopen(ctx, authz.From(ctx), blockerID, input.ExpectedVersion)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if b, err = stored(ctx, loader.For(ctx).Blockers, b, receipt); err != nil {
		return nil, err
	}
	return &model.BlockerReopenPayload{Blocker: b, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

// blockers is a page of what f, a field's own part of the filter, and the caller's filter let through together.
func (r *Resolver) blockers(ctx context.Context, workspaceID uuid.UUID, f blocker.Filter, filter *model.BlockerFilter, orderBy *model.BlockerOrder, args page.Args) (*model.BlockerConnection, error) {
	if filter != nil {
		var err error
		if f.MemberIDs, err = id.AsAll(filter.MemberIds, id.Member, "filter.memberIds"); err != nil {
			return nil, err
		}
		if f.TaskID, err = id.AsPtr(filter.TaskID, id.Task, "filter.taskId"); err != nil {
			return nil, err
		}
		f.Severities, f.Categories, f.States = filter.Severities, filter.Categories, filter.States
		if at := filter.OpenedAt; at != nil {
			f.From, f.Before = at.Gte, at.Lt
		}
	}
	o := blocker.Order{Ascending: orderBy != nil && orderBy.Direction == model.OrderDirectionAsc}
	return r.services.Blockers.List(ctx, authz.From(ctx), workspaceID, f, o, args, r.seal(ctx, "blockers", workspaceID, f, o))
}

func (r *workspaceResolver) Blockers(ctx context.Context, w *workspace.Workspace, first *int, after *string, last *int, before *string, filter *model.BlockerFilter, orderBy *model.BlockerOrder) (*model.BlockerConnection, error) {
	return r.blockers(ctx, w.ID, blocker.Filter{}, filter, orderBy, pageArgs(first, after, last, before))
}

func (r *memberResolver) Blockers(ctx context.Context, m *member.Member, first *int, after *string, last *int, before *string, filter *model.BlockerFilter, orderBy *model.BlockerOrder) (*model.BlockerConnection, error) {
	return r.blockers(ctx, m.WorkspaceID, blocker.Filter{Person: &m.ID}, filter, orderBy, pageArgs(first, after, last, before))
}

func (r *taskResolver) Blockers(ctx context.Context, t *task.Task, first *int, after *string, last *int, before *string, filter *model.BlockerFilter, orderBy *model.BlockerOrder) (*model.BlockerConnection, error) {
	return r.blockers(ctx, t.WorkspaceID, blocker.Filter{OfTask: &t.ID}, filter, orderBy, pageArgs(first, after, last, before))
}

func (r *todayResolver) OpenBlockers(ctx context.Context, d *model.Today, first *int, after *string, last *int, before *string) (*model.BlockerConnection, error) {
	f := blocker.Filter{Person: &d.MemberID, States: blocker.Unresolved}
	return r.blockers(ctx, d.WorkspaceID, f, nil, nil, pageArgs(first, after, last, before))
}

func (r *parsedBlockerResolver) Blocker(ctx context.Context, b *standup.ParsedBlocker) (*blocker.Blocker, error) {
	return follow(ctx, loader.For(ctx).Blockers, b.BlockerID)
}

func (r *blockerResolver) Member(ctx context.Context, b *blocker.Blocker) (*member.Member, error) {
	return always(ctx, loader.For(ctx).Members, b.MemberID)
}

func (r *blockerResolver) Task(ctx context.Context, b *blocker.Blocker) (*task.Task, error) {
	return follow(ctx, loader.For(ctx).Tasks, b.TaskID)
}

// Hint tells of the task: those it was escalated to get it when they can open that.
func (r *blockerResolver) Hint(ctx context.Context, b *blocker.Blocker) (*blocker.Hint, error) {
	hint := b.TaskHint()
	if hint == nil || authz.SeesRaw(authz.From(ctx), b) {
		return hint, nil
	}
	if t, err := follow(ctx, loader.For(ctx).Tasks, b.TaskID); t == nil {
		return nil, err
	}
	return hint, nil
}

func (r *blockerResolver) Description(ctx context.Context, b *blocker.Blocker) (*string, error) {
	if !authz.SeesDescription(authz.From(ctx), b, b.Trusted) {
		return nil, authz.Forbidden([]authz.Audience{authz.Self, authz.Admin, authz.Service})
	}
	return &b.Description, nil
}

func (r *blockerResolver) Standup(ctx context.Context, b *blocker.Blocker) (*standup.Standup, error) {
	return follow(ctx, loader.For(ctx).Standups, b.StandupID)
}

func (r *blockerResolver) ViewerCanEdit(ctx context.Context, b *blocker.Blocker) (bool, error) {
	return authz.ChangeBlocker(authz.From(ctx), b) == nil, nil
}

func (r *blockerResolver) Activities(ctx context.Context, b *blocker.Blocker, first *int, after *string, last *int, before *string, filter *model.ActivityFilter) (*model.ActivityConnection, error) {
	return r.timeline(ctx, b.WorkspaceID, activity.Timeline{EntityID: b.ID}, filter, pageArgs(first, after, last, before))
}
