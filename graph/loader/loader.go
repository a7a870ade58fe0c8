// Package loader reads what many fields of one answer point to in one statement each. Loaders are made for each answer,
// also for each frame of a stream: what one viewer's loader has read never serves another, nor a later frame, but for the
// people that a shared stream tells of, as long as the log tells of no change (People).
package loader

import (
	"cmp"
	"context"
	"sync"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/comment"
	"daybook/internal/export"
	"daybook/internal/external"
	"daybook/internal/member"
	"daybook/internal/metrics"
	"daybook/internal/notification"
	"daybook/internal/project"
	"daybook/internal/session"
	"daybook/internal/slack"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/timeentry"
	"daybook/internal/timer"
	"daybook/internal/worklog"
	"daybook/internal/workspace"

	"github.com/google/uuid"
	"github.com/vikstrous/dataloadgen"
)

// DefaultWait is how long a loader collects keys.
const DefaultWait = time.Millisecond

// Services are what loaders read from, each under the viewer's rights.
type Services struct {
	Activities *activity.Service
	Members    *member.Service
	Projects   *project.Service
	Sprints    *sprint.Service
	Standups   *standup.Service
	Tasks      *task.Service
	Teams      *team.Service
	Tokens     *apitoken.Service
	Workspaces *workspace.Service

	WorkLogs    *worklog.Service
	TimeEntries *timeentry.Service
	Timers      *timer.Service
	Blockers    *blocker.Service
	Comments    *comment.Service
	Metrics     *metrics.Service

	Externals     *external.Service
	Exports       *export.Service
	Notifications *notification.Service
	Sessions      *session.Service
	Slack         *slack.Service

	// Wait is how long a loader collects keys; DefaultWait when zero.
	Wait time.Duration
}

// ByID loads rows by id; a row the viewer may not see, or that is not there, is nil without an error.
type ByID[T any] = dataloadgen.Loader[uuid.UUID, T]

// Loaders are the loaders of one answer.
type Loaders struct {
	Activities *ByID[*activity.Activity]
	Chains     *ByID[[]*member.Member]
	Members    *ByID[*member.Member]
	Projects   *ByID[*project.Project]
	Sprints    *ByID[*sprint.Sprint]
	Standups   *ByID[*standup.Standup]
	Tasks      *ByID[*task.Task]
	Teams      *ByID[*team.Team]
	Tokens     *ByID[*apitoken.Token]
	TokenNames *ByID[string]
	Workspaces *ByID[*workspace.Workspace]
	Origins    *dataloadgen.Loader[activity.Place, activity.Origin]

	Externals     *ByID[*external.Entity]
	Exports       *ByID[*export.Export]
	Notifications *ByID[*notification.Notification]

	WorkLogs    *ByID[*worklog.WorkLog]
	TimeEntries *ByID[*timeentry.Entry]
	Timers      *ByID[*timer.Timer]
	Blockers    *ByID[*blocker.Blocker]
	Escalations *ByID[*blocker.Escalation]

	// SprintTotals loads by the sprint.
	SprintTotals *ByID[*metrics.Metrics]

	// BlockerEscalations loads all those of a blocker.
	BlockerEscalations *ByID[[]*blocker.Escalation]

	// RunningTimers and SlackTracking load by the member.
	RunningTimers *ByID[*timer.Timer]
	SlackTracking *ByID[*slack.Tracking]

	// WorkLogCorrections and Compensations load by what they replace or take back.
	WorkLogCorrections *ByID[*worklog.WorkLog]
	Compensations      *ByID[*activity.Activity]

	// LogHeads load by the workspace.
	LogHeads *ByID[int64]
}

// New makes the loaders of one answer for one viewer.
func New(s Services, v *authz.Viewer) *Loaders {
	if s.Wait == 0 {
		s.Wait = DefaultWait
	}
	return &Loaders{
		Activities: byID(v, s.Wait, s.Activities.ByIDs),
		Chains:     byID(v, s.Wait, s.Members.Chains),
		Members:    byID(v, s.Wait, s.Members.ByIDs),
		Projects:   byID(v, s.Wait, s.Projects.ByIDs),
		Sprints:    byID(v, s.Wait, s.Sprints.ByIDs),
		Standups:   byID(v, s.Wait, s.Standups.ByIDs),
		Tasks:      byID(v, s.Wait, s.Tasks.ByIDs),
		Teams:      byID(v, s.Wait, s.Teams.ByIDs),
		Tokens:     byID(v, s.Wait, s.Tokens.ByIDs),
		TokenNames: byID(v, s.Wait, s.Tokens.Names),
		Workspaces: byID(v, s.Wait, s.Workspaces.ByIDs),

		Externals:     byID(v, s.Wait, s.Externals.ByIDs),
		Exports:       byID(v, s.Wait, s.Exports.ByIDs),
		Notifications: byID(v, s.Wait, s.Notifications.ByIDs),

		WorkLogs:    byID(v, s.Wait, s.WorkLogs.ByIDs),
		TimeEntries: byID(v, s.Wait, s.TimeEntries.ByIDs),
		Timers:      byID(v, s.Wait, s.Timers.ByIDs),
		Blockers:    byID(v, s.Wait, s.Blockers.ByIDs),
		Escalations: byID(v, s.Wait, s.Blockers.EscalationsByIDs),

		SprintTotals: byID(v, s.Wait, s.Metrics.SprintTotals),

		BlockerEscalations: byID(v, s.Wait, s.Blockers.Escalations),

		RunningTimers: byID(v, s.Wait, s.Timers.Running),
		SlackTracking: byID(v, s.Wait, s.Slack.ByMembers),

		WorkLogCorrections: byID(v, s.Wait, s.WorkLogs.Corrections),
		Compensations:      byID(v, s.Wait, s.Activities.Compensations),

		LogHeads: byID(v, s.Wait, s.Activities.Heads),

		Origins: dataloadgen.NewLoader(func(ctx context.Context, places []activity.Place) ([]activity.Origin, []error) {
			found, err := s.Activities.Origins(ctx, places)
			return inOrder(places, found, err)
		}, dataloadgen.WithWait(s.Wait)),
	}
}

func byID[T any](v *authz.Viewer, wait time.Duration, read func(context.Context, *authz.Viewer, []uuid.UUID) (map[uuid.UUID]T, error)) *ByID[T] {
	return dataloadgen.NewLoader(func(ctx context.Context, ids []uuid.UUID) ([]T, []error) {
		found, err := read(ctx, v, ids)
		return inOrder(ids, found, err)
	}, dataloadgen.WithWait(cmp.Or(wait, DefaultWait)))
}

func inOrder[K comparable, T any](keys []K, found map[K]T, err error) ([]T, []error) {
	if err != nil {
		return nil, []error{err}
	}
	rows := make([]T, len(keys))
	for i, k := range keys {
		rows[i] = found[k]
	}
	return rows, nil
}

type contextKey struct{}

// lazy makes an answer's loaders when the first is asked for.
type lazy struct {
	once    sync.Once
	begin   func() *Loaders
	loaders *Loaders
}

// With puts an answer's loaders into its context. They are made when the first is asked for: the answer of a stream is begun
// long before there is anything to answer, and the viewer's rights may be others by then.
func With(ctx context.Context, begin func() *Loaders) context.Context {
	return context.WithValue(ctx, contextKey{}, &lazy{begin: begin})
}

// For is the present answer's loaders.
func For(ctx context.Context) *Loaders {
	l := ctx.Value(contextKey{}).(*lazy)
	l.once.Do(func() { l.loaders = l.begin() })
	return l.loaders
}

// Renew replaces the answer's loaders, after a mutation that changed what the viewer may see.
func Renew(ctx context.Context, s Services, v *authz.Viewer) { *For(ctx) = *New(s, v) }
