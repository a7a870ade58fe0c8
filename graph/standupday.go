package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/member"
	"daybook/internal/standup"
	"daybook/internal/workspace"
)

func (r *workspaceResolver) StandupDay(ctx context.Context, w *workspace.Workspace, date day.Date) (*standup.Day, error) {
	return r.services.Standups.Day(ctx, authz.From(ctx), w.ID, date)
}

func (r *standupDayResolver) Rows(ctx context.Context, d *standup.Day, first *int, after *string, last *int, before *string, status []standup.DayStatus) (*model.StandupDayRowConnection, error) {
	return d.Page(status, pageArgs(first, after, last, before), r.seal(ctx, "standupDay", d.WorkspaceID, d.Date, status))
}

func (r *standupDayRowResolver) Member(ctx context.Context, row *standup.DayRow) (*member.Member, error) {
	return always(ctx, loader.For(ctx).Members, row.MemberID)
}

func (r *standupDayRowResolver) Standup(ctx context.Context, row *standup.DayRow) (*standup.Standup, error) {
	return follow(ctx, loader.For(ctx).Standups, row.StandupID)
}
