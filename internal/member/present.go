package member

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"daybook/internal/check"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Present reads a member who was not removed, without looking at rights. Rejection: NOT_FOUND at the field that named them.
func Present(ctx context.Context, db bun.IDB, workspaceID, memberID uuid.UUID, field string) (*Member, error) {
	m, err := Read(ctx, db, workspaceID, memberID)
	if errors.Is(err, sql.ErrNoRows) || err == nil && m.RemovedAt != nil {
		return nil, check.Reject(check.NotFound, field, "there is no such member")
	}
	if err != nil {
		return nil, fmt.Errorf("reading a person: %w", err)
	}
	return m, nil
}
