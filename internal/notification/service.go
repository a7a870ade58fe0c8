package notification

import (
	"context"
	"fmt"

	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Service reads a person's notifications and marks them as read.
type Service struct{ db *bun.DB }

// NewService makes a service.
func NewService(db *bun.DB) *Service { return &Service{db: db} }

// Store writes notifications in the transaction of what they tell of. One that is there already is left as it is.
func Store(ctx context.Context, tx bun.IDB, rows []*Notification) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&rows).On("CONFLICT (workspace_id, escalation_id, kind, member_id) DO NOTHING").Exec(ctx)
	if err != nil {
		return fmt.Errorf("storing notifications: %w", err)
	}
	return nil
}

// ByIDs reads the viewer's own notifications; others are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Notification, error) {
	return s.own(ctx, v, v.WorkspaceIDs(), "n.id", ids, func(n *Notification) uuid.UUID { return n.ID })
}

// ByActivities reads the viewer's own notifications of a workspace that came with activities, by the activity.
func (s *Service) ByActivities(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, ids []uuid.UUID) (map[uuid.UUID]*Notification, error) {
	return s.own(ctx, v, []uuid.UUID{workspaceID}, "n.activity_id", ids, func(n *Notification) uuid.UUID { return n.ActivityID })
}

func (s *Service) own(ctx context.Context, v *authz.Viewer, workspaceIDs []uuid.UUID, column bun.Safe, ids []uuid.UUID, key func(*Notification) uuid.UUID) (map[uuid.UUID]*Notification, error) {
	var rows []*Notification
	err := s.db.NewSelect().Model(&rows).Where("n.workspace_id IN (?)", postgres.In(workspaceIDs)).Where("? IN (?)", column, postgres.In(ids)).
		Where("n.member_id IN (?)", postgres.In(v.MemberIDs())).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading notifications: %w", err)
	}
	found := make(map[uuid.UUID]*Notification, len(rows))
	for _, n := range rows {
		if authz.SeesNotification(v, n) {
			found[key(n)] = n
		}
	}
	return found, nil
}

// Read marks a notification as read; the first time stays. It appends no activity: that somebody looked is their presence,
// which nobody tracks. Errors: NOT_FOUND for all but its recipient, FORBIDDEN for services.
func (s *Service) Read(ctx context.Context, v *authz.Viewer, notificationID uuid.UUID) (*Notification, error) {
	if err := authz.ReadNotifications(v); err != nil {
		return nil, err
	}
	found, err := s.ByIDs(ctx, v, []uuid.UUID{notificationID})
	if err != nil {
		return nil, err
	}
	n := found[notificationID]
	if n == nil {
		return nil, fault.Missing()
	}
	if n.ReadAt != nil {
		return n, nil
	}
	_, err = s.db.NewUpdate().Model(n).Set("read_at = coalesce(read_at, clock_timestamp())").
		Where("workspace_id = ?", n.WorkspaceID).Where("id = ?", n.ID).Returning("read_at").Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("marking a notification as read: %w", err)
	}
	return n, nil
}
