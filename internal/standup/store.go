package standup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/member"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// ofDay reads a person's standup of a day; nil when there is none.
func ofDay(ctx context.Context, db bun.IDB, workspaceID, memberID uuid.UUID, date day.Date) (*Standup, error) {
	row := new(Standup)
	err := db.NewSelect().Model(row).Where("s.workspace_id = ?", workspaceID).Where("s.member_id = ?", memberID).
		Where("s.date = ?", date).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // absence is the answer here
	}
	if err != nil {
		return nil, fmt.Errorf("reading a day's standup: %w", err)
	}
	row.tie()
	return row, nil
}

// lockDay keeps other writers of the person's days waiting to the end of the transaction, and reads the day's standup; nil
// when there is none.
func lockDay(ctx context.Context, tx bun.IDB, workspaceID, memberID uuid.UUID, date day.Date) (*Standup, error) {
	if err := member.LockDays(ctx, tx, workspaceID, memberID); err != nil {
		return nil, err
	}
	return ofDay(ctx, tx, workspaceID, memberID, date)
}

// put is one statement for both the first and a later submission of a day: what was there keeps its id and createdAt and
// loses its analysis. A first submission is stored at the instant of its createdAt, a later one comes after it. The caller
// holds the day's lock.
func put(ctx context.Context, tx bun.IDB, row *Standup) (*Standup, error) {
	stored := new(Standup)
	err := tx.NewRaw(`
		insert into standups as s (workspace_id, id, member_id, date, source, yesterday, today, blockers_text, submitted_at, created_at)
		select ?, ?, ?, ?, ?, ?, ?, ?, now, now from clock_timestamp() as now
		on conflict (workspace_id, member_id, date) do update set
		  source = excluded.source, yesterday = excluded.yesterday, today = excluded.today, blockers_text = excluded.blockers_text,
		  submitted_at = excluded.submitted_at, updated_at = clock_timestamp(), version = s.version + 1,
		  parsed_tasks = null, parsed_blockers = null, sentiment_score = null, sentiment_status = 'pending'
		returning *`,
		row.WorkspaceID, id.New(), row.MemberID, row.Date, row.Source, row.Yesterday, row.Today, row.BlockersText).
		Scan(ctx, stored)
	if err != nil {
		return nil, err
	}
	return stored, nil
}
