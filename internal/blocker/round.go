package blocker

import (
	"context"
	"fmt"
	"slices"
	"time"

	"daybook/internal/activity"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/notification"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// round is what escalating a blocker looks at: who was told since it was opened, and who stands above the person.
type round struct {
	LastStep int
	Told     []uuid.UUID `bun:",array"`

	chain []uuid.UUID // from below
}

// next is who is told at a step: whoever stands on its rung, or, where nobody does who was not told yet, the next one up.
func (r *round) next(step int) (recipientID uuid.UUID, ok bool) {
	for _, id := range r.chain[min(step-1, len(r.chain)):] {
		if !slices.Contains(r.Told, id) {
			return id, true
		}
	}
	return uuid.Nil, false
}

// take makes the step, when there is somebody to tell.
func (r *round) take(b *Blocker, step int, due, sent time.Time) *Escalation {
	recipientID, ok := r.next(step)
	if !ok || step > len(levels) {
		return nil
	}
	r.LastStep, r.Told = step, append(r.Told, recipientID)
	return &Escalation{WorkspaceID: b.WorkspaceID, ID: id.New(), BlockerID: b.ID, Round: b.Round, Step: step, Level: levels[step-1],
		RecipientID: recipientID, DueAt: due, SentAt: sent}
}

// roundSQL gives a round's LastStep and Told; the query's blockers are named b.
const roundSQL = `SELECT coalesce(max(s.step), 0) AS last_step, array_agg(s.recipient_id) AS told FROM escalations AS s
	WHERE s.workspace_id = b.workspace_id AND s.blocker_id = b.id AND s.round = b.round`

// readRound reads the present round of a blocker, whose row is locked.
func readRound(ctx context.Context, tx bun.IDB, b *Blocker) (*round, error) {
	r := new(round)
	err := tx.NewRaw("SELECT r.* FROM blockers AS b CROSS JOIN LATERAL ("+roundSQL+") AS r WHERE b.workspace_id = ? AND b.id = ?", b.WorkspaceID, b.ID).Scan(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("reading whom a blocker was escalated to: %w", err)
	}
	chains, err := readChains(ctx, tx, []uuid.UUID{b.WorkspaceID}, []uuid.UUID{b.MemberID})
	if err != nil {
		return nil, err
	}
	r.chain = chains[b.MemberID]
	return r, nil
}

// readChains reads who stands above each person, from below; who left is passed over.
func readChains(ctx context.Context, db bun.IDB, workspaceIDs, memberIDs []uuid.UUID) (map[uuid.UUID][]uuid.UUID, error) {
	people, err := member.Chains(ctx, db, workspaceIDs, memberIDs)
	if err != nil {
		return nil, err
	}
	chains := make(map[uuid.UUID][]uuid.UUID, len(people))
	for memberID, above := range people {
		for _, m := range above {
			chains[memberID] = append(chains[memberID], m.ID)
		}
	}
	return chains, nil
}

// record stores the next steps of an unresolved blocker whose row is locked, and tells of each (R8): the log, and whom it was
// sent to.
func (b *Blocker) record(ctx context.Context, tx bun.IDB, by activity.Actor, steps []*Escalation) (*Blocker, []*activity.Entry, error) {
	if _, err := tx.NewInsert().Model(&steps).Exec(ctx); err != nil {
		return nil, nil, fmt.Errorf("storing escalations: %w", err)
	}
	d := b.move(Escalated)
	if b.EscalatedAt == nil {
		b.EscalatedAt = &steps[0].SentAt
	}
	stored, err := b.store(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	entries := make([]*activity.Entry, len(steps))
	var told []*notification.Notification
	for n, step := range steps {
		entries[n] = stored.entry(activity.Escalated, "escalated a blocker to the "+step.Level.called(), d, map[string]any{
			"level": string(step.Level), "step": step.Step, "escalationId": step.NodeID().String(),
			"recipientId": id.Of(id.Member, step.RecipientID).String()})
		d = activity.Diff{} // it moved once
		told = stored.tell(told, notification.Escalation, step, step.RecipientID, by, entries[n])
	}
	return stored, entries, notification.Store(ctx, tx, told)
}

// tell adds what somebody should know of an entry; nobody is told of what they did themselves.
func (b *Blocker) tell(told []*notification.Notification, kind notification.Kind, step *Escalation, memberID uuid.UUID, by activity.Actor, e *activity.Entry) []*notification.Notification {
	if by.ID != nil && *by.ID == memberID {
		return told
	}
	e.ID = id.New()
	return append(told, &notification.Notification{WorkspaceID: b.WorkspaceID, ID: id.New(), MemberID: memberID, Kind: kind, EscalationID: step.ID,
		BlockerID: b.ID, ActivityID: e.ID, Severity: string(b.Severity), Level: string(step.Level)})
}
