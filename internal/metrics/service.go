package metrics

import (
	"context"
	"time"

	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/member"
	"daybook/internal/page"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Service adds up under a viewer's rights.
type Service struct {
	db  *bun.DB
	now func() time.Time
}

// NewService makes a service. now decides which buckets are closed.
func NewService(db *bun.DB, now func() time.Time) *Service { return &Service{db: db, now: now} }

// List is a page of the rows that answer a question, newest bucket first, then by the cohort's name. Buckets are whole: the
// range is widened to those it touches. Errors: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, CURSOR_INVALID.
//
// It takes at most five statements whatever the question, and more only when members are the first to see a piece of time.
func (s *Service) List(ctx context.Context, v *authz.Viewer, q Question, args page.Args, seal page.Seal) (*page.Connection[*Metrics], error) {
	scope, err := authz.Metrics(v, q.WorkspaceID)
	if err != nil {
		return nil, err
	}
	if err := q.check(scope); err != nil {
		return nil, err
	}
	return s.list(ctx, v, scope, q, args, seal)
}

// Personal is List of one person's own work, as it is. Errors: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, CURSOR_INVALID.
func (s *Service) Personal(ctx context.Context, v *authz.Viewer, m *member.Member, unit Unit, from, to *day.Date, args page.Args, seal page.Seal) (*page.Connection[*Metrics], error) {
	if err := authz.PersonalMetrics(v, m); err != nil {
		return nil, err
	}
	q := Question{WorkspaceID: m.WorkspaceID, Within: Cohort{Kind: Members, MemberIDs: []uuid.UUID{m.ID}}, Unit: unit, From: from, To: to}
	return s.list(ctx, v, authz.MetricsScope{Exact: true}, q, args, seal)
}

func (s *Service) list(ctx context.Context, v *authz.Viewer, scope authz.MetricsScope, q Question, args page.Args, seal page.Seal) (*page.Connection[*Metrics], error) {
	p, err := s.place(ctx, q.WorkspaceID)
	if err != nil {
		return nil, err
	}
	rows, err := s.plan(ctx, v, scope.Exact, p, q)
	if err != nil {
		return nil, err
	}
	c, err := page.OfSorted(rows, key, args, seal)
	if err != nil {
		return nil, err
	}
	return c, s.fill(ctx, scope, p, q.Within, c.Nodes())
}

// fill adds up the rows of one page.
func (s *Service) fill(ctx context.Context, scope authz.MetricsScope, p *place, within Cohort, rows []*Metrics) error {
	if scope.Exact {
		return s.exactly(ctx, p, within, rows)
	}
	return s.forMembers(ctx, p, scope.MemberID, rows)
}

// SprintTotals is the work on the tasks of sprints during their days, by the sprint. Those of workspaces that the viewer has
// no numbers of are missing from the map.
func (s *Service) SprintTotals(ctx context.Context, v *authz.Viewer, sprintIDs []uuid.UUID) (map[uuid.UUID]*Metrics, error) {
	out := make(map[uuid.UUID]*Metrics, len(sprintIDs))
	for _, workspaceID := range v.WorkspaceIDs() {
		scope, err := authz.Metrics(v, workspaceID)
		if err != nil {
			continue
		}
		rows, err := s.ofSprints(ctx, v, workspaceID, sprintIDs)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			continue
		}
		p, err := s.place(ctx, workspaceID)
		if err != nil {
			return nil, err
		}
		if err := s.fill(ctx, scope, p, Cohort{Kind: Workspace}, rows); err != nil {
			return nil, err
		}
		for _, m := range rows {
			out[m.Cohort.ID] = m
		}
	}
	return out, nil
}
