//go:build chaos

package crash

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

// DAYBOOK_CRASH_AT is a point and how often it is passed before the process dies there: "appended:3".
var (
	point, rounds, _ = strings.Cut(os.Getenv("DAYBOOK_CRASH_AT"), ":")
	left             atomic.Int64
)

func init() {
	n, err := strconv.ParseInt(rounds, 10, 64)
	if point != "" && err != nil {
		panic(fmt.Sprintf("DAYBOOK_CRASH_AT=%s:%s: a point and a number are expected", point, rounds))
	}
	left.Store(n)
}

// At kills the process like a failing machine would, when it is told to die here.
func At(p string) {
	if p == point && left.Add(-1) == 0 {
		syscall.Kill(syscall.Getpid(), syscall.SIGKILL) //nolint:errcheck // there is nobody left to tell
		select {}
	}
}
