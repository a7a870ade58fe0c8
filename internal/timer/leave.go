package timer

import (
	"context"
	"errors"
	"time"

	"daybook/internal/activity"
	"daybook/internal/check"
	"daybook/internal/member"
	"daybook/internal/timeentry"

	"github.com/uptrace/bun"
)

// Leave ends the timer that runs for a person who leaves, inside the transaction of their removal: in an entry that ends with
// their last activity, or now where no client tells of any, a day after the start at the latest. Nobody is left to say what
// to do with time that cannot be stored, on closed days or beyond the 24 hours of a day: it is discarded, and the log tells
// why. The caller holds member.LockDays.
func (s *Service) Leave(ctx context.Context, tx bun.Tx, m *member.Member) ([]*activity.Entry, error) {
	t, err := running(ctx, tx, m.WorkspaceID, m.ID)
	if err != nil || t == nil {
		return nil, err
	}
	rules, err := timeentry.ReadRules(ctx, tx, m.WorkspaceID)
	if err != nil {
		return nil, err
	}
	end := s.lastSeen(t)
	ended := *t
	var e *timeentry.Entry
	err = tx.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) (err error) { // a savepoint: what is refused is undone
		e, err = finish(ctx, tx, &ended, end, m, rules)
		return err
	})
	if r, refused := errors.AsType[*check.Rejection](err); refused {
		if err := t.end(ctx, tx, end, nil); err != nil {
			return nil, err
		}
		return []*activity.Entry{entry(activity.Deleted, t, "discarded a timer", map[string]any{"reason": string(r.Errors[0].Code)})}, nil
	}
	if err != nil {
		return nil, err
	}
	return []*activity.Entry{stopped(&ended, e)}, nil
}

// lastSeen is when the person was last known to be at the timer.
func (s *Service) lastSeen(t *Timer) time.Time {
	end := wholeSecond(s.now())
	if t.LastActiveAt != nil && t.LastActiveAt.Before(end) {
		end = wholeSecond(*t.LastActiveAt)
	}
	if most := t.StartedAt.Add(longest); end.After(most) {
		end = most
	}
	if end.Before(t.StartedAt) { // a clock that was set back
		end = t.StartedAt
	}
	return end
}
