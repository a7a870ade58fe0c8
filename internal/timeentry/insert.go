package timeentry

import (
	"context"
	"fmt"

	"daybook/internal/check"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Insert stores a new entry inside the caller's transaction, which must hold member.LockDays of the person. The caller sets
// WorkspaceID, ID, MemberID, SpentOn, DurationSeconds and whole seconds in UTC, if any, that agree with it; that none of it
// lies ahead, and that the task can be opened, is theirs to check. A timer that becomes
// an entry has ended before. The row is complete afterwards. Two statements. Rejections: OVERLAP at startedAt,
// CLOSED_PERIOD at spentOn, OUT_OF_RANGE at durationSeconds.
func Insert(ctx context.Context, tx bun.IDB, e *Entry, rules Rules) error {
	if err := newLedger(rules).admitOne(ctx, tx, e); err != nil {
		return err
	}
	rules.judge(e)
	return insert(ctx, tx, []*Entry{e})
}

// insert stores admitted entries in one statement.
func insert(ctx context.Context, tx bun.IDB, entries []*Entry) error {
	if len(entries) == 0 {
		return nil
	}
	if _, err := tx.NewInsert().Model(&entries).Returning("created_at, updated_at, version").Exec(ctx); err != nil {
		return clash(err)
	}
	return nil
}

// update stores all of an entry but who it belongs to and where it came from, and counts its version up.
func update(ctx context.Context, tx bun.IDB, e *Entry) error {
	e.Version++
	_, err := tx.NewUpdate().Model(e).
		Column("task_id", "spent_on", "started_at", "ended_at", "duration_seconds", "billable", "note", "deleted_at", "version").
		Set("updated_at = clock_timestamp()").Where("e.workspace_id = ?", e.WorkspaceID).Where("e.id = ?", e.ID).
		Returning("updated_at").Exec(ctx)
	if err != nil {
		return clash(err)
	}
	return nil
}

// clash turns the database's own refusal of an overlap into the user error. It speaks up only where a writer did not hold
// the person's days.
func clash(err error) error {
	if postgres.IsExclusion(err, "time_entries_overlap") {
		return check.Reject(check.Overlap, "startedAt", "overlaps an entry that was stored at the same moment")
	}
	return fmt.Errorf("storing time entries: %w", err)
}

// read reads entries that were not deleted, without looking at rights.
func read(ctx context.Context, db bun.IDB, workspaceIDs, ids []uuid.UUID) (map[uuid.UUID]*Entry, error) {
	var rows []*Entry
	err := look(db.NewSelect().Model(&rows)).Where("e.workspace_id IN (?)", postgres.In(workspaceIDs)).
		Where("e.id IN (?)", postgres.In(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading time entries: %w", err)
	}
	byID := make(map[uuid.UUID]*Entry, len(rows))
	for _, e := range rows {
		byID[e.ID] = e
	}
	return byID, nil
}

// look selects entries that were not deleted with what the settings make of them.
func look(q *bun.SelectQuery) *bun.SelectQuery {
	return listed(q).ColumnExpr("e.*").ColumnExpr(ReportedSQL("e.duration_seconds", "ws") + " AS reported").
		ColumnExpr("coalesce(e.spent_on <= ws.closed_through, false) AS closed")
}

// listed selects entries that were not deleted, and joins the settings as ws.
func listed(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Join("LEFT JOIN workspace_settings AS ws ON ws.workspace_id = e.workspace_id").Where("e.deleted_at IS NULL")
}
