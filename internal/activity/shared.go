package activity

import (
	"bytes"
	"context"
	"slices"

	"daybook/internal/crash"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Told is a workspace that hears of a change to what all workspaces share, such as a person's sign-in.
type Told struct {
	WorkspaceID uuid.UUID
	By          Actor
	Entry       *Entry
}

// DoShared runs a change to what no workspace owns and appends one entry in each workspace that hears of it, all in one
// transaction. The heads are locked in the order of the workspaces' ids, so that two such changes never wait for each other
// in a circle. A change that tells nobody may still have changed something: an account without a workspace.
func (l *Log) DoShared(ctx context.Context, change func(ctx context.Context, tx bun.Tx) ([]Told, error)) error {
	var commits []Commit
	err := postgres.InTx(ctx, l.db, func(ctx context.Context, tx bun.Tx) error {
		crash.At(crash.Begun)
		commits = nil // of an attempt before
		told, err := change(ctx, tx)
		if err != nil {
			return err
		}
		crash.At(crash.Changed)
		slices.SortFunc(told, func(a, b Told) int { return bytes.Compare(a.WorkspaceID[:], b.WorkspaceID[:]) })
		for _, t := range told {
			seq, err := appendEntry(ctx, tx, t.WorkspaceID, t.By, t.Entry)
			if err != nil {
				return err
			}
			commits = append(commits, Commit{WorkspaceID: t.WorkspaceID, First: seq, Last: seq})
		}
		crash.At(crash.Appended)
		return nil
	})
	if err != nil {
		return err
	}
	for _, c := range commits {
		l.wake(c)
	}
	return nil
}
