package workspace

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/patch"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Rounding is which way reports round.
type Rounding string

// The ways.
const (
	Nearest Rounding = "nearest"
	Up      Rounding = "up"
	Down    Rounding = "down"
)

// Settings is how a workspace works. Version 0 are the defaults, which need no row.
type Settings struct {
	bun.BaseModel `bun:"table:workspace_settings,alias:ws"`

	WorkspaceID      uuid.UUID
	MinimumGroupSize int
	TimerIdleMinutes int // 0: timers are not stopped
	RoundingMinutes  int // 0: reports do not round
	RoundingMode     Rounding
	ClosedThrough    *day.Date
	Version          int
}

// Bounds of the settings.
const (
	MinGroupSize = 2
	MaxGroupSize = 50
	MaxTimerIdle = 480 // minutes
)

// RoundingSteps are the minutes reports can round to.
var RoundingSteps = []int{0, 1, 5, 6, 10, 15, 30, 60}

// Defaults are the settings of a workspace that never changed them.
func Defaults(workspaceID uuid.UUID) *Settings {
	return &Settings{WorkspaceID: workspaceID, MinimumGroupSize: 3, TimerIdleMinutes: 30, RoundingMode: Nearest}
}

// ReadSettings reads the settings for a rule, without looking at rights: the defaults when none were stored.
func ReadSettings(ctx context.Context, db bun.IDB, workspaceID uuid.UUID) (*Settings, error) {
	return scanSettings(ctx, db.NewSelect(), workspaceID)
}

func scanSettings(ctx context.Context, q *bun.SelectQuery, workspaceID uuid.UUID) (*Settings, error) {
	s := new(Settings)
	err := q.Model(s).Where("ws.workspace_id = ?", workspaceID).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Defaults(workspaceID), nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading a workspace's settings: %w", err)
	}
	return s, nil
}

// Settings reads them for an admin of the workspace. Errors: NOT_FOUND, FORBIDDEN.
func (s *Service) Settings(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID) (*Settings, error) {
	if err := authz.AdminOnly(v, workspaceID); err != nil {
		return nil, err
	}
	return ReadSettings(ctx, s.db, workspaceID)
}

// SettingsUpdate changes the settings given; a nil field stays as it is. Version is the one the change is based on, 0 for
// the defaults.
type SettingsUpdate struct {
	WorkspaceID      uuid.UUID
	MinimumGroupSize *int
	TimerIdleMinutes *int
	RoundingMinutes  *int
	RoundingMode     *Rounding
	ClosedThrough    patch.Field[day.Date]
	Version          int
}

// UpdateSettings stores it. Errors: NOT_FOUND, FORBIDDEN. Rejections: OUT_OF_RANGE, CONFLICT.
func (s *Service) UpdateSettings(ctx context.Context, v *authz.Viewer, p SettingsUpdate) (*Settings, activity.Receipt, error) {
	none := activity.Receipt{}
	if err := authz.ChangeSettings(v, p.WorkspaceID); err != nil {
		return nil, none, err
	}
	w, err := s.MustReach(ctx, v, p.WorkspaceID)
	if err != nil {
		return nil, none, err
	}
	if err := p.check(s.today(w)); err != nil {
		return nil, none, err
	}
	var row *Settings
	receipt, err := s.log.Do(ctx, w.ID, activity.By(v, w.ID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		if row, err = scanSettings(ctx, tx.NewSelect().For("NO KEY UPDATE"), w.ID); err != nil {
			return nil, err
		}
		if row.Version != p.Version {
			return nil, check.Stale(row.Version)
		}
		d := p.apply(row)
		if !d.Any() {
			return nil, nil
		}
		if err := row.store(ctx, tx); err != nil {
			return nil, err
		}
		return &activity.Entry{Action: activity.SettingsUpdated, EntityType: activity.Workspace, EntityID: w.ID,
			Visibility: activity.ToAdmins, SubjectName: w.Name, Title: "changed the settings", Changes: d.Changes,
			Metadata: map[string]any{"version": row.Version}}, nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return row, receipt, nil
}

// today is the present day where the workspace is; in UTC should its zone not be known here any more.
func (s *Service) today(w *Workspace) day.Date {
	return day.At(s.now(), w.Zone())
}

func (p *SettingsUpdate) check(today day.Date) error {
	var l check.List
	within(&l, "minimumGroupSize", p.MinimumGroupSize, MinGroupSize, MaxGroupSize)
	within(&l, "timerIdleMinutes", p.TimerIdleMinutes, 0, MaxTimerIdle)
	if n := p.RoundingMinutes; n != nil && !slices.Contains(RoundingSteps, *n) {
		l.Add(check.OutOfRange, "roundingMinutes", "one of %v is expected", RoundingSteps)
	}
	if c := p.ClosedThrough.Value; c != nil && c.After(today) {
		l.Add(check.OutOfRange, "closedThrough", "the day has not come yet: it is %s in the workspace", today)
	}
	return l.Err()
}

func within(l *check.List, field string, n *int, least, most int) {
	if n != nil && (*n < least || *n > most) {
		l.Add(check.OutOfRange, field, "%d to %d are expected", least, most)
	}
}

// apply sets what is given and tells what changed.
func (p *SettingsUpdate) apply(row *Settings) activity.Diff {
	var d activity.Diff
	set(&d, "minimumGroupSize", &row.MinimumGroupSize, p.MinimumGroupSize)
	set(&d, "timerIdleMinutes", &row.TimerIdleMinutes, p.TimerIdleMinutes)
	set(&d, "roundingMinutes", &row.RoundingMinutes, p.RoundingMinutes)
	set(&d, "roundingMode", &row.RoundingMode, p.RoundingMode)
	closed := p.ClosedThrough.Apply(row.ClosedThrough)
	d.Text("closedThrough", row.ClosedThrough, closed)
	row.ClosedThrough = closed
	return d
}

func set[T any](d *activity.Diff, field string, old, now *T) {
	if now == nil {
		return
	}
	d.Text(field, *old, *now)
	*old = *now
}

// store counts the version up. The first row of a workspace is made by one: who comes second finds it changed.
func (r *Settings) store(ctx context.Context, tx bun.IDB) error {
	r.Version++
	done, err := tx.NewInsert().Model(r).
		On("CONFLICT (workspace_id) DO UPDATE").
		Set("minimum_group_size = excluded.minimum_group_size, timer_idle_minutes = excluded.timer_idle_minutes").
		Set("rounding_minutes = excluded.rounding_minutes, rounding_mode = excluded.rounding_mode").
		Set("closed_through = excluded.closed_through, version = excluded.version, updated_at = clock_timestamp()").
		Where("ws.version = ?", r.Version-1).Exec(ctx)
	if err != nil {
		return fmt.Errorf("storing a workspace's settings: %w", err)
	}
	if n, _ := done.RowsAffected(); n == 1 {
		return nil
	}
	present, err := ReadSettings(ctx, tx, r.WorkspaceID)
	if err != nil {
		return err
	}
	return check.Stale(present.Version)
}
