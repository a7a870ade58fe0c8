package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/standup"
	"daybook/internal/task"
)

func (r *queryResolver) Standup(ctx context.Context, i id.ID) (*standup.Standup, error) {
	return load(ctx, loader.For(ctx).Standups, i, id.Standup)
}

func (r *mutationResolver) StandupSubmit(ctx context.Context, input model.StandupSubmitInput) (*model.StandupSubmitPayload, error) {
	p := standup.SubmitParams{Date: input.Date, Yesterday: input.Yesterday, Today: input.Today, Blockers: input.Blockers, Source: input.Source}
	var err error
	if p.WorkspaceID, err = input.WorkspaceID.As(id.Workspace, "input.workspaceId"); err != nil {
		return nil, err
	}
	if p.OnBehalfOf, err = id.AsPtr(input.OnBehalfOf, id.Member, "input.onBehalfOf"); err != nil {
		return nil, err
	}
	s, receipt, err := r.services.Standups.Submit(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if s, err = stored(ctx, loader.For(ctx).Standups, s, receipt); err != nil {
		return nil, err
	}
	return &model.StandupSubmitPayload{Standup: s, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) StandupDelete(ctx context.Context, input model.StandupDeleteInput) (*model.StandupDeletePayload, error) {
	standupID, err := input.ID.As(id.Standup, "input.id")
	if err != nil {
		return nil, err
	}
	receipt, err := r.services.Standups.Delete(ctx, authz.From(ctx), standupID)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	payload := &model.StandupDeletePayload{UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}
	if len(userErrors) == 0 {
		payload.DeletedID = &input.ID
	}
	return payload, nil
}

func (r *mutationResolver) StandupInfer(ctx context.Context, input model.StandupInferInput) (*model.StandupInferPayload, error) {
	p := standup.InferParams{Date: input.Date, Yesterday: input.Yesterday, Today: input.Today}
	var err error
	if p.WorkspaceID, err = input.WorkspaceID.As(id.Workspace, "input.workspaceId"); err != nil {
		return nil, err
	}
	if p.MemberID, err = input.MemberID.As(id.Member, "input.memberId"); err != nil {
		return nil, err
	}
	s, receipt, err := r.services.Standups.Infer(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if s, err = stored(ctx, loader.For(ctx).Standups, s, receipt); err != nil {
		return nil, err
	}
	return &model.StandupInferPayload{Standup: s, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) StandupParseResultSet(ctx context.Context, input model.StandupParseResultSetInput) (*model.StandupParseResultSetPayload, error) {
	a, err := analysis(input)
	if err != nil {
		return nil, err
	}
	s, receipt, err := r.services.Standups.SetAnalysis(ctx, authz.From(ctx), a)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if s, err = stored(ctx, loader.For(ctx).Standups, s, receipt); err != nil {
		return nil, err
	}
	return &model.StandupParseResultSetPayload{Standup: s, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func analysis(input model.StandupParseResultSetInput) (a standup.Analysis, err error) {
	a = standup.Analysis{Version: input.ExpectedVersion, Score: input.SentimentScore, Status: input.SentimentStatus}
	if a.StandupID, err = input.StandupID.As(id.Standup, "input.standupId"); err != nil {
		return a, err
	}
	for _, t := range input.Tasks {
		taskID, err := id.AsPtr(t.TaskID, id.Task, "input.tasks.taskId")
		if err != nil {
			return a, err
		}
		a.Tasks = append(a.Tasks, &standup.ParsedTask{Text: t.Text, Confidence: t.Confidence, TaskID: taskID, GithubURL: t.GithubURL})
	}
	for _, b := range input.Blockers {
		a.Blockers = append(a.Blockers, &standup.ParsedBlocker{Text: b.Text, Severity: b.Severity, Category: b.Category, Confidence: b.Confidence})
	}
	return a, nil
}

func (r *standupResolver) Member(ctx context.Context, s *standup.Standup) (*member.Member, error) {
	m, err := loader.For(ctx).Members.Load(ctx, s.MemberID)
	if err == nil && m == nil {
		err = fault.Missing()
	}
	return m, err
}

func (r *standupResolver) ViewerCanEdit(ctx context.Context, s *standup.Standup) (bool, error) {
	return authz.From(ctx).Is(s.WorkspaceID, s.MemberID), nil
}

func (r *parsedTaskResolver) Task(ctx context.Context, t *standup.ParsedTask) (*task.Task, error) {
	return follow(ctx, loader.For(ctx).Tasks, t.TaskID)
}
