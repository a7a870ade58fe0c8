package session

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// place is a membership of an account.
type place struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID // the member's
	Role        authz.Role
}

// places are the workspaces an account belongs to, where its changes are told.
func places(ctx context.Context, db bun.IDB, accountID uuid.UUID) ([]place, error) {
	var rows []place
	err := db.NewRaw(`select m.workspace_id, m.id, m.role from accounts a join members m on m.workspace_id = any(a.workspace_ids)
		and m.account_id = a.id where a.id = ? and m.removed_at is null`, accountID).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("reading an account's workspaces: %w", err)
	}
	return rows, nil
}

// Told is what the workspaces of an account hear of a change to its sign-in: for their admins, without a word of the others.
func Told(ctx context.Context, db bun.IDB, v *authz.Viewer, accountID uuid.UUID, e activity.Entry) ([]activity.Told, error) {
	all, err := places(ctx, db, accountID)
	if err != nil {
		return nil, err
	}
	told := make([]activity.Told, len(all))
	for i, p := range all {
		about := e
		about.EntityType, about.EntityID, about.SubjectID, about.Visibility = activity.User, p.ID, &p.ID, activity.ToAdmins
		told[i] = activity.Told{WorkspaceID: p.WorkspaceID, By: activity.By(v, p.WorkspaceID), Entry: &about}
	}
	return told, nil
}

// Revoke ends one session: the viewer's own, or that of somebody over all of whose workspaces they have the say. One that is
// over stays so. Errors: NOT_FOUND, FORBIDDEN.
func (s *Service) Revoke(ctx context.Context, v *authz.Viewer, sessionID uuid.UUID) error {
	if err := authz.OwnAccount(v); err != nil {
		return err
	}
	var accountID uuid.UUID
	err := s.db.NewRaw("select account_id from sessions where id = ?", sessionID).Scan(ctx, &accountID)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Missing()
	}
	if err != nil {
		return fmt.Errorf("reading a session: %w", err)
	}
	_, err = s.end(ctx, v, accountID, sessionID, uuid.Nil, "ended a session")
	return err
}

// RevokeAll ends the sessions of the viewer, or of a member over all of whose workspaces they have the say; the viewer's
// present one only when asked to. It gives how many there were. Errors: NOT_FOUND, FORBIDDEN.
func (s *Service) RevokeAll(ctx context.Context, v *authz.Viewer, memberID *uuid.UUID, current bool) (int, error) {
	if err := authz.OwnAccount(v); err != nil {
		return 0, err
	}
	accountID, keep := v.AccountID, v.SessionID
	if memberID != nil {
		err := s.db.NewRaw("select account_id from members where workspace_id in (?) and id = ? and removed_at is null",
			postgres.In(v.WorkspaceIDs()), *memberID).Scan(ctx, &accountID)
		if errors.Is(err, sql.ErrNoRows) {
			return 0, fault.Missing()
		}
		if err != nil {
			return 0, fmt.Errorf("reading a member's account: %w", err)
		}
	}
	if current {
		keep = uuid.Nil
	}
	return s.end(ctx, v, accountID, uuid.Nil, keep, "ended all sessions")
}

func (s *Service) end(ctx context.Context, v *authz.Viewer, accountID, one, keep uuid.UUID, title string) (ended int, err error) {
	err = s.log.DoShared(ctx, func(ctx context.Context, tx bun.Tx) ([]activity.Told, error) {
		homes, err := places(ctx, tx, accountID)
		if err != nil {
			return nil, err
		}
		rights := make([]authz.Home, len(homes))
		for i, p := range homes {
			rights[i] = authz.Home{WorkspaceID: p.WorkspaceID, Role: p.Role}
		}
		if err := authz.EndSessions(v, accountID, rights); err != nil {
			return nil, err
		}
		if ended, err = Ended(ctx, tx, accountID, one, keep); err != nil || ended == 0 {
			return nil, err
		}
		return Told(ctx, tx, v, accountID, activity.Entry{Action: activity.Logout, Title: title, Metadata: map[string]any{"sessions": ended}})
	})
	return ended, err
}
