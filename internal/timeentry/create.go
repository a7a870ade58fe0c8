package timeentry

import (
	"context"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/member"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// CreateParams are time to store: two of start, end and duration, or a day and a duration. OnBehalfOf is for services, which
// must give it.
type CreateParams struct {
	WorkspaceID        uuid.UUID
	TaskID             *uuid.UUID
	StartedAt, EndedAt *time.Time
	SpentOn            *day.Date
	DurationSeconds    *int
	Billable           bool
	Note               *string
	OnBehalfOf         *uuid.UUID
}

// Create stores an entry. Errors: NOT_FOUND, FORBIDDEN. Rejections: REQUIRED, INVALID (also at taskId for an archived project),
// TOO_LONG, OUT_OF_RANGE, NOT_FOUND, FUTURE_DATE, CLOSED_PERIOD, OVERLAP.
func (s *Service) Create(ctx context.Context, v *authz.Viewer, p CreateParams) (*Entry, activity.Receipt, error) {
	author, err := member.Author(v, p.WorkspaceID, p.OnBehalfOf)
	if err != nil {
		return nil, activity.Receipt{}, err
	}
	b := &batch{workspaceID: p.WorkspaceID, origin: Manual, tasks: authz.Projects(v), person: "onBehalfOf", now: s.now(),
		rows: []ImportRow{{MemberID: author, TaskID: p.TaskID, StartedAt: p.StartedAt, EndedAt: p.EndedAt, SpentOn: p.SpentOn,
			DurationSeconds: p.DurationSeconds, Billable: p.Billable, Note: p.Note}}}
	var e *Entry
	receipt, err := s.log.Do(ctx, p.WorkspaceID, activity.By(v, p.WorkspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		if _, err := b.run(ctx, tx, false); err != nil {
			return nil, err
		}
		if refused := b.results[0].Errors; len(refused) > 0 {
			return nil, &check.Rejection{Errors: refused}
		}
		e = b.results[0].Entry
		return entry(activity.Created, e, "added a time entry", activity.Diff{}), nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return e, receipt, nil
}

// entry tells of a change: of its times the day alone.
func entry(action activity.Action, e *Entry, title string, d activity.Diff) *activity.Entry {
	return &activity.Entry{Action: action, EntityType: activity.TimeEntry, EntityID: e.ID, SubjectID: &e.MemberID,
		Visibility: activity.ToSubject, SubjectName: "Time entry of " + e.SpentOn.String(), Title: title, Changes: d.Changes,
		Metadata: map[string]any{"date": e.SpentOn.String(), "origin": string(e.Origin), "billable": e.Billable, "version": e.Version}}
}
