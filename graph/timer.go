package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/member"
	"daybook/internal/task"
	"daybook/internal/timer"
)

func (r *memberResolver) Timer(ctx context.Context, obj *member.Member) (*timer.Timer, error) {
	panic("not yet")
}

func (r *mutationResolver) TimerStart(ctx context.Context, input model.TimerStartInput) (*model.TimerStartPayload, error) {
	panic("not yet")
}

func (r *mutationResolver) TimerStop(ctx context.Context, input model.TimerStopInput) (*model.TimerStopPayload, error) {
	panic("not yet")
}

func (r *mutationResolver) TimerDiscard(ctx context.Context, input model.TimerDiscardInput) (*model.TimerDiscardPayload, error) {
	panic("not yet")
}

func (r *mutationResolver) TimerIdleReport(ctx context.Context, input model.TimerIdleReportInput) (*model.TimerIdleReportPayload, error) {
	panic("not yet")
}

func (r *timerResolver) Member(ctx context.Context, obj *timer.Timer) (*member.Member, error) {
	panic("not yet")
}

func (r *timerResolver) Task(ctx context.Context, obj *timer.Timer) (*task.Task, error) {
	panic("not yet")
}

func (r *timerResolver) ElapsedSeconds(ctx context.Context, obj *timer.Timer) (*int, error) {
	panic("not yet")
}

func (r *todayResolver) Timer(ctx context.Context, obj *model.Today) (*timer.Timer, error) {
	panic("not yet")
}

func (r *todayResolver) TrackedSeconds(ctx context.Context, obj *model.Today) (*int, error) {
	panic("not yet")
}
