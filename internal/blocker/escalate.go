package blocker

import (
	"context"
	"fmt"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/notification"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// EscalateParams ask for the next step; ShareDescription lets the recipient read what is in the way.
type EscalateParams struct {
	ID               uuid.UUID
	ShareDescription bool
	Version          *int
}

// EscalateResult is what a request that repeats an escalation by hand is answered with.
type EscalateResult struct{ BlockerID, EscalationID uuid.UUID }

// Escalate tells the next level now. Errors: NOT_FOUND, FORBIDDEN. Rejections: ALREADY_RESOLVED, CONFLICT, INVALID when nobody
// further up is left to tell.
func (s *Service) Escalate(ctx context.Context, v *authz.Viewer, p EscalateParams) (*Blocker, *Escalation, activity.Receipt, error) {
	none := activity.Receipt{}
	stored, err := s.changeable(ctx, v, p.ID)
	if err != nil {
		return nil, nil, none, err
	}
	if p.ShareDescription {
		if err := authz.ShareDescription(v, stored); err != nil {
			return nil, nil, none, err
		}
	}
	workspaceID := stored.WorkspaceID
	var step *Escalation
	by := activity.By(v, workspaceID)
	receipt, err := s.log.DoAll(ctx, workspaceID, by, func(ctx context.Context, tx bun.Tx) (activity.Outcome, error) {
		b := &Blocker{}
		if err := postgres.Lock(ctx, tx, b, workspaceID, p.ID); err != nil {
			return activity.Outcome{}, postgres.Missing(err)
		}
		if err := b.unresolved(p.Version); err != nil {
			return activity.Outcome{}, err
		}
		r, err := readRound(ctx, tx, b)
		if err != nil {
			return activity.Outcome{}, err
		}
		now := s.instant()
		if step = r.take(b, r.LastStep+1, now, now); step == nil {
			return activity.Outcome{}, check.Reject(check.Invalid, "id", "there is nobody further up")
		}
		step.DescriptionShared, step.MemberID, step.Above = p.ShareDescription, b.MemberID, true
		var entries []*activity.Entry
		if stored, entries, err = b.record(ctx, tx, by, []*Escalation{step}); err != nil {
			return activity.Outcome{}, err
		}
		return activity.Outcome{Entries: entries, Result: EscalateResult{b.ID, step.ID}}, nil
	})
	if err != nil {
		return nil, nil, receipt, err
	}
	return stored, step, receipt, nil
}

// Acknowledge says that the recipient knows; the first time stays. Errors: NOT_FOUND, FORBIDDEN.
func (s *Service) Acknowledge(ctx context.Context, v *authz.Viewer, escalationID uuid.UUID) (*Escalation, activity.Receipt, error) {
	rows, err := readSteps(ctx, s.db, "s.id", v.WorkspaceIDs(), []uuid.UUID{escalationID})
	if err != nil {
		return nil, activity.Receipt{}, err
	}
	if len(rows) == 0 {
		return nil, activity.Receipt{}, fault.Missing()
	}
	step := rows[0]
	if err := authz.Acknowledge(v, step); err != nil {
		return nil, activity.Receipt{}, err
	}
	by := activity.By(v, step.WorkspaceID)
	receipt, err := s.log.DoAll(ctx, step.WorkspaceID, by, func(ctx context.Context, tx bun.Tx) (activity.Outcome, error) {
		if err := postgres.Lock(ctx, tx, step, step.WorkspaceID, step.ID); err != nil {
			return activity.Outcome{}, postgres.Missing(err)
		}
		if step.AcknowledgedAt != nil {
			return activity.Outcome{}, nil
		}
		step.AcknowledgedAt = new(s.instant())
		_, err := tx.NewUpdate().Model(step).Column("acknowledged_at").Where("workspace_id = ?", step.WorkspaceID).Where("id = ?", step.ID).Exec(ctx)
		if err != nil {
			return activity.Outcome{}, fmt.Errorf("storing an acknowledgement: %w", err)
		}
		of, err := read(ctx, tx, []uuid.UUID{step.WorkspaceID}, []uuid.UUID{step.BlockerID})
		if err != nil {
			return activity.Outcome{}, err
		}
		b := of[step.BlockerID]
		e := b.entry(activity.Updated, "acknowledged an escalation", activity.Diff{},
			map[string]any{"acknowledged": true, "escalationId": step.NodeID().String(), "step": step.Step})
		told := b.tell(nil, notification.Acknowledgement, step, b.MemberID, by, e)
		return activity.Outcome{Entries: []*activity.Entry{e}, Result: step.ID}, notification.Store(ctx, tx, told)
	})
	if err != nil {
		return nil, receipt, err
	}
	return step, receipt, nil
}
