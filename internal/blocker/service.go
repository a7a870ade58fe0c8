package blocker

import (
	"context"
	"fmt"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Service reads and changes blockers under a viewer's rights.
type Service struct {
	db  *bun.DB
	log *activity.Log
	now func() time.Time
}

// NewService makes a service. now decides which escalations are due.
func NewService(db *bun.DB, log *activity.Log, now func() time.Time) *Service {
	return &Service{db: db, log: log, now: now}
}

// instant is now, as precise as the database keeps it.
func (s *Service) instant() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// List is a page of blockers: everyone's for admins, for members their own and those escalated to them. A filter that names
// others is FORBIDDEN for members. Errors: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT.
func (s *Service) List(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, f Filter, o Order, args page.Args, seal page.Seal) (*page.Connection[*Blocker], error) {
	if _, err := authz.Reach(v, workspaceID); err != nil {
		return nil, err
	}
	scope := authz.RawScope(v, workspaceID)
	if err := f.check(scope); err != nil {
		return nil, err
	}
	return postgres.Connect(ctx, s.db, func() *bun.SelectQuery {
		return f.where(inScope(s.db.NewSelect().Model((*Blocker)(nil)), scope), authz.Projects(v))
	}, o.order(), args, seal, key, joined)
}

// ByIDs reads the blockers the viewer may see; others are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Blocker, error) {
	rows, err := read(ctx, s.db, v.WorkspaceIDs(), ids)
	if err != nil {
		return nil, err
	}
	for id, b := range rows {
		if !authz.SeesBlocker(v, b) {
			delete(rows, id)
		}
	}
	return rows, nil
}

func read(ctx context.Context, db bun.IDB, workspaceIDs, ids []uuid.UUID) (map[uuid.UUID]*Blocker, error) {
	var rows []*Blocker
	err := joined(db.NewSelect().Model(&rows)).Where("b.workspace_id IN (?)", postgres.In(workspaceIDs)).
		Where("b.id IN (?)", postgres.In(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading blockers: %w", err)
	}
	byID := make(map[uuid.UUID]*Blocker, len(rows))
	for _, b := range rows {
		byID[b.ID] = b
	}
	return byID, nil
}

// changeable reads a blocker that the viewer may change. Errors: NOT_FOUND, FORBIDDEN.
func (s *Service) changeable(ctx context.Context, v *authz.Viewer, id uuid.UUID) (*Blocker, error) {
	rows, err := read(ctx, s.db, v.WorkspaceIDs(), []uuid.UUID{id})
	if err != nil {
		return nil, err
	}
	b := rows[id]
	if b == nil {
		return nil, fault.Missing()
	}
	return b, authz.ChangeBlocker(v, b)
}

// store writes what can change of a locked blocker, and reads it again with what is joined to it.
func (b *Blocker) store(ctx context.Context, tx bun.IDB) (*Blocker, error) {
	err := postgres.Update(ctx, tx, b, b.WorkspaceID, b.ID, &b.Version, "task_id", "severity", "category", "state", "description",
		"resolution_note", "opened_at", "escalated_at", "resolved_at", "round")
	if err != nil {
		return nil, fmt.Errorf("storing a blocker: %w", err)
	}
	return b.reread(ctx, tx)
}

func (b *Blocker) reread(ctx context.Context, tx bun.IDB) (*Blocker, error) {
	rows, err := read(ctx, tx, []uuid.UUID{b.WorkspaceID}, []uuid.UUID{b.ID})
	return rows[b.ID], err
}
