package authn

import (
	"context"
	"testing"
	"time"
)

// SetAttemptsClock gives the tests the clock that sign-in attempts are measured by.
func (s *Service) SetAttemptsClock(now func() time.Time) { s.attempts.now = now }

// Watching counts the credentials that are watched.
func (s *Service) Watching() int { return len(s.watched.all()) }

// Password checks and limits of the package.
var VerifyPassword = verifyPassword

const (
	FreeFailures = freeFailures
	ForgetAfter  = forgetAfter
)

func (a *attempts) wait(email string) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.waiting(email)
}

func (a *attempts) failed(email string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.count(email)
}

// LookedBefore makes the last look lie further back.
func (s *Service) LookedBefore(d time.Duration) {
	s.lookout.mu.Lock()
	defer s.lookout.mu.Unlock()
	s.lookout.seen.At = s.lookout.seen.At.Add(-d)
}

// Forget takes a moment; the returned function removes the changes before it.
func (s *Service) Forget(t testing.TB) func(context.Context) {
	t.Helper()
	seen, err := s.look(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context) {
		if err := s.forget(ctx, seen); err != nil {
			t.Fatal(err)
		}
	}
}

// Expire ends what is watched and has expired at the time.
func (s *Service) Expire(now time.Time) { s.watched.expire(now) }
