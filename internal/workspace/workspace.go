// Package workspace holds the boundary that no data crosses: every other row belongs to exactly one workspace.
package workspace

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"daybook/internal/account"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Weekday is the first day of a week.
type Weekday string

// The days.
const (
	Monday    Weekday = "monday"
	Tuesday   Weekday = "tuesday"
	Wednesday Weekday = "wednesday"
	Thursday  Weekday = "thursday"
	Friday    Weekday = "friday"
	Saturday  Weekday = "saturday"
	Sunday    Weekday = "sunday"
)

// Workspace is a company or group.
type Workspace struct {
	bun.BaseModel `bun:"table:workspaces,alias:w"`

	ID        uuid.UUID
	Slug      string
	Name      string
	TimeZone  string
	WeekStart Weekday
}

// NodeID is the public id.
func (w *Workspace) NodeID() id.ID { return id.Of(id.Workspace, w.ID) }

// Owner is the workspace itself: it belongs to no person.
func (w *Workspace) Owner() (workspaceID, memberID uuid.UUID) { return w.ID, uuid.Nil }

// Zone is the workspace's own zone; UTC should the stored name not be known here any more.
func (w *Workspace) Zone() *time.Location {
	zone, err := day.Zone(w.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Service reads and makes workspaces.
type Service struct {
	db  *bun.DB
	log *activity.Log
	now func() time.Time
}

// NewService makes a service. now decides which day it is.
func NewService(db *bun.DB, log *activity.Log, now func() time.Time) *Service {
	return &Service{db: db, log: log, now: now}
}

var order = page.Order{Expr: "lower(w.name)", Type: "text", Func: "lower", IDExpr: "w.id"}

// List is a page of the viewer's workspaces, by name.
func (s *Service) List(ctx context.Context, v *authz.Viewer, args page.Args, seal page.Seal) (*page.Connection[*Workspace], error) {
	return postgres.Connect(ctx, s.db, func() *bun.SelectQuery {
		return s.db.NewSelect().Model((*Workspace)(nil)).Where("w.id IN (?)", postgres.In(v.WorkspaceIDs()))
	}, order, args, seal, func(w *Workspace) page.Key { return page.Key{Value: w.Name, ID: w.ID} })
}

// ByIDs reads those of the workspaces that the viewer belongs to.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Workspace, error) {
	var rows []*Workspace
	err := s.db.NewSelect().Model(&rows).Where("w.id IN (?)", postgres.In(ids)).
		Where("w.id IN (?)", postgres.In(v.WorkspaceIDs())).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading workspaces: %w", err)
	}
	byID := make(map[uuid.UUID]*Workspace, len(rows))
	for _, w := range rows {
		byID[w.ID] = w
	}
	return byID, nil
}

// BySlug finds a workspace for the operator. Error: sql.ErrNoRows.
func BySlug(ctx context.Context, db bun.IDB, slug string) (*Workspace, error) {
	w := new(Workspace)
	return w, db.NewSelect().Model(w).Where("w.slug = ?", slug).Scan(ctx)
}

// CreateParams say what a new workspace is.
type CreateParams struct {
	Slug, Name, TimeZone string
	WeekStart            Weekday
}

var slugForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])$`)

func (p *CreateParams) check() error {
	var l check.List
	if !slugForm.MatchString(p.Slug) {
		l.Add(check.Invalid, "slug", "2 to 40 lower-case letters, digits and dashes are expected, no dash at either end")
	}
	p.Name = l.Line("name", p.Name, 200)
	if _, err := day.Zone(p.TimeZone); err != nil {
		l.Add(check.Invalid, "timeZone", "this is not an IANA time zone, such as Europe/Berlin")
	}
	return l.Err()
}

// Founder is who owns a new workspace: an account that exists, or an address that gets one.
type Founder struct {
	AccountID                    uuid.UUID
	Email, DisplayName, TimeZone string
	// PasswordHash is what the owner signs in with; empty when they cannot, or not by a password, or have one already.
	PasswordHash string
}

// Create makes a workspace with its log and its first OWNER. Rejections: INVALID, DUPLICATE.
func (s *Service) Create(ctx context.Context, v *authz.Viewer, p CreateParams) (*Workspace, activity.Receipt, error) {
	if v == nil || v.IsService() || v.Scopes != nil {
		return nil, activity.Receipt{}, authz.NotAllowed()
	}
	w, _, receipt, err := s.Found(ctx, p, Founder{AccountID: v.AccountID, Email: v.Email, DisplayName: v.DisplayName, TimeZone: v.TimeZone})
	return w, receipt, err
}

// Found is Create for the operator.
func (s *Service) Found(ctx context.Context, p CreateParams, f Founder) (*Workspace, *member.Member, activity.Receipt, error) {
	if err := p.check(); err != nil {
		return nil, nil, activity.Receipt{}, err
	}
	w := &Workspace{ID: id.New(), Slug: p.Slug, Name: p.Name, TimeZone: p.TimeZone, WeekStart: p.WeekStart}
	owner := &member.Member{WorkspaceID: w.ID, ID: id.New(), AccountID: f.AccountID, DisplayName: f.DisplayName,
		Email: &f.Email, Role: authz.RoleOwner, TimeZone: f.TimeZone}
	receipt, err := s.log.Do(ctx, w.ID, activity.ByMember(owner.ID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		if _, err := tx.NewInsert().Model(w).Exec(ctx); err != nil {
			if postgres.IsUnique(err, "workspaces_slug") {
				return nil, check.Reject(check.Duplicate, "slug", "a workspace with this slug exists already")
			}
			return nil, fmt.Errorf("inserting a workspace: %w", err)
		}
		if err := activity.CreateHead(ctx, tx, w.ID); err != nil {
			return nil, err
		}
		if err := member.Enter(ctx, tx, owner); err != nil {
			return nil, err
		}
		if f.PasswordHash != "" {
			if err := account.SetPassword(ctx, tx, owner.AccountID, f.PasswordHash); err != nil {
				return nil, err
			}
		}
		return &activity.Entry{Action: activity.Created, EntityType: activity.Workspace, EntityID: w.ID,
			Visibility: activity.ToWorkspace, SubjectName: w.Name, Title: "created the workspace"}, nil
	})
	if err != nil {
		return nil, nil, receipt, err
	}
	return w, owner, receipt, nil
}

// MustReach answers NOT_FOUND for a workspace the viewer doesn't belong to.
func (s *Service) MustReach(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID) (*Workspace, error) {
	rows, err := s.ByIDs(ctx, v, []uuid.UUID{workspaceID})
	if err != nil {
		return nil, err
	}
	if w := rows[workspaceID]; w != nil {
		return w, nil
	}
	return nil, fault.Missing()
}
