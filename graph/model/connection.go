// Package model holds what GraphQL needs and no domain room has: inputs and payloads (generated), named pages, scalars.
package model

import (
	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/export"
	"daybook/internal/member"
	"daybook/internal/metrics"
	"daybook/internal/page"
	"daybook/internal/project"
	"daybook/internal/session"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/timeentry"
	"daybook/internal/worklog"
	"daybook/internal/workspace"
)

//nolint:revive // one generic page under the contract's own names
type (
	WorkspaceConnection     = page.Connection[*workspace.Workspace]
	WorkspaceEdge           = page.Edge[*workspace.Workspace]
	MembershipConnection    = page.Connection[*authz.Membership]
	MembershipEdge          = page.Edge[*authz.Membership]
	ApiTokenConnection      = page.Connection[*apitoken.Token]
	ApiTokenEdge            = page.Edge[*apitoken.Token]
	SessionConnection       = page.Connection[*session.Session]
	SessionEdge             = page.Edge[*session.Session]
	MemberConnection        = page.Connection[*member.Member]
	MemberEdge              = page.Edge[*member.Member]
	TeamConnection          = page.Connection[*team.Team]
	TeamEdge                = page.Edge[*team.Team]
	ProjectConnection       = page.Connection[*project.Project]
	ProjectEdge             = page.Edge[*project.Project]
	SprintConnection        = page.Connection[*sprint.Sprint]
	SprintEdge              = page.Edge[*sprint.Sprint]
	TaskConnection          = page.Connection[*task.Task]
	TaskEdge                = page.Edge[*task.Task]
	StandupConnection       = page.Connection[*standup.Standup]
	StandupEdge             = page.Edge[*standup.Standup]
	StandupDayRowConnection = page.Connection[*standup.DayRow]
	StandupDayRowEdge       = page.Edge[*standup.DayRow]
	WorkLogConnection       = page.Connection[*worklog.WorkLog]
	WorkLogEdge             = page.Edge[*worklog.WorkLog]
	TimeEntryConnection     = timeentry.Connection
	TimeEntryEdge           = page.Edge[*timeentry.Entry]
	BlockerConnection       = page.Connection[*blocker.Blocker]
	BlockerEdge             = page.Edge[*blocker.Blocker]
	MetricsConnection       = page.Connection[*metrics.Metrics]
	MetricsEdge             = page.Edge[*metrics.Metrics]
	ExportConnection        = page.Connection[*export.Export]
	ExportEdge              = page.Edge[*export.Export]
	ActivityConnection      = page.Connection[*activity.Activity]
	ActivityEdge            = page.Edge[*activity.Activity]
)
