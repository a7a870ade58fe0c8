// Package authn turns credentials into Viewers: session cookies of people, bearer tokens of programs. A credential that is
// there but not good is refused as a whole (UNAUTHENTICATED), never answered as if it were absent.
package authn

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"daybook/internal/account"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/gather"
	"daybook/internal/session"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// SessionLife is how long a session is good.
const SessionLife = 30 * 24 * time.Hour

// Service signs people in and out and recognises credentials.
type Service struct {
	db       *bun.DB
	rights   *bun.DB
	log      *activity.Log
	slog     *slog.Logger
	attempts *attempts
	watched  watched
	lookout  lookout
	secrets  map[kind]*gather.Gather[secret, *found]
}

// NewService makes a service. rights is the database too, for recognising credentials and looking at rights.
func NewService(db, rights *bun.DB, log *activity.Log, logger *slog.Logger) *Service {
	s := &Service{db: db, rights: rights, log: log, slog: logger, attempts: newAttempts(), secrets: map[kind]*gather.Gather[secret, *found]{},
		watched: watched{entries: map[uuid.UUID]*entry{}, accounts: map[uuid.UUID][]*entry{}, unread: map[uuid.UUID]struct{}{}}}
	for _, k := range []kind{sessions, tokens, feedTokens} {
		s.secrets[k] = gather.New(func(ctx context.Context, all []secret) (map[secret]*found, error) { return s.find(ctx, k, all) })
	}
	return s
}

// refused is the one answer to a bad credential.
func refused() error { return fault.New(fault.Unauthenticated, "sign in: the credential is not good") }

// over is what the callers behind open sockets and streams are told when their credential has ended.
func over() error { return fault.New(fault.Unauthenticated, "the credential is no longer good") }

// tooMany is the answer to whoever has to wait before the next try.
func tooMany(wait time.Duration) error {
	return fault.New(fault.RateLimited, "too many attempts; try again later").
		With("retryAfterMs", wait.Milliseconds()).With("limit", "sign-in")
}

// Required is the answer to a request that needs a credential and has none.
func Required() error { return fault.New(fault.Unauthenticated, "sign in first") }

// SignIn checks mail address and password and opens a session; secret goes into the cookie. Errors: UNAUTHENTICATED with
// one neutral sentence, RATE_LIMITED after repeated failures.
func (s *Service) SignIn(ctx context.Context, email, password string) (secret string, v *authz.Viewer, err error) {
	if wait := s.attempts.take(email); wait > 0 {
		return "", nil, tooMany(wait)
	}
	acc, err := account.ByEmail(ctx, s.db, email)
	known := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		s.attempts.undecided(email)
		return "", nil, fmt.Errorf("reading an account: %w", err)
	}
	hash := absentHash
	if known && acc.PasswordHash != nil {
		hash = *acc.PasswordHash
	}
	good, err := verifyPassword(ctx, hash, password)
	if err != nil {
		s.attempts.undecided(email)
		return "", nil, err
	}
	if !known || !good {
		if known {
			s.record(ctx, acc.ID, activity.LoginFailed, "failed to sign in")
		}
		return "", nil, fault.New(fault.Unauthenticated, "mail address or password is wrong")
	}
	s.attempts.succeeded(email)
	secret = newSecret()
	sum := sha256.Sum256([]byte(secret))
	if err := session.Open(ctx, s.db, acc.ID, sum[:], SessionLife); err != nil {
		return "", nil, err
	}
	if v, err = s.Session(ctx, secret); err != nil {
		return "", nil, err
	}
	s.record(ctx, acc.ID, activity.Login, "signed in")
	return secret, v, nil
}

// SignOut ends a session, open streams included.
func (s *Service) SignOut(ctx context.Context, v *authz.Viewer) error {
	if v == nil || v.SessionID == uuid.Nil {
		return nil
	}
	if _, err := session.Ended(ctx, s.db, v.AccountID, v.SessionID, uuid.Nil); err != nil {
		return err
	}
	s.watched.end(v.SessionID, over())
	s.record(ctx, v.AccountID, activity.Logout, "signed out")
	return nil
}

// record notes a sign-in or -out in the log of each workspace of the account. It is not part of what was asked, so a
// failure is logged and does not undo it.
func (s *Service) record(ctx context.Context, accountID uuid.UUID, action activity.Action, title string) {
	var rows []struct{ WorkspaceID, ID uuid.UUID }
	err := s.db.NewRaw(`select m.workspace_id, m.id from accounts a join members m on m.workspace_id = any(a.workspace_ids)
		and m.account_id = a.id where a.id = ? and m.removed_at is null`, accountID).Scan(ctx, &rows)
	for _, m := range rows {
		if err != nil {
			break
		}
		_, err = s.log.Do(ctx, m.WorkspaceID, activity.ByMember(m.ID), func(context.Context, bun.Tx) (*activity.Entry, error) {
			return &activity.Entry{Action: action, EntityType: activity.User, EntityID: m.ID, SubjectID: &m.ID,
				Visibility: activity.ToAdmins, Title: title, Metadata: map[string]any{"method": "password"}}, nil
		})
	}
	if err != nil {
		s.slog.ErrorContext(ctx, "recording a sign-in", "error", err)
	}
}

func newSecret() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}
