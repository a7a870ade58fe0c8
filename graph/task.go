package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/task"
	"daybook/internal/team"
)

func (r *queryResolver) Task(ctx context.Context, i id.ID) (*task.Task, error) {
	return load(ctx, loader.For(ctx).Tasks, i, id.Task)
}

func (r *mutationResolver) TaskUpsert(ctx context.Context, input model.TaskUpsertInput) (*model.TaskUpsertPayload, error) {
	p, err := taskUpsert(input)
	if err != nil {
		return nil, err
	}
	t, receipt, err := r.services.Tasks.Upsert(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if t, err = stored(ctx, loader.For(ctx).Tasks, t, receipt); err != nil {
		return nil, err
	}
	return &model.TaskUpsertPayload{Task: t, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func taskUpsert(input model.TaskUpsertInput) (p task.Upsert, err error) {
	p = task.Upsert{Title: input.Title, Status: input.Status, Progress: input.Progress, Priority: input.Priority, DueOn: patchOf(input.DueOn),
		ExternalURL: patchOf(input.ExternalURL), Version: input.ExpectedVersion}
	if p.WorkspaceID, err = input.WorkspaceID.As(id.Workspace, "input.workspaceId"); err != nil {
		return p, err
	}
	if p.ID, err = id.AsPtr(input.ID, id.Task, "input.id"); err != nil {
		return p, err
	}
	if p.ProjectID, err = id.AsPtr(input.ProjectID, id.Project, "input.projectId"); err != nil {
		return p, err
	}
	if p.SprintID, err = patchID(input.SprintID, id.Sprint, "input.sprintId"); err != nil {
		return p, err
	}
	if p.TeamID, err = patchID(input.TeamID, id.Team, "input.teamId"); err != nil {
		return p, err
	}
	p.AssigneeID, err = patchID(input.AssigneeID, id.Member, "input.assigneeId")
	return p, err
}

func (r *taskResolver) Project(ctx context.Context, t *task.Task) (*project.Project, error) {
	p, err := loader.For(ctx).Projects.Load(ctx, t.ProjectID)
	if err == nil && p == nil { // access was taken away between two reads
		err = fault.Missing()
	}
	return p, err
}

func (r *taskResolver) Sprint(ctx context.Context, t *task.Task) (*sprint.Sprint, error) {
	return follow(ctx, loader.For(ctx).Sprints, t.SprintID)
}

func (r *taskResolver) Team(ctx context.Context, t *task.Task) (*team.Team, error) {
	return follow(ctx, loader.For(ctx).Teams, t.TeamID)
}

func (r *taskResolver) Assignee(ctx context.Context, t *task.Task) (*member.Member, error) {
	return follow(ctx, loader.For(ctx).Members, t.AssigneeID)
}

func (r *taskResolver) Activities(ctx context.Context, t *task.Task, first *int, after *string, last *int, before *string, filter *model.ActivityFilter) (*model.ActivityConnection, error) {
	return r.timeline(ctx, t.WorkspaceID, activity.Timeline{EntityID: t.ID}, filter, pageArgs(first, after, last, before))
}
