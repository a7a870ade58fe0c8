package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
)

const (
	// lockKey is the advisory lock that the leader's session holds.
	lockKey = 4772186530412
	// beat is how often a process looks after its session: it bounds how long a lost lead stays vacant.
	beat = time.Second
	// answerWithin is how long a session may take.
	answerWithin = 2 * time.Second
	// lease is how long a session may be silent, in milliseconds: a leader that hangs, or that the network has cut off, loses
	// its lock to the database's own clock.
	lease = "10000"
)

var errFollows = errors.New("another process leads")

// elector stands for election: the process leads whose session holds the lock. The session is asked before every run, so a
// process that has lost it stops at once, whatever it last knew.
//
// The lock is tried for again and again instead of waited for: a statement that waits would hold back the clean-up of rows in
// the whole database.
type elector struct {
	url     string
	log     *slog.Logger
	leading prometheus.Gauge

	mu    sync.Mutex // a session answers one question at a time
	conn  *pgx.Conn  // nil when there is none
	leads bool
	down  bool // the last attempt failed, and the log says so
}

func newElector(url string, log *slog.Logger) *elector {
	return &elector{url: url, log: log, leading: prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "daybook_jobs_leader", Help: "1 when this process runs the jobs, 0 when another one does."})}
}

// IsLeader is nil when this process leads, by what its session says now.
func (e *elector) IsLeader(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.leads {
		return errFollows
	}
	return e.ask(ctx)
}

// keep looks after the session until the context ends.
func (e *elector) keep(ctx context.Context) {
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			e.campaign(ctx)
		}
	}
}

// campaign keeps the lead, or tries to take it.
func (e *elector) campaign(ctx context.Context) {
	e.mu.Lock()
	defer e.mu.Unlock()
	_ = e.ask(ctx) // it is logged, and asked again at the next beat
}

// ask talks to the session, making one where there is none. On an error the session is given up, and the lead with it.
func (e *elector) ask(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	won, err := e.hold(limited)
	if err != nil {
		e.close()
	}
	if won != e.leads {
		e.lead(won)
		e.log.InfoContext(ctx, "the lead over the jobs changed", "leads", won)
	}
	failed := err != nil && ctx.Err() == nil
	if failed && !e.down {
		e.log.WarnContext(ctx, "no connection for the election of who runs the jobs: trying again", "error", err)
	}
	e.down = failed
	if err == nil && !won {
		err = errFollows
	}
	return err
}

func (e *elector) lead(leads bool) {
	e.leads = leads
	if leads {
		e.leading.Set(1)
	} else {
		e.leading.Set(0)
	}
}

// hold tells whether the session has the lock, taking it where it is free.
func (e *elector) hold(ctx context.Context) (won bool, err error) {
	if e.conn == nil {
		if e.conn, err = connect(ctx, e.url); err != nil {
			return false, err
		}
	}
	if e.leads {
		err = e.conn.Ping(ctx)
		return err == nil, err
	}
	err = e.conn.QueryRow(ctx, "select pg_try_advisory_lock($1)", int64(lockKey)).Scan(&won)
	return won, err
}

func connect(ctx context.Context, url string) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("reading the database address: %w", err)
	}
	config.RuntimeParams["application_name"] = "daybook jobs"
	config.RuntimeParams["idle_session_timeout"] = lease
	return pgx.ConnectConfig(ctx, config)
}

// resign ends the session: the lock is free for another process at once.
func (e *elector) resign() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.close()
	e.lead(false)
}

func (e *elector) close() {
	if e.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), answerWithin)
	defer cancel()
	e.conn.Close(ctx) //nolint:errcheck // it is given up anyway
	e.conn = nil
}
