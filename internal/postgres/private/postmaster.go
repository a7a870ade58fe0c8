package private

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/sys/unix"
)

// postmaster is what postgres writes into postmaster.pid.
type postmaster struct {
	pid       int
	socketDir string
	ready     bool
}

// readPostmaster reads postmaster.pid; the zero value when there is none or it is only half written.
func readPostmaster(f folder) postmaster {
	text, err := os.ReadFile(f.pidFile())
	if err != nil {
		return postmaster{}
	}
	// Lines: process, data folder, start time, port, socket folder, listen address, shared memory, state.
	lines := strings.Split(string(text), "\n")
	var p postmaster
	p.pid, _ = strconv.Atoi(strings.TrimSpace(lines[0]))
	if len(lines) > 4 {
		p.socketDir = lines[4]
	}
	p.ready = len(lines) > 7 && strings.TrimSpace(lines[7]) == "ready"
	return p
}

// accepting tells whether the server takes connections, and in which folder its socket is. It asks the file first, so
// that a server that is still starting doesn't log a refused connection for each look.
func accepting(ctx context.Context, f folder) (socketDir string, ok bool) {
	p := readPostmaster(f)
	if !p.ready || p.socketDir == "" {
		return "", false
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	conn, err := pgconn.Connect(ctx, address(p.socketDir, "postgres", Role))
	if err != nil {
		var pg *pgconn.PgError // it answers, as with too many connections
		const startingOrStopping = "57P03"
		return p.socketDir, errors.As(err, &pg) && pg.Code != startingOrStopping
	}
	_ = conn.Close(ctx)
	return p.socketDir, true
}

// alive tells whether there is such a process; one of another account counts.
func alive(pid int) bool {
	return pid > 0 && !errors.Is(unix.Kill(pid, 0), unix.ESRCH)
}
