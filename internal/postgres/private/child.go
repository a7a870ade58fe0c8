package private

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// PostgreSQL's meanings of signals.
const (
	fastShutdown      = syscall.SIGINT  // cut the sessions, write a checkpoint, end
	immediateShutdown = syscall.SIGQUIT // end at once; the next start recovers from the log
)

// child is one run of postgres.
type child struct {
	cmd          *exec.Cmd
	exited       chan struct{}
	becomesReady chan struct{}
}

// start starts postgres; it gets a fast shutdown from the kernel when the supervisor dies, where there is such a thing.
func (s *supervisor) start() (*child, error) {
	cmd := exec.Command(s.Postgres, s.Args...)
	cmd.Env, cmd.Dir = s.Env, "/"
	cmd.Stdout, cmd.Stderr = s.pipe, s.pipe
	var as *syscall.Credential
	if s.Switched {
		as = &syscall.Credential{Uid: uint32(s.UID), Gid: uint32(s.GID)}
	}
	cmd.SysProcAttr = childAttributes(as, fastShutdown)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", s.Postgres, err)
	}
	c := &child{cmd: cmd, exited: make(chan struct{}), becomesReady: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // how it ended is in cmd.ProcessState
		close(c.exited)
	}()
	go c.awaitReady(s.folder)
	return c, nil
}

func (c *child) awaitReady(f folder) {
	for began := time.Now(); ; {
		if p := readPostmaster(f); p.ready && alive(p.pid) {
			close(c.becomesReady)
			return
		}
		pause := pollEvery
		if time.Since(began) > slowAfter {
			pause = 20 * pollEvery
		}
		select {
		case <-c.exited:
			return
		case <-time.After(pause):
		}
	}
}

func (c *child) signal(sig os.Signal) { _ = c.cmd.Process.Signal(sig) }

// state tells how it ended; only after exited.
func (c *child) state() string { return c.cmd.ProcessState.String() }
