package task

import (
	"context"
	"fmt"
	"net/url"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/patch"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Upsert creates a task, or changes the fields given.
type Upsert struct {
	WorkspaceID uuid.UUID
	ID          *uuid.UUID
	ProjectID   *uuid.UUID
	Title       *string
	Status      *Status
	Progress    *int // percent
	Priority    *Priority
	DueOn       patch.Field[day.Date]
	SprintID    patch.Field[uuid.UUID]
	TeamID      patch.Field[uuid.UUID]
	AssigneeID  patch.Field[uuid.UUID]
	ExternalURL patch.Field[string]
	Version     *int
}

// Upsert stores it. Rejections: REQUIRED, INVALID, TOO_LONG, OUT_OF_RANGE, NOT_FOUND, CONFLICT.
func (s *Service) Upsert(ctx context.Context, v *authz.Viewer, p Upsert) (*Task, activity.Receipt, error) {
	if err := authz.Manage(v, p.WorkspaceID, authz.WorkWrite); err != nil {
		return nil, activity.Receipt{}, err
	}
	return s.Put(ctx, activity.By(v, p.WorkspaceID), p)
}

// Put is Upsert for the operator.
func (s *Service) Put(ctx context.Context, by activity.Actor, p Upsert) (*Task, activity.Receipt, error) {
	if err := p.check(); err != nil {
		return nil, activity.Receipt{}, err
	}
	t := &Task{WorkspaceID: p.WorkspaceID, ID: id.New(), Status: Todo, Priority: Medium}
	receipt, err := s.log.Do(ctx, p.WorkspaceID, by, func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		if a := p.AssigneeID.Value; a != nil {
			active, err := member.Active(ctx, tx, p.WorkspaceID, *a)
			if err != nil {
				return nil, err
			}
			if !active {
				return nil, check.Reject(check.NotFound, "assigneeId", "there is no such member")
			}
		}
		if p.ID == nil {
			return p.insert(ctx, tx, t)
		}
		return p.update(ctx, tx, t)
	})
	if err != nil {
		return nil, receipt, err
	}
	return t, receipt, nil
}

func (p *Upsert) check() error {
	var l check.List
	if p.ID == nil && p.ProjectID == nil {
		l.Add(check.Required, "projectId", "a new task needs a project")
	}
	if p.ID == nil && p.Title == nil {
		l.Add(check.Required, "title", "a new task needs a title")
	}
	if p.Title != nil {
		*p.Title = l.Line("title", *p.Title, 500)
	}
	if n := p.Progress; n != nil && (*n < 0 || *n > 100) {
		l.Add(check.OutOfRange, "progress", "0 to 100 percent are expected")
	}
	if u := p.ExternalURL.Value; u != nil && !WebAddress(*u) {
		l.Add(check.Invalid, "externalUrl", "this is not an http or https address of at most 2000 characters")
	}
	return l.Err()
}

// WebAddress tells whether the text is an absolute http or https address.
func WebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && len(s) <= 2000 && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func (p *Upsert) insert(ctx context.Context, tx bun.Tx, t *Task) (*activity.Entry, error) {
	var prefix string
	err := tx.NewRaw("update projects set last_task = last_task + 1 where workspace_id = ? and id = ? returning key, last_task",
		p.WorkspaceID, *p.ProjectID).Scan(ctx, &prefix, &t.Number)
	if err != nil {
		return nil, check.MissingRow(err, "projectId")
	}
	t.ProjectID, t.Key = *p.ProjectID, fmt.Sprintf("%s-%d", prefix, t.Number)
	p.apply(t)
	if _, err := tx.NewInsert().Model(t).Returning("created_at").Exec(ctx); err != nil {
		return nil, reference(err)
	}
	return entry(activity.Created, t, "created the task "+t.Key, activity.Diff{}), nil
}

func (p *Upsert) update(ctx context.Context, tx bun.Tx, t *Task) (*activity.Entry, error) {
	if err := postgres.Lock(ctx, tx, t, p.WorkspaceID, *p.ID); err != nil {
		return nil, check.MissingRow(err, "id")
	}
	if p.Version != nil && *p.Version != t.Version {
		return nil, check.Stale(t.Version)
	}
	d := p.apply(t)
	if p.ProjectID != nil {
		d.ID("project", id.Project, &t.ProjectID, p.ProjectID)
		t.ProjectID = *p.ProjectID
	}
	if !d.Any() {
		return nil, nil
	}
	err := postgres.Update(ctx, tx, t, p.WorkspaceID, t.ID, &t.Version,
		"project_id", "title", "status", "progress", "priority", "due_on", "sprint_id", "team_id", "assignee_id", "external_url")
	if err != nil {
		return nil, reference(err)
	}
	switch {
	case d.Has("status") && t.Status == Done:
		return entry(activity.Completed, t, "completed "+t.Key, d), nil
	case d.Has("status"):
		return entry(activity.StatusChanged, t, "changed the status of "+t.Key, d), nil
	case d.Only("progress"):
		e := entry(activity.ProgressUpdated, t, fmt.Sprintf("set the progress of %s to %d %%", t.Key, t.Progress), d)
		e.Metadata = map[string]any{"progress": t.Progress}
		return e, nil
	case d.Only("assignee") && t.AssigneeID != nil:
		return entry(activity.Assigned, t, "assigned "+t.Key, d), nil
	}
	return entry(activity.Updated, t, "changed "+t.Key, d), nil
}

// apply sets what is given and tells what changed.
func (p *Upsert) apply(t *Task) activity.Diff {
	var d activity.Diff
	if p.Title != nil {
		d.Text("title", t.Title, *p.Title)
		t.Title = *p.Title
	}
	if p.Status != nil {
		d.Text("status", t.Status, *p.Status)
		t.Status = *p.Status
	}
	if p.Progress != nil {
		d.Text("progress", t.Progress, *p.Progress)
		t.Progress = *p.Progress
	}
	if p.Priority != nil {
		d.Text("priority", t.Priority, *p.Priority)
		t.Priority = *p.Priority
	}
	due := p.DueOn.Apply(t.DueOn)
	d.Text("dueOn", dateText(t.DueOn), dateText(due))
	t.DueOn = due
	refer(&d, "sprint", id.Sprint, &t.SprintID, p.SprintID)
	refer(&d, "team", id.Team, &t.TeamID, p.TeamID)
	refer(&d, "assignee", id.Member, &t.AssigneeID, p.AssigneeID)
	address := p.ExternalURL.Apply(t.ExternalURL)
	d.Text("externalUrl", t.ExternalURL, address)
	t.ExternalURL = address
	return d
}

func refer(d *activity.Diff, field string, kind id.Kind, old **uuid.UUID, change patch.Field[uuid.UUID]) {
	now := change.Apply(*old)
	d.ID(field, kind, *old, now)
	*old = now
}

func dateText(d *day.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// reference turns a broken reference into a user error at its field.
func reference(err error) error {
	fields := map[string]string{
		"tasks_workspace_id_project_id_fkey": "projectId", "tasks_workspace_id_sprint_id_fkey": "sprintId",
		"tasks_workspace_id_team_id_fkey": "teamId", "tasks_workspace_id_assignee_id_fkey": "assigneeId",
	}
	if field := fields[postgres.ForeignKey(err)]; field != "" {
		return check.Reject(check.NotFound, field, "there is nothing with this id here")
	}
	return fmt.Errorf("storing a task: %w", err)
}

func entry(action activity.Action, t *Task, title string, d activity.Diff) *activity.Entry {
	return &activity.Entry{Action: action, EntityType: activity.Task, EntityID: t.ID, ProjectID: &t.ProjectID,
		Visibility: activity.ToWorkspace, SubjectName: t.Key + " " + t.Title, Title: title, Changes: d.Changes}
}
