package model

import (
	"daybook/internal/day"
	"daybook/internal/standup"

	"github.com/google/uuid"
)

// Today is the caller's day in a workspace; Standup is nil when none was submitted.
type Today struct {
	WorkspaceID, MemberID uuid.UUID
	Date                  day.Date
	Standup               *standup.Standup
}
