package workspace

import (
	"context"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/fault"
)

// MaxStatsDays is the longest period of statistics.
const MaxStatsDays = 366

// ActivityStats counts what happened in the last days of the workspace's zone, today included. Members get what activity.Count
// lets them. Errors: NOT_FOUND, BAD_USER_INPUT.
func (s *Service) ActivityStats(ctx context.Context, v *authz.Viewer, w *Workspace, days int) (*activity.Stats, error) {
	if _, err := authz.Reach(v, w.ID); err != nil {
		return nil, err
	}
	if days < 1 || days > MaxStatsDays {
		return nil, fault.BadArgument("days", "days must be from 1 to %d", MaxStatsDays)
	}
	settings, err := ReadSettings(ctx, s.db, w.ID)
	if err != nil {
		return nil, err
	}
	first := s.today(w).AddDays(1 - days)
	return activity.Count(ctx, s.db, v, w.ID, activity.Period{Days: days, From: first.Start(w.Zone())}, settings.MinimumGroupSize)
}
