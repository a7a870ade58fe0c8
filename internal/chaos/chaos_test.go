package chaos

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"daybook/internal/crash"
	"daybook/internal/relay/natstest"
)

// during runs f every pause until the time is over.
func during(total, pause time.Duration, f func()) {
	for end := time.Now().Add(total); time.Now().Before(end); {
		time.Sleep(pause)
		f()
	}
}

// T16: the server dies at each named point, and again. What was acknowledged is there, nothing is there by half, and every
// stream that was resumed equals the log.
func TestServerDiesAtEachPoint(t *testing.T) {
	t.Parallel()
	for _, point := range crash.Points {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			p := r.serve(t, "")
			r.serve(t, "") // a twin that lives on
			r.found(t)
			listeners := r.listen(t, 6, func(int) string { return p.address }) // points on the way to streams need some here
			w := r.write(t, 60)
			for round := range size(1, 8) {
				p.crashNext(fmt.Sprintf("%s:%d", point, 2+rand.IntN(20)))
				before := p.died()
				p.kill() // starts again with the point set
				for deadline := time.Now().Add(patience); p.died() < before+2; time.Sleep(10 * time.Millisecond) {
					if time.Now().After(deadline) {
						t.Fatalf("it did not die in round %d", round)
					}
				}
				p.ready(t)
			}
			w.rest(t)
			listeners.caughtUp(t, r)
		})
	}
}

func (p *process) crashNext(at string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.crashAt = at
}

// T16: PostgreSQL is killed under load and comes back: nothing that was acknowledged is lost.
func TestDatabaseIsKilled(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.serve(t, "")
	r.serve(t, "")
	r.found(t)
	listeners, w, v := r.listen(t, 10, r.address), r.write(t, 100), r.visit(t)
	for range size(1, 5) {
		time.Sleep(2 * time.Second)
		r.killDatabase(t)
		r.head(t) // waits for it
	}
	time.Sleep(time.Second)
	v.leave(t)
	w.rest(t)
	listeners.caughtUp(t, r)
}

// T16: the database cuts its connections again and again.
func TestConnectionsToTheDatabaseAreCut(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.serve(t, "")
	r.found(t)
	listeners, w, v := r.listen(t, 10, r.address), r.write(t, 100), r.visit(t)
	during(size(3*time.Second, 20*time.Second), 300*time.Millisecond, func() {
		err := r.retry(t.Context(), func(ctx context.Context) error {
			_, err := r.pool.Exec(ctx, "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'daybook' and usename = 'daybook_runtime'")
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	v.leave(t)
	w.rest(t)
	listeners.caughtUp(t, r)
}

// T17: subscribers whose connections are cut or fall silent at random, while writers hold their transactions open.
func TestSubscribersAreCutAtRandom(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.serve(t, "")
	victim := r.serve(t, "")
	r.found(t)
	through := newProxy(t, r.address)
	listeners := r.listen(t, size(30, 200), func(int) string { return through.address }, func(s *subscriber) { s.silent = 3 * time.Second })
	w := r.write(t, size(100, 300))
	holding := r.holdTransactions(t, 8)
	rounds := 0
	during(size(5*time.Second, 60*time.Second), 250*time.Millisecond, func() {
		through.some(0.1)
		if rounds++; rounds%20 == 0 {
			victim.kill()
		}
	})
	holding()
	w.rest(t)
	listeners.caughtUp(t, r)
}

// holdTransactions opens transactions that hold rows, and now and then the log's head, for up to two seconds.
func (r *rig) holdTransactions(t *testing.T, n int) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	for range n {
		done.Go(func() {
			for ctx.Err() == nil {
				tx, err := r.pool.Begin(ctx)
				if err != nil {
					continue
				}
				tx.Exec(ctx, "select 1 from projects for key share")     //nolint:errcheck // rolled back below
				time.Sleep(rand.N(2 * time.Second))                      // as a slow caller would
				tx.Exec(ctx, "select 1 from workspace_heads for update") //nolint:errcheck // rolled back below
				time.Sleep(rand.N(30 * time.Millisecond))                //
				tx.Rollback(context.WithoutCancel(ctx))                  //nolint:errcheck // nothing was written
			}
		})
	}
	end := sync.OnceFunc(func() { cancel(); done.Wait() })
	t.Cleanup(end)
	return end
}

// T21: subscribers that read too slowly are behind or thrown out, and come back without a gap; the others don't notice.
func TestSlowSubscribers(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.serve(t, "")
	r.found(t)
	quick := r.listen(t, size(20, 100), r.address)
	slow := r.listen(t, size(5, 20), r.address, func(s *subscriber) { s.slow.Store(int64(300 * time.Millisecond)) })
	w := r.write(t, size(150, 300))
	time.Sleep(size(4*time.Second, 30*time.Second))
	w.rest(t)
	quick.caughtUp(t, r)
	for _, s := range slow.all {
		s.slow.Store(0)
	}
	slow.caughtUp(t, r)
}

// T22: everybody comes back at once, twice.
func TestEverybodyComesBackAtOnce(t *testing.T) { //nolint:paralleltest // at full size it takes the whole machine, and so runs before the others
	if !*full {
		t.Parallel()
	}
	r := newRig(t)
	r.serve(t, "")
	r.found(t)
	through := newProxy(t, r.address)
	n := size(200, 5000)
	listeners := r.listen(t, n, func(int) string { return through.address })
	w := r.write(t, 20)
	listeners.caughtUp(t, r)
	for range 2 {
		begun, before := time.Now(), r.transactions(t)
		through.each(func(l *link) { l.cut() })
		listeners.reached(t, r.head(t)+20) // which nobody has yet
		t.Logf("%d were back and had caught up after %.1f s; %d transactions, those of what was written meanwhile included",
			n, time.Since(begun).Seconds(), r.transactions(t)-before)
	}
	w.rest(t)
	listeners.caughtUp(t, r)
}

// T23: two replicas are restarted in turn under load: every change is made, nothing is lost, and each goes in time.
func TestRollingRestart(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	replicas := []*process{r.serve(t, ""), r.serve(t, "")}
	r.found(t)
	listeners, w := r.listen(t, size(20, 200), r.address), r.write(t, 100)
	for round := range size(2, 20) {
		time.Sleep(500 * time.Millisecond)
		p := replicas[round%2]
		if took := p.restart(); took > 25*time.Second {
			t.Errorf("it took %s to stop", took.Round(time.Second))
		}
		p.ready(t)
	}
	w.rest(t)
	listeners.caughtUp(t, r)
	told := int64(0)
	for _, s := range listeners.all {
		told += s.told.Load()
	}
	if told == 0 {
		t.Error("no stream was told where to continue before it completed")
	}
}

// T23 over NATS: it goes and comes back under load, and so does one of the replicas that tell each other over it.
func TestNATSComesAndGoes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	between := natstest.Start(t)
	r.env = []string{"DAYBOOK_NATS_URL=" + between.URL}
	replicas := []*process{r.serve(t, ""), r.serve(t, "")}
	r.found(t)
	listeners, w := r.listen(t, size(20, 200), r.address), r.write(t, 100)
	for round := range size(2, 20) {
		time.Sleep(time.Second)
		between.Stop()
		if round%2 == 1 {
			replicas[0].kill()
		}
		time.Sleep(500 * time.Millisecond)
		between.Start(t)
	}
	time.Sleep(time.Second)
	w.rest(t)
	listeners.caughtUp(t, r)
}
