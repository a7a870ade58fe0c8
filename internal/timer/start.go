package timer

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
	"daybook/internal/task"
	"daybook/internal/timeentry"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// StartParams say what to start. A nil StartedAt is now; OnBehalfOf is for services, which must give it.
type StartParams struct {
	WorkspaceID uuid.UUID
	TaskID      *uuid.UUID
	Note        *string
	Billable    bool
	Switch      bool // stop the running timer first
	StartedAt   *time.Time
	OnBehalfOf  *uuid.UUID
}

// Started is what became of a start.
type Started struct {
	Timer   *Timer           // nil when it was rejected
	Stopped *timeentry.Entry // what the timer that ran before became, with Switch
	Running *Timer           // the timer in the way, with ALREADY_RUNNING
}

// StartResult is what a repeated start is answered with.
type StartResult struct {
	Timer uuid.UUID  `json:"timer"`
	Entry *uuid.UUID `json:"entry,omitempty"`
}

// Start starts a timer; with Switch the one that runs is stopped at that instant, in the same transaction. Rejections:
// ALREADY_RUNNING, REQUIRED, TOO_LONG, INVALID (also at taskId for an archived project), NOT_FOUND, OVERLAP, CLOSED_PERIOD,
// OUT_OF_RANGE.
func (s *Service) Start(ctx context.Context, v *authz.Viewer, p StartParams) (Started, activity.Receipt, error) {
	none := activity.Receipt{}
	memberID, err := member.Whose(v, p.WorkspaceID, p.OnBehalfOf)
	if err != nil {
		return Started{}, none, err
	}
	t := &Timer{WorkspaceID: p.WorkspaceID, MemberID: memberID, TaskID: p.TaskID, Billable: p.Billable}
	if err := authz.WriteOwnRow(v, t); err != nil { // to others, nobody's timers exist
		return Started{}, none, err
	}
	var l check.List
	t.Note = l.OptionalText("note", p.Note, timeentry.MaxNote)
	if err := l.Err(); err != nil {
		return Started{}, none, err
	}
	var made Started
	receipt, err := s.log.DoAll(ctx, p.WorkspaceID, activity.By(v, p.WorkspaceID), func(ctx context.Context, tx bun.Tx) (activity.Outcome, error) {
		made = Started{}
		start := starter{Service: s, v: v, p: p, made: &made}
		return start.run(ctx, tx, *t)
	})
	if err != nil {
		return Started{Running: made.Running}, receipt, err
	}
	return made, receipt, nil
}

// starter is one start inside its transaction.
type starter struct {
	*Service
	v    *authz.Viewer
	p    StartParams
	made *Started
}

func (s starter) run(ctx context.Context, tx bun.Tx, t Timer) (activity.Outcome, error) {
	none := activity.Outcome{}
	people, err := member.LockDaysOf(ctx, tx, t.WorkspaceID, []uuid.UUID{t.MemberID})
	if err != nil {
		return none, err
	}
	person := people[t.MemberID]
	if person == nil {
		return none, check.Reject(check.NotFound, "onBehalfOf", "there is no such member")
	}
	if err := checkTask(ctx, tx, s.v, t.WorkspaceID, t.TaskID); err != nil {
		return none, err
	}
	rules, err := timeentry.ReadRules(ctx, tx, t.WorkspaceID)
	if err != nil {
		return none, err
	}
	old, err := running(ctx, tx, t.WorkspaceID, t.MemberID)
	if err != nil {
		return none, err
	}
	if old != nil && !s.p.Switch {
		s.made.Running = old
		return none, alreadyRunning(s.v, old)
	}
	if t.StartedAt, err = s.startTime(person, rules); err != nil {
		return none, err
	}
	out := activity.Outcome{}
	result := StartResult{Timer: id.New()}
	if old != nil {
		if s.made.Stopped, err = s.switchFrom(ctx, tx, old, t.StartedAt, person, rules); err != nil {
			return none, err
		}
		result.Entry = &s.made.Stopped.ID
		out.Entries = append(out.Entries, stopped(old, s.made.Stopped))
	}
	if err := vacant(ctx, tx, &t); err != nil {
		return none, err
	}
	t.ID = result.Timer
	if _, err := tx.NewInsert().Model(&t).Returning("created_at, updated_at, version").Exec(ctx); err != nil {
		return none, fmt.Errorf("inserting a timer: %w", err)
	}
	s.made.Timer = &t
	out.Entries, out.Result = append(out.Entries, entry(activity.Started, &t, "started a timer", map[string]any{})), result
	return out, nil
}

// checkTask is whether a timer may run on the task. Rejections, at taskId: NOT_FOUND, INVALID for an archived project.
func checkTask(ctx context.Context, tx bun.Tx, v *authz.Viewer, workspaceID uuid.UUID, taskID *uuid.UUID) error {
	if taskID == nil {
		return nil
	}
	opened, err := task.Openable(ctx, tx, authz.Projects(v), workspaceID, []uuid.UUID{*taskID})
	if err != nil {
		return err
	}
	return opened.Take(*taskID)
}

// startTime is now, or what was asked for: not ahead, at most a day ago, on a day whose time can still be stored. Now is
// looked up only here, under the lock: whoever waited for another start comes after it.
func (s starter) startTime(person *member.Member, rules timeentry.Rules) (time.Time, error) {
	now := s.now()
	at := wholeSecond(now)
	if s.p.StartedAt != nil {
		at = wholeSecond(*s.p.StartedAt)
	}
	switch {
	case at.After(now):
		return at, check.Reject(check.OutOfRange, "startedAt", "the time has not come")
	case now.Sub(at) > longest:
		return at, check.Reject(check.OutOfRange, "startedAt", "a timer starts at most 24 hours ago")
	case rules.Closed(day.At(at, person.Zone())):
		return at, check.Reject(check.ClosedPeriod, "startedAt", "the day is closed for changes")
	}
	return at, nil
}

// switchFrom ends the timer that ran before where the next one starts.
func (s starter) switchFrom(ctx context.Context, tx bun.Tx, old *Timer, at time.Time, person *member.Member, rules timeentry.Rules) (*timeentry.Entry, error) {
	switch {
	case at.Before(old.StartedAt):
		return nil, check.Reject(check.Invalid, "startedAt", "the timer that runs was started after this")
	case at.Sub(old.StartedAt) > longest:
		return nil, check.Reject(check.OutOfRange, "switch", "the timer has run for more than 24 hours: stop it first, saying when it ended")
	}
	e, err := finish(ctx, tx, old, at, person, rules)
	return e, relocate(err, "switch")
}

// alreadyRunning names the timer in the way to those who are told what runs.
func alreadyRunning(v *authz.Viewer, t *Timer) error {
	if !authz.SeesTimer(v, t) {
		return check.Reject(check.AlreadyRunning, "switch", "a timer of the person runs already: stop it first, or ask to switch")
	}
	return check.Reject(check.AlreadyRunning, "switch", "the timer %s runs since %s: stop it first, or ask to switch", t.NodeID(), t.StartedAt.UTC().Format(time.RFC3339))
}

// vacant requires that no entry of the person reaches past the timer's start.
func vacant(ctx context.Context, tx bun.Tx, t *Timer) error {
	taken, err := tx.NewSelect().Model((*timeentry.Entry)(nil)).Where("e.workspace_id = ?", t.WorkspaceID).Where("e.member_id = ?", t.MemberID).
		Where("e.started_at IS NOT NULL").Where("e.deleted_at IS NULL").
		Where("tstzrange(e.started_at, e.ended_at) && tstzrange(?, NULL)", t.StartedAt).Exists(ctx)
	if err == nil && taken {
		err = check.Reject(check.Overlap, "startedAt", "the time is taken by an entry that ends later")
	}
	return err
}
