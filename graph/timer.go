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
	"daybook/internal/task"
	"daybook/internal/timer"
)

func (r *mutationResolver) TimerStart(ctx context.Context, input model.TimerStartInput) (*model.TimerStartPayload, error) {
	p := timer.StartParams{Note: input.Note, Billable: input.Billable, Switch: input.Switch, StartedAt: input.StartedAt}
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
	made, receipt, err := r.services.Timers.Start(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if receipt.Replayed {
		if made, err = startedBefore(ctx, receipt); err != nil {
			return nil, err
		}
	}
	return &model.TimerStartPayload{Timer: made.Timer, Stopped: made.Stopped, Running: made.Running, UserErrors: userErrors,
		Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

// startedBefore is what an earlier request with the same key made, as it is now for this viewer.
func startedBefore(ctx context.Context, receipt activity.Receipt) (made timer.Started, err error) {
	var result timer.StartResult
	if err := receipt.Result(&result); err != nil {
		return made, err
	}
	if made.Timer, err = loader.For(ctx).Timers.Load(ctx, result.Timer); err != nil {
		return made, err
	}
	made.Stopped, err = follow(ctx, loader.For(ctx).TimeEntries, result.Entry)
	return made, err
}

func (r *mutationResolver) TimerUpdate(ctx context.Context, input model.TimerUpdateInput) (*model.TimerUpdatePayload, error) {
	p := timer.Update{Note: patchOf(input.Note)}
	var err error
	if p.ID, err = input.ID.As(id.Timer, "input.id"); err != nil {
		return nil, err
	}
	if p.TaskID, err = patchID(input.TaskID, id.Task, "input.taskId"); err != nil {
		return nil, err
	}
	t, receipt, err := r.services.Timers.Update(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if t, err = stored(ctx, loader.For(ctx).Timers, t, receipt); err != nil {
		return nil, err
	}
	return &model.TimerUpdatePayload{Timer: t, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) TimerStop(ctx context.Context, input model.TimerStopInput) (*model.TimerStopPayload, error) {
	timerID, err := input.ID.As(id.Timer, "input.id")
	if err != nil {
		return nil, err
	}
	e, receipt, err := r.services.Timers.Stop(ctx, authz.From(ctx), timerID, input.EndedAt)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if e, err = stored(ctx, loader.For(ctx).TimeEntries, e, receipt); err != nil {
		return nil, err
	}
	return &model.TimerStopPayload{TimeEntry: e, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) TimerDiscard(ctx context.Context, input model.TimerDiscardInput) (*model.TimerDiscardPayload, error) {
	timerID, err := input.ID.As(id.Timer, "input.id")
	if err != nil {
		return nil, err
	}
	receipt, err := r.services.Timers.Discard(ctx, authz.From(ctx), timerID)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	payload := &model.TimerDiscardPayload{UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}
	if len(userErrors) == 0 {
		payload.DiscardedID = &input.ID
	}
	return payload, nil
}

func (r *mutationResolver) TimerIdleReport(ctx context.Context, input model.TimerIdleReportInput) (*model.TimerIdleReportPayload, error) {
	timerID, err := input.ID.As(id.Timer, "input.id")
	if err != nil {
		return nil, err
	}
	t, err := r.services.Timers.IdleReport(ctx, authz.From(ctx), timerID, input.IdleSince)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	return &model.TimerIdleReportPayload{Timer: t, UserErrors: userErrors}, nil
}

func (r *memberResolver) Timer(ctx context.Context, m *member.Member) (*timer.Timer, error) {
	if !authz.From(ctx).Holds(authz.TrackingRead) { // null would say that none runs
		return nil, lackingScope(authz.TrackingRead)
	}
	return loader.For(ctx).RunningTimers.Load(ctx, m.ID)
}

func (r *todayResolver) Timer(ctx context.Context, today *model.Today) (*timer.Timer, error) {
	return loader.For(ctx).RunningTimers.Load(ctx, today.MemberID)
}

func (r *todayResolver) TrackedSeconds(ctx context.Context, today *model.Today) (*int, error) {
	seconds, err := r.services.Timers.Tracked(ctx, authz.From(ctx), today.WorkspaceID, today.Date)
	if err != nil {
		return nil, err
	}
	return &seconds, nil
}

func (r *timerResolver) Member(ctx context.Context, t *timer.Timer) (*member.Member, error) {
	m, err := loader.For(ctx).Members.Load(ctx, t.MemberID)
	if err == nil && m == nil {
		err = fault.Missing()
	}
	return m, err
}

func (r *timerResolver) Task(ctx context.Context, t *timer.Timer) (*task.Task, error) {
	return follow(ctx, loader.For(ctx).Tasks, t.TaskID)
}

func (r *timerResolver) ElapsedSeconds(_ context.Context, t *timer.Timer) (*int, error) {
	return new(r.services.Timers.Elapsed(t)), nil
}
