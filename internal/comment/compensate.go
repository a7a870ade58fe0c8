package comment

import (
	"context"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/id"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Compensate takes an activity back: a new one is appended that points at it, and what a comment said is gone. The reason is
// kept beside the log, too. It returns the new activity, nil for a repeated request. Errors: NOT_FOUND, FORBIDDEN.
// Rejections: CONFLICT for one that was taken back before; INVALID for one that takes another back, and for those of the
// security trail; TOO_LONG, INVALID for the reason.
func (s *Service) Compensate(ctx context.Context, v *authz.Viewer, activityID uuid.UUID, reason *string) (*activity.Activity, activity.Receipt, error) {
	none := activity.Receipt{}
	original, err := s.activities.ByID(ctx, v, activityID)
	if err != nil {
		return nil, none, err
	}
	if err := authz.Compensate(v, original.Facts()); err != nil {
		return nil, none, err
	}
	var l check.List
	switch {
	case original.Visibility == activity.ToAdmins:
		l.Add(check.Invalid, "id", "what stands in the security trail stays as it is")
	case original.Action == activity.Compensated:
		l.Add(check.Invalid, "id", "what takes another activity back cannot be taken back itself")
	}
	reason = l.OptionalText("reason", reason, MaxReason)
	if err := l.Err(); err != nil {
		return nil, none, err
	}
	e := &activity.Entry{ID: id.New(), Action: activity.Compensated, EntityType: original.EntityType, EntityID: original.EntityID,
		ProjectID: original.ProjectID, SubjectID: original.SubjectID, Visibility: original.Visibility, Title: "took back an activity",
		CompensatesID: &original.ID}
	if original.SubjectName != nil {
		e.SubjectName = *original.SubjectName
	}
	if original.Action == activity.Commented {
		e.Title = "took back a comment"
	}
	row, receipt, err := s.tell(ctx, v, original.WorkspaceID, e, func(ctx context.Context, tx bun.Tx) error {
		if err := hide(ctx, tx, original.WorkspaceID, original.ID); err != nil || reason == nil {
			return err
		}
		return activity.Say(ctx, tx, original.WorkspaceID, e.ID, *reason)
	})
	if postgres.IsUnique(err, "activities_compensates") {
		err = check.Reject(check.Conflict, "id", "the activity was taken back before")
	}
	return row, receipt, err
}
