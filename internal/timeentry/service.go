package timeentry

import (
	"context"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Service reads and changes time entries under a viewer's rights.
type Service struct {
	db  *bun.DB
	log *activity.Log
	now func() time.Time
}

// NewService makes a service. now decides which day it is.
func NewService(db *bun.DB, log *activity.Log, now func() time.Time) *Service {
	return &Service{db: db, log: log, now: now}
}

// List is a page of time entries with its totals: everyone's for admins, the viewer's own for members. A filter that names
// others is FORBIDDEN for members.
func (s *Service) List(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, f Filter, o Order, args page.Args, seal page.Seal) (*Connection, error) {
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
		return nil, fault.BadArgument("filter.spentOn", "the range is reversed: gte must not be after lte")
	}
	query := func() *bun.SelectQuery {
		return f.where(inScope(s.db.NewSelect().Model((*Entry)(nil)), scope), authz.Projects(v))
	}
	c, err := postgres.Connect(ctx, s.db, func() *bun.SelectQuery { return look(query()) }, o.order(), args, seal, o.key)
	if err != nil {
		return nil, err
	}
	return &Connection{Connection: c, totals: func(ctx context.Context) (*Totals, error) { return total(ctx, query()) }}, nil
}

// ByIDs reads the entries the viewer may see; others, and deleted ones, are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Entry, error) {
	rows, err := read(ctx, s.db, v.WorkspaceIDs(), ids)
	if err != nil {
		return nil, err
	}
	for id, e := range rows {
		if !authz.SeesRaw(v, e) {
			delete(rows, id)
		}
	}
	return rows, nil
}

// Editable tells whether the viewer may change the entry: also admins may not in a closed period.
func Editable(v *authz.Viewer, e *Entry) bool {
	return !e.Closed && authz.ChangeTime(v, e) == nil
}
