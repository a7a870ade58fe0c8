package activity

import (
	"context"
	"fmt"
	"slices"

	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Service reads the log under a viewer's rights.
type Service struct{ db *bun.DB }

// NewService makes a service.
func NewService(db *bun.DB) *Service { return &Service{db: db} }

// List is a page of a timeline, newest first: what the viewer may see of it. Naming other actors than oneself is
// FORBIDDEN for members.
func (s *Service) List(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, t Timeline, f Filter, args page.Args, seal page.Seal) (*page.Connection[*Activity], error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	if err := authz.NameActors(v, workspaceID, f.ActorIDs); err != nil {
		return nil, err
	}
	scope := authz.Activities(v, workspaceID)
	w, err := args.Window(seal)
	if err != nil {
		return nil, err
	}
	query := func() *bun.SelectQuery {
		return f.where(whereTimeline(whereScope(selectActivities(s.db), scope), t))
	}
	rows, err := postgres.Page[*Activity](ctx, columns(query()), order, w)
	if err != nil {
		return nil, fmt.Errorf("listing activities: %w", err)
	}
	return page.NewConnection(rows, (*Activity).Key, seal, func(ctx context.Context) (int64, error) {
		return postgres.Count(ctx, s.db, query())
	}), nil
}

// ByIDs reads activities by id, over the viewer's workspaces; those they may not see are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Activity, error) {
	return s.shown(ctx, v, "a.id", ids, func(a *Activity) uuid.UUID { return a.ID })
}

// Heads are the last numbers of those workspaces' logs that the viewer is in.
func (s *Service) Heads(ctx context.Context, v *authz.Viewer, workspaceIDs []uuid.UUID) (map[uuid.UUID]int64, error) {
	in := v.WorkspaceIDs()
	return Heads(ctx, s.db, slices.DeleteFunc(slices.Clone(workspaceIDs), func(w uuid.UUID) bool { return !slices.Contains(in, w) }))
}

// Compensations reads the activities that take these back, as the viewer may see them; those that stand are missing from
// the map.
func (s *Service) Compensations(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Activity, error) {
	return s.shown(ctx, v, "a.compensates_id", ids, func(a *Activity) uuid.UUID { return *a.CompensatesID })
}

func (s *Service) shown(ctx context.Context, v *authz.Viewer, column bun.Safe, ids []uuid.UUID, key func(*Activity) uuid.UUID) (map[uuid.UUID]*Activity, error) {
	rows, err := byIDs(ctx, s.db, column, v.WorkspaceIDs(), ids)
	if err != nil {
		return nil, err
	}
	shown := make(map[uuid.UUID]*Activity, len(rows))
	for _, a := range rows {
		if authz.Activities(v, a.WorkspaceID).Shows(a.Facts()) {
			shown[key(a)] = a
		}
	}
	return shown, nil
}

// ByID reads one activity. Error: NOT_FOUND.
func (s *Service) ByID(ctx context.Context, v *authz.Viewer, id uuid.UUID) (*Activity, error) {
	rows, err := s.ByIDs(ctx, v, []uuid.UUID{id})
	if err != nil {
		return nil, err
	}
	if a := rows[id]; a != nil {
		return a, nil
	}
	return nil, fault.Missing()
}

// Appended reads what was appended at a place, for who appended it: without looking at rights.
func (s *Service) Appended(ctx context.Context, at Receipt) (*Activity, error) {
	rows, err := After(ctx, s.db, at.WorkspaceID, at.Seq-1, 1)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.Missing()
	}
	return rows[0], nil
}

// Origins reads where activities came from.
func (s *Service) Origins(ctx context.Context, places []Place) (map[Place]Origin, error) {
	return Origins(ctx, s.db, places)
}
