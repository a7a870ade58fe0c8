// Package comment holds what people say about entities. A comment is an activity; what it says is kept beside the log, so
// that it can be taken back: a compensating activity stays, the text goes. The log itself never holds any of it.
package comment

import (
	"context"
	"fmt"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/timeentry"
	"daybook/internal/worklog"
	"daybook/internal/workspace"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// MaxBody is the longest comment, in characters, MaxReason the longest reason for taking something back.
const (
	MaxBody   = 10_000
	MaxReason = 500
)

// Rooms are where the entities that can be commented on are found, under the viewer's rights.
type Rooms struct {
	Activities  *activity.Service
	Blockers    *blocker.Service
	Members     *member.Service
	Projects    *project.Service
	Sprints     *sprint.Service
	Standups    *standup.Service
	Tasks       *task.Service
	TimeEntries *timeentry.Service
	WorkLogs    *worklog.Service
	Workspaces  *workspace.Service
}

// Service adds comments and takes activities back, under a viewer's rights.
type Service struct {
	db         *bun.DB
	log        *activity.Log
	activities *activity.Service
	kinds      map[id.Kind]kind
}

// NewService makes a service.
func NewService(db *bun.DB, log *activity.Log, r Rooms) *Service {
	return &Service{db: db, log: log, activities: r.Activities, kinds: map[id.Kind]kind{
		id.Blocker:   {activity.Blocker, "blocker", found(r.Blockers.ByIDs)},
		id.Member:    {activity.User, "member", found(r.Members.ByIDs)},
		id.Project:   {activity.Project, "project", found(r.Projects.ByIDs)},
		id.Sprint:    {activity.Sprint, "sprint", found(r.Sprints.ByIDs)},
		id.Standup:   {activity.Standup, "standup", found(r.Standups.ByIDs)},
		id.Task:      {activity.Task, "task", found(r.Tasks.ByIDs)},
		id.TimeEntry: {activity.TimeEntry, "time entry", found(r.TimeEntries.ByIDs)},
		id.WorkLog:   {activity.WorkLog, "work log", found(r.WorkLogs.ByIDs)},
		id.Workspace: {activity.Workspace, "workspace", found(r.Workspaces.ByIDs)},
	}}
}

// kind is a kind of entity that can be commented on.
type kind struct {
	entityType activity.EntityType
	noun       string
	find       func(context.Context, *authz.Viewer, uuid.UUID) (authz.Owned, error)
}

// found reads one row by its id. Error: NOT_FOUND for one the viewer may not see.
func found[T authz.Owned](read func(context.Context, *authz.Viewer, []uuid.UUID) (map[uuid.UUID]T, error)) func(context.Context, *authz.Viewer, uuid.UUID) (authz.Owned, error) {
	return func(ctx context.Context, v *authz.Viewer, i uuid.UUID) (authz.Owned, error) {
		rows, err := read(ctx, v, []uuid.UUID{i})
		if err != nil {
			return nil, err
		}
		row, ok := rows[i]
		if !ok {
			return nil, fault.Missing()
		}
		return row, nil
	}
}

// about begins an entry on a row: who sees the row's project sees it, or, when the row belongs to a person, they and admins.
func (k kind) about(i uuid.UUID, row authz.Owned) *activity.Entry {
	e := &activity.Entry{ID: id.New(), Action: activity.Commented, EntityType: k.entityType, EntityID: i,
		Visibility: activity.ToWorkspace, Title: "commented on the " + k.noun}
	if _, person := row.Owner(); person != uuid.Nil {
		e.Visibility, e.SubjectID = activity.ToSubject, &person
	}
	switch row := row.(type) {
	case *task.Task:
		e.ProjectID = &row.ProjectID
	case *project.Project:
		e.ProjectID = &row.ID
	}
	return e
}

// hide forgets what an activity said.
func hide(ctx context.Context, tx bun.IDB, workspaceID, activityID uuid.UUID) error {
	_, err := tx.NewRaw("update comments set body = null where workspace_id = ? and activity_id = ?", workspaceID, activityID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("hiding a comment: %w", err)
	}
	return nil
}
