package apitoken

import (
	"context"
	"fmt"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/id"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// MaxFeedLife is how long a feed token is good at most.
const MaxFeedLife = time.Hour

// FeedToken is the credential of a feed on a page elsewhere, without its secret: one member's activities in one workspace.
// It is good as long as the session or the personal token that made it is.
type FeedToken struct {
	bun.BaseModel `bun:"table:feed_tokens,alias:f"`

	WorkspaceID uuid.UUID
	ID          uuid.UUID
	MemberID    uuid.UUID
	SessionID   *uuid.UUID
	TokenID     *uuid.UUID
	TokenHash   []byte    `bun:"type:bytea"`
	CreatedAt   time.Time `bun:",nullzero,default:clock_timestamp()"`
	ExpiresAt   time.Time
}

// CreateFeed makes a feed token of the caller and returns its secret, once. Rejection: OUT_OF_RANGE for a life that is not
// 1 to 3600 seconds.
func (s *Service) CreateFeed(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, seconds int) (*FeedToken, string, activity.Receipt, error) {
	none := activity.Receipt{}
	if err := authz.MakeFeedToken(v, workspaceID); err != nil {
		return nil, "", none, err
	}
	if seconds < 1 || seconds > int(MaxFeedLife.Seconds()) {
		return nil, "", none, check.Reject(check.OutOfRange, "ttlSeconds", "1 to %d seconds are allowed", int(MaxFeedLife.Seconds()))
	}
	m, _ := v.In(workspaceID)
	secret := newSecret(feedPrefix, workspaceID)
	f := &FeedToken{WorkspaceID: workspaceID, ID: id.New(), MemberID: m.MemberID, TokenHash: Hash(secret)}
	if v.SessionID != uuid.Nil {
		f.SessionID = &v.SessionID
	} else {
		f.TokenID = &v.TokenID
	}
	receipt, err := s.log.Do(ctx, workspaceID, activity.By(v, workspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		// What is over is of no use to anybody: each new one takes the member's old ones away.
		_, err := tx.NewDelete().Model((*FeedToken)(nil)).Where("f.workspace_id = ?", workspaceID).Where("f.member_id = ?", m.MemberID).
			Where("f.expires_at < clock_timestamp()").Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("deleting feed tokens that are over: %w", err)
		}
		_, err = tx.NewInsert().Model(f).Value("expires_at", "clock_timestamp() + make_interval(secs => ?)", seconds).
			Returning("created_at, expires_at").Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("inserting a feed token: %w", err)
		}
		return &activity.Entry{Action: activity.Created, EntityType: activity.Integration, EntityID: f.ID, SubjectID: &f.MemberID,
			Visibility: activity.ToAdmins, Title: "created a feed token", Metadata: map[string]any{"seconds": seconds}}, nil
	})
	if err != nil {
		return nil, "", receipt, err
	}
	return f, secret, receipt, nil
}
