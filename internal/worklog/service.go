package worklog

import (
	"context"
	"fmt"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/postgres"
	"daybook/internal/project"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Service reads and appends work logs under a viewer's rights.
type Service struct {
	db  *bun.DB
	log *activity.Log
	now func() time.Time
}

// NewService makes a service. now bounds when work may be logged at.
func NewService(db *bun.DB, log *activity.Log, now func() time.Time) *Service {
	return &Service{db: db, log: log, now: now}
}

// List is a page of work logs, newest first: everyone's for admins, the viewer's own for members. A filter that names others
// is FORBIDDEN for members; one by a task or project that the viewer cannot open finds nothing. Errors: NOT_FOUND,
// FORBIDDEN, BAD_USER_INPUT.
func (s *Service) List(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, f Filter, args page.Args, seal page.Seal) (*page.Connection[*WorkLog], error) {
	if _, err := authz.Reach(v, workspaceID); err != nil {
		return nil, err
	}
	scope := authz.RawScope(v, workspaceID)
	named := f.MemberIDs
	if f.Person != nil {
		named = append([]uuid.UUID{*f.Person}, named...)
	}
	if scope.NamesOthers(named) {
		return nil, authz.Forbidden([]authz.Audience{authz.Self, authz.Admin})
	}
	if f.From != nil && f.Before != nil && !f.From.Before(*f.Before) {
		return nil, fault.BadArgument("filter.loggedAt", "the range is reversed or empty: gte must be before lt")
	}
	return postgres.Connect(ctx, s.db, func() *bun.SelectQuery {
		q := f.where(inScope(s.db.NewSelect().Model((*WorkLog)(nil)), scope))
		for _, on := range []Subject{f.Within, {TaskID: f.TaskID}, {ProjectID: f.ProjectID}} {
			q = on.where(q, func() *bun.SelectQuery {
				return project.Opened(s.db.NewSelect().TableExpr("projects AS p").Where("p.workspace_id = ?", workspaceID), v)
			})
		}
		return q
	}, order, args, seal, key)
}

func inScope(q *bun.SelectQuery, scope authz.RowScope) *bun.SelectQuery {
	q = q.Where("l.workspace_id = ?", scope.WorkspaceID)
	if !scope.All {
		q = q.Where("l.member_id = ?", scope.MemberID)
	}
	return q
}

func (f Filter) where(q *bun.SelectQuery) *bun.SelectQuery {
	if f.Person != nil {
		q = q.Where("l.member_id = ?", *f.Person)
	}
	if f.MemberIDs != nil {
		q = q.Where("l.member_id IN (?)", postgres.In(f.MemberIDs))
	}
	if f.From != nil {
		q = q.Where("l.logged_at >= ?", *f.From)
	}
	if f.Before != nil {
		q = q.Where("l.logged_at < ?", *f.Before)
	}
	if f.Text != nil {
		q = q.Where("l.note ILIKE ?", postgres.Contains(*f.Text))
	}
	if !f.IncludeCorrected {
		q = q.Where("NOT EXISTS (SELECT 1 FROM work_logs AS c WHERE c.workspace_id = l.workspace_id AND c.corrects_id = l.id)")
	}
	return q
}

// where keeps the logs on the subject; the zero Subject keeps all. opened selects from the projects, named p, that the
// viewer can open.
func (s Subject) where(q *bun.SelectQuery, opened func() *bun.SelectQuery) *bun.SelectQuery {
	ofTasks := func() *bun.SelectQuery {
		return opened().Column("t.id").Join("JOIN tasks AS t ON t.workspace_id = p.workspace_id AND t.project_id = p.id")
	}
	if s.TaskID != nil {
		q = q.Where("l.task_id IN (?)", ofTasks().Where("t.id = ?", *s.TaskID))
	}
	if s.ProjectID != nil {
		q = q.Where("(l.project_id IN (?) OR l.task_id IN (?))",
			opened().Column("p.id").Where("p.id = ?", *s.ProjectID), ofTasks().Where("p.id = ?", *s.ProjectID))
	}
	return q
}

// ByIDs reads the work logs the viewer may see; others are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*WorkLog, error) {
	rows, err := s.read(ctx, v, "l.id", ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*WorkLog, len(rows))
	for _, row := range seen(v, rows) {
		byID[row.ID] = row
	}
	return byID, nil
}

// Corrections reads the later logs that replace these, as the viewer may see them; logs without one are missing from the
// map.
func (s *Service) Corrections(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*WorkLog, error) {
	rows, err := s.read(ctx, v, "l.corrects_id", ids)
	if err != nil {
		return nil, err
	}
	byCorrected := make(map[uuid.UUID]*WorkLog, len(rows))
	for _, row := range seen(v, rows) {
		byCorrected[*row.CorrectsID] = row
	}
	return byCorrected, nil
}

func seen(v *authz.Viewer, rows []*WorkLog) (out []*WorkLog) {
	for _, row := range rows {
		if authz.SeesRaw(v, row) {
			out = append(out, row)
		}
	}
	return out
}

// read reads logs of the viewer's workspaces by a column of ids, without looking at other rights.
func (s *Service) read(ctx context.Context, v *authz.Viewer, column bun.Safe, ids []uuid.UUID) ([]*WorkLog, error) {
	var rows []*WorkLog
	err := s.db.NewSelect().Model(&rows).Where("l.workspace_id IN (?)", postgres.In(v.WorkspaceIDs())).
		Where("? IN (?)", column, postgres.In(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading work logs: %w", err)
	}
	return rows, nil
}
