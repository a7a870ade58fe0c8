package authn

import (
	"strings"
	"sync"
	"time"
)

// attempts slows guessing down: after a few failures for one address each further try has to wait. It is kept in memory:
// a replica that starts anew forgets, which costs a guesser's time all the same (argon2id).
type attempts struct {
	mu      sync.Mutex
	entries map[string]attempt
	now     func() time.Time
}

type attempt struct {
	failures int
	last     time.Time
}

const (
	freeFailures = 5
	forgetAfter  = 15 * time.Minute
	maxAttempts  = 10_000 // addresses remembered
)

func newAttempts() *attempts { return &attempts{entries: map[string]attempt{}, now: time.Now} }

func addressKey(email string) string {
	email = strings.ToLower(strings.TrimSpace(email))
	return email[:min(len(email), 254)]
}

// take counts a try before it is made, so that tries sent at once are not worth more than tries one after the other. It
// returns how long the address has to wait instead, and counts nothing then.
func (a *attempts) take(email string) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	wait := a.waiting(email)
	if wait == 0 {
		a.count(email)
	}
	return wait
}

// waiting is how long the address has to wait before its next try.
func (a *attempts) waiting(email string) time.Duration {
	e := a.entries[addressKey(email)]
	if e.failures < freeFailures {
		return 0
	}
	pause := time.Second << min(e.failures-freeFailures, 8)
	return max(0, pause-a.now().Sub(e.last))
}

func (a *attempts) count(email string) {
	now := a.now()
	if len(a.entries) >= maxAttempts {
		for k, e := range a.entries {
			if now.Sub(e.last) > forgetAfter || len(a.entries) >= maxAttempts {
				delete(a.entries, k)
			}
		}
	}
	e := a.entries[addressKey(email)]
	if now.Sub(e.last) > forgetAfter {
		e.failures = 0
	}
	a.entries[addressKey(email)] = attempt{failures: e.failures + 1, last: now}
}

// undecided takes back a try that came to no decision: it tells nothing about the password, and an outage must not lock people
// out.
func (a *attempts) undecided(email string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if e := a.entries[addressKey(email)]; e.failures > 0 {
		e.failures--
		a.entries[addressKey(email)] = e
	}
}

func (a *attempts) succeeded(email string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.entries, addressKey(email))
}
