package private

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestTwoProcessesShareOneServer(t *testing.T) {
	t.Parallel()
	dir := newSeededDir(t)
	s := open(t, dir)
	other := newProcess(t, dir)
	if got, want := other.postmaster, postmasterOf(t, s); got != want {
		t.Errorf("the other process found postmaster %d, this one %d", got, want)
	}
	shut(t, s)
	if isDown(dir) {
		t.Error("the server stopped under its second user")
	}
	other.leave(t)
	if !isDown(dir) {
		t.Error("the server runs on without users")
	}
}

func TestAbruptEndOfTheOnlyUserStopsPostgres(t *testing.T) {
	t.Parallel()
	dir := newSeededDir(t)
	other := newProcess(t, dir)
	other.kill()
	eventually(t, "postgres is gone", func() bool { return isDown(dir) })
	if text, err := os.ReadFile(folder{dir}.pidFile()); err == nil {
		t.Errorf("postgres did not end in an orderly way: %s", text)
	}
}

func TestAbruptEndOfOneOfTwoLeavesItRunning(t *testing.T) {
	t.Parallel()
	dir := newSeededDir(t)
	first := newProcess(t, dir) // the one that started the supervisor
	s := open(t, dir)
	first.kill()
	third := newProcess(t, dir)
	if third.postmaster != first.postmaster || postmasterOf(t, s) != first.postmaster {
		t.Error("the postmaster has changed")
	}
	if got := mustQuery(t, s, "select 'up'"); got != "up" {
		t.Errorf("got %q", got)
	}
}

func TestKilledPostmasterComesBack(t *testing.T) {
	t.Parallel()
	s := open(t, newSeededDir(t))
	mustQuery(t, s, "create table kept as select 'text' as v")
	mustQuery(t, s, "checkpoint") // without one, FastUnsafe may lose it
	old := postmasterOf(t, s)
	busy := make(chan error, 1)
	go func() { // a session that does not notice the death of its postmaster by itself
		_, err := query(context.Background(), s, "do $$ begin loop end loop; end $$")
		busy <- err
	}()
	eventually(t, "the session is busy", func() bool {
		return mustQuery(t, s, "select count(*)::text from pg_stat_activity where query like 'do %' and state='active'") == "1"
	})
	kill(t, old)
	eventually(t, "the table is there again", func() bool {
		got, err := query(t.Context(), s, "select v from kept")
		return err == nil && got == "text"
	})
	if postmasterOf(t, s) == old {
		t.Error("it is still the old postmaster")
	}
	if err := <-busy; err == nil {
		t.Error("the busy session went on under a new postmaster")
	}
	text, err := os.ReadFile(s.folder.logFile())
	if err != nil || !strings.Contains(string(text), "started again") {
		t.Errorf("the log does not tell: %v", err)
	}
}

func TestKilledSupervisorTakesPostgresAlong(t *testing.T) {
	t.Parallel()
	dir := newSeededDir(t)
	other := newProcess(t, dir)
	s := open(t, dir)
	old := postmasterOf(t, s)
	kill(t, supervisorOf(t, s))
	eventually(t, "postgres is gone", func() bool { return !alive(old) })
	other.kill()
	again := open(t, dir)
	if got := mustQuery(t, again, "select 'up'"); got != "up" {
		t.Errorf("got %q", got)
	}
	if again.socket != s.socket {
		t.Errorf("the socket moved from %s to %s", s.socket, again.socket)
	}
}

func TestUsersGetANewSupervisor(t *testing.T) {
	t.Parallel()
	s := open(t, newSeededDir(t))
	kill(t, supervisorOf(t, s))
	eventually(t, "the server answers again", func() bool {
		got, err := query(t.Context(), s, "select 'up'")
		return err == nil && got == "up"
	})
}

func TestKilledSupervisorAndPostmaster(t *testing.T) {
	t.Parallel()
	dir := newSeededDir(t)
	s := open(t, dir)
	mustQuery(t, s, "create table kept as select 'text' as v")
	mustQuery(t, s, "checkpoint")
	go func() { _, _ = query(context.Background(), s, "do $$ begin loop end loop; end $$") }()
	eventually(t, "the session is busy", func() bool {
		return mustQuery(t, s, "select count(*)::text from pg_stat_activity where query like 'do %' and state='active'") == "1"
	})
	supervisor, postmaster := supervisorOf(t, s), postmasterOf(t, s)
	kill(t, postmaster)
	kill(t, supervisor)
	again := open(t, dir)
	if got := mustQuery(t, again, "select v from kept"); got != "text" {
		t.Errorf("got %q", got)
	}
}

func TestAskedToEndSupervisorWaitsForItsUsers(t *testing.T) {
	t.Parallel()
	dir := newSeededDir(t)
	other := newProcess(t, dir)
	s := open(t, dir)
	if err := syscall.Kill(supervisorOf(t, s), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if got := mustQuery(t, s, "select 'up'"); got != "up" {
		t.Errorf("got %q", got)
	}
	shut(t, s)
	other.leave(t)
	if !isDown(dir) {
		t.Error("the server runs on without users")
	}
}

func TestManyOpensOnAnEmptyFolder(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	postmasters := map[int]int{}
	seen := func(pid int) {
		mu.Lock()
		defer mu.Unlock()
		postmasters[pid]++
	}
	for range 4 {
		other := startProcess(t, dir)
		wg.Go(func() {
			other.join(t)
			seen(other.postmaster)
		})
		wg.Go(func() {
			s, err := Open(t.Context(), Options{DataDir: dir, FastUnsafe: true, Log: quiet()})
			if err != nil {
				t.Error(err)
				return
			}
			t.Cleanup(func() { shut(t, s) })
			seen(readPostmaster(s.folder).pid)
		})
	}
	wg.Wait()
	if len(postmasters) != 1 {
		t.Errorf("there were %d postmasters: %v", len(postmasters), postmasters)
	}
}

// Users come and go so that most come while the server stops. Nobody may find it gone, or two of it.
func TestOpenWhileStopping(t *testing.T) {
	t.Parallel()
	dir := newSeededDir(t)
	shut(t, open(t, dir))
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			for round := range 5 {
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				s, err := Open(ctx, Options{DataDir: dir, FastUnsafe: true, Log: quiet()})
				if err != nil {
					t.Errorf("user %d, round %d: %v", i, round, err)
				} else {
					if _, err := query(ctx, s, "select 'up'"); err != nil {
						t.Errorf("user %d, round %d: %v", i, round, err)
					}
					shut(t, s)
				}
				cancel()
			}
		})
	}
	wg.Wait()
}

func TestGivenUpOpenLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("enough")
	go func() {
		for !hasUnfinished(dir) && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel(stop)
	}()
	s, err := Open(ctx, Options{DataDir: dir, FastUnsafe: true, Log: quiet()})
	if err == nil {
		shut(t, s)
	}
	if !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
	if hasUnfinished(dir) {
		t.Error("a half-made cluster is left")
	}
}

func TestKilledInitdbIsRecovered(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	p := startProcess(t, dir)
	eventually(t, "initdb works", func() bool { return hasUnfinished(dir) })
	p.kill()
	s := open(t, dir)
	if got := mustQuery(t, s, "select 'up'"); got != "up" {
		t.Errorf("got %q", got)
	}
	if hasUnfinished(dir) {
		t.Error("a half-made cluster is left")
	}
}

func hasUnfinished(dir string) bool {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "pg.new-") {
			return true
		}
	}
	return false
}
