package member

import (
	"context"
	"fmt"

	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Author is whose tracking rows a viewer writes: their own, or a service those of the person it must name. Errors:
// NOT_FOUND, FORBIDDEN. Rejection: REQUIRED at onBehalfOf.
func Author(v *authz.Viewer, workspaceID uuid.UUID, onBehalfOf *uuid.UUID) (uuid.UUID, error) {
	author, err := Whose(v, workspaceID, onBehalfOf)
	if err != nil {
		return uuid.Nil, err
	}
	return author, authz.WriteFor(v, workspaceID, author)
}

// Whose is Author before it is decided whether the viewer may write for them. Error: NOT_FOUND for a workspace the viewer
// doesn't belong to. Rejection: REQUIRED at onBehalfOf.
func Whose(v *authz.Viewer, workspaceID uuid.UUID, onBehalfOf *uuid.UUID) (uuid.UUID, error) {
	m, err := authz.Reach(v, workspaceID)
	if err != nil {
		return uuid.Nil, err
	}
	if onBehalfOf != nil {
		return *onBehalfOf, nil
	}
	if v.IsService() && v.Holds(authz.TrackingWrite) {
		return uuid.Nil, check.Reject(check.Required, "onBehalfOf", "a service token must name the person")
	}
	return m.MemberID, nil
}

// LockDaysOf is LockDays for several people at once. It gives those who are members; whoever was removed is missing from
// the map.
func LockDaysOf(ctx context.Context, tx bun.IDB, workspaceID uuid.UUID, ids []uuid.UUID) (map[uuid.UUID]*Member, error) {
	var rows []*Member
	err := tx.NewSelect().Model(&rows).Where("m.workspace_id = ?", workspaceID).Where("m.id IN (?)", postgres.In(postgres.Distinct(ids))).
		Where("m.removed_at IS NULL").OrderExpr("m.id").For("NO KEY UPDATE").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("locking people's days: %w", err)
	}
	byID := make(map[uuid.UUID]*Member, len(rows))
	for _, m := range rows {
		byID[m.ID] = m
	}
	return byID, nil
}
