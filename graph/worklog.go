package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/project"
	"daybook/internal/task"
	"daybook/internal/worklog"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

func (r *queryResolver) WorkLog(ctx context.Context, i id.ID) (*worklog.WorkLog, error) {
	return load(ctx, loader.For(ctx).WorkLogs, i, id.WorkLog)
}

func (r *mutationResolver) WorkLogAppend(ctx context.Context, input model.WorkLogAppendInput) (*model.WorkLogAppendPayload, error) {
	p := worklog.AppendParams{Note: input.Note, LoggedAt: input.LoggedAt}
	var err error
	if p.WorkspaceID, err = input.WorkspaceID.As(id.Workspace, "input.workspaceId"); err != nil {
		return nil, err
	}
	if p.Subject, err = workLogSubject(input.Subject); err != nil {
		return nil, err
	}
	if p.OnBehalfOf, err = id.AsPtr(input.OnBehalfOf, id.Member, "input.onBehalfOf"); err != nil {
		return nil, err
	}
	l, receipt, err := r.services.WorkLogs.Append(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if l, err = stored(ctx, loader.For(ctx).WorkLogs, l, receipt); err != nil {
		return nil, err
	}
	return &model.WorkLogAppendPayload{WorkLog: l, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) WorkLogCorrect(ctx context.Context, input model.WorkLogCorrectInput) (*model.WorkLogCorrectPayload, error) {
	p := worklog.CorrectParams{Note: input.Note, LoggedAt: input.LoggedAt}
	var err error
	if p.ID, err = input.ID.As(id.WorkLog, "input.id"); err != nil {
		return nil, err
	}
	if input.Subject != nil {
		subject, err := workLogSubject(*input.Subject)
		if err != nil {
			return nil, err
		}
		p.Subject = &subject
	}
	l, receipt, err := r.services.WorkLogs.Correct(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if l, err = stored(ctx, loader.For(ctx).WorkLogs, l, receipt); err != nil {
		return nil, err
	}
	return &model.WorkLogCorrectPayload{WorkLog: l, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func workLogSubject(input model.WorkLogSubjectInput) (s worklog.Subject, err error) {
	if s.TaskID, err = id.AsPtr(input.TaskID, id.Task, "input.subject.taskId"); err != nil {
		return s, err
	}
	s.ProjectID, err = id.AsPtr(input.ProjectID, id.Project, "input.subject.projectId")
	return s, err
}

// workLogs is a page of what f, a field's own part of the filter, and the caller's filter let through together.
func (r *Resolver) workLogs(ctx context.Context, workspaceID uuid.UUID, f worklog.Filter, filter *model.WorkLogFilter, args page.Args) (*model.WorkLogConnection, error) {
	if filter != nil {
		var err error
		if f.MemberIDs, err = id.AsAll(filter.MemberIds, id.Member, "filter.memberIds"); err != nil {
			return nil, err
		}
		if f.TaskID, err = id.AsPtr(filter.TaskID, id.Task, "filter.taskId"); err != nil {
			return nil, err
		}
		if f.ProjectID, err = id.AsPtr(filter.ProjectID, id.Project, "filter.projectId"); err != nil {
			return nil, err
		}
		if at := filter.LoggedAt; at != nil {
			f.From, f.Before = at.Gte, at.Lt
		}
		if f.Text, err = filterText(filter.Text); err != nil {
			return nil, err
		}
		f.IncludeCorrected = filter.IncludeCorrected != nil && *filter.IncludeCorrected
	}
	return r.services.WorkLogs.List(ctx, authz.From(ctx), workspaceID, f, args, r.seal(ctx, "workLogs", workspaceID, f))
}

func (r *workspaceResolver) WorkLogs(ctx context.Context, w *workspace.Workspace, first *int, after *string, last *int, before *string, filter *model.WorkLogFilter) (*model.WorkLogConnection, error) {
	return r.workLogs(ctx, w.ID, worklog.Filter{}, filter, pageArgs(first, after, last, before))
}

func (r *memberResolver) WorkLogs(ctx context.Context, m *member.Member, first *int, after *string, last *int, before *string, filter *model.WorkLogFilter) (*model.WorkLogConnection, error) {
	return r.workLogs(ctx, m.WorkspaceID, worklog.Filter{Person: &m.ID}, filter, pageArgs(first, after, last, before))
}

func (r *projectResolver) WorkLogs(ctx context.Context, p *project.Project, first *int, after *string, last *int, before *string, filter *model.WorkLogFilter) (*model.WorkLogConnection, error) {
	return r.workLogs(ctx, p.WorkspaceID, worklog.Filter{Within: worklog.Subject{ProjectID: &p.ID}}, filter, pageArgs(first, after, last, before))
}

func (r *taskResolver) WorkLogs(ctx context.Context, t *task.Task, first *int, after *string, last *int, before *string, filter *model.WorkLogFilter) (*model.WorkLogConnection, error) {
	return r.workLogs(ctx, t.WorkspaceID, worklog.Filter{Within: worklog.Subject{TaskID: &t.ID}}, filter, pageArgs(first, after, last, before))
}

func (r *workLogResolver) Member(ctx context.Context, l *worklog.WorkLog) (*member.Member, error) {
	m, err := loader.For(ctx).Members.Load(ctx, l.MemberID)
	if err == nil && m == nil {
		err = fault.Missing()
	}
	return m, err
}

func (r *workLogResolver) Subject(ctx context.Context, l *worklog.WorkLog) (model.WorkLogSubject, error) {
	if l.TaskID != nil {
		return subject(loader.For(ctx).Tasks.Load(ctx, *l.TaskID))
	}
	return subject(follow(ctx, loader.For(ctx).Projects, l.ProjectID))
}

func (r *workLogResolver) Corrects(ctx context.Context, l *worklog.WorkLog) (*worklog.WorkLog, error) {
	return follow(ctx, loader.For(ctx).WorkLogs, l.CorrectsID)
}

func (r *workLogResolver) CorrectedBy(ctx context.Context, l *worklog.WorkLog) (*worklog.WorkLog, error) {
	return loader.For(ctx).WorkLogCorrections.Load(ctx, l.ID)
}

func (r *workLogResolver) ViewerCanEdit(ctx context.Context, l *worklog.WorkLog) (bool, error) {
	return authz.From(ctx).Is(l.WorkspaceID, l.MemberID), nil
}
