// Package sprint holds the stretches of days a team, or the whole workspace, plans for.
package sprint

import (
	"context"
	"fmt"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/page"
	"daybook/internal/patch"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Sprint is a stretch of days; both ends are included.
type Sprint struct {
	bun.BaseModel `bun:"table:sprints,alias:s"`

	WorkspaceID uuid.UUID
	ID          uuid.UUID
	Name        string
	StartsOn    day.Date
	EndsOn      day.Date
	CompletedAt *time.Time
	TeamID      *uuid.UUID
	Version     int `bun:",nullzero,default:1"`
}

// NodeID is the public id.
func (s *Sprint) NodeID() id.ID { return id.Of(id.Sprint, s.ID) }

// Owner is the workspace: a sprint belongs to no person.
func (s *Sprint) Owner() (workspaceID, memberID uuid.UUID) { return s.WorkspaceID, uuid.Nil }

// Filter says which sprints to list; what is set must all hold.
type Filter struct {
	TeamID    *uuid.UUID
	Completed *bool
}

const maxDays = 366

var order = page.Order{Expr: "s.starts_on", Type: "date", IDExpr: "s.id", Desc: true}

// Service reads and changes sprints under a viewer's rights.
type Service struct {
	db  *bun.DB
	log *activity.Log
}

// NewService makes a service.
func NewService(db *bun.DB, log *activity.Log) *Service { return &Service{db: db, log: log} }

// List is a page of the workspace's sprints, latest start first.
func (s *Service) List(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, f Filter, args page.Args, seal page.Seal) (*page.Connection[*Sprint], error) {
	if _, err := authz.Reach(v, workspaceID); err != nil {
		return nil, err
	}
	return postgres.Connect(ctx, s.db, func() *bun.SelectQuery {
		q := s.db.NewSelect().Model((*Sprint)(nil)).Where("s.workspace_id = ?", workspaceID)
		if f.TeamID != nil {
			q = q.Where("s.team_id = ?", *f.TeamID)
		}
		if f.Completed != nil {
			q = q.Where("(s.completed_at IS NOT NULL) = ?", *f.Completed)
		}
		return q
	}, order, args, seal, func(s *Sprint) page.Key { return page.Key{Value: s.StartsOn.String(), ID: s.ID} })
}

// ByIDs reads sprints of the viewer's workspaces; others are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Sprint, error) {
	var rows []*Sprint
	err := s.db.NewSelect().Model(&rows).Where("s.workspace_id IN (?)", postgres.In(v.WorkspaceIDs())).
		Where("s.id IN (?)", postgres.In(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading sprints: %w", err)
	}
	byID := make(map[uuid.UUID]*Sprint, len(rows))
	for _, r := range rows {
		byID[r.ID] = r
	}
	return byID, nil
}

// Upsert creates a sprint, or changes the fields given.
type Upsert struct {
	WorkspaceID      uuid.UUID
	ID               *uuid.UUID
	Name             *string
	StartsOn, EndsOn *day.Date
	TeamID           patch.Field[uuid.UUID]
	Version          *int
}

// Upsert stores it. Rejections: REQUIRED, INVALID, TOO_LONG, OUT_OF_RANGE, NOT_FOUND, CONFLICT.
func (s *Service) Upsert(ctx context.Context, v *authz.Viewer, p Upsert) (*Sprint, activity.Receipt, error) {
	if err := authz.Manage(v, p.WorkspaceID, authz.WorkWrite); err != nil {
		return nil, activity.Receipt{}, err
	}
	return s.Put(ctx, activity.By(v, p.WorkspaceID), p)
}

// Put is Upsert for the operator.
func (s *Service) Put(ctx context.Context, by activity.Actor, p Upsert) (*Sprint, activity.Receipt, error) {
	if err := p.check(); err != nil {
		return nil, activity.Receipt{}, err
	}
	row := &Sprint{WorkspaceID: p.WorkspaceID, ID: id.New()}
	receipt, err := s.log.Do(ctx, p.WorkspaceID, by, func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		if p.ID != nil {
			if err := postgres.Lock(ctx, tx, row, p.WorkspaceID, *p.ID); err != nil {
				return nil, check.MissingRow(err, "id")
			}
			if p.Version != nil && *p.Version != row.Version {
				return nil, check.Stale(row.Version)
			}
		}
		d := p.apply(row)
		if row.EndsOn.Before(row.StartsOn) {
			return nil, check.Reject(check.Invalid, "endsOn", "the last day comes before the first")
		}
		if row.EndsOn.DaysSince(row.StartsOn) > maxDays {
			return nil, check.Reject(check.OutOfRange, "endsOn", "a sprint has at most %d days", maxDays)
		}
		var err error
		action, title := activity.Updated, "changed the sprint "+row.Name
		switch {
		case p.ID == nil:
			action, title = activity.Created, "created the sprint "+row.Name
			_, err = tx.NewInsert().Model(row).Exec(ctx)
		case !d.Any():
			return nil, nil
		default:
			err = postgres.Update(ctx, tx, row, p.WorkspaceID, row.ID, &row.Version, "name", "starts_on", "ends_on", "team_id")
		}
		if postgres.ForeignKey(err) != "" {
			return nil, check.Reject(check.NotFound, "teamId", "there is no such team")
		}
		if err != nil {
			return nil, fmt.Errorf("storing a sprint: %w", err)
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
	if p.ID == nil && p.Name == nil {
		l.Add(check.Required, "name", "a new sprint needs a name")
	}
	if p.ID == nil && p.StartsOn == nil {
		l.Add(check.Required, "startsOn", "a new sprint needs a first day")
	}
	if p.ID == nil && p.EndsOn == nil {
		l.Add(check.Required, "endsOn", "a new sprint needs a last day")
	}
	if p.Name != nil {
		*p.Name = l.Line("name", *p.Name, 200)
	}
	return l.Err()
}

func (p *Upsert) apply(row *Sprint) activity.Diff {
	var d activity.Diff
	if p.Name != nil {
		d.Text("name", row.Name, *p.Name)
		row.Name = *p.Name
	}
	if p.StartsOn != nil {
		d.Text("startsOn", dateText(row.StartsOn), dateText(*p.StartsOn))
		row.StartsOn = *p.StartsOn
	}
	if p.EndsOn != nil {
		d.Text("endsOn", dateText(row.EndsOn), dateText(*p.EndsOn))
		row.EndsOn = *p.EndsOn
	}
	team := p.TeamID.Apply(row.TeamID)
	d.ID("team", id.Team, row.TeamID, team)
	row.TeamID = team
	return d
}

func dateText(d day.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// Complete completes a sprint; one that is complete stays as it is.
func (s *Service) Complete(ctx context.Context, v *authz.Viewer, sprintID uuid.UUID) (*Sprint, activity.Receipt, error) {
	known, err := s.ByIDs(ctx, v, []uuid.UUID{sprintID})
	if err != nil {
		return nil, activity.Receipt{}, err
	}
	row := known[sprintID]
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
		if row.CompletedAt != nil {
			return nil, nil
		}
		now := time.Now().UTC()
		row.CompletedAt = &now
		if err := postgres.Update(ctx, tx, row, row.WorkspaceID, row.ID, &row.Version, "completed_at"); err != nil {
			return nil, fmt.Errorf("completing a sprint: %w", err)
		}
		return entry(activity.Completed, row, "completed the sprint "+row.Name, activity.Diff{}), nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return row, receipt, nil
}

func entry(action activity.Action, s *Sprint, title string, d activity.Diff) *activity.Entry {
	return &activity.Entry{Action: action, EntityType: activity.Sprint, EntityID: s.ID,
		Visibility: activity.ToWorkspace, SubjectName: s.Name, Title: title, Changes: d.Changes}
}
