// Package session holds where people are signed in. A session belongs to an account and opens all its workspaces, so who
// ends another's must have the say in all of them. What a session tells of its browser is for its person alone, and gone
// with the session.
package session

import (
	"context"
	"fmt"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/page"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// SeenEvery is how far LastSeenAt may lag behind: a use is noted once in this time.
const SeenEvery = 5 * time.Minute

// Session is a browser in which a person is signed in, without its secret.
type Session struct {
	bun.BaseModel `bun:"table:sessions,alias:s"`

	ID         uuid.UUID
	AccountID  uuid.UUID
	CreatedAt  time.Time
	LastSeenAt time.Time
	ExpiresAt  time.Time
	RevokedAt  *time.Time
	IPAddress  *string
	UserAgent  *string
}

// NodeID is the public id.
func (s *Session) NodeID() id.ID { return id.Of(id.Session, s.ID) }

// Device is browser and system in a few words; nil when they are not known.
func (s *Session) Device() *string {
	if s.UserAgent == nil {
		return nil
	}
	if d := describe(*s.UserAgent); d != "" {
		return &d
	}
	return nil
}

// good is what holds of a session that still opens something.
const good = "s.revoked_at IS NULL AND s.expires_at > clock_timestamp()"

// Newest first: ids are made in order of time.
var order = page.Order{Expr: "s.id", Type: "uuid", Desc: true}

// Service shows and ends sessions under a viewer's rights.
type Service struct {
	db  *bun.DB
	log *activity.Log
}

// NewService makes a service.
func NewService(db *bun.DB, log *activity.Log) *Service { return &Service{db: db, log: log} }

// Mine is a page of the viewer's sessions that are good, newest first. Error: FORBIDDEN for tokens that are bounded.
func (s *Service) Mine(ctx context.Context, v *authz.Viewer, args page.Args, seal page.Seal) (*page.Connection[*Session], error) {
	if authz.OwnAccount(v) != nil {
		return nil, authz.Forbidden([]authz.Audience{authz.Self})
	}
	return postgres.Connect(ctx, s.db, func() *bun.SelectQuery {
		return s.db.NewSelect().Model((*Session)(nil)).Where("s.account_id = ?", v.AccountID).Where(good)
	}, order, args, seal, func(s *Session) page.Key { return page.Key{Value: s.ID.String()} })
}

// Open stores a new session of an account; hash is what is kept of its secret. Where it comes from is the context's origin.
func Open(ctx context.Context, db bun.IDB, accountID uuid.UUID, hash []byte, life time.Duration) error {
	from := activity.OriginOf(ctx)
	_, err := db.NewRaw(`insert into sessions (id, account_id, token_hash, expires_at, ip_address, user_agent)
		values (?, ?, ?, ?, nullif(?, ''), nullif(?, ''))`,
		id.New(), accountID, hash, time.Now().UTC().Add(life), from.IPAddress, from.UserAgent).Exec(ctx)
	if err != nil {
		return fmt.Errorf("opening a session: %w", err)
	}
	return nil
}

// Touch notes that sessions are used, and from where when the context tells it. Those noted a short while ago stay as they
// are, whoever asks at the same time.
func Touch(ctx context.Context, db bun.IDB, ids []uuid.UUID) error {
	from := activity.OriginOf(ctx)
	_, err := db.NewRaw(`update sessions set last_seen_at = clock_timestamp(),
		ip_address = coalesce(nullif(?, ''), ip_address), user_agent = coalesce(nullif(?, ''), user_agent)
		where id in (?) and revoked_at is null and last_seen_at < clock_timestamp() - make_interval(secs => ?)`,
		from.IPAddress, from.UserAgent, postgres.In(ids), SeenEvery.Seconds()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("noting the use of sessions: %w", err)
	}
	return nil
}

// Ended ends sessions of an account within a transaction: the one, or all where it is Nil, but never the one to keep. It
// gives how many were good until now.
func Ended(ctx context.Context, tx bun.IDB, accountID, one, keep uuid.UUID) (int, error) {
	q := tx.NewUpdate().Model((*Session)(nil)).Set("revoked_at = clock_timestamp()").Set("ip_address = NULL").Set("user_agent = NULL").
		Where("s.account_id = ?", accountID).Where("s.id <> ?", keep).Where(good)
	if one != uuid.Nil {
		q = q.Where("s.id = ?", one)
	}
	done, err := q.Exec(ctx)
	if err != nil {
		return 0, fmt.Errorf("ending sessions: %w", err)
	}
	n, err := done.RowsAffected()
	return int(n), err
}
