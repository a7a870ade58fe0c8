package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/project"
	"daybook/internal/task"
	"daybook/internal/timeentry"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

func (r *queryResolver) TimeEntry(ctx context.Context, i id.ID) (*timeentry.Entry, error) {
	return load(ctx, loader.For(ctx).TimeEntries, i, id.TimeEntry)
}

func (r *workspaceResolver) TimeEntries(ctx context.Context, w *workspace.Workspace, first *int, after *string, last *int, before *string, filter *model.TimeEntryFilter, orderBy *model.TimeEntryOrder) (*timeentry.Connection, error) {
	return r.timeEntries(ctx, w.ID, timeentry.Filter{}, filter, orderBy, pageArgs(first, after, last, before))
}

func (r *memberResolver) TimeEntries(ctx context.Context, m *member.Member, first *int, after *string, last *int, before *string, filter *model.TimeEntryFilter, orderBy *model.TimeEntryOrder) (*timeentry.Connection, error) {
	return r.timeEntries(ctx, m.WorkspaceID, timeentry.Filter{Person: &m.ID}, filter, orderBy, pageArgs(first, after, last, before))
}

func (r *taskResolver) TimeEntries(ctx context.Context, t *task.Task, first *int, after *string, last *int, before *string, filter *model.TimeEntryFilter, orderBy *model.TimeEntryOrder) (*timeentry.Connection, error) {
	return r.timeEntries(ctx, t.WorkspaceID, timeentry.Filter{OfTask: &t.ID}, filter, orderBy, pageArgs(first, after, last, before))
}

func (r *projectResolver) TimeEntries(ctx context.Context, p *project.Project, first *int, after *string, last *int, before *string, filter *model.TimeEntryFilter, orderBy *model.TimeEntryOrder) (*timeentry.Connection, error) {
	return r.timeEntries(ctx, p.WorkspaceID, timeentry.Filter{OfProject: &p.ID}, filter, orderBy, pageArgs(first, after, last, before))
}

// timeEntries is a page of the entries of something, under the viewer's rights.
func (r *Resolver) timeEntries(ctx context.Context, workspaceID uuid.UUID, of timeentry.Filter, filter *model.TimeEntryFilter, orderBy *model.TimeEntryOrder, args page.Args) (*timeentry.Connection, error) {
	f, err := timeEntryFilter(of, filter)
	if err != nil {
		return nil, err
	}
	order := timeentry.Order{}
	if o := orderBy; o != nil {
		order = timeentry.Order{CreatedAt: o.Field == model.TimeEntryOrderFieldCreatedAt, Ascending: o.Direction == model.OrderDirectionAsc}
	}
	return r.services.TimeEntries.List(ctx, authz.From(ctx), workspaceID, f, order, args, r.seal(ctx, "timeEntries", workspaceID, f, order))
}

// timeEntryFilter adds what is asked for to what the list is of.
func timeEntryFilter(out timeentry.Filter, f *model.TimeEntryFilter) (timeentry.Filter, error) {
	if f == nil {
		return out, nil
	}
	out.HasTask, out.Billable = f.HasTask, f.Billable
	var err error
	if out.MemberIDs, err = id.AsAll(f.MemberIds, id.Member, "filter.memberIds"); err != nil {
		return out, err
	}
	if out.TaskID, err = id.AsPtr(f.TaskID, id.Task, "filter.taskId"); err != nil {
		return out, err
	}
	if out.ProjectID, err = id.AsPtr(f.ProjectID, id.Project, "filter.projectId"); err != nil {
		return out, err
	}
	if out.SprintID, err = id.AsPtr(f.SprintID, id.Sprint, "filter.sprintId"); err != nil {
		return out, err
	}
	if d := f.SpentOn; d != nil {
		out.From, out.To = later(d.Eq, d.Gte), earlier(d.Eq, d.Lte)
	}
	out.Text, err = filterText(f.Text)
	return out, err
}

func (r *mutationResolver) TimeEntryCreate(ctx context.Context, input model.TimeEntryCreateInput) (*model.TimeEntryCreatePayload, error) {
	p := timeentry.CreateParams{StartedAt: input.StartedAt, EndedAt: input.EndedAt, SpentOn: input.SpentOn,
		DurationSeconds: input.DurationSeconds, Billable: input.Billable != nil && *input.Billable, Note: input.Note}
	var err error
	if p.WorkspaceID, err = input.WorkspaceID.As(id.Workspace, "input.workspaceId"); err != nil {
		return nil, err
	}
	if p.TaskID, err = id.AsPtr(input.TaskID, id.Task, "input.taskId"); err != nil {
		return nil, err
	}
	if p.OnBehalfOf, err = id.AsPtr(input.OnBehalfOf, id.Member, "input.onBehalfOf"); err != nil {
		return nil, err
	}
	e, receipt, err := r.services.TimeEntries.Create(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if e, err = stored(ctx, loader.For(ctx).TimeEntries, e, receipt); err != nil {
		return nil, err
	}
	return &model.TimeEntryCreatePayload{TimeEntry: e, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) TimeEntryUpdate(ctx context.Context, input model.TimeEntryUpdateInput) (*model.TimeEntryUpdatePayload, error) {
	p := timeentry.Update{StartedAt: patchOf(input.StartedAt), EndedAt: patchOf(input.EndedAt), SpentOn: input.SpentOn,
		DurationSeconds: input.DurationSeconds, Billable: input.Billable, Note: patchOf(input.Note), Version: input.ExpectedVersion}
	var err error
	if p.ID, err = input.ID.As(id.TimeEntry, "input.id"); err != nil {
		return nil, err
	}
	if p.TaskID, err = patchID(input.TaskID, id.Task, "input.taskId"); err != nil {
		return nil, err
	}
	e, receipt, err := r.services.TimeEntries.Update(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if e, err = stored(ctx, loader.For(ctx).TimeEntries, e, receipt); err != nil {
		return nil, err
	}
	return &model.TimeEntryUpdatePayload{TimeEntry: e, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) TimeEntryDelete(ctx context.Context, input model.TimeEntryDeleteInput) (*model.TimeEntryDeletePayload, error) {
	entryID, err := input.ID.As(id.TimeEntry, "input.id")
	if err != nil {
		return nil, err
	}
	receipt, err := r.services.TimeEntries.Delete(ctx, authz.From(ctx), entryID, input.ExpectedVersion)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	payload := &model.TimeEntryDeletePayload{UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}
	if len(userErrors) == 0 {
		payload.DeletedID = &input.ID
	}
	return payload, nil
}

func (r *mutationResolver) TimeEntriesImport(ctx context.Context, input model.TimeEntriesImportInput) (*model.TimeEntriesImportPayload, error) {
	workspaceID, err := input.WorkspaceID.As(id.Workspace, "input.workspaceId")
	if err != nil {
		return nil, err
	}
	rows, err := importRows(input.Rows)
	if err != nil {
		return nil, err
	}
	results, receipt, err := r.services.TimeEntries.Import(ctx, authz.From(ctx), workspaceID, rows)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	payload := &model.TimeEntriesImportPayload{UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}
	if len(userErrors) == 0 {
		payload.Results = []*model.TimeEntryImportResult{}
	}
	for i, row := range results {
		if !row.Unchanged && len(row.Errors) == 0 {
			payload.Imported++
		}
		if row.Errors == nil {
			row.Errors = []*check.UserError{}
		}
		payload.Results = append(payload.Results, &model.TimeEntryImportResult{Row: i, TimeEntry: row.Entry, Unchanged: row.Unchanged, UserErrors: row.Errors})
	}
	return payload, nil
}

func importRows(in []*model.TimeEntryImportRow) ([]timeentry.ImportRow, error) {
	rows := make([]timeentry.ImportRow, len(in))
	for i, row := range in {
		memberID, err := id.AsPtr(row.MemberID, id.Member, "input.rows.memberId")
		if err != nil {
			return nil, err
		}
		taskID, err := id.AsPtr(row.TaskID, id.Task, "input.rows.taskId")
		if err != nil {
			return nil, err
		}
		rows[i] = timeentry.ImportRow{TaskID: taskID, StartedAt: row.StartedAt, EndedAt: row.EndedAt, SpentOn: row.SpentOn,
			DurationSeconds: row.DurationSeconds, Billable: row.Billable != nil && *row.Billable, Note: row.Note, ExternalKey: row.ExternalKey}
		if memberID != nil {
			rows[i].MemberID = *memberID
		}
	}
	return rows, nil
}

func (r *timeEntryResolver) Member(ctx context.Context, e *timeentry.Entry) (*member.Member, error) {
	m, err := loader.For(ctx).Members.Load(ctx, e.MemberID)
	if err == nil && m == nil {
		err = fault.Missing()
	}
	return m, err
}

func (r *timeEntryResolver) Task(ctx context.Context, e *timeentry.Entry) (*task.Task, error) {
	return follow(ctx, loader.For(ctx).Tasks, e.TaskID)
}

func (r *timeEntryResolver) Project(ctx context.Context, e *timeentry.Entry) (*project.Project, error) {
	t, err := follow(ctx, loader.For(ctx).Tasks, e.TaskID)
	if t == nil || err != nil {
		return nil, err
	}
	return loader.For(ctx).Projects.Load(ctx, t.ProjectID)
}

func (r *timeEntryResolver) ReportedSeconds(_ context.Context, e *timeentry.Entry) (*int, error) {
	return &e.Reported, nil
}

func (r *timeEntryResolver) ViewerCanEdit(ctx context.Context, e *timeentry.Entry) (bool, error) {
	return timeentry.Editable(authz.From(ctx), e), nil
}
