package private

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// Users, supervisors and postmasters are killed at any moment. Every Open must work all the same, one postmaster at a
// time must work on the cluster, and what was committed and flushed must stay. DAYBOOK_TEST_CHAOS sets the rounds.
func TestKillsAtAnyMoment(t *testing.T) {
	t.Parallel()
	rounds := 6
	if text := os.Getenv("DAYBOOK_TEST_CHAOS"); text != "" {
		var err error
		if rounds, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := newSeededDir(t)
	f := folder{dir}
	s := open(t, dir)
	mustQuery(t, s, "create table kept as select 'text' as v")
	mustQuery(t, s, "checkpoint")
	shut(t, s)
	for round := range rounds {
		users := []*process{startProcess(t, dir), startProcess(t, dir)}
		time.Sleep(time.Duration(random.IntN(150)) * time.Millisecond)
		for range 1 + random.IntN(3) {
			switch random.IntN(3) {
			case 0:
				users[random.IntN(2)].kill()
			case 1:
				if pid := readPostmaster(f).pid; slices.Contains(processesIn(f), pid) {
					_ = syscall.Kill(pid, syscall.SIGKILL)
				}
			case 2:
				if pid := readPostmaster(f).pid; slices.Contains(processesIn(f), pid) {
					if parent := parentOf(pid); isSupervisor(parent) {
						_ = syscall.Kill(parent, syscall.SIGKILL)
					}
				}
			}
			time.Sleep(time.Duration(random.IntN(20)) * time.Millisecond)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		s, err := Open(ctx, Options{DataDir: dir, FastUnsafe: true, Log: quiet()})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		eventually(t, fmt.Sprintf("the table is there in round %d", round), func() bool {
			got, err := query(ctx, s, "select v from kept")
			return err == nil && got == "text"
		})
		if n := postmastersIn(f); n > 1 {
			t.Errorf("round %d: %d postmasters", round, n)
		}
		cancel()
		for _, u := range users {
			u.kill()
		}
		shut(t, s)
	}
}
