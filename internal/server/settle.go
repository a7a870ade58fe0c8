package server

import (
	"context"
	"runtime/debug"
	"time"
)

const (
	settleEvery = 500 * time.Millisecond
	// settleFrom is how many connections must have come since memory was last given back.
	settleFrom = 200
)

// settle gives memory back when a wave of connections is over. To accept one takes many times the memory that it then holds
// for hours, and without garbage from elsewhere the collector would come for it after minutes only. It returns when the
// context ends.
func settle(ctx context.Context, open func() int, giveBack func()) {
	ticker := time.NewTicker(settleEvery)
	defer ticker.Stop()
	settled, last := 0, 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		n := open()
		settled = min(settled, n)
		if n == last && n-settled >= max(settleFrom, settled/4) {
			giveBack()
			settled = n
		}
		last = n
	}
}

func freeMemory() { debug.FreeOSMemory() }
