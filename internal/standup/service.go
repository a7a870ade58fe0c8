package standup

import (
	"context"
	"fmt"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Service reads and changes standups under a viewer's rights.
type Service struct {
	db  *bun.DB
	log *activity.Log
	now func() time.Time
}

// NewService makes a service. now decides which day it is.
func NewService(db *bun.DB, log *activity.Log, now func() time.Time) *Service {
	return &Service{db: db, log: log, now: now}
}

// List is a page of standups: everyone's for admins, the viewer's own for members. A filter that names others is
// FORBIDDEN for members.
func (s *Service) List(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, f Filter, o Order, args page.Args, seal page.Seal) (*page.Connection[*Standup], error) {
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
	if f.From != nil && f.To != nil && f.To.Before(*f.From) {
		return nil, fault.BadArgument("filter.date", "the range is reversed: gte must not be after lte")
	}
	c, err := postgres.Connect(ctx, s.db, func() *bun.SelectQuery {
		return f.where(inScope(s.db.NewSelect().Model((*Standup)(nil)), scope), workspaceID)
	},
		o.order(), args, seal, o.key)
	if err != nil {
		return nil, err
	}
	for _, row := range c.Nodes() {
		row.tie()
	}
	return c, nil
}

func inScope(q *bun.SelectQuery, scope authz.RowScope) *bun.SelectQuery {
	q = q.Where("s.workspace_id = ?", scope.WorkspaceID)
	if !scope.All {
		q = q.Where("s.member_id = ?", scope.MemberID)
	}
	return q
}

func (f Filter) where(q *bun.SelectQuery, workspaceID uuid.UUID) *bun.SelectQuery {
	if f.Person != nil {
		q = q.Where("s.member_id = ?", *f.Person)
	}
	if f.MemberIDs != nil {
		q = q.Where("s.member_id IN (?)", postgres.In(f.MemberIDs))
	}
	if f.From != nil {
		q = q.Where("s.date >= ?", *f.From)
	}
	if f.To != nil {
		q = q.Where("s.date <= ?", *f.To)
	}
	if f.In != nil {
		q = q.Where("s.source IN (?)", postgres.In(f.In))
	}
	if len(f.NotIn) > 0 {
		q = q.Where("s.source NOT IN (?)", postgres.In(f.NotIn))
	}
	if f.TeamID != nil {
		q = q.Where("s.member_id IN (SELECT m.id FROM members m WHERE m.workspace_id = ? AND m.team_id = ?)", workspaceID, *f.TeamID)
	}
	if f.Text != nil {
		q = q.Where("(s.yesterday ILIKE ?0 OR s.today ILIKE ?0 OR s.blockers_text ILIKE ?0)", postgres.Contains(*f.Text))
	}
	return q
}

// ByIDs reads the standups the viewer may see; others are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Standup, error) {
	rows, err := read(ctx, s.db, v.WorkspaceIDs(), ids)
	if err != nil {
		return nil, err
	}
	for id, row := range rows {
		if !authz.SeesRaw(v, row) {
			delete(rows, id)
		}
	}
	return rows, nil
}

func read(ctx context.Context, db bun.IDB, workspaceIDs, ids []uuid.UUID) (map[uuid.UUID]*Standup, error) {
	var rows []*Standup
	err := db.NewSelect().Model(&rows).Where("s.workspace_id IN (?)", postgres.In(workspaceIDs)).Where("s.id IN (?)", postgres.In(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading standups: %w", err)
	}
	byID := make(map[uuid.UUID]*Standup, len(rows))
	for _, row := range rows {
		row.tie()
		byID[row.ID] = row
	}
	return byID, nil
}

// Today is the viewer's local date in a workspace and their standup of it, nil when there is none.
func (s *Service) Today(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID) (day.Date, *Standup, error) {
	m, err := authz.Reach(v, workspaceID)
	if err != nil {
		return day.Date{}, nil, err
	}
	person, err := member.Read(ctx, s.db, workspaceID, m.MemberID)
	if err != nil {
		return day.Date{}, nil, postgres.Missing(err)
	}
	today := person.Today(s.now())
	row, err := ofDay(ctx, s.db, workspaceID, m.MemberID, today)
	return today, row, err
}

// OfDay reads a person's standup of a day without looking at rights; nil when there is none.
func (s *Service) OfDay(ctx context.Context, workspaceID, memberID uuid.UUID, date day.Date) (*Standup, error) {
	return ofDay(ctx, s.db, workspaceID, memberID, date)
}

// Compose makes a row of texts from outside, checked and normalised as a submission's are.
func Compose(workspaceID, memberID uuid.UUID, date day.Date, source Source, yesterday, today, blockers *string) (*Standup, error) {
	row := &Standup{WorkspaceID: workspaceID, MemberID: memberID, Date: date, Source: source}
	return row, row.setTexts(yesterday, today, blockers)
}

// SameTexts tells whether two rows say the same.
func (s *Standup) SameTexts(o *Standup) bool {
	return same(s.Yesterday, o.Yesterday) && same(s.Today, o.Today) && same(s.BlockersText, o.BlockersText)
}
