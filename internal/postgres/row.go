package postgres

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Lock reads a row of a workspace to change it: nobody else changes it before the transaction ends. Error:
// sql.ErrNoRows.
func Lock(ctx context.Context, tx bun.IDB, row any, workspaceID, id uuid.UUID) error {
	return tx.NewSelect().Model(row).Where("?TableAlias.workspace_id = ?", workspaceID).Where("?TableAlias.id = ?", id).
		For("NO KEY UPDATE").Scan(ctx)
}

// Update stores columns of a row that Lock has read, and counts its version up.
func Update(ctx context.Context, tx bun.IDB, row any, workspaceID, id uuid.UUID, version *int, columns ...string) error {
	*version++
	_, err := tx.NewUpdate().Model(row).Column(append(columns, "version")...).Set("updated_at = clock_timestamp()").
		Where("workspace_id = ?", workspaceID).Where("id = ?", id).Exec(ctx)
	return err
}

// Distinct drops repeated ids; the order is not kept.
func Distinct(ids []uuid.UUID) []uuid.UUID {
	sorted := slices.Clone(ids)
	slices.SortFunc(sorted, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(sorted)
}
