package timeentry

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/patch"
	"daybook/internal/postgres"
	"daybook/internal/task"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Update changes the fields given. A new end changes the duration, a new duration moves the end, a new start moves the end
// with it; start and end cleared together leave a day and a duration. Version is the one the change is based on, if any.
type Update struct {
	ID                 uuid.UUID
	TaskID             patch.Field[uuid.UUID]
	StartedAt, EndedAt patch.Field[time.Time]
	SpentOn            *day.Date
	DurationSeconds    *int
	Billable           *bool
	Note               patch.Field[string]
	Version            *int
}

// Update stores it. Errors: NOT_FOUND, FORBIDDEN. Rejections: as of Create, and CONFLICT; CLOSED_PERIOD at id where the entry
// stands in a closed period itself. An entry on a project that was archived since can still be changed, and moved away.
func (s *Service) Update(ctx context.Context, v *authz.Viewer, p Update) (*Entry, activity.Receipt, error) {
	var l check.List
	p.Note.Value = l.OptionalText("note", p.Note.Value, MaxNote)
	if err := l.Err(); err != nil {
		return nil, activity.Receipt{}, err
	}
	return s.change(ctx, v, p.ID, p.Version, func(ctx context.Context, tx bun.Tx, e *Entry, rules Rules) (*activity.Entry, error) {
		old := *e
		if err := p.apply(ctx, tx, e, s.now()); err != nil {
			return nil, err
		}
		d := difference(&old, e)
		if d.Has("task") && e.TaskID != nil {
			opened, err := task.Openable(ctx, tx, authz.Projects(v), e.WorkspaceID, []uuid.UUID{*e.TaskID})
			if err != nil {
				return nil, err
			}
			if err := opened.Take(*e.TaskID); err != nil {
				return nil, err
			}
		}
		if d.Has("spentOn") || d.Has("startedAt") || d.Has("endedAt") || d.Has("durationSeconds") {
			if err := newLedger(rules).admitOne(ctx, tx, e); err != nil {
				return nil, err
			}
		}
		if !d.Any() {
			return nil, nil
		}
		if err := update(ctx, tx, e); err != nil {
			return nil, err
		}
		return entry(activity.Updated, e, "changed a time entry", d), nil
	})
}

// Delete takes an entry out of every list, total and lookup; its row stays. Errors: NOT_FOUND, FORBIDDEN. Rejections:
// CONFLICT, CLOSED_PERIOD.
func (s *Service) Delete(ctx context.Context, v *authz.Viewer, entryID uuid.UUID, version *int) (activity.Receipt, error) {
	_, receipt, err := s.change(ctx, v, entryID, version, func(ctx context.Context, tx bun.Tx, e *Entry, _ Rules) (*activity.Entry, error) {
		e.DeletedAt = new(s.now().UTC())
		if err := update(ctx, tx, e); err != nil {
			return nil, err
		}
		return entry(activity.Deleted, e, "deleted a time entry", activity.Diff{}), nil
	})
	return receipt, err
}

// change holds the person's days and the entry, and lets decide. A request that was answered before is answered so where the
// entry is gone since.
func (s *Service) change(ctx context.Context, v *authz.Viewer, entryID uuid.UUID, version *int, decide func(context.Context, bun.Tx, *Entry, Rules) (*activity.Entry, error)) (*Entry, activity.Receipt, error) {
	none := activity.Receipt{}
	rows, err := read(ctx, s.db, v.WorkspaceIDs(), []uuid.UUID{entryID})
	if err != nil {
		return nil, none, err
	}
	known := rows[entryID]
	if known == nil {
		if earlier, err := s.log.Earlier(ctx, v); earlier != nil || err != nil {
			return nil, *cmp.Or(earlier, &none), err
		}
		return nil, none, fault.Missing()
	}
	if err := authz.ChangeTime(v, known); err != nil {
		return nil, none, err
	}
	var e *Entry
	receipt, err := s.log.Do(ctx, known.WorkspaceID, activity.By(v, known.WorkspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		e = new(Entry)
		if err := member.LockDays(ctx, tx, known.WorkspaceID, known.MemberID); err != nil {
			return nil, err
		}
		if err := postgres.Lock(ctx, tx, e, known.WorkspaceID, known.ID); err != nil {
			return nil, fmt.Errorf("locking a time entry: %w", err)
		}
		if e.DeletedAt != nil {
			return nil, fault.Missing()
		}
		if version != nil && *version != e.Version {
			return nil, check.Stale(e.Version)
		}
		rules, err := ReadRules(ctx, tx, e.WorkspaceID)
		if err != nil {
			return nil, err
		}
		if rules.Closed(e.SpentOn) {
			return nil, check.Reject(check.ClosedPeriod, "id", "the days to %s are closed", rules.ClosedThrough)
		}
		told, err := decide(ctx, tx, e, rules)
		if err == nil {
			rules.judge(e)
		}
		return told, err
	})
	if err != nil {
		return nil, receipt, err
	}
	return e, receipt, nil
}

// difference tells which fields changed; when exactly the time was spent, and on what, never enters the log.
func difference(old, now *Entry) activity.Diff {
	var d activity.Diff
	d.ID("task", id.Task, old.TaskID, now.TaskID)
	d.Text("spentOn", old.SpentOn, now.SpentOn)
	d.Guarded("startedAt", !sameInstant(old.StartedAt, now.StartedAt))
	d.Guarded("endedAt", !sameInstant(old.EndedAt, now.EndedAt))
	d.Guarded("durationSeconds", old.DurationSeconds != now.DurationSeconds)
	d.Text("billable", old.Billable, now.Billable)
	d.Guarded("note", !sameText(old.Note, now.Note))
	return d
}

func sameInstant(a, b *time.Time) bool {
	return (a == nil) == (b == nil) && (a == nil || a.Equal(*b))
}

func sameText(a, b *string) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }
