// Package schedule does the work that nobody asks for: the table of jobs in jobs.go, each run at its interval by one of the
// processes on a database. Which one that is, is decided by a lock of the database itself, asked for before every run. A lock
// cannot take back what its holder has begun, so every job is safe to run twice besides.
package schedule

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/prometheus/client_golang/prometheus"
)

// Job is work to do again and again.
type Job struct {
	Name    string
	Every   time.Duration
	Timeout time.Duration // of one run; below Every, so that no run is left out
	Run     func(ctx context.Context) error
}

// stopTimeout is how long jobs have to end when the scheduler does; their contexts end at once.
const stopTimeout = 5 * time.Second

// Options of a Scheduler.
type Options struct {
	// URL is the database's address: whoever leads holds a connection of their own to it.
	URL  string
	Jobs []Job
	Log  *slog.Logger
}

// Scheduler runs jobs while this process leads.
type Scheduler struct {
	options  Options
	elector  *elector
	runs     *prometheus.CounterVec
	failures *prometheus.CounterVec
}

// New makes a scheduler; Run starts it.
func New(o Options) *Scheduler {
	s := &Scheduler{
		options: o,
		elector: newElector(o.URL, o.Log),
		runs: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "daybook_job_runs_total", Help: "Runs of a job, by job."}, []string{"job"}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "daybook_job_failures_total", Help: "Runs of a job that failed, by job."}, []string{"job"}),
	}
	for _, j := range o.Jobs { // so that a first failure is an increase
		s.runs.WithLabelValues(j.Name)
		s.failures.WithLabelValues(j.Name)
	}
	return s
}

// Collectors are the scheduler's metrics.
func (s *Scheduler) Collectors() []prometheus.Collector {
	return []prometheus.Collector{s.runs, s.failures, s.elector.leading}
}

// Run stands for election and runs the jobs until the context ends; then it waits for those that run, and gives the lead away.
// Each job runs at once when this process leads from its start: one that is due hourly would else never run in a process that
// is replaced more often.
func (s *Scheduler) Run(ctx context.Context) error {
	cron, err := gocron.NewScheduler(
		gocron.WithDistributedElector(s.elector),
		gocron.WithGlobalJobOptions(gocron.WithSingletonMode(gocron.LimitModeReschedule), gocron.WithStartAt(gocron.WithStartImmediately())),
		gocron.WithStopTimeout(stopTimeout),
	)
	if err != nil {
		return fmt.Errorf("making the scheduler: %w", err)
	}
	for _, j := range s.options.Jobs {
		run := func(ctx context.Context) { s.run(ctx, j) }
		if _, err := cron.NewJob(gocron.DurationJob(j.Every), gocron.NewTask(run), gocron.WithName(j.Name)); err != nil {
			_ = cron.Shutdown() // it has not begun
			return fmt.Errorf("scheduling %s: %w", j.Name, err)
		}
	}
	s.elector.campaign(ctx)
	cron.Start()
	s.elector.keep(ctx)
	err = cron.Shutdown()
	s.elector.resign()
	if err != nil {
		return fmt.Errorf("stopping the jobs: %w", err)
	}
	return nil
}

// run runs a job once, and counts and logs what became of it.
func (s *Scheduler) run(ctx context.Context, j Job) {
	s.runs.WithLabelValues(j.Name).Inc()
	limited, cancel := context.WithTimeout(ctx, j.Timeout)
	defer cancel()
	err := attempt(limited, j)
	if err == nil || ctx.Err() != nil { // told to stop
		return
	}
	s.failures.WithLabelValues(j.Name).Inc()
	s.options.Log.ErrorContext(ctx, "a job failed: it runs again when it is due", "job", j.Name, "error", err)
}

// attempt turns a panic into an error.
func attempt(ctx context.Context, j Job) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return j.Run(ctx)
}
