package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/day"
	"daybook/internal/member"
	"daybook/internal/metrics"
	"daybook/internal/page"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/workspace"
)

func (r *cohortResolver) Team(ctx context.Context, obj *metrics.Cohort) (*team.Team, error) {
	panic("not yet")
}

func (r *cohortResolver) Project(ctx context.Context, obj *metrics.Cohort) (*project.Project, error) {
	panic("not yet")
}

func (r *cohortResolver) Sprint(ctx context.Context, obj *metrics.Cohort) (*sprint.Sprint, error) {
	panic("not yet")
}

func (r *cohortResolver) Task(ctx context.Context, obj *metrics.Cohort) (*task.Task, error) {
	panic("not yet")
}

func (r *cohortResolver) Members(ctx context.Context, obj *metrics.Cohort) ([]*member.Member, error) {
	panic("not yet")
}

func (r *memberResolver) PersonalMetrics(ctx context.Context, obj *member.Member, bucket metrics.Unit, from *day.Date, to *day.Date, first *int, after *string, last *int, before *string) (*page.Connection[*metrics.Metrics], error) {
	panic("not yet")
}

func (r *projectResolver) Metrics(ctx context.Context, obj *project.Project, bucket metrics.Unit, from *day.Date, to *day.Date, first *int, after *string, last *int, before *string) (*page.Connection[*metrics.Metrics], error) {
	panic("not yet")
}

func (r *sprintResolver) TimeTotals(ctx context.Context, obj *sprint.Sprint) (*metrics.Metrics, error) {
	panic("not yet")
}

func (r *taskResolver) Metrics(ctx context.Context, obj *task.Task, bucket metrics.Unit, from *day.Date, to *day.Date, first *int, after *string, last *int, before *string) (*page.Connection[*metrics.Metrics], error) {
	panic("not yet")
}

func (r *teamResolver) Metrics(ctx context.Context, obj *team.Team, bucket metrics.Unit, from *day.Date, to *day.Date, first *int, after *string, last *int, before *string) (*page.Connection[*metrics.Metrics], error) {
	panic("not yet")
}

func (r *workspaceResolver) Metrics(ctx context.Context, obj *workspace.Workspace, cohort *model.CohortInput, by *metrics.Kind, bucket metrics.Unit, from *day.Date, to *day.Date, first *int, after *string, last *int, before *string) (*page.Connection[*metrics.Metrics], error) {
	panic("not yet")
}
