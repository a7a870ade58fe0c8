package private

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	leftoverWait = 20 * time.Second // for an orderly end of a postmaster without a supervisor
	killWait     = 8 * time.Second  // postgres itself kills after 5 s what does not end
)

// clearFolder sees to it that no process of PostgreSQL lives in the cluster and no file of a dead one bars a start.
// The caller holds supervisor.lock, so what lives there has lost its supervisor: a postmaster, or, where the postmaster
// was killed, sessions that have not noticed yet.
func clearFolder(f folder, socketDir string, log *slog.Logger) error {
	if _, err := os.Lstat(f.pidFile()); err != nil {
		return nil // the last one ended in an orderly way
	}
	p := readPostmaster(f)
	for _, step := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{fastShutdown, leftoverWait}, {immediateShutdown, killWait}, {syscall.SIGKILL, killWait}} {
		left := processesIn(f)
		if len(left) == 0 {
			break
		}
		switch {
		case step.signal != fastShutdown:
			log.Warn("ending what is left of an earlier PostgreSQL", "processes", left, "signal", step.signal)
		case slices.Contains(left, p.pid):
			log.Warn("stopping a PostgreSQL without a supervisor", "process", p.pid)
			left = []int{p.pid}
		default:
			continue // no postmaster that could do it in order
		}
		for _, pid := range left {
			_ = syscall.Kill(pid, step.signal)
		}
		for deadline := time.Now().Add(step.wait); time.Now().Before(deadline) && len(processesIn(f)) > 0; {
			time.Sleep(pollEvery)
		}
	}
	if left := processesIn(f); len(left) > 0 {
		return fmt.Errorf("the processes %v of an earlier PostgreSQL in %s do not end: end them and try again", left, f.cluster())
	}
	for _, file := range []string{f.pidFile(), filepath.Join(socketDir, socketName+".lock")} {
		removeStale(file)
	}
	return nil
}

// removeStale removes a lock file whose process number now belongs to a stranger: postgres would take the stranger for
// a postmaster and not start. Where the number is free postgres finds out by itself, and checks more than we do.
func removeStale(file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		return
	}
	first, _, _ := strings.Cut(string(text), "\n")
	if pid, err := strconv.Atoi(strings.TrimSpace(first)); err != nil || alive(pid) {
		_ = os.Remove(file)
	}
}
