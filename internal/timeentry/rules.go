package timeentry

import (
	"context"

	"daybook/internal/day"
	"daybook/internal/workspace"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Rules are what a workspace's settings say of time entries.
type Rules struct {
	ClosedThrough   *day.Date // entries of this day and before cannot be changed
	RoundingMinutes int       // of reports; 0: off
	RoundingMode    workspace.Rounding
}

// ReadRules reads them, once for a transaction.
func ReadRules(ctx context.Context, db bun.IDB, workspaceID uuid.UUID) (Rules, error) {
	s, err := workspace.ReadSettings(ctx, db, workspaceID)
	if err != nil {
		return Rules{}, err
	}
	return Rules{ClosedThrough: s.ClosedThrough, RoundingMinutes: s.RoundingMinutes, RoundingMode: s.RoundingMode}, nil
}

// Closed tells whether entries of the day cannot be changed.
func (r Rules) Closed(d day.Date) bool {
	return r.ClosedThrough != nil && !d.After(*r.ClosedThrough)
}

// judge sets what the settings make of an entry, as reading it would.
func (r Rules) judge(e *Entry) {
	e.Reported, e.Closed = Reported(e.DurationSeconds, r.RoundingMinutes, r.RoundingMode), r.Closed(e.SpentOn)
}

// Reported is a duration in seconds as reports show it: rounded to a multiple of the minutes, half of one up where the nearest
// is asked for. 0 minutes round nothing. The database's reported_seconds is the same.
func Reported(seconds, minutes int, mode workspace.Rounding) int {
	step := minutes * 60
	if step == 0 {
		return seconds
	}
	switch mode {
	case workspace.Up:
		seconds += step - 1
	case workspace.Down:
	default:
		seconds += step / 2
	}
	return seconds / step * step
}

// ReportedSQL is the SQL of a duration as reports show it. The query joins workspace_settings under the alias, from the left:
// a workspace without a row rounds nothing.
func ReportedSQL(duration, settingsAlias string) string {
	return "reported_seconds(" + duration + ", " + settingsAlias + ".rounding_minutes, " + settingsAlias + ".rounding_mode)"
}
