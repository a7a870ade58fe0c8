package authn

import (
	"fmt"
	"testing"
	"time"
)

func TestAttemptsBackOff(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 2, 11, 12, 0, 0, 0, time.UTC)
	a := newAttempts()
	a.now = func() time.Time { return now }
	for range freeFailures {
		if w := a.wait("ann@example.com"); w != 0 {
			t.Fatalf("one of the free tries waits %s", w)
		}
		a.failed("ann@example.com")
	}
	for n, want := range []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 256, 256} {
		if w := a.wait(" ANN@Example.com\n"); w != want*time.Second {
			t.Errorf("after %d more failures the wait is %s, want %d s", n, w, want)
		}
		a.failed("Ann@example.com")
	}
	if w := a.wait("bob@example.com"); w != 0 {
		t.Errorf("another address waits %s", w)
	}
	now = now.Add(255 * time.Second)
	if w := a.wait("ann@example.com"); w != time.Second {
		t.Errorf("a second before the end the wait is %s", w)
	}
	now = now.Add(time.Second)
	if w := a.wait("ann@example.com"); w != 0 {
		t.Errorf("at the end the wait is %s", w)
	}
	now = now.Add(forgetAfter)
	a.failed("ann@example.com")
	if w := a.wait("ann@example.com"); w != 0 {
		t.Errorf("after a pause failures begin anew, the wait is %s", w)
	}
	for range freeFailures {
		a.failed("ann@example.com")
	}
	a.succeeded("ANN@example.com")
	if w := a.wait("ann@example.com"); w != 0 {
		t.Errorf("after a success the wait is %s", w)
	}
}

func TestAttemptsRememberABoundedNumberOfAddresses(t *testing.T) {
	t.Parallel()
	a := newAttempts()
	for i := range maxAttempts + 100 {
		a.failed(fmt.Sprintf("%d@example.com", i))
	}
	if n := len(a.entries); n > maxAttempts {
		t.Errorf("%d addresses are remembered", n)
	}
	if k := addressKey(string(make([]byte, 5000))); len(k) > 254 {
		t.Errorf("an address of %d bytes is remembered", len(k))
	}
}

func TestATryWithoutADecisionIsNoFailure(t *testing.T) {
	t.Parallel()
	a := newAttempts()
	for range 10 * freeFailures {
		if w := a.take("ann@example.com"); w != 0 {
			t.Fatalf("after outages one waits %s", w)
		}
		a.undecided("ann@example.com")
	}
	for range freeFailures {
		a.take("ann@example.com")
	}
	if a.take("ann@example.com") == 0 {
		t.Error("failures don't count any more")
	}
}
