package schedule

import (
	"context"
	"time"

	"daybook/internal/activity"
	"daybook/internal/blocker"
	"daybook/internal/export"
	"daybook/internal/timer"

	"github.com/uptrace/bun"
)

// Services are what the jobs work with.
type Services struct {
	DB       *bun.DB
	Blockers *blocker.Service
	Exports  *export.Service
	Timers   *timer.Service
	Now      func() time.Time
}

// Jobs is the table of all jobs.
func Jobs(s Services) []Job {
	return []Job{
		{Name: "blockers.escalate_due", Every: 30 * time.Second, Timeout: 25 * time.Second, Run: func(ctx context.Context) error {
			_, err := s.Blockers.EscalateDue(ctx)
			return err
		}},
		{Name: "timers.stop_idle", Every: 30 * time.Second, Timeout: 25 * time.Second, Run: func(ctx context.Context) error {
			_, err := s.Timers.StopIdle(ctx, s.Now())
			return err
		}},
		{Name: "activity.purge_keys", Every: time.Hour, Timeout: 5 * time.Minute, Run: func(ctx context.Context) error {
			_, err := activity.PurgeKeys(ctx, s.DB)
			return err
		}},
		{Name: "exports.purge", Every: time.Hour, Timeout: 5 * time.Minute, Run: func(ctx context.Context) error {
			_, err := s.Exports.Purge(ctx, s.Now())
			return err
		}},
	}
}
