package member

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"daybook/internal/account"
	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// InviteParams say who to add. An empty TimeZone takes the workspace's.
type InviteParams struct {
	WorkspaceID        uuid.UUID
	Email, DisplayName string
	Role               authz.Role
	TimeZone           string
	TeamID, ManagerID  *uuid.UUID
}

// Invite adds a person; a removed member comes back with the id they had. Rejections: INVALID, REQUIRED, TOO_LONG,
// DUPLICATE, NOT_FOUND.
func (s *Service) Invite(ctx context.Context, v *authz.Viewer, p InviteParams) (*Member, activity.Receipt, error) {
	if err := authz.Manage(v, p.WorkspaceID, authz.DirectoryWrite); err != nil {
		return nil, activity.Receipt{}, err
	}
	if err := authz.GrantRole(v, p.WorkspaceID, p.Role); err != nil {
		return nil, activity.Receipt{}, err
	}
	return s.Add(ctx, activity.By(v, p.WorkspaceID), p)
}

// Add is Invite for the operator.
func (s *Service) Add(ctx context.Context, by activity.Actor, p InviteParams) (*Member, activity.Receipt, error) {
	var l check.List
	p.Email = account.NormalEmail(&l, "email", p.Email)
	p.DisplayName = l.Line("displayName", p.DisplayName, 200)
	if p.TimeZone != "" {
		if _, err := day.Zone(p.TimeZone); err != nil {
			l.Add(check.Invalid, "timeZone", "this is not an IANA time zone, such as Europe/Berlin")
		}
	}
	if err := l.Err(); err != nil {
		return nil, activity.Receipt{}, err
	}
	var m *Member
	receipt, err := s.log.Do(ctx, p.WorkspaceID, by, func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		zone, err := lockWorkspace(ctx, tx, p.WorkspaceID)
		if err != nil {
			return nil, err
		}
		if p.TimeZone == "" {
			p.TimeZone = zone
		}
		known, err := ByEmail(ctx, tx, p.WorkspaceID, p.Email)
		if err != nil {
			return nil, err
		}
		if known != nil && known.RemovedAt == nil {
			return nil, check.Reject(check.Duplicate, "email", "a member with this mail address exists already")
		}
		m = &Member{WorkspaceID: p.WorkspaceID, ID: id.New(), DisplayName: p.DisplayName, Email: &p.Email, Role: p.Role,
			TeamID: p.TeamID, ManagerID: p.ManagerID, TimeZone: p.TimeZone}
		if known != nil {
			m.ID = known.ID
		}
		if p.ManagerID != nil {
			if err := checkManager(ctx, tx, m, *p.ManagerID); err != nil {
				return nil, err
			}
		}
		if known != nil {
			err = comeBack(ctx, tx, known, m)
		} else {
			err = Enter(ctx, tx, m)
		}
		if err != nil {
			return nil, reference(err)
		}
		return &activity.Entry{Action: activity.Created, EntityType: activity.User, EntityID: m.ID, SubjectID: &m.ID,
			Visibility: activity.ToAdmins, Title: "added a member", Metadata: map[string]any{"role": string(m.Role)}}, nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return m, receipt, nil
}

func comeBack(ctx context.Context, tx bun.IDB, known, m *Member) error {
	if _, err := account.Join(ctx, tx, known.AccountID, m.WorkspaceID); err != nil {
		return err
	}
	m.AccountID, m.AvatarURL = known.AccountID, known.AvatarURL
	_, err := tx.NewUpdate().Model(m).Column("display_name", "role", "team_id", "manager_id", "time_zone").
		Set("removed_at = NULL").Set("joined_at = clock_timestamp()").Set("updated_at = clock_timestamp()").Set("version = version + 1").
		Where("workspace_id = ?", m.WorkspaceID).Where("id = ?", m.ID).Returning("joined_at").Exec(ctx)
	return err
}

// SetRole changes a role. Rejections: CONFLICT when the role is not the one expected, LAST_OWNER.
func (s *Service) SetRole(ctx context.Context, v *authz.Viewer, memberID uuid.UUID, role, expected authz.Role) (*Member, activity.Receipt, error) {
	return s.change(ctx, v, memberID, func(ctx context.Context, tx bun.Tx, m *Member) (*activity.Entry, error) {
		if err := authz.AdminOnly(v, m.WorkspaceID); err != nil {
			return nil, err
		}
		if v.Is(m.WorkspaceID, m.ID) || authz.GrantRole(v, m.WorkspaceID, role) != nil || authz.GrantRole(v, m.WorkspaceID, m.Role) != nil {
			return nil, authz.NotAllowed()
		}
		if m.Role != expected {
			return nil, check.Reject(check.Conflict, "expectedRole", "the role is %s", m.Role)
		}
		if m.Role == role {
			return nil, nil
		}
		if err := keepAnOwner(ctx, tx, m); err != nil {
			return nil, err
		}
		var d activity.Diff
		d.Text("role", m.Role, role)
		m.Role = role
		return entry(activity.RoleChanged, m, "changed a role", d), nil
	})
}

// SetManager sets or clears a manager. Rejections: INVALID for a circle, NOT_FOUND.
func (s *Service) SetManager(ctx context.Context, v *authz.Viewer, memberID uuid.UUID, managerID *uuid.UUID) (*Member, activity.Receipt, error) {
	return s.change(ctx, v, memberID, func(ctx context.Context, tx bun.Tx, m *Member) (*activity.Entry, error) {
		if err := authz.Manage(v, m.WorkspaceID, authz.DirectoryWrite); err != nil {
			return nil, err
		}
		if managerID != nil {
			if err := checkManager(ctx, tx, m, *managerID); err != nil {
				return nil, err
			}
		}
		var d activity.Diff
		d.ID("manager", id.Member, m.ManagerID, managerID)
		if !d.Any() {
			return nil, nil
		}
		m.ManagerID = managerID
		return entry(activity.Updated, m, "changed a manager", d), nil
	})
}

// Remove ends a membership: by an admin, or by the person. The timer that runs for them ends with it. Rejection: LAST_OWNER.
func (s *Service) Remove(ctx context.Context, v *authz.Viewer, memberID uuid.UUID) (*Member, activity.Receipt, error) {
	return s.changeAll(ctx, v, memberID, func(ctx context.Context, tx bun.Tx, m *Member) ([]*activity.Entry, error) {
		if !v.Is(m.WorkspaceID, m.ID) {
			if err := authz.Manage(v, m.WorkspaceID, authz.DirectoryWrite); err != nil {
				return nil, err
			}
			if err := authz.GrantRole(v, m.WorkspaceID, m.Role); err != nil {
				return nil, err
			}
		}
		if err := keepAnOwner(ctx, tx, m); err != nil {
			return nil, err
		}
		if err := account.Leave(ctx, tx, m.AccountID, m.WorkspaceID); err != nil {
			return nil, err
		}
		if err := apitoken.RevokeAllOf(ctx, tx, m.WorkspaceID, m.ID); err != nil {
			return nil, err
		}
		told, err := s.leave(ctx, tx, m)
		if err != nil {
			return nil, err
		}
		now := time.Now().UTC()
		m.RemovedAt = &now
		return append(told, entry(activity.Deleted, m, "removed a member", activity.Diff{})), nil
	})
}

// change is changeAll that tells of itself once.
func (s *Service) change(ctx context.Context, v *authz.Viewer, memberID uuid.UUID, decide func(context.Context, bun.Tx, *Member) (*activity.Entry, error)) (*Member, activity.Receipt, error) {
	return s.changeAll(ctx, v, memberID, func(ctx context.Context, tx bun.Tx, m *Member) ([]*activity.Entry, error) {
		e, err := decide(ctx, tx, m)
		if err != nil || e == nil {
			return nil, err
		}
		return []*activity.Entry{e}, nil
	})
}

// changeAll locks the workspace, so that checks over several members hold, then the member, which keeps changes of their time
// waiting as member.LockDays does, lets decide, and stores.
func (s *Service) changeAll(ctx context.Context, v *authz.Viewer, memberID uuid.UUID, decide func(context.Context, bun.Tx, *Member) ([]*activity.Entry, error)) (*Member, activity.Receipt, error) {
	known, err := s.ByIDs(ctx, v, []uuid.UUID{memberID})
	if err != nil {
		return nil, activity.Receipt{}, err
	}
	m := known[memberID]
	if m == nil || m.RemovedAt != nil {
		return nil, activity.Receipt{}, fault.Missing()
	}
	receipt, err := s.log.DoAll(ctx, m.WorkspaceID, activity.By(v, m.WorkspaceID), func(ctx context.Context, tx bun.Tx) (activity.Outcome, error) {
		none := activity.Outcome{}
		if _, err := lockWorkspace(ctx, tx, m.WorkspaceID); err != nil {
			return none, err
		}
		err := tx.NewSelect().Model(m).Where("m.workspace_id = ?", m.WorkspaceID).Where("m.id = ?", m.ID).
			Where("m.removed_at IS NULL").For("NO KEY UPDATE").Scan(ctx)
		if err != nil {
			return none, postgres.Missing(err)
		}
		told, err := decide(ctx, tx, m)
		if err != nil || len(told) == 0 {
			return none, err
		}
		_, err = tx.NewUpdate().Model(m).Column("display_name", "role", "manager_id", "team_id", "time_zone", "removed_at").
			Set("updated_at = clock_timestamp()").Set("version = version + 1").
			Where("workspace_id = ?", m.WorkspaceID).Where("id = ?", m.ID).Exec(ctx)
		if err != nil {
			return none, reference(err)
		}
		return activity.Outcome{Entries: told, Result: m.ID}, nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return m, receipt, nil
}

// lockWorkspace keeps other changes of the workspace's people waiting: what is checked over several members holds to the
// commit. It gives the workspace's zone.
func lockWorkspace(ctx context.Context, tx bun.IDB, workspaceID uuid.UUID) (zone string, err error) {
	err = tx.NewRaw("select time_zone from workspaces where id = ? for no key update", workspaceID).Scan(ctx, &zone)
	if err != nil {
		return "", fmt.Errorf("locking the workspace: %w", err)
	}
	return zone, nil
}

func entry(action activity.Action, m *Member, title string, d activity.Diff) *activity.Entry {
	return &activity.Entry{Action: action, EntityType: activity.User, EntityID: m.ID, SubjectID: &m.ID,
		Visibility: activity.ToAdmins, Title: title, Changes: d.Changes}
}

func keepAnOwner(ctx context.Context, tx bun.IDB, m *Member) error {
	if m.Role != authz.RoleOwner {
		return nil
	}
	others, err := tx.NewSelect().Model((*Member)(nil)).Where("m.workspace_id = ?", m.WorkspaceID).
		Where("m.role = ?", authz.RoleOwner).Where("m.removed_at IS NULL").Where("m.id <> ?", m.ID).Exists(ctx)
	if err != nil {
		return fmt.Errorf("counting owners: %w", err)
	}
	if !others {
		return check.Reject(check.LastOwner, "memberId", "the workspace would be left without an owner")
	}
	return nil
}

// checkManager refuses managers that are not there and circles.
func checkManager(ctx context.Context, tx bun.IDB, m *Member, managerID uuid.UUID) error {
	if managerID == m.ID {
		return check.Reject(check.Invalid, "managerId", "nobody is their own manager, however far up")
	}
	var circle bool
	err := tx.NewRaw(`
		with recursive up as (
		  select id, manager_id, 1 as step from members where workspace_id = ?0 and id = ?1 and removed_at is null
		  union all
		  select b.id, b.manager_id, up.step + 1 from up join members b on b.workspace_id = ?0 and b.id = up.manager_id
		  where up.step < 1000
		)
		select bool_or(id = ?2) from up having count(*) > 0`, m.WorkspaceID, managerID, m.ID).Scan(ctx, &circle)
	if errors.Is(err, sql.ErrNoRows) {
		return check.Reject(check.NotFound, "managerId", "there is no such member")
	}
	if err != nil {
		return fmt.Errorf("walking up from a manager: %w", err)
	}
	if circle {
		return check.Reject(check.Invalid, "managerId", "nobody is their own manager, however far up")
	}
	return nil
}

// reference turns a broken reference into a user error at its field.
func reference(err error) error {
	switch postgres.ForeignKey(err) {
	case "members_workspace_id_team_id_fkey":
		return check.Reject(check.NotFound, "teamId", "there is no such team")
	case "members_workspace_id_manager_id_fkey":
		return check.Reject(check.NotFound, "managerId", "there is no such member")
	}
	return err
}
