package authn

import (
	"context"
	"fmt"
	"unicode/utf8"

	"daybook/internal/account"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/session"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// MinPassword is the least a new password has, in characters.
const MinPassword = 10

// ChangePassword gives the viewer's account another password and ends its other sessions; it returns how many. Wrong tries
// count as tries to sign in. Rejections: OUT_OF_RANGE, INVALID. Errors: FORBIDDEN, RATE_LIMITED.
func (s *Service) ChangePassword(ctx context.Context, v *authz.Viewer, current, next string) (ended int, err error) {
	if err := authz.OwnAccount(v); err != nil {
		return 0, err
	}
	if err := checkPassword(current, next); err != nil {
		return 0, err
	}
	if wait := s.attempts.take(v.Email); wait > 0 {
		return 0, tooMany(wait)
	}
	acc, err := account.ByEmail(ctx, s.db, v.Email)
	if err != nil {
		return 0, fmt.Errorf("reading an account: %w", err)
	}
	old := absentHash
	if acc.PasswordHash != nil {
		old = *acc.PasswordHash
	}
	good, err := verifyPassword(ctx, old, current)
	if err != nil {
		return 0, err
	}
	if !good {
		s.record(ctx, acc.ID, activity.LoginFailed, "failed to change the password")
		return 0, check.Reject(check.Invalid, "currentPassword", "this is not the present password")
	}
	s.attempts.succeeded(v.Email)
	hash, err := HashPassword(ctx, next)
	if err != nil {
		return 0, err
	}
	err = s.log.DoShared(ctx, func(ctx context.Context, tx bun.Tx) ([]activity.Told, error) {
		// Of two changes at once one finds that the password it knew is no longer the present one.
		done, err := tx.NewRaw("update accounts set password_hash = ? where id = ? and password_hash = ?", hash, acc.ID, old).Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("storing a password: %w", err)
		}
		if n, _ := done.RowsAffected(); n == 0 {
			return nil, check.Reject(check.Invalid, "currentPassword", "this is not the present password")
		}
		if ended, err = session.Ended(ctx, tx, acc.ID, uuid.Nil, v.SessionID); err != nil {
			return nil, err
		}
		var d activity.Diff
		d.Guarded("password", true)
		return session.Told(ctx, tx, v, acc.ID, activity.Entry{Action: activity.Updated, Title: "changed their password",
			Changes: d.Changes, Metadata: map[string]any{"sessions": ended}})
	})
	return ended, err
}

func checkPassword(current, next string) error {
	var l check.List
	CheckPassword(&l, "newPassword", next)
	if l.Err() == nil && next == current {
		l.Add(check.Invalid, "newPassword", "this is the present password")
	}
	return l.Err()
}

// CheckPassword notes at the field what keeps a text from being a new password.
func CheckPassword(l *check.List, field, password string) {
	switch {
	case !utf8.ValidString(password):
		l.Add(check.Invalid, field, "the text is not valid UTF-8")
	case utf8.RuneCountInString(password) < MinPassword:
		l.Add(check.OutOfRange, field, "at least %d characters are needed", MinPassword)
	case len(password) > MaxPassword:
		l.Add(check.TooLong, field, "at most %d bytes are allowed", MaxPassword)
	}
}
