package schedule

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"daybook/internal/postgres/postgrestest"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, postgrestest.Stays...) }

// patience is how long a test waits for what must come; it bounds a failing test, nothing else.
const patience = 30 * time.Second

// start runs a scheduler until the test ends or stop is called.
func start(t *testing.T, d *postgrestest.Database, log *slog.Logger, jobs ...Job) (s *Scheduler, stop func()) {
	t.Helper()
	s = New(Options{URL: d.URL, Jobs: jobs, Log: log})
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() { over <- s.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-over; err != nil {
			t.Errorf("running the scheduler: %v", err)
		}
	})
	t.Cleanup(stop)
	return s, stop
}

// every is a job that is due so often that a test need not wait.
func every(run func(ctx context.Context) error) Job {
	return Job{Name: "job", Every: 5 * time.Millisecond, Timeout: patience, Run: run}
}

// next receives what must come.
func next[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatal("the job does not run")
		panic("unreachable")
	}
}

var quiet = slog.New(slog.DiscardHandler)

// Of two schedulers on one database one runs the jobs, and the other one as soon as the first has stopped.
func TestOneOfTwoRunsTheJobs(t *testing.T) {
	t.Parallel()
	d := postgrestest.New(t)
	runs := make(chan string)
	job := func(name string) Job {
		return every(func(ctx context.Context) error {
			select {
			case runs <- name:
			case <-ctx.Done():
			}
			return nil
		})
	}
	a, stopA := start(t, d, quiet, job("a"))
	next(t, runs)
	b, _ := start(t, d, quiet, job("b"))
	for range 100 {
		if who := next(t, runs); who != "a" {
			t.Fatalf("%s runs beside the leader", who)
		}
	}
	if metric(t, a, "daybook_jobs_leader") != 1 || metric(t, b, "daybook_jobs_leader") != 0 {
		t.Error("the metrics say that another one leads")
	}
	stopA()
	for range 100 {
		if who := next(t, runs); who != "b" {
			t.Fatalf("%s runs when it has stopped", who)
		}
	}
	if metric(t, a, "daybook_jobs_leader") != 0 || metric(t, b, "daybook_jobs_leader") != 1 {
		t.Error("the metrics say that another one leads")
	}
	endLeader(t, d)
	next(t, runs) // it may have begun before
	next(t, runs)
}

func metric(t *testing.T, s *Scheduler, name string) float64 {
	t.Helper()
	registry := prometheus.NewRegistry()
	registry.MustRegister(s.Collectors()...)
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == name {
			m := f.GetMetric()[0]
			return m.GetCounter().GetValue() + m.GetGauge().GetValue()
		}
	}
	t.Fatalf("there is no metric %s", name)
	return 0
}

// endLeader ends the session that holds the lock, as a crash or an operator would, and waits until it is gone.
func endLeader(t *testing.T, d *postgrestest.Database) {
	t.Helper()
	var ended int
	err := d.DB.NewRaw(`select count(*) from (
		select pg_terminate_backend(pid, 10000) from pg_locks
		where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
	) as ended`).Scan(t.Context(), &ended)
	if err != nil || ended != 1 {
		t.Fatalf("%d sessions held the lock: %v", ended, err)
	}
}

// take has an elector try for the lead until it has it: the database lets a lock go a moment after its session has ended.
func take(t *testing.T, e *elector) {
	t.Helper()
	for deadline := time.Now().Add(patience); e.IsLeader(t.Context()) != nil; e.campaign(t.Context()) {
		if time.Now().After(deadline) {
			t.Fatal("nobody takes the lead")
		}
	}
}

func TestElector(t *testing.T) {
	t.Parallel()
	d := postgrestest.New(t)
	ctx := t.Context()
	a, b := newElector(d.URL, quiet), newElector(d.URL, quiet)
	t.Cleanup(a.resign)
	t.Cleanup(b.resign)
	leads := func(who string, e *elector, want bool) {
		t.Helper()
		if err := e.IsLeader(ctx); (err == nil) != want {
			t.Errorf("%s is asked whether it leads: %v", who, err)
		}
	}
	leads("a before the election", a, false)
	a.campaign(ctx)
	b.campaign(ctx)
	b.campaign(ctx)
	leads("a, the first", a, true)
	leads("b, the second", b, false)

	endLeader(t, d)
	// It is known when it is asked for, not only at the next beat: the other one may lead by now.
	leads("a without its session", a, false)
	take(t, b)
	a.campaign(ctx)
	leads("a, back again", a, false)

	b.resign()
	leads("b after it has resigned", b, false)
	take(t, a)

	// Where there is no database, nobody leads.
	nowhere := newElector("postgres://nobody@127.0.0.1:1/nowhere", quiet)
	nowhere.campaign(ctx)
	leads("without a database", nowhere, false)
}

// A run that panics, fails or takes too long is logged and counted; the job goes on.
func TestFailedRunsAreCounted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fail func(ctx context.Context) error
		says string
	}{
		"a panic":  {func(context.Context) error { panic("out of luck") }, "out of luck"},
		"an error": {func(context.Context) error { return errors.New("no luck") }, "no luck"},
		"too slow": {func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, context.DeadlineExceeded.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			first, again := true, make(chan struct{}, 1)
			job := every(func(ctx context.Context) error {
				if first {
					first = false
					return c.fail(ctx)
				}
				select {
				case again <- struct{}{}:
				case <-ctx.Done():
				}
				return nil
			})
			if name == "too slow" {
				job.Timeout = time.Millisecond
			}
			s, stop := start(t, postgrestest.New(t), slog.New(slog.NewTextHandler(&out, nil)), job)
			next(t, again)
			stop()
			if runs, failures := metric(t, s, "daybook_job_runs_total"), metric(t, s, "daybook_job_failures_total"); runs < 2 || failures != 1 {
				t.Errorf("%v runs and %v failures were counted", runs, failures)
			}
			if !strings.Contains(out.String(), c.says) || !strings.Contains(out.String(), "job=job") {
				t.Errorf("the log says %s", out.String())
			}
		})
	}
}

// A scheduler that is told to stop ends its jobs' contexts, waits for the jobs, and then gives the lead away. Being told to
// stop is no failure.
func TestStopWaitsForJobs(t *testing.T) {
	t.Parallel()
	d := postgrestest.New(t)
	began, ended := make(chan struct{}), false
	s, stop := start(t, d, quiet, every(func(ctx context.Context) error {
		close(began)
		<-ctx.Done()
		ended = true
		return ctx.Err()
	}))
	next(t, began)
	stop()
	if !ended || s.elector.conn != nil {
		t.Errorf("it stopped before its job had ended (%v), or still holds a session", ended)
	}
	if failures := metric(t, s, "daybook_job_failures_total"); failures != 0 {
		t.Errorf("%v failures were counted", failures)
	}
	follower := newElector(d.URL, quiet)
	t.Cleanup(follower.resign)
	take(t, follower)
}

func TestJobs(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, j := range Jobs(Services{}) {
		if names[j.Name] || j.Name == "" || j.Run == nil || j.Timeout <= 0 || j.Timeout >= j.Every {
			t.Errorf("%s: a job has a name of its own, work to do, and a timeout below its interval: %+v", j.Name, j)
		}
		names[j.Name] = true
	}
}
