package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/blocker"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/workspace"
)

func (r *blockerResolver) Member(ctx context.Context, obj *blocker.Blocker) (*member.Member, error) {
	panic("not yet")
}

func (r *blockerResolver) Task(ctx context.Context, obj *blocker.Blocker) (*task.Task, error) {
	panic("not yet")
}

func (r *blockerResolver) Hint(ctx context.Context, obj *blocker.Blocker) (*blocker.Hint, error) {
	panic("not yet")
}

func (r *blockerResolver) Description(ctx context.Context, obj *blocker.Blocker) (*string, error) {
	panic("not yet")
}

func (r *blockerResolver) Standup(ctx context.Context, obj *blocker.Blocker) (*standup.Standup, error) {
	panic("not yet")
}

func (r *blockerResolver) ViewerCanEdit(ctx context.Context, obj *blocker.Blocker) (bool, error) {
	panic("not yet")
}

func (r *blockerResolver) Activities(ctx context.Context, obj *blocker.Blocker, first *int, after *string, last *int, before *string, filter *model.ActivityFilter) (*page.Connection[*activity.Activity], error) {
	panic("not yet")
}

func (r *memberResolver) Blockers(ctx context.Context, obj *member.Member, first *int, after *string, last *int, before *string, filter *model.BlockerFilter, orderBy *model.BlockerOrder) (*page.Connection[*blocker.Blocker], error) {
	panic("not yet")
}

func (r *mutationResolver) BlockerOpen(ctx context.Context, input model.BlockerOpenInput) (*model.BlockerOpenPayload, error) {
	panic("not yet")
}

func (r *mutationResolver) BlockerUpdate(ctx context.Context, input model.BlockerUpdateInput) (*model.BlockerUpdatePayload, error) {
	panic("not yet")
}

func (r *mutationResolver) BlockerResolve(ctx context.Context, input model.BlockerResolveInput) (*model.BlockerResolvePayload, error) {
	panic("not yet")
}

func (r *mutationResolver) BlockerReopen(ctx context.Context, input model.BlockerReopenInput) (*model.BlockerReopenPayload, error) {
	panic("not yet")
}

func (r *parsedBlockerResolver) Blocker(ctx context.Context, obj *standup.ParsedBlocker) (*blocker.Blocker, error) {
	panic("not yet")
}

func (r *queryResolver) Blocker(ctx context.Context, id id.ID) (*blocker.Blocker, error) {
	panic("not yet")
}

func (r *taskResolver) Blockers(ctx context.Context, obj *task.Task, first *int, after *string, last *int, before *string, filter *model.BlockerFilter, orderBy *model.BlockerOrder) (*page.Connection[*blocker.Blocker], error) {
	panic("not yet")
}

func (r *todayResolver) OpenBlockers(ctx context.Context, obj *model.Today, first *int, after *string, last *int, before *string) (*page.Connection[*blocker.Blocker], error) {
	panic("not yet")
}

func (r *workspaceResolver) Blockers(ctx context.Context, obj *workspace.Workspace, first *int, after *string, last *int, before *string, filter *model.BlockerFilter, orderBy *model.BlockerOrder) (*page.Connection[*blocker.Blocker], error) {
	panic("not yet")
}
