package standup

import (
	"context"
	"fmt"

	"daybook/internal/check"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Link names the standup of a person that a blocker is opened from, and which of its ParsedBlockers, if one.
type Link struct {
	StandupID     *uuid.UUID
	ParsedBlocker *int
}

// Check refuses a parsed blocker of no standup. Rejection: REQUIRED.
func (k Link) Check(l *check.List) {
	if k.StandupID == nil && k.ParsedBlocker != nil {
		l.Add(check.Required, "standupId", "parsedBlocker counts the blockers of a standup, which is missing")
	}
}

// Store notes in the standup what was opened from it; a text or an analysis that comes later forgets it again. The version
// stays: what was analysed is the same text. Rejections: NOT_FOUND for a standup that is not the person's, OUT_OF_RANGE,
// DUPLICATE for a parsed blocker that another one was opened from.
func (k Link) Store(ctx context.Context, tx bun.IDB, workspaceID, memberID, blockerID uuid.UUID) error {
	if k.StandupID == nil {
		return nil
	}
	row := &Standup{}
	err := postgres.Lock(ctx, tx, row, workspaceID, *k.StandupID)
	if err == nil && row.MemberID != memberID {
		return check.Reject(check.NotFound, "standupId", "there is nothing with this id here")
	}
	if err != nil {
		return check.MissingRow(err, "standupId")
	}
	if k.ParsedBlocker == nil {
		return nil
	}
	n := *k.ParsedBlocker
	if n < 0 || n >= len(row.ParsedBlockers) {
		return check.Reject(check.OutOfRange, "parsedBlocker", "%d blockers were found in the standup, counted from 0", len(row.ParsedBlockers))
	}
	if row.ParsedBlockers[n].BlockerID != nil {
		return check.Reject(check.Duplicate, "parsedBlocker", "a blocker was opened from it already")
	}
	_, err = tx.NewRaw(`update standups set parsed_blockers = jsonb_set(parsed_blockers, array[?2::text, 'blockerId'], to_jsonb(?3::text))
		where workspace_id = ?0 and id = ?1`, workspaceID, row.ID, n, blockerID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("linking a blocker to its standup: %w", err)
	}
	return nil
}
