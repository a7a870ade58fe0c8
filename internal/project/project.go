// Package project holds bodies of work. A restricted project, its tasks and their activity exist only for its members and
// workspace admins.
package project

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/page"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Access is who can open a project.
type Access string

// The kinds of access.
const (
	Open       Access = "open"
	Restricted Access = "restricted"
)

// Project is a body of work with tasks.
type Project struct {
	bun.BaseModel `bun:"table:projects,alias:p"`

	WorkspaceID uuid.UUID
	ID          uuid.UUID
	Key         string
	Name        string
	Access      Access
	ArchivedAt  *time.Time
	Version     int `bun:",nullzero,default:1"`
}

// NodeID is the public id.
func (p *Project) NodeID() id.ID { return id.Of(id.Project, p.ID) }

// Owner is the workspace: a project belongs to no person.
func (p *Project) Owner() (workspaceID, memberID uuid.UUID) { return p.WorkspaceID, uuid.Nil }

// Filter says which projects to list; what is set must all hold.
type Filter struct {
	Archived *bool
	Text     *string
}

// MaxMembers bounds a list of members to set.
const MaxMembers = 500

var keyForm = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,9}$`)

var order = page.Order{Expr: "lower(p.name)", Type: "text", Func: "lower", IDExpr: "p.id"}

// Service reads and changes projects under a viewer's rights.
type Service struct {
	db  *bun.DB
	log *activity.Log
}

// NewService makes a service.
func NewService(db *bun.DB, log *activity.Log) *Service { return &Service{db: db, log: log} }

// Opened keeps the projects the viewer can open; the query's projects table is named p.
func Opened(q *bun.SelectQuery, v *authz.Viewer) *bun.SelectQuery {
	return Within(q, authz.Projects(v))
}

// Within is Opened for a scope.
func Within(q *bun.SelectQuery, s authz.ProjectScope) *bun.SelectQuery {
	return q.WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("p.workspace_id IN (?)", postgres.In(s.Everything)).
			WhereOr("p.workspace_id IN (?) AND (p.access = 'open' OR p.id IN (?))", postgres.In(s.OpenOnly), postgres.In(s.Projects))
	})
}

// List is a page of the projects the viewer can open, by name.
func (s *Service) List(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, f Filter, args page.Args, seal page.Seal) (*page.Connection[*Project], error) {
	if _, err := authz.Reach(v, workspaceID); err != nil {
		return nil, err
	}
	return postgres.Connect(ctx, s.db, func() *bun.SelectQuery {
		q := Opened(s.db.NewSelect().Model((*Project)(nil)).Where("p.workspace_id = ?", workspaceID), v)
		if f.Archived != nil {
			q = q.Where("(p.archived_at IS NOT NULL) = ?", *f.Archived)
		}
		if f.Text != nil {
			q = q.Where("(p.name ILIKE ?0 OR p.key ILIKE ?0)", postgres.Contains(*f.Text))
		}
		return q
	}, order, args, seal, func(p *Project) page.Key { return page.Key{Value: p.Name, ID: p.ID} })
}

// ByIDs reads the projects the viewer can open; others are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Project, error) {
	var rows []*Project
	q := s.db.NewSelect().Model(&rows).Where("p.workspace_id IN (?)", postgres.In(v.WorkspaceIDs())).Where("p.id IN (?)", postgres.In(ids))
	if err := Opened(q, v).Scan(ctx); err != nil {
		return nil, fmt.Errorf("reading projects: %w", err)
	}
	byID := make(map[uuid.UUID]*Project, len(rows))
	for _, p := range rows {
		byID[p.ID] = p
	}
	return byID, nil
}

// Upsert creates a project, or changes the fields given.
type Upsert struct {
	WorkspaceID uuid.UUID
	ID          *uuid.UUID
	Key, Name   *string
	Access      *Access
	MemberIDs   *[]uuid.UUID
	Version     *int
}

// Upsert stores it. Rejections: REQUIRED, INVALID, TOO_LONG, DUPLICATE, NOT_FOUND, CONFLICT, OUT_OF_RANGE.
func (s *Service) Upsert(ctx context.Context, v *authz.Viewer, p Upsert) (*Project, activity.Receipt, error) {
	if err := authz.Manage(v, p.WorkspaceID, authz.WorkWrite); err != nil {
		return nil, activity.Receipt{}, err
	}
	return s.Put(ctx, activity.By(v, p.WorkspaceID), p)
}

// Put is Upsert for the operator.
func (s *Service) Put(ctx context.Context, by activity.Actor, p Upsert) (*Project, activity.Receipt, error) {
	if err := p.check(); err != nil {
		return nil, activity.Receipt{}, err
	}
	row := &Project{WorkspaceID: p.WorkspaceID, ID: id.New(), Access: Open}
	receipt, err := s.log.Do(ctx, p.WorkspaceID, by, func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		var d activity.Diff
		if p.ID != nil {
			if err := postgres.Lock(ctx, tx, row, p.WorkspaceID, *p.ID); err != nil {
				return nil, check.MissingRow(err, "id")
			}
			if p.Version != nil && *p.Version != row.Version {
				return nil, check.Stale(row.Version)
			}
			if p.Key != nil && *p.Key != row.Key {
				return nil, check.Reject(check.Invalid, "key", "the key of a project is fixed")
			}
		} else {
			row.Key = *p.Key
		}
		if p.Name != nil {
			d.Text("name", row.Name, *p.Name)
			row.Name = *p.Name
		}
		if p.Access != nil {
			d.Text("access", row.Access, *p.Access)
			row.Access = *p.Access
		}
		action, title := activity.Updated, "changed the project "+row.Name
		if p.ID == nil {
			action, title = activity.Created, "created the project "+row.Name
			if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
				if postgres.IsUnique(err, "projects_key") {
					return nil, check.Reject(check.Duplicate, "key", "a project with this key exists already")
				}
				return nil, fmt.Errorf("inserting a project: %w", err)
			}
		}
		if p.MemberIDs != nil {
			changed, err := setMembers(ctx, tx, row, *p.MemberIDs)
			if err != nil {
				return nil, err
			}
			if changed {
				d.Changes = append(d.Changes, &activity.FieldChange{Field: "members"})
			}
		}
		if p.ID != nil {
			if !d.Any() {
				return nil, nil
			}
			if err := postgres.Update(ctx, tx, row, p.WorkspaceID, row.ID, &row.Version, "name", "access"); err != nil {
				return nil, fmt.Errorf("updating a project: %w", err)
			}
		}
		return entry(action, row, title, d), nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return row, receipt, nil
}

func (p *Upsert) check() error {
	var l check.List
	if p.ID == nil && p.Key == nil {
		l.Add(check.Required, "key", "a new project needs a key")
	}
	if p.ID == nil && p.Name == nil {
		l.Add(check.Required, "name", "a new project needs a name")
	}
	if p.Key != nil && !keyForm.MatchString(*p.Key) {
		l.Add(check.Invalid, "key", "2 to 10 capital letters or digits are expected, beginning with a letter")
	}
	if p.Name != nil {
		*p.Name = l.Line("name", *p.Name, 200)
	}
	if p.MemberIDs != nil && len(*p.MemberIDs) > MaxMembers {
		l.Add(check.OutOfRange, "memberIds", "at most %d members can be set at once", MaxMembers)
	}
	return l.Err()
}

func setMembers(ctx context.Context, tx bun.IDB, p *Project, ids []uuid.UUID) (changed bool, err error) {
	gone, err := tx.NewRaw("delete from project_members where workspace_id = ? and project_id = ? and member_id not in (?)",
		p.WorkspaceID, p.ID, postgres.In(append(ids, uuid.Nil))).Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("removing project members: %w", err)
	}
	come, err := tx.NewRaw(`
		insert into project_members (workspace_id, project_id, member_id)
		select workspace_id, ?, id from members where workspace_id = ? and removed_at is null and id in (?)
		on conflict do nothing`, p.ID, p.WorkspaceID, postgres.In(ids)).Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("adding project members: %w", err)
	}
	n, err := tx.NewSelect().Table("project_members").Where("workspace_id = ?", p.WorkspaceID).Where("project_id = ?", p.ID).Count(ctx)
	if err != nil {
		return false, fmt.Errorf("counting project members: %w", err)
	}
	if int(n) != len(postgres.Distinct(ids)) {
		return false, check.Reject(check.NotFound, "memberIds", "not all of these are members")
	}
	left, _ := gone.RowsAffected()
	joined, _ := come.RowsAffected()
	return left+joined > 0, nil
}

// Archive archives a project or brings it back. To a viewer who can't open it, it does not exist.
func (s *Service) Archive(ctx context.Context, v *authz.Viewer, projectID uuid.UUID, archived bool) (*Project, activity.Receipt, error) {
	known, err := s.ByIDs(ctx, v, []uuid.UUID{projectID})
	if err != nil {
		return nil, activity.Receipt{}, err
	}
	row := known[projectID]
	if row == nil {
		return nil, activity.Receipt{}, fault.Missing()
	}
	if err := authz.Manage(v, row.WorkspaceID, authz.WorkWrite); err != nil {
		return nil, activity.Receipt{}, err
	}
	receipt, err := s.log.Do(ctx, row.WorkspaceID, activity.By(v, row.WorkspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		if err := postgres.Lock(ctx, tx, row, row.WorkspaceID, row.ID); err != nil {
			return nil, postgres.Missing(err)
		}
		if archived == (row.ArchivedAt != nil) {
			return nil, nil
		}
		action, title := activity.Unarchived, "brought back the project "+row.Name
		row.ArchivedAt = nil
		if archived {
			now := time.Now().UTC()
			action, title, row.ArchivedAt = activity.Archived, "archived the project "+row.Name, &now
		}
		if err := postgres.Update(ctx, tx, row, row.WorkspaceID, row.ID, &row.Version, "archived_at"); err != nil {
			return nil, fmt.Errorf("archiving a project: %w", err)
		}
		return entry(action, row, title, activity.Diff{}), nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return row, receipt, nil
}

func entry(action activity.Action, p *Project, title string, d activity.Diff) *activity.Entry {
	return &activity.Entry{Action: action, EntityType: activity.Project, EntityID: p.ID, ProjectID: &p.ID,
		Visibility: activity.ToWorkspace, SubjectName: p.Name, Title: title, Changes: d.Changes}
}
