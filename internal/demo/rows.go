package demo

import (
	"time"

	"daybook/internal/day"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/workspace"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// The rooms' rows with the columns that the database fills in by itself when something happens now.
type (
	stamps struct {
		CreatedAt, UpdatedAt time.Time
	}
	accountRow struct {
		bun.BaseModel `bun:"table:accounts"`

		ID           uuid.UUID
		Email        string
		DisplayName  string
		TimeZone     string
		PasswordHash string
		WorkspaceIDs []uuid.UUID `bun:"workspace_ids,array"`
		CreatedAt    time.Time
	}
	workspaceRow struct {
		workspace.Workspace `bun:",extend"`
		stamps
	}
	teamRow struct {
		team.Team `bun:",extend"`
		stamps
	}
	memberRow struct {
		member.Member `bun:",extend"`
		UpdatedAt     time.Time
		Version       int
	}
	projectRow struct {
		project.Project `bun:",extend"`
		stamps
		LastTask int
	}
	projectMemberRow struct {
		bun.BaseModel `bun:"table:project_members"`

		WorkspaceID, ProjectID, MemberID uuid.UUID
	}
	sprintRow struct {
		sprint.Sprint `bun:",extend"`
		stamps
	}
	taskRow struct {
		task.Task `bun:",extend"`
		UpdatedAt time.Time
	}
	commentRow struct {
		bun.BaseModel `bun:"table:comments"`

		WorkspaceID, ActivityID uuid.UUID
		Body                    string
		CreatedAt               time.Time
	}
)

// changed counts a change.
func (m *memberRow) changed(at time.Time) {
	m.Version++
	m.UpdatedAt = at
}

func stamped(at time.Time) stamps { return stamps{CreatedAt: at, UpdatedAt: at} }

func ptr[T any](v T) *T { return &v }

func dateText(d *day.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}
