package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/task"
	"daybook/internal/timeentry"
	"daybook/internal/workspace"
)

func (r *memberResolver) TimeEntries(ctx context.Context, obj *member.Member, first *int, after *string, last *int, before *string, filter *model.TimeEntryFilter, orderBy *model.TimeEntryOrder) (*timeentry.Connection, error) {
	panic("not yet")
}

func (r *mutationResolver) TimeEntryCreate(ctx context.Context, input model.TimeEntryCreateInput) (*model.TimeEntryCreatePayload, error) {
	panic("not yet")
}

func (r *mutationResolver) TimeEntryUpdate(ctx context.Context, input model.TimeEntryUpdateInput) (*model.TimeEntryUpdatePayload, error) {
	panic("not yet")
}

func (r *mutationResolver) TimeEntryDelete(ctx context.Context, input model.TimeEntryDeleteInput) (*model.TimeEntryDeletePayload, error) {
	panic("not yet")
}

func (r *mutationResolver) TimeEntriesImport(ctx context.Context, input model.TimeEntriesImportInput) (*model.TimeEntriesImportPayload, error) {
	panic("not yet")
}

func (r *projectResolver) TimeEntries(ctx context.Context, obj *project.Project, first *int, after *string, last *int, before *string, filter *model.TimeEntryFilter, orderBy *model.TimeEntryOrder) (*timeentry.Connection, error) {
	panic("not yet")
}

func (r *queryResolver) TimeEntry(ctx context.Context, id id.ID) (*timeentry.Entry, error) {
	panic("not yet")
}

func (r *taskResolver) TimeEntries(ctx context.Context, obj *task.Task, first *int, after *string, last *int, before *string, filter *model.TimeEntryFilter, orderBy *model.TimeEntryOrder) (*timeentry.Connection, error) {
	panic("not yet")
}

func (r *timeEntryResolver) Member(ctx context.Context, obj *timeentry.Entry) (*member.Member, error) {
	panic("not yet")
}

func (r *timeEntryResolver) Task(ctx context.Context, obj *timeentry.Entry) (*task.Task, error) {
	panic("not yet")
}

func (r *timeEntryResolver) Project(ctx context.Context, obj *timeentry.Entry) (*project.Project, error) {
	panic("not yet")
}

func (r *timeEntryResolver) ReportedSeconds(ctx context.Context, obj *timeentry.Entry) (*int, error) {
	panic("not yet")
}

func (r *timeEntryResolver) ViewerCanEdit(ctx context.Context, obj *timeentry.Entry) (bool, error) {
	panic("not yet")
}

func (r *workspaceResolver) TimeEntries(ctx context.Context, obj *workspace.Workspace, first *int, after *string, last *int, before *string, filter *model.TimeEntryFilter, orderBy *model.TimeEntryOrder) (*timeentry.Connection, error) {
	panic("not yet")
}
