package timer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"time"

	"daybook/internal/activity"
	"daybook/internal/check"
	"daybook/internal/timeentry"
	"daybook/internal/workspace"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// idleBatch is how many idle timers are read at once.
const idleBatch = 100

// idle is a timer that nobody has been at for as long as its workspace allows.
type idle struct {
	WorkspaceID, ID uuid.UUID
	LastActiveAt    time.Time
	Minutes         int // that the workspace allows
}

// StopIdle ends the timers that nobody has been at for as long as their workspaces allow, in entries that end with the last
// activity (R6), and tells how many. Run again, or by several at once, it changes nothing more: each timer is looked at anew
// under its lock, and one that someone else is changing is left to the next run. A timer whose entry cannot be stored keeps
// running, so that the person can say what to do; the log warns of their number.
func (s *Service) StopIdle(ctx context.Context, now time.Time) (int, error) {
	stopped, left := 0, 0
	var failures error
	for after := (&idle{LastActiveAt: now, ID: uuid.Max}); after != nil; {
		batch, err := idleTimers(ctx, s.db, now, after)
		if err != nil {
			return stopped, errors.Join(failures, err)
		}
		after = nil
		for _, i := range batch {
			if ctx.Err() != nil {
				return stopped, errors.Join(failures, ctx.Err())
			}
			done, err := s.stopIdle(ctx, now, i)
			switch {
			case done:
				stopped++
			case isRejection(err):
				left++
			case err != nil:
				failures = errors.Join(failures, err)
			}
		}
		if len(batch) == idleBatch {
			after = &batch[len(batch)-1]
		}
	}
	if left > 0 {
		s.slog.WarnContext(ctx, "idle timers run on: their time cannot be stored", "timers", left)
	}
	return stopped, failures
}

func isRejection(err error) bool {
	_, ok := errors.AsType[*check.Rejection](err)
	return ok
}

// The latest come first: those that cannot be stored grow older and keep no others waiting. What has run for more than a day
// is the person's to end.
const idleSQL = `
select t.workspace_id, t.id, t.last_active_at, s.minutes
from timers t
left join workspace_settings w on w.workspace_id = t.workspace_id
cross join lateral (select coalesce(w.timer_idle_minutes, ?1) as minutes) s
where t.ended_at is null and s.minutes > 0 and t.last_active_at <= ?0::timestamptz - make_interval(mins => s.minutes)
  and t.last_active_at <= t.started_at + make_interval(secs => ?2) and (t.last_active_at, t.id) < (?3::timestamptz, ?4::uuid)
order by t.last_active_at desc, t.id desc limit ?5`

// idleTimers reads a batch of idle timers that follow the one given.
func idleTimers(ctx context.Context, db bun.IDB, now time.Time, after *idle) ([]idle, error) {
	var batch []idle
	err := db.NewRaw(idleSQL, now, workspace.Defaults(uuid.Nil).TimerIdleMinutes, timeentry.MaxSeconds, after.LastActiveAt, after.ID, idleBatch).
		Scan(ctx, &batch)
	if err != nil {
		return nil, fmt.Errorf("looking for idle timers: %w", err)
	}
	return batch, nil
}

// stopIdle ends one of them, unless it ended, is attended to again, or is being changed.
func (s *Service) stopIdle(ctx context.Context, now time.Time, i idle) (done bool, err error) {
	receipt, err := s.log.DoAll(ctx, i.WorkspaceID, activity.BySystem, func(ctx context.Context, tx bun.Tx) (activity.Outcome, error) {
		t := new(Timer)
		// The lock on the member is that of member.LockDays. Neither lock is waited for, so none can wait for the other.
		err := tx.NewSelect().Model(t).Join("JOIN members AS m ON m.workspace_id = t.workspace_id AND m.id = t.member_id").
			Where("t.workspace_id = ?", i.WorkspaceID).Where("t.id = ?", i.ID).Where("t.ended_at IS NULL").
			Where("t.last_active_at <= ?", now.Add(-time.Duration(i.Minutes)*time.Minute)).
			For("NO KEY UPDATE OF t, m SKIP LOCKED").Scan(ctx)
		if errors.Is(err, sql.ErrNoRows) {
			return activity.Outcome{}, nil
		}
		if err != nil {
			return activity.Outcome{}, fmt.Errorf("locking an idle timer: %w", err)
		}
		end := wholeSecond(*t.LastActiveAt) // never before the start, which is a whole second
		e, err := finishFor(ctx, tx, t, end)
		if err != nil {
			return activity.Outcome{}, err
		}
		away := now.Sub(end)
		found := map[string]any{"idleSeconds": int(away / time.Second), "idleMinutes": int(away / time.Minute)}
		maps.Copy(found, outcome(e))
		return activity.Outcome{Entries: []*activity.Entry{stopped(t, e), entry(activity.IdleDetected, t, "found nobody at a timer", found)}}, nil
	})
	return err == nil && receipt.Seq > 0, err
}
