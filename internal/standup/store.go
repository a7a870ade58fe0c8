package standup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"daybook/internal/day"
	"daybook/internal/id"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// person is what the rules need to know of a member.
type person struct {
	TimeZone  string
	RemovedAt *time.Time
}

// today is the person's own local date.
func (p person) today(now time.Time) day.Date {
	zone, err := day.Zone(p.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	return day.At(now, zone)
}

func readPerson(ctx context.Context, db bun.IDB, workspaceID, memberID uuid.UUID) (person, error) {
	var p person
	err := db.NewRaw("select time_zone, removed_at from members where workspace_id = ? and id = ?", workspaceID, memberID).
		Scan(ctx, &p.TimeZone, &p.RemovedAt)
	return p, err
}

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
	if _, err := tx.NewRaw("select 1 from members where workspace_id = ? and id = ? for no key update", workspaceID, memberID).Exec(ctx); err != nil {
		return nil, fmt.Errorf("locking a person's days: %w", err)
	}
	return ofDay(ctx, tx, workspaceID, memberID, date)
}

// put is one statement for both the first and a later submission of a day: what was there keeps its id and createdAt and
// loses its analysis. The caller holds the day's lock.
func put(ctx context.Context, tx bun.IDB, row *Standup) (*Standup, error) {
	stored := new(Standup)
	err := tx.NewRaw(`
		insert into standups as s (workspace_id, id, member_id, date, source, yesterday, today, blockers_text, submitted_at)
		values (?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp())
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
