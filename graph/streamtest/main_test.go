package streamtest

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"daybook/internal/postgres/postgrestest"

	"go.uber.org/goleak"
)

var full = flag.Bool("full", false, "the whole size, a minute or two, instead of a short one")

// size is n in a full run, small in a short one.
func size[T any](small, n T) T {
	if *full {
		return n
	}
	return small
}

// patience bounds what must come; it decides how long a failing test takes, nothing else.
const patience = 60 * time.Second

// latencies are how long streams took to end after a change of rights had been answered.
var latencies struct {
	sync.Mutex
	all []time.Duration
}

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if all := latencies.all; len(all) > 0 {
		slices.Sort(all)
		fmt.Printf("rights: %d streams ended, half of them within %d ms, 99 %% within %d ms, all within %d ms\n",
			len(all), all[len(all)/2].Milliseconds(), all[len(all)*99/100].Milliseconds(), all[len(all)-1].Milliseconds())
	}
	if code == 0 {
		if err := goleak.Find(postgrestest.Stays...); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}
