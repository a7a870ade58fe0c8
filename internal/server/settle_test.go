package server

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestMemoryIsGivenBackWhenAWaveOfConnectionsIsOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var open, given atomic.Int64
		ctx, stop := context.WithCancel(t.Context())
		go settle(ctx, func() int { return int(open.Load()) }, func() { given.Add(1) })
		for _, step := range []struct {
			open, given int64
		}{
			{0, 0}, {100, 0}, {100, 0}, // too few
			{1000, 0}, {2000, 0}, {2000, 1}, {2000, 1}, // not before it is over, and once
			{2300, 1}, {2300, 1}, {2600, 1}, {2600, 2}, // a quarter more
			{500, 2}, {500, 2}, {800, 2}, {800, 3}, // after others have gone
		} {
			open.Store(step.open)
			time.Sleep(settleEvery)
			synctest.Wait()
			if given.Load() != step.given {
				t.Errorf("at %d connections memory was given back %d times, want %d", step.open, given.Load(), step.given)
			}
		}
		stop()
	})
}
