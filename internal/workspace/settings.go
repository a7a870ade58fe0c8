package workspace

import (
	"daybook/internal/day"

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

// Defaults are the settings of a workspace that never changed them.
func Defaults(workspaceID uuid.UUID) *Settings {
	return &Settings{WorkspaceID: workspaceID, MinimumGroupSize: 3, TimerIdleMinutes: 30, RoundingMode: Nearest}
}
