package private

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

const (
	pollEvery  = 3 * time.Millisecond
	slowAfter  = 5 * time.Second
	startTries = 3
)

var errSupervisorGone = errors.New("the supervisor of the private PostgreSQL ended without a word")

// Open joins the private server that runs on the data folder, or makes the folder and starts it. It returns when the
// server accepts connections: after a few milliseconds when it runs, about 0.1 s when it has to start, 1 to 2 s when
// the cluster has to be made. A server that is just stopping is waited for. Without a deadline in ctx it waits as long
// as PostgreSQL needs, which can be minutes for a recovery. ctx matters for Open alone, not for the server.
func Open(ctx context.Context, o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.DataDir == "" {
		dir, err := DefaultDataDir()
		if err != nil {
			return nil, err
		}
		o.DataDir = dir
	}
	reap()
	f, err := makeFolder(o.DataDir)
	if err != nil {
		return nil, err
	}
	s, err := enter(ctx, f, o)
	if err != nil {
		return nil, fmt.Errorf("opening the private PostgreSQL in %s: %w", f.dir, err)
	}
	return s, nil
}

func enter(ctx context.Context, f folder, o Options) (_ *Server, err error) {
	users, err := waitLock(ctx, f.usersLock(), shared, o.Log)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			users.close()
		}
	}()
	patience := newPatience(o.Log, "the private PostgreSQL is not ready yet", "log", f.logFile())
	for tries := 0; ; {
		supervisor, err := tryLock(f.supervisorLock(), exclusive)
		if err != nil {
			return nil, err
		}
		if supervisor != nil { // nobody supervises: we start it, and hand the lock on
			err := start(ctx, f, supervisor, o, "")
			supervisor.close()
			tries++
			if err != nil && (!errors.Is(err, errSupervisorGone) || tries == startTries) {
				return nil, err
			}
		}
		if socketDir, ok := accepting(ctx, f); ok {
			major, err := f.major()
			if err != nil {
				return nil, err
			}
			s := &Server{folder: f, users: users, socket: socketDir, version: major}
			s.stopKeeping = keep(s, o)
			return s, nil
		}
		if err := patience.wait(ctx); err != nil {
			return nil, err
		}
	}
}

// patience waits between two looks and says so, once, when it takes long.
type patience struct {
	log   *slog.Logger
	since time.Time
	text  string
	args  []any
}

func newPatience(log *slog.Logger, text string, args ...any) *patience {
	return &patience{log: log, since: time.Now(), text: text, args: args}
}

func (p *patience) wait(ctx context.Context) error {
	if p.log != nil && time.Since(p.since) > slowAfter {
		p.log.Warn(p.text, p.args...)
		p.log = nil
	}
	timer := time.NewTimer(pollEvery)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
