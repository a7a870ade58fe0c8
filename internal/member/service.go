package member

import (
	"context"
	"fmt"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/page"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Service reads and changes members under a viewer's rights.
type Service struct {
	db    *bun.DB
	log   *activity.Log
	leave Leave
}

// Leave ends what a person cannot end themselves any more when they leave, in the removal's own transaction, which holds
// LockDays of them. What it tells of comes before the removal in the log. It must refuse nothing: who leaves, leaves.
type Leave func(ctx context.Context, tx bun.Tx, m *Member) ([]*activity.Entry, error)

// NewService makes a service; leave may be nil.
func NewService(db *bun.DB, log *activity.Log, leave Leave) *Service {
	if leave == nil {
		leave = func(context.Context, bun.Tx, *Member) ([]*activity.Entry, error) { return nil, nil }
	}
	return &Service{db: db, log: log, leave: leave}
}

// List is a page of the workspace's members, by name.
func (s *Service) List(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, f Filter, args page.Args, seal page.Seal) (*page.Connection[*Member], error) {
	if _, err := authz.Reach(v, workspaceID); err != nil {
		return nil, err
	}
	return postgres.Connect(ctx, s.db, func() *bun.SelectQuery { return s.filtered(workspaceID, f) }, order, args, seal, key)
}

func (s *Service) filtered(workspaceID uuid.UUID, f Filter) *bun.SelectQuery {
	q := s.db.NewSelect().Model((*Member)(nil)).Where("m.workspace_id = ?", workspaceID)
	if f.IDs != nil {
		q = q.Where("m.id IN (?)", postgres.In(f.IDs))
	}
	if f.TeamID != nil {
		q = q.Where("m.team_id = ?", *f.TeamID)
	}
	if f.ProjectID != nil {
		q = q.Where(`m.id IN (SELECT pm.member_id FROM project_members pm WHERE pm.workspace_id = ? AND pm.project_id = ?)`, workspaceID, *f.ProjectID)
	}
	if f.Roles != nil {
		q = q.Where("m.role IN (?)", postgres.In(f.Roles))
	}
	if f.Text != nil {
		q = q.Where("(m.display_name ILIKE ?0 OR m.email ILIKE ?0)", postgres.Contains(*f.Text))
	}
	if !f.IncludeRemoved {
		q = q.Where("m.removed_at IS NULL")
	}
	return q
}

// ByIDs reads members of the viewer's workspaces; others are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Member, error) {
	return s.read(ctx, v.WorkspaceIDs(), ids)
}

func (s *Service) read(ctx context.Context, workspaceIDs, ids []uuid.UUID) (map[uuid.UUID]*Member, error) {
	var rows []*Member
	err := s.db.NewSelect().Model(&rows).Where("m.workspace_id IN (?)", postgres.In(workspaceIDs)).
		Where("m.id IN (?)", postgres.In(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading members: %w", err)
	}
	byID := make(map[uuid.UUID]*Member, len(rows))
	for _, m := range rows {
		byID[m.ID] = m
	}
	return byID, nil
}

// chainSQL walks upwards from each member; removed managers are passed over, their own managers are not.
const chainSQL = `
with recursive up as (
  select m.workspace_id, m.id as start, m.manager_id as boss, 1 as step
  from members m where m.workspace_id in (?0) and m.id in (?1)
  union all
  select m.workspace_id, up.start, m.manager_id, up.step + 1
  from up join members m on m.workspace_id = up.workspace_id and m.id = up.boss
  where up.step < ?2
)
select up.start, m.* from up join members m on m.workspace_id = up.workspace_id and m.id = up.boss
where m.removed_at is null order by up.start, up.step`

// Chains reads the management chain of each member: manager, their manager and so on, at most MaxChain.
func (s *Service) Chains(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID][]*Member, error) {
	return Chains(ctx, s.db, v.WorkspaceIDs(), ids)
}

// Chains is Service.Chains for a rule, without looking at rights.
func Chains(ctx context.Context, db bun.IDB, workspaceIDs, ids []uuid.UUID) (map[uuid.UUID][]*Member, error) {
	var rows []struct {
		Start  uuid.UUID
		Member `bun:",extend"`
	}
	err := db.NewRaw(chainSQL, postgres.In(workspaceIDs), postgres.In(ids), MaxChain).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("reading management chains: %w", err)
	}
	chains := make(map[uuid.UUID][]*Member, len(ids))
	for _, id := range ids {
		chains[id] = []*Member{}
	}
	for i := range rows {
		chains[rows[i].Start] = append(chains[rows[i].Start], &rows[i].Member)
	}
	return chains, nil
}
