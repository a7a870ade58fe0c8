package worklog

import (
	"context"
	"fmt"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/project"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// AppendParams are a new log. A nil LoggedAt is now; OnBehalfOf is for services, which must give it.
type AppendParams struct {
	WorkspaceID uuid.UUID
	Subject     Subject
	Note        string
	LoggedAt    *time.Time
	OnBehalfOf  *uuid.UUID
}

// Append stores a new log. Errors: NOT_FOUND, FORBIDDEN. Rejections: REQUIRED, TOO_LONG, INVALID (also for an archived
// project), OUT_OF_RANGE for a time to come or before 1970, NOT_FOUND for a person who left and for a task or project that
// the writer cannot open.
func (s *Service) Append(ctx context.Context, v *authz.Viewer, p AppendParams) (*WorkLog, activity.Receipt, error) {
	none := activity.Receipt{}
	memberID, err := member.Author(v, p.WorkspaceID, p.OnBehalfOf)
	if err != nil {
		return nil, none, err
	}
	var l check.List
	p.Subject.check(&l)
	row := &WorkLog{WorkspaceID: p.WorkspaceID, ID: id.New(), MemberID: memberID, TaskID: p.Subject.TaskID, ProjectID: p.Subject.ProjectID,
		Note: l.RequiredText("note", p.Note, MaxNote), LoggedAt: s.instant(&l, p.LoggedAt)}
	if err := l.Err(); err != nil {
		return nil, none, err
	}
	receipt, err := s.log.Do(ctx, p.WorkspaceID, activity.By(v, p.WorkspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		person, err := member.Present(ctx, tx, p.WorkspaceID, memberID, "onBehalfOf")
		if err != nil {
			return nil, err
		}
		archived, err := p.Subject.open(ctx, tx, v, p.WorkspaceID)
		if err != nil {
			return nil, err
		}
		if archived {
			return nil, refuseArchived()
		}
		if err := insert(ctx, tx, row); err != nil {
			return nil, fmt.Errorf("storing a work log: %w", err)
		}
		return entry(activity.Created, row, person, activity.Diff{}), nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return row, receipt, nil
}

// instant is when work was done, as precise as the database keeps it: now by default.
func (s *Service) instant(l *check.List, at *time.Time) time.Time {
	now := s.now().UTC().Truncate(time.Microsecond)
	if at == nil {
		return now
	}
	instant := at.UTC().Truncate(time.Microsecond)
	if instant.After(now) || instant.Unix() < 0 {
		l.Add(check.OutOfRange, "loggedAt", "a time from 1970 to now is expected")
	}
	return instant
}

func (s Subject) check(l *check.List) {
	if (s.TaskID == nil) == (s.ProjectID == nil) {
		l.Add(check.Invalid, "subject", "either a task or a project is expected")
	}
}

// open tells whether the project of the subject is archived. Rejection: NOT_FOUND for a task or project that the writer
// cannot open, as for one that is not there.
func (s Subject) open(ctx context.Context, tx bun.IDB, v *authz.Viewer, workspaceID uuid.UUID) (archived bool, err error) {
	q := project.Opened(tx.NewSelect().TableExpr("projects AS p").ColumnExpr("p.archived_at IS NOT NULL").Where("p.workspace_id = ?", workspaceID), v)
	field := "subject.projectId"
	if s.TaskID != nil {
		field = "subject.taskId"
		q = q.Join("JOIN tasks AS t ON t.workspace_id = p.workspace_id AND t.project_id = p.id").Where("t.id = ?", *s.TaskID)
	} else {
		q = q.Where("p.id = ?", *s.ProjectID)
	}
	return archived, check.MissingRow(q.Scan(ctx, &archived), field)
}

func refuseArchived() error {
	return check.Reject(check.Invalid, "subject", "the project is archived")
}

func insert(ctx context.Context, tx bun.IDB, row *WorkLog) error {
	_, err := tx.NewInsert().Model(row).Returning("created_at").Exec(ctx)
	return err
}

// entry names a log by the person's own day; what it says never enters the log of activities.
func entry(action activity.Action, row *WorkLog, person *member.Member, d activity.Diff) *activity.Entry {
	date := day.At(row.LoggedAt, person.Zone()).String()
	about := map[string]any{"date": date}
	for name, i := range map[string]*id.ID{"taskId": id.OfPtr(id.Task, row.TaskID), "projectId": id.OfPtr(id.Project, row.ProjectID),
		"correctsId": id.OfPtr(id.WorkLog, row.CorrectsID)} {
		if i != nil {
			about[name] = i.String()
		}
	}
	title := "logged work of " + date
	if row.CorrectsID != nil {
		title = "corrected the work log of " + date
	}
	return &activity.Entry{Action: action, EntityType: activity.WorkLog, EntityID: row.ID, SubjectID: &row.MemberID,
		Visibility: activity.ToSubject, SubjectName: "Work log " + date, Title: title, Changes: d.Changes, Metadata: about}
}
