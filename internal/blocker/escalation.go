package blocker

import (
	"context"
	"fmt"
	"slices"
	"time"

	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Level is how far up a blocker is escalated: the first, second and third person above.
type Level string

// The levels, from below.
const (
	Manager  Level = "manager"
	Director Level = "director"
	VP       Level = "vp"
)

// levels are those of the steps 1, 2 and 3.
var levels = []Level{Manager, Director, VP}

func (l Level) step() int { return slices.Index(levels, l) + 1 }

// called is the level in a sentence.
func (l Level) called() string {
	if l == VP {
		return "VP"
	}
	return string(l)
}

// Escalation is one step in telling those further up.
type Escalation struct {
	bun.BaseModel `bun:"table:escalations,alias:s"`

	WorkspaceID       uuid.UUID
	ID                uuid.UUID
	BlockerID         uuid.UUID
	Round             int
	Step              int
	Level             Level // whom it was meant for; the recipient stands there or higher
	RecipientID       uuid.UUID
	DueAt             time.Time
	SentAt            time.Time
	AcknowledgedAt    *time.Time
	DescriptionShared bool

	// MemberID is whose blocker it is; Above tells whether the recipient still stands above them. Joined at each read.
	MemberID uuid.UUID `bun:",scanonly"`
	Above    bool      `bun:",scanonly"`
}

// NodeID is the public id.
func (s *Escalation) NodeID() id.ID { return id.Of(id.Escalation, s.ID) }

// Owner is the person whose blocker it is.
func (s *Escalation) Owner() (workspaceID, memberID uuid.UUID) { return s.WorkspaceID, s.MemberID }

// EscalatedTo is the recipient, while they stand above the person.
func (s *Escalation) EscalatedTo() []uuid.UUID {
	if !s.Above {
		return nil
	}
	return []uuid.UUID{s.RecipientID}
}

// Escalations reads the steps of each blocker that the viewer may see, earlier rounds and steps first: those sent to them
// for those further up.
func (s *Service) Escalations(ctx context.Context, v *authz.Viewer, blockerIDs []uuid.UUID) (map[uuid.UUID][]*Escalation, error) {
	rows, err := readSteps(ctx, s.db, "s.blocker_id", v.WorkspaceIDs(), blockerIDs)
	if err != nil {
		return nil, err
	}
	of := make(map[uuid.UUID][]*Escalation, len(blockerIDs))
	for _, blockerID := range blockerIDs {
		of[blockerID] = []*Escalation{}
	}
	for _, step := range rows {
		if authz.SeesBlocker(v, step) {
			of[step.BlockerID] = append(of[step.BlockerID], step)
		}
	}
	return of, nil
}

// EscalationsByIDs reads the steps the viewer may see; others are missing from the map.
func (s *Service) EscalationsByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Escalation, error) {
	rows, err := readSteps(ctx, s.db, "s.id", v.WorkspaceIDs(), ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*Escalation, len(rows))
	for _, step := range rows {
		if authz.SeesBlocker(v, step) {
			byID[step.ID] = step
		}
	}
	return byID, nil
}

// readSteps reads steps by a column of ids, without looking at rights.
func readSteps(ctx context.Context, db bun.IDB, column bun.Safe, workspaceIDs, ids []uuid.UUID) ([]*Escalation, error) {
	var rows []*Escalation
	err := db.NewSelect().Model(&rows).
		ColumnExpr("s.*, b.member_id, in_chain(s.workspace_id, b.member_id, s.recipient_id) AS above").
		Join("JOIN blockers AS b ON b.workspace_id = s.workspace_id AND b.id = s.blocker_id").
		Where("s.workspace_id IN (?)", postgres.In(workspaceIDs)).Where("? IN (?)", column, postgres.In(ids)).
		OrderExpr("s.blocker_id, s.round, s.step").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading escalations: %w", err)
	}
	return rows, nil
}
