package external

import (
	"context"
	"fmt"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Service records what happened to entities of other systems.
type Service struct {
	db  *bun.DB
	log *activity.Log
}

// NewService makes a service.
func NewService(db *bun.DB, log *activity.Log) *Service { return &Service{db: db, log: log} }

// ByIDs reads the entities that an activity the viewer may see names; others are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Entity, error) {
	var rows []*Entity
	err := s.db.NewSelect().Model(&rows).
		ColumnExpr("x.*, coalesce(p.access = 'restricted', false) AS restricted").
		Join("LEFT JOIN projects AS p ON p.workspace_id = x.workspace_id AND p.id = x.project_id").
		Where("x.workspace_id IN (?)", postgres.In(v.WorkspaceIDs())).Where("x.id IN (?)", postgres.In(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading entities of other systems: %w", err)
	}
	shown := make(map[uuid.UUID]*Entity, len(rows))
	for _, e := range rows {
		if authz.SeesExternal(v, e.Facts()) {
			shown[e.ID] = e
		}
	}
	return shown, nil
}
