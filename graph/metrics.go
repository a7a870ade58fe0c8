package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/metrics"
	"daybook/internal/page"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/workspace"
)

func (r *workspaceResolver) Metrics(ctx context.Context, w *workspace.Workspace, cohort *model.CohortInput, by *metrics.Kind, bucket metrics.Unit, from *day.Date, to *day.Date, first *int, after *string, last *int, before *string) (*model.MetricsConnection, error) {
	within, err := cohortOf(cohort)
	if err != nil {
		return nil, err
	}
	q := metrics.Question{WorkspaceID: w.ID, Within: within, Unit: bucket, From: from, To: to}
	if by != nil {
		q.By = *by
	}
	return r.metrics(ctx, q, pageArgs(first, after, last, before))
}

func (r *teamResolver) Metrics(ctx context.Context, t *team.Team, bucket metrics.Unit, from *day.Date, to *day.Date, first *int, after *string, last *int, before *string) (*model.MetricsConnection, error) {
	return r.metrics(ctx, metrics.Question{WorkspaceID: t.WorkspaceID, Within: metrics.Cohort{Kind: metrics.Team, ID: t.ID}, Unit: bucket, From: from, To: to},
		pageArgs(first, after, last, before))
}

func (r *projectResolver) Metrics(ctx context.Context, p *project.Project, bucket metrics.Unit, from *day.Date, to *day.Date, first *int, after *string, last *int, before *string) (*model.MetricsConnection, error) {
	return r.metrics(ctx, metrics.Question{WorkspaceID: p.WorkspaceID, Within: metrics.Cohort{Kind: metrics.Project, ID: p.ID}, Unit: bucket, From: from, To: to},
		pageArgs(first, after, last, before))
}

func (r *taskResolver) Metrics(ctx context.Context, t *task.Task, bucket metrics.Unit, from *day.Date, to *day.Date, first *int, after *string, last *int, before *string) (*model.MetricsConnection, error) {
	return r.metrics(ctx, metrics.Question{WorkspaceID: t.WorkspaceID, Within: metrics.Cohort{Kind: metrics.Task, ID: t.ID}, Unit: bucket, From: from, To: to},
		pageArgs(first, after, last, before))
}

func (r *Resolver) metrics(ctx context.Context, q metrics.Question, args page.Args) (*model.MetricsConnection, error) {
	return r.services.Metrics.List(ctx, authz.From(ctx), q, args, r.seal(ctx, "metrics", q))
}

func (r *memberResolver) PersonalMetrics(ctx context.Context, m *member.Member, bucket metrics.Unit, from *day.Date, to *day.Date, first *int, after *string, last *int, before *string) (*model.MetricsConnection, error) {
	return r.services.Metrics.Personal(ctx, authz.From(ctx), m, bucket, from, to, pageArgs(first, after, last, before),
		r.seal(ctx, "personalMetrics", m.ID, bucket, from, to))
}

func (r *sprintResolver) TimeTotals(ctx context.Context, s *sprint.Sprint) (*metrics.Metrics, error) {
	return loader.For(ctx).SprintTotals.Load(ctx, s.ID)
}

func cohortOf(c *model.CohortInput) (out metrics.Cohort, err error) {
	out.Kind = metrics.Workspace
	if c == nil {
		return out, nil
	}
	for _, one := range []struct {
		id       *id.ID
		of       id.Kind
		kind     metrics.Kind
		argument string
	}{
		{c.TeamID, id.Team, metrics.Team, "cohort.teamId"},
		{c.ProjectID, id.Project, metrics.Project, "cohort.projectId"},
		{c.SprintID, id.Sprint, metrics.Sprint, "cohort.sprintId"},
		{c.TaskID, id.Task, metrics.Task, "cohort.taskId"},
	} {
		if one.id != nil {
			out.Kind = one.kind
			out.ID, err = one.id.As(one.of, one.argument)
			return out, err
		}
	}
	out.Kind = metrics.Members
	out.MemberIDs, err = id.AsAll(c.MemberIds, id.Member, "cohort.memberIds")
	return out, err
}

func (r *cohortResolver) Team(ctx context.Context, c *metrics.Cohort) (*team.Team, error) {
	return ofKind(ctx, loader.For(ctx).Teams, c, metrics.Team)
}

func (r *cohortResolver) Project(ctx context.Context, c *metrics.Cohort) (*project.Project, error) {
	return ofKind(ctx, loader.For(ctx).Projects, c, metrics.Project)
}

func (r *cohortResolver) Sprint(ctx context.Context, c *metrics.Cohort) (*sprint.Sprint, error) {
	return ofKind(ctx, loader.For(ctx).Sprints, c, metrics.Sprint)
}

func (r *cohortResolver) Task(ctx context.Context, c *metrics.Cohort) (*task.Task, error) {
	return ofKind(ctx, loader.For(ctx).Tasks, c, metrics.Task)
}

// ofKind is the group itself, where the cohort is one of the kind.
func ofKind[T any](ctx context.Context, from *loader.ByID[*T], c *metrics.Cohort, kind metrics.Kind) (*T, error) {
	if c.Kind != kind {
		return nil, nil
	}
	return from.Load(ctx, c.ID)
}

func (r *cohortResolver) Members(ctx context.Context, c *metrics.Cohort) ([]*member.Member, error) {
	if c.Kind != metrics.Members {
		return nil, nil
	}
	return loader.For(ctx).Members.LoadAll(ctx, c.MemberIDs)
}
