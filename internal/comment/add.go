package comment

import (
	"cmp"
	"context"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Add says something about an entity and returns the activity, nil for a repeated request. Errors: NOT_FOUND for an entity
// the viewer cannot open, FORBIDDEN, BAD_USER_INPUT for one that has no comments. Rejections: REQUIRED, TOO_LONG, INVALID,
// NOT_FOUND for a member who left.
func (s *Service) Add(ctx context.Context, v *authz.Viewer, entity id.ID, body string) (*activity.Activity, activity.Receipt, error) {
	none := activity.Receipt{}
	k, ok := s.kinds[entity.Kind]
	if !ok {
		return nil, none, fault.BadArgument("input.entityId", "input.entityId takes an id of a task, project, sprint, member, workspace, standup, work log, time entry or blocker")
	}
	row, err := k.find(ctx, v, entity.UUID)
	if fault.Is(err, fault.NotFound) { // it may have been there at an earlier request with the same key
		if earlier, failed := s.log.Earlier(ctx, v); earlier != nil || failed != nil {
			return nil, *cmp.Or(earlier, &none), failed
		}
	}
	if err != nil {
		return nil, none, err
	}
	if err := authz.Comment(v, row); err != nil {
		return nil, none, err
	}
	var l check.List
	body = l.RequiredText("body", body, MaxBody)
	if err := l.Err(); err != nil {
		return nil, none, err
	}
	workspaceID, _ := row.Owner()
	e := k.about(entity.UUID, row)
	return s.tell(ctx, v, workspaceID, e, func(ctx context.Context, tx bun.Tx) error {
		if entity.Kind == id.Member {
			if _, err := member.Present(ctx, tx, workspaceID, entity.UUID, "entityId"); err != nil {
				return err
			}
		}
		if e.SubjectName, err = activity.NameOf(ctx, tx, workspaceID, entity.UUID); err != nil {
			return err
		}
		return activity.Say(ctx, tx, workspaceID, e.ID, body)
	})
}

// tell makes a change that consists of one entry, and reads that back.
func (s *Service) tell(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, e *activity.Entry, change func(context.Context, bun.Tx) error) (*activity.Activity, activity.Receipt, error) {
	receipt, err := s.log.DoAll(ctx, workspaceID, activity.By(v, workspaceID), func(ctx context.Context, tx bun.Tx) (activity.Outcome, error) {
		return activity.Outcome{Entries: []*activity.Entry{e}, Result: e.ID}, change(ctx, tx)
	})
	if err != nil || receipt.Replayed {
		return nil, receipt, err
	}
	row, err := s.activities.Appended(ctx, receipt)
	return row, receipt, err
}
