package worklog

import (
	"context"
	"fmt"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// CorrectParams are what a log should say; nil leaves it as it was.
type CorrectParams struct {
	ID       uuid.UUID
	Note     *string
	Subject  *Subject
	LoggedAt *time.Time
}

// Correct appends a log that replaces an earlier one of the same person. One that would change nothing is not stored: the
// earlier one is returned. Errors: NOT_FOUND, FORBIDDEN. Rejections: CONFLICT for a log that was replaced before, and those
// of Append.
func (s *Service) Correct(ctx context.Context, v *authz.Viewer, p CorrectParams) (*WorkLog, activity.Receipt, error) {
	none := activity.Receipt{}
	rows, err := s.read(ctx, v, "l.id", []uuid.UUID{p.ID})
	if err != nil {
		return nil, none, err
	}
	if len(rows) == 0 {
		return nil, none, fault.Missing()
	}
	old := rows[0] // it is never changed, so it may be read before the transaction
	if err := authz.WriteOwnRow(v, old); err != nil {
		return nil, none, err
	}
	row, d, err := s.apply(old, p)
	if err != nil {
		return nil, none, err
	}
	stored := old
	receipt, err := s.log.Do(ctx, old.WorkspaceID, activity.By(v, old.WorkspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		person, err := member.Present(ctx, tx, old.WorkspaceID, old.MemberID, "id")
		if err != nil {
			return nil, err
		}
		if p.Subject != nil {
			archived, err := p.Subject.open(ctx, tx, v, old.WorkspaceID)
			if err != nil {
				return nil, err
			}
			if archived && (d.Has("task") || d.Has("project")) {
				return nil, refuseArchived()
			}
		}
		if !d.Any() {
			return nil, refuseCorrected(ctx, tx, old)
		}
		if err := insert(ctx, tx, row); err != nil {
			if postgres.IsUnique(err, "work_logs_correction") {
				return nil, corrected()
			}
			return nil, fmt.Errorf("storing a correction: %w", err)
		}
		stored = row
		return entry(activity.Updated, row, person, d), nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return stored, receipt, nil
}

// apply makes the log that replaces the old one, and tells what differs.
func (s *Service) apply(old *WorkLog, p CorrectParams) (*WorkLog, activity.Diff, error) {
	row := &WorkLog{WorkspaceID: old.WorkspaceID, ID: id.New(), MemberID: old.MemberID, TaskID: old.TaskID, ProjectID: old.ProjectID,
		LoggedAt: old.LoggedAt, Note: old.Note, CorrectsID: &old.ID}
	var l check.List
	if p.Note != nil {
		row.Note = l.RequiredText("note", *p.Note, MaxNote)
	}
	if p.Subject != nil {
		p.Subject.check(&l)
		row.TaskID, row.ProjectID = p.Subject.TaskID, p.Subject.ProjectID
	}
	if p.LoggedAt != nil {
		row.LoggedAt = s.instant(&l, p.LoggedAt)
	}
	var d activity.Diff
	d.Guarded("note", row.Note != old.Note)
	d.ID("task", id.Task, old.TaskID, row.TaskID)
	d.ID("project", id.Project, old.ProjectID, row.ProjectID)
	d.Text("loggedAt", old.LoggedAt.UTC().Format(time.RFC3339Nano), row.LoggedAt.UTC().Format(time.RFC3339Nano))
	return row, d, l.Err()
}

func refuseCorrected(ctx context.Context, tx bun.IDB, row *WorkLog) error {
	replaced, err := tx.NewSelect().Model((*WorkLog)(nil)).Where("l.workspace_id = ?", row.WorkspaceID).Where("l.corrects_id = ?", row.ID).Exists(ctx)
	if err != nil {
		return fmt.Errorf("looking for a correction: %w", err)
	}
	if replaced {
		return corrected()
	}
	return nil
}

func corrected() error {
	return check.Reject(check.Conflict, "id", "the log was replaced by a later one, which can be corrected instead")
}
