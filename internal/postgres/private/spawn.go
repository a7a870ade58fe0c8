package private

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// supervisorVar carries a spec in JSON and turns the executable into a supervisor.
const supervisorVar = "DAYBOOK_PRIVATE_POSTGRES_SUPERVISOR"

// What the supervisor inherits besides the standard streams.
const (
	lockDescriptor   = 3 // supervisor.lock, locked
	reportDescriptor = 4 // a pipe on which it says ready, or why not
)

const (
	reportReady    = "ready\n"
	supervisorName = "daybook-postgres" // how it shows in a list of processes
)

// spec tells a supervisor what to run.
type spec struct {
	Dir, SocketDir string
	Postgres       string
	Args, Env      []string
	Switched       bool
	UID, GID       int
}

// The supervisor has to outlive the process that starts it, whatever ends that one, so it is a process of its own; and
// it has to be there wherever this package is, in daybook as in any test binary, without another program to build,
// install and find. So the running executable starts itself once more, and this function, which runs before main and
// before flags are read, makes a supervisor of it. Packages imported by chance before this one are initialised first:
// none of them may do more than that.
func init() {
	text, ok := os.LookupEnv(supervisorVar)
	if !ok {
		return
	}
	_ = os.Unsetenv(supervisorVar)
	var s spec
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		fmt.Fprintln(os.Stderr, supervisorVar+":", err)
		os.Exit(2)
	}
	syscall.Exit(supervise(s)) // at once: os.Exit of a binary with the race detector waits a second, and the locks with it
}

// spawn starts a supervisor, which inherits the lock, and waits until it reports.
func spawn(ctx context.Context, f folder, l *lock, s spec) error {
	text, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("starting the supervisor: %w", err)
	}
	logFile, err := openLogFile(f.logFile())
	if err != nil {
		return err
	}
	defer logFile.Close() //nolint:errcheck // the child writes to its own
	report, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("starting the supervisor: %w", err)
	}
	defer report.Close() //nolint:errcheck // it was only read
	cmd := exec.Command(executable())
	cmd.Args = []string{supervisorName, s.Dir}
	cmd.Env = []string{supervisorVar + "=" + string(text), "PATH=" + os.Getenv("PATH")}
	cmd.Dir = "/"
	cmd.Stderr = logFile
	cmd.ExtraFiles = []*os.File{l.file, write}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // no terminal's Ctrl-C or hang-up reaches it
	err = cmd.Start()
	_ = write.Close()
	if err != nil {
		return fmt.Errorf("starting the supervisor: %w", err)
	}
	remember(cmd.Process)
	stop := context.AfterFunc(ctx, func() { _ = report.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	said, err := io.ReadAll(io.LimitReader(report, 1<<16))
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		return fmt.Errorf("listening to the supervisor: %w", err)
	case len(said) == 0:
		return errSupervisorGone
	case string(said) != reportReady:
		return errors.New(strings.TrimSpace(string(said)))
	}
	return nil
}

// spawned are the supervisors this process has started and not yet reaped. Nobody waits for them in a goroutine, which
// would stay as long as the server does; Open and Close look after those that have ended.
var spawned struct {
	sync.Mutex
	pids []int
}

func remember(p *os.Process) {
	spawned.Lock()
	defer spawned.Unlock()
	spawned.pids = append(spawned.pids, p.Pid)
	_ = p.Release()
}

func reap() {
	spawned.Lock()
	defer spawned.Unlock()
	kept := spawned.pids[:0]
	for _, pid := range spawned.pids {
		if done, err := unix.Wait4(pid, nil, unix.WNOHANG, nil); err == nil && done == 0 {
			kept = append(kept, pid)
		}
	}
	spawned.pids = kept
}
