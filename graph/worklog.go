package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/project"
	"daybook/internal/task"
	"daybook/internal/worklog"
	"daybook/internal/workspace"
)

func (r *memberResolver) WorkLogs(ctx context.Context, obj *member.Member, first *int, after *string, last *int, before *string, filter *model.WorkLogFilter) (*page.Connection[*worklog.WorkLog], error) {
	panic("not yet")
}

func (r *mutationResolver) WorkLogAppend(ctx context.Context, input model.WorkLogAppendInput) (*model.WorkLogAppendPayload, error) {
	panic("not yet")
}

func (r *mutationResolver) WorkLogCorrect(ctx context.Context, input model.WorkLogCorrectInput) (*model.WorkLogCorrectPayload, error) {
	panic("not yet")
}

func (r *projectResolver) WorkLogs(ctx context.Context, obj *project.Project, first *int, after *string, last *int, before *string, filter *model.WorkLogFilter) (*page.Connection[*worklog.WorkLog], error) {
	panic("not yet")
}

func (r *queryResolver) WorkLog(ctx context.Context, id id.ID) (*worklog.WorkLog, error) {
	panic("not yet")
}

func (r *taskResolver) WorkLogs(ctx context.Context, obj *task.Task, first *int, after *string, last *int, before *string, filter *model.WorkLogFilter) (*page.Connection[*worklog.WorkLog], error) {
	panic("not yet")
}

func (r *workLogResolver) Member(ctx context.Context, obj *worklog.WorkLog) (*member.Member, error) {
	panic("not yet")
}

func (r *workLogResolver) Subject(ctx context.Context, obj *worklog.WorkLog) (model.WorkLogSubject, error) {
	panic("not yet")
}

func (r *workLogResolver) Corrects(ctx context.Context, obj *worklog.WorkLog) (*worklog.WorkLog, error) {
	panic("not yet")
}

func (r *workLogResolver) CorrectedBy(ctx context.Context, obj *worklog.WorkLog) (*worklog.WorkLog, error) {
	panic("not yet")
}

func (r *workLogResolver) ViewerCanEdit(ctx context.Context, obj *worklog.WorkLog) (bool, error) {
	panic("not yet")
}

func (r *workspaceResolver) WorkLogs(ctx context.Context, obj *workspace.Workspace, first *int, after *string, last *int, before *string, filter *model.WorkLogFilter) (*page.Connection[*worklog.WorkLog], error) {
	panic("not yet")
}
