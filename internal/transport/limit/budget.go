package limit

import (
	"context"
	"math"
	"sync"
	"time"
)

// Budget is what one caller may spend. Zero fields take the defaults.
type Budget struct {
	// Key tells callers apart. An empty key is a caller like any other: give the anonymous a key of
	// their own (an address) if they are not to share one budget. Nil: all share one.
	Key func(ctx context.Context) string
	// Maximum of points a caller can save up. Default 10,000.
	Maximum int64
	// RestorePerSecond is how many points come back. Default 100.
	RestorePerSecond int64
	// Now is the clock. Default time.Now.
	Now func() time.Time
}

func (b Budget) withDefaults() Budget {
	orDefault(&b.Maximum, 10_000)
	orDefault(&b.RestorePerSecond, 100)
	if b.Key == nil {
		b.Key = func(context.Context) string { return "" }
	}
	if b.Now == nil {
		b.Now = time.Now
	}
	return b
}

// Bucket is one of the caller's budgets.
type Bucket struct {
	Name             string
	Maximum          int64
	Available        int64
	RestorePerSecond int64
	ResetAt          time.Time // when it is full again, in UTC
}

// Buckets reads the caller's budgets, without charging anything.
func (g *Guard) Buckets(ctx context.Context) []Bucket {
	b := g.budget
	now := b.Now()
	points := b.read(b.Key(ctx), now)
	full := time.Duration((float64(b.Maximum) - points) / float64(b.RestorePerSecond) * float64(time.Second))
	return []Bucket{{
		Name:             budgetName,
		Maximum:          b.Maximum,
		Available:        int64(points),
		RestorePerSecond: b.RestorePerSecond,
		ResetAt:          now.Add(full).UTC(),
	}}
}

// buckets are the token buckets of all callers. A caller without one has a full bucket.
type buckets struct {
	Budget

	mu      sync.Mutex
	byKey   map[string]bucket
	sweepAt int // how many buckets there may be before the full ones are dropped
}

type bucket struct {
	points float64
	at     time.Time
}

const firstSweep = 1024

func newBuckets(b Budget) *buckets {
	return &buckets{Budget: b, byKey: map[string]bucket{}, sweepAt: firstSweep}
}

// take charges the caller. When there are too few points it charges nothing, and wait is how long until
// there are enough. available is what is left either way.
func (b *buckets) take(ctx context.Context, points int64) (available int64, wait time.Duration) {
	key, now := b.Key(ctx), b.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	left := b.level(key, now)
	if missing := float64(points) - left; missing > 0 {
		seconds := missing / float64(b.RestorePerSecond)
		return int64(left), max(time.Duration(math.Ceil(seconds*float64(time.Second))), 1)
	}
	left -= float64(points)
	b.byKey[key] = bucket{points: left, at: now}
	if len(b.byKey) > b.sweepAt {
		b.sweep(now)
	}
	return int64(left), 0
}

func (b *buckets) available(ctx context.Context) int64 { return int64(b.read(b.Key(ctx), b.Now())) }

func (b *buckets) read(key string, now time.Time) float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.level(key, now)
}

// level is what a bucket holds now. The mutex is held.
func (b *buckets) level(key string, now time.Time) float64 {
	bucket, ok := b.byKey[key]
	if !ok {
		return float64(b.Maximum)
	}
	// A clock that was set back restores nothing and takes nothing.
	restored := max(now.Sub(bucket.at).Seconds(), 0) * float64(b.RestorePerSecond)
	return min(bucket.points+restored, float64(b.Maximum))
}

// sweep drops the buckets that are full. It runs when their number has doubled since the last time.
func (b *buckets) sweep(now time.Time) {
	for key := range b.byKey {
		if b.level(key, now) >= float64(b.Maximum) {
			delete(b.byKey, key)
		}
	}
	b.sweepAt = max(firstSweep, 2*len(b.byKey))
}
