// Package team holds the groups that members are planned and reported on in.
package team

import (
	"context"
	"fmt"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/patch"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Team is a group of members.
type Team struct {
	bun.BaseModel `bun:"table:teams,alias:t"`

	WorkspaceID uuid.UUID
	ID          uuid.UUID
	Name        string
	ManagerID   *uuid.UUID
	Version     int `bun:",nullzero,default:1"`
}

// NodeID is the public id.
func (t *Team) NodeID() id.ID { return id.Of(id.Team, t.ID) }

// Owner is the workspace: a team belongs to no person.
func (t *Team) Owner() (workspaceID, memberID uuid.UUID) { return t.WorkspaceID, uuid.Nil }

// MaxMembers bounds a list of members to set.
const MaxMembers = 500

var order = page.Order{Expr: "lower(t.name)", Type: "text", Func: "lower", IDExpr: "t.id"}

// Service reads and changes teams under a viewer's rights.
type Service struct {
	db  *bun.DB
	log *activity.Log
}

// NewService makes a service.
func NewService(db *bun.DB, log *activity.Log) *Service { return &Service{db: db, log: log} }

// List is a page of the workspace's teams, by name.
func (s *Service) List(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, args page.Args, seal page.Seal) (*page.Connection[*Team], error) {
	if _, err := authz.Reach(v, workspaceID); err != nil {
		return nil, err
	}
	return postgres.Connect(ctx, s.db, func() *bun.SelectQuery {
		return s.db.NewSelect().Model((*Team)(nil)).Where("t.workspace_id = ?", workspaceID)
	}, order, args, seal, func(t *Team) page.Key { return page.Key{Value: t.Name, ID: t.ID} })
}

// ByIDs reads teams of the viewer's workspaces; others are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Team, error) {
	var rows []*Team
	err := s.db.NewSelect().Model(&rows).Where("t.workspace_id IN (?)", postgres.In(v.WorkspaceIDs())).
		Where("t.id IN (?)", postgres.In(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading teams: %w", err)
	}
	byID := make(map[uuid.UUID]*Team, len(rows))
	for _, t := range rows {
		byID[t.ID] = t
	}
	return byID, nil
}

// Upsert creates a team, or changes the fields given.
type Upsert struct {
	WorkspaceID uuid.UUID
	ID          *uuid.UUID
	Name        *string
	ManagerID   patch.Field[uuid.UUID]
	MemberIDs   *[]uuid.UUID
	Version     *int
}

// Upsert stores it. Rejections: REQUIRED, TOO_LONG, DUPLICATE, NOT_FOUND, CONFLICT, OUT_OF_RANGE.
func (s *Service) Upsert(ctx context.Context, v *authz.Viewer, p Upsert) (*Team, activity.Receipt, error) {
	if err := authz.Manage(v, p.WorkspaceID, authz.WorkWrite); err != nil {
		return nil, activity.Receipt{}, err
	}
	return s.Put(ctx, activity.By(v, p.WorkspaceID), p)
}

// Put is Upsert for the operator.
func (s *Service) Put(ctx context.Context, by activity.Actor, p Upsert) (*Team, activity.Receipt, error) {
	var l check.List
	if p.ID == nil && p.Name == nil {
		l.Add(check.Required, "name", "a new team needs a name")
	}
	if p.Name != nil {
		*p.Name = l.Line("name", *p.Name, 200)
	}
	if p.MemberIDs != nil && len(*p.MemberIDs) > MaxMembers {
		l.Add(check.OutOfRange, "memberIds", "at most %d members can be set at once", MaxMembers)
	}
	if err := l.Err(); err != nil {
		return nil, activity.Receipt{}, err
	}
	t := &Team{WorkspaceID: p.WorkspaceID, ID: id.New()}
	receipt, err := s.log.Do(ctx, p.WorkspaceID, by, func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		var d activity.Diff
		if p.ID != nil {
			if err := postgres.Lock(ctx, tx, t, p.WorkspaceID, *p.ID); err != nil {
				return nil, check.MissingRow(err, "id")
			}
			if p.Version != nil && *p.Version != t.Version {
				return nil, check.Stale(t.Version)
			}
		}
		if p.Name != nil {
			d.Text("name", t.Name, *p.Name)
			t.Name = *p.Name
		}
		manager := p.ManagerID.Apply(t.ManagerID)
		d.ID("manager", id.Member, t.ManagerID, manager)
		t.ManagerID = manager
		if d.Has("manager") && manager != nil {
			active, err := member.Active(ctx, tx, p.WorkspaceID, *manager)
			if err != nil {
				return nil, err
			}
			if !active {
				return nil, check.Reject(check.NotFound, "managerId", "there is no such member")
			}
		}
		action, title := activity.Updated, "changed the team "+t.Name
		if p.ID == nil {
			action, title = activity.Created, "created the team "+t.Name
			if _, err := tx.NewInsert().Model(t).Exec(ctx); err != nil {
				return nil, rejection(err)
			}
		}
		if p.MemberIDs != nil {
			changed, err := setMembers(ctx, tx, t, *p.MemberIDs)
			if err != nil {
				return nil, err
			}
			if changed > 0 {
				d.Changes = append(d.Changes, &activity.FieldChange{Field: "members"})
			}
		}
		if p.ID != nil {
			if !d.Any() {
				return nil, nil
			}
			if err := postgres.Update(ctx, tx, t, p.WorkspaceID, t.ID, &t.Version, "name", "manager_id"); err != nil {
				return nil, rejection(err)
			}
		}
		return &activity.Entry{Action: action, EntityType: activity.Workspace, EntityID: t.WorkspaceID,
			Visibility: activity.ToWorkspace, SubjectName: t.Name, Title: title, Changes: d.Changes,
			Metadata: map[string]any{"teamId": t.NodeID().String()}}, nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return t, receipt, nil
}

// setMembers moves exactly these members into the team; it counts whose team changed. Those who leave are locked together
// with those who come, in one order: two teams that take each other's members wait for one another instead of for ever.
func setMembers(ctx context.Context, tx bun.IDB, t *Team, ids []uuid.UUID) (int64, error) {
	var known int
	err := tx.NewRaw(`
		select count(*) filter (where id in (?1) and removed_at is null) from (
			select id, removed_at from members where workspace_id = ?0 and (id in (?1) or team_id = ?2) order by id for no key update) locked`,
		t.WorkspaceID, postgres.In(ids), t.ID).Scan(ctx, &known)
	if err != nil {
		return 0, fmt.Errorf("locking members: %w", err)
	}
	if known != len(postgres.Distinct(ids)) {
		return 0, check.Reject(check.NotFound, "memberIds", "not all of these are members")
	}
	moved, err := tx.NewRaw(`
		update members set team_id = case when id in (?1) then ?2::uuid end, updated_at = clock_timestamp(), version = version + 1
		where workspace_id = ?0 and ((id in (?1) and team_id is distinct from ?2) or (team_id = ?2 and id not in (?1)))`,
		t.WorkspaceID, postgres.In(append(ids, uuid.Nil)), t.ID).Exec(ctx)
	if err != nil {
		return 0, fmt.Errorf("setting a team's members: %w", err)
	}
	n, _ := moved.RowsAffected()
	return n, nil
}

func rejection(err error) error {
	if postgres.IsUnique(err, "teams_name") {
		return check.Reject(check.Duplicate, "name", "a team with this name exists already")
	}
	if postgres.ForeignKey(err) != "" {
		return check.Reject(check.NotFound, "managerId", "there is no such member")
	}
	return fmt.Errorf("storing a team: %w", err)
}
