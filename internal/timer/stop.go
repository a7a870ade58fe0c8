package timer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/postgres"
	"daybook/internal/timeentry"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Stop ends a timer in an entry, also one of no seconds: what was tracked is never dropped unasked. A nil endedAt is now, also
// when the person was away: they decide. Rejections: NOT_RUNNING, INVALID, OUT_OF_RANGE, OVERLAP, CLOSED_PERIOD.
func (s *Service) Stop(ctx context.Context, v *authz.Viewer, timerID uuid.UUID, endedAt *time.Time) (*timeentry.Entry, activity.Receipt, error) {
	var made *timeentry.Entry
	receipt, err := s.change(ctx, v, timerID, func(ctx context.Context, tx bun.Tx, t *Timer) (activity.Outcome, error) {
		end, err := s.endTime(t, endedAt)
		if err != nil {
			return activity.Outcome{}, err
		}
		made, err = finishFor(ctx, tx, t, end)
		if err != nil {
			return activity.Outcome{}, relocate(err, "endedAt")
		}
		return activity.Outcome{Entries: []*activity.Entry{stopped(t, made)}, Result: made.ID}, nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return made, receipt, nil
}

// Discard throws a running timer away. Rejection: NOT_RUNNING.
func (s *Service) Discard(ctx context.Context, v *authz.Viewer, timerID uuid.UUID) (activity.Receipt, error) {
	return s.change(ctx, v, timerID, func(ctx context.Context, tx bun.Tx, t *Timer) (activity.Outcome, error) {
		if err := t.end(ctx, tx, s.now().UTC(), nil); err != nil {
			return activity.Outcome{}, err
		}
		return activity.Outcome{Entries: []*activity.Entry{entry(activity.Deleted, t, "discarded a timer", map[string]any{})}}, nil
	})
}

// IdleReport notes that the person is at a running timer, or, with idleSince, since when they are not; an instant outside the
// timer's time is moved to its nearer end. It appends nothing to the log. Rejection: NOT_RUNNING.
func (s *Service) IdleReport(ctx context.Context, v *authz.Viewer, timerID uuid.UUID, idleSince *time.Time) (*Timer, error) {
	known, err := s.owned(ctx, v, timerID)
	if err != nil {
		return nil, err
	}
	active := s.now().UTC()
	if idleSince != nil && idleSince.Before(active) {
		active = idleSince.UTC()
	}
	// Nobody else's change is waited for but another one of this timer: a report must not hold up what is tracked.
	t := new(Timer)
	err = s.db.NewRaw(`
		update timers set last_active_at = greatest(?2::timestamptz, started_at), updated_at = clock_timestamp(),
		  idle_since = case when ?3 then greatest(?2::timestamptz, started_at) end
		where workspace_id = ?0 and id = ?1 and ended_at is null
		returning *`, known.WorkspaceID, known.ID, active, idleSince != nil).Scan(ctx, t)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, notRunning()
	}
	if err != nil {
		return nil, fmt.Errorf("noting a person's presence: %w", err)
	}
	return t, nil
}

// owned reads a timer that the viewer may change.
func (s *Service) owned(ctx context.Context, v *authz.Viewer, timerID uuid.UUID) (*Timer, error) {
	rows, err := read(ctx, s.db, v.WorkspaceIDs(), []uuid.UUID{timerID})
	if err != nil {
		return nil, err
	}
	t := rows[timerID]
	if t == nil {
		return nil, fault.Missing()
	}
	return t, authz.WriteOwnRow(v, t)
}

// change locks the person's days and the timer, which must run, and decides what becomes of it.
func (s *Service) change(ctx context.Context, v *authz.Viewer, timerID uuid.UUID, decide func(context.Context, bun.Tx, *Timer) (activity.Outcome, error)) (activity.Receipt, error) {
	known, err := s.owned(ctx, v, timerID)
	if err != nil {
		return activity.Receipt{}, err
	}
	return s.log.DoAll(ctx, known.WorkspaceID, activity.By(v, known.WorkspaceID), func(ctx context.Context, tx bun.Tx) (activity.Outcome, error) {
		if err := member.LockDays(ctx, tx, known.WorkspaceID, known.MemberID); err != nil {
			return activity.Outcome{}, err
		}
		t, err := running(ctx, tx, known.WorkspaceID, known.MemberID)
		if err != nil {
			return activity.Outcome{}, err
		}
		if t == nil || t.ID != timerID {
			return activity.Outcome{}, notRunning()
		}
		return decide(ctx, tx, t)
	})
}

func notRunning() error {
	return check.Reject(check.NotRunning, "id", "the timer does not run any more")
}

// endTime is now, or what was asked for: not ahead, not before the start, and within a day of it.
func (s *Service) endTime(t *Timer, asked *time.Time) (time.Time, error) {
	now := s.now()
	end := wholeSecond(now)
	if asked != nil {
		end = wholeSecond(*asked)
	}
	switch {
	case end.After(now):
		return end, check.Reject(check.OutOfRange, "endedAt", "the time has not come")
	case end.Before(t.StartedAt):
		return end, check.Reject(check.Invalid, "endedAt", "the timer was started after this")
	case end.Sub(t.StartedAt) > longest:
		return end, check.Reject(check.OutOfRange, "endedAt", "the timer has run for more than 24 hours: say when it ended")
	}
	return end, nil
}

// running reads the person's running timer, to change it; nil when none runs.
func running(ctx context.Context, tx bun.Tx, workspaceID, memberID uuid.UUID) (*Timer, error) {
	t := new(Timer)
	err := tx.NewSelect().Model(t).Where("t.workspace_id = ?", workspaceID).Where("t.member_id = ?", memberID).Where("t.ended_at IS NULL").
		For("NO KEY UPDATE").Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // absence is the answer here
	}
	if err != nil {
		return nil, fmt.Errorf("reading a running timer: %w", err)
	}
	return t, nil
}

// finishFor is finish for whom nothing was read yet.
func finishFor(ctx context.Context, tx bun.Tx, t *Timer, end time.Time) (*timeentry.Entry, error) {
	person, err := member.Read(ctx, tx, t.WorkspaceID, t.MemberID)
	if err != nil {
		return nil, fmt.Errorf("reading a person: %w", err)
	}
	rules, err := timeentry.ReadRules(ctx, tx, t.WorkspaceID)
	if err != nil {
		return nil, err
	}
	return finish(ctx, tx, t, end, person, rules)
}

// finish ends a timer in an entry, which lies on the person's local day of the start. The caller holds member.LockDays.
func finish(ctx context.Context, tx bun.Tx, t *Timer, end time.Time, person *member.Member, rules timeentry.Rules) (*timeentry.Entry, error) {
	e := &timeentry.Entry{WorkspaceID: t.WorkspaceID, ID: id.New(), MemberID: t.MemberID, TaskID: t.TaskID, SpentOn: day.At(t.StartedAt, person.Zone()),
		StartedAt: new(t.StartedAt), EndedAt: &end, DurationSeconds: int(end.Sub(t.StartedAt) / time.Second),
		Billable: t.Billable, Note: t.Note, Origin: timeentry.FromTimer}
	// The timer first: while it runs, the time is its own.
	if err := t.end(ctx, tx, end, &e.ID); err != nil {
		return nil, err
	}
	return e, timeentry.Insert(ctx, tx, e, rules)
}

// end ends the timer. Its note goes with it: it is the entry's now, or nobody's.
func (t *Timer) end(ctx context.Context, tx bun.Tx, at time.Time, entryID *uuid.UUID) error {
	t.EndedAt, t.EntryID, t.Note = &at, entryID, nil
	if err := postgres.Update(ctx, tx, t, t.WorkspaceID, t.ID, &t.Version, "ended_at", "entry_id", "note"); err != nil {
		return fmt.Errorf("ending a timer: %w", err)
	}
	return nil
}

// relocate gives the user errors of storing an entry the field of the input that brought them about.
func relocate(err error, field string) error {
	if r, ok := errors.AsType[*check.Rejection](err); ok {
		for _, e := range r.Errors {
			e.Field = []string{field}
		}
	}
	return err
}
