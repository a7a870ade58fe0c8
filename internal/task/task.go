// Package task holds pieces of work. A task is seen by those who can open its project.
package task

import (
	"context"
	"fmt"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/page"
	"daybook/internal/postgres"
	"daybook/internal/project"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Status is where a task stands.
type Status string

// The states.
const (
	Todo       Status = "todo"
	InProgress Status = "in_progress"
	InReview   Status = "in_review"
	Done       Status = "done"
	Canceled   Status = "canceled"
)

// Priority is how urgent a task is.
type Priority string

// The priorities.
const (
	Low    Priority = "low"
	Medium Priority = "medium"
	High   Priority = "high"
	Urgent Priority = "urgent"
)

// Task is a piece of work.
type Task struct {
	bun.BaseModel `bun:"table:tasks,alias:t"`

	WorkspaceID uuid.UUID
	ID          uuid.UUID
	ProjectID   uuid.UUID
	Number      int
	Key         string
	Title       string
	Status      Status
	Priority    Priority
	DueOn       *day.Date
	SprintID    *uuid.UUID
	TeamID      *uuid.UUID
	AssigneeID  *uuid.UUID
	ExternalURL *string
	CreatedAt   time.Time `bun:",nullzero,default:clock_timestamp()"`
	Progress    int       // percent
	Version     int       `bun:",nullzero,default:1"`
}

// NodeID is the public id.
func (t *Task) NodeID() id.ID { return id.Of(id.Task, t.ID) }

// Owner is the workspace: a task belongs to no person.
func (t *Task) Owner() (workspaceID, memberID uuid.UUID) { return t.WorkspaceID, uuid.Nil }

// Filter says which tasks to list; what is set must all hold.
type Filter struct {
	Within                      *uuid.UUID // only tasks of this project
	ProjectID, SprintID, TeamID *uuid.UUID
	AssigneeIDs                 []uuid.UUID
	Statuses                    []Status
	Text                        *string
}

// Newest first: ids are made in order of time.
var order = page.Order{Expr: "t.id", Type: "uuid", Desc: true}

func key(t *Task) page.Key { return page.Key{Value: t.ID.String()} }

// Service reads and changes tasks under a viewer's rights.
type Service struct {
	db  *bun.DB
	log *activity.Log
}

// NewService makes a service.
func NewService(db *bun.DB, log *activity.Log) *Service { return &Service{db: db, log: log} }

func opened(q *bun.SelectQuery, v *authz.Viewer) *bun.SelectQuery {
	return project.Opened(q.Join("JOIN projects AS p ON p.workspace_id = t.workspace_id AND p.id = t.project_id"), v)
}

// List is a page of the tasks of projects the viewer can open, newest first.
func (s *Service) List(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, f Filter, args page.Args, seal page.Seal) (*page.Connection[*Task], error) {
	if _, err := authz.Reach(v, workspaceID); err != nil {
		return nil, err
	}
	return postgres.Connect(ctx, s.db, func() *bun.SelectQuery {
		return f.where(opened(s.db.NewSelect().Model((*Task)(nil)).Where("t.workspace_id = ?", workspaceID), v))
	}, order, args, seal, key)
}

func (f Filter) where(q *bun.SelectQuery) *bun.SelectQuery {
	if f.Within != nil {
		q = q.Where("t.project_id = ?", *f.Within)
	}
	if f.ProjectID != nil {
		q = q.Where("t.project_id = ?", *f.ProjectID)
	}
	if f.SprintID != nil {
		q = q.Where("t.sprint_id = ?", *f.SprintID)
	}
	if f.TeamID != nil {
		q = q.Where("t.team_id = ?", *f.TeamID)
	}
	if f.AssigneeIDs != nil {
		q = q.Where("t.assignee_id IN (?)", postgres.In(f.AssigneeIDs))
	}
	if f.Statuses != nil {
		q = q.Where("t.status IN (?)", postgres.In(f.Statuses))
	}
	if f.Text != nil {
		q = q.Where("(t.title ILIKE ?0 OR t.key ILIKE ?0)", postgres.Contains(*f.Text))
	}
	return q
}

// ByIDs reads tasks of projects the viewer can open; others are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Task, error) {
	var rows []*Task
	q := s.db.NewSelect().Model(&rows).Where("t.workspace_id IN (?)", postgres.In(v.WorkspaceIDs())).Where("t.id IN (?)", postgres.In(ids))
	if err := opened(q, v).Scan(ctx); err != nil {
		return nil, fmt.Errorf("reading tasks: %w", err)
	}
	byID := make(map[uuid.UUID]*Task, len(rows))
	for _, t := range rows {
		byID[t.ID] = t
	}
	return byID, nil
}
