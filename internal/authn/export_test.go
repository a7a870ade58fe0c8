package authn

import "time"

// SetAttemptsClock gives the tests the clock that sign-in attempts are measured by.
func (s *Service) SetAttemptsClock(now func() time.Time) { s.attempts.now = now }

// Watching counts the credentials that are watched.
func (s *Service) Watching() int { return len(s.watched.keys()) }

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
