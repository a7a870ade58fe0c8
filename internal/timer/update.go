package timer

import (
	"context"
	"fmt"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/id"
	"daybook/internal/patch"
	"daybook/internal/postgres"
	"daybook/internal/timeentry"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Update says what a running timer is about; a field that is not given stays.
type Update struct {
	ID     uuid.UUID
	TaskID patch.Field[uuid.UUID]
	Note   patch.Field[string]
}

// Update changes what a running timer is about, and so what its entry will be. The values of the note never enter the log.
// Rejections: NOT_RUNNING, TOO_LONG, INVALID (also at taskId for an archived project), NOT_FOUND.
func (s *Service) Update(ctx context.Context, v *authz.Viewer, p Update) (*Timer, activity.Receipt, error) {
	var l check.List
	p.Note.Value = l.OptionalText("note", p.Note.Value, timeentry.MaxNote)
	if err := l.Err(); err != nil {
		return nil, activity.Receipt{}, err
	}
	var now *Timer
	receipt, err := s.change(ctx, v, p.ID, func(ctx context.Context, tx bun.Tx, t *Timer) (activity.Outcome, error) {
		now = t
		return p.apply(ctx, tx, v, t)
	})
	if err != nil {
		return nil, receipt, err
	}
	return now, receipt, nil
}

func (p Update) apply(ctx context.Context, tx bun.Tx, v *authz.Viewer, t *Timer) (activity.Outcome, error) {
	none := activity.Outcome{}
	// A task that is given is looked at also where it is the timer's own: the answer would tell those who are not told what runs.
	if err := checkTask(ctx, tx, v, t.WorkspaceID, p.TaskID.Value); err != nil {
		return none, err
	}
	old := *t
	t.TaskID, t.Note = p.TaskID.Apply(t.TaskID), p.Note.Apply(t.Note)
	var d activity.Diff
	d.ID("task", id.Task, old.TaskID, t.TaskID)
	d.Guarded("note", !sameText(old.Note, t.Note))
	// Neither do they learn from silence that a value was guessed.
	if !d.Any() && authz.SeesTimer(v, t) {
		return none, nil
	}
	if err := postgres.Update(ctx, tx, t, t.WorkspaceID, t.ID, &t.Version, "task_id", "note"); err != nil {
		return none, fmt.Errorf("changing a timer: %w", err)
	}
	told := entry(activity.Updated, t, "changed a timer", map[string]any{})
	told.Changes = d.Changes
	return activity.Outcome{Entries: []*activity.Entry{told}}, nil
}

func sameText(a, b *string) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }
