package private

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const (
	firstPause = 20 * time.Millisecond // before postgres is started again
	longPause  = 5 * time.Second
	calmAfter  = 30 * time.Second // of running well, the pause is forgotten
	stopFast   = 60 * time.Second // then without a checkpoint
	drainWait  = 10 * time.Second // for the users, when somebody ends the supervisor
	inUseWait  = 10 * time.Second // for what a killed supervisor or postmaster left behind
)

// inUse is how postgres says that another one is still, or was just, at work in the cluster.
var inUse = regexp.MustCompile(`pre-existing shared memory block|lock file .* already exists`)

// supervisor runs postgres until its last user is gone.
type supervisor struct {
	spec
	folder folder
	lock   *lock
	users  *lock          // held from the moment the last user is gone, so that a newcomer waits
	report io.WriteCloser // nil once it has been said that postgres is ready
	log    *slog.Logger
	out    *logWriter
	pipe   *os.File   // postgres's standard error
	alone  chan error // the last user is gone
	ended  chan os.Signal
}

// supervise is the supervisor's main function; it gives the exit code.
func supervise(sp spec) int {
	// The children's death signal hangs on the thread that starts them: all are started by this goroutine, on this thread.
	runtime.LockOSThread()
	unix.CloseOnExec(lockDescriptor)
	unix.CloseOnExec(reportDescriptor)
	s := &supervisor{
		spec: sp, folder: folder{sp.Dir},
		lock:   &lock{os.NewFile(lockDescriptor, "supervisor.lock")},
		report: os.NewFile(reportDescriptor, "report"),
		alone:  make(chan error, 1), ended: make(chan os.Signal, 1),
	}
	signal.Notify(make(chan os.Signal, 1), unix.SIGHUP) // unread; to ignore it would be inherited
	signal.Notify(s.ended, unix.SIGTERM, unix.SIGINT)
	err := s.run()
	defer runtime.KeepAlive(s) // a collected lock would be given back before its time
	if err != nil {
		s.log.Error("the supervisor ends", "err", err)
		if s.report != nil {
			_, _ = io.WriteString(s.report, err.Error()+"\n")
		}
		return 1
	}
	return 0
}

func (s *supervisor) run() error {
	s.out = newLogWriter(s.folder.logFile())
	s.log = slog.New(slog.NewTextHandler(s.out, nil)).With("supervisor", os.Getpid())
	users, err := openLockFile(s.folder.usersLock())
	if err != nil {
		return err
	}
	s.users = &lock{users}
	go func() { s.alone <- s.users.waitExclusive() }()
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("making the log's pipe: %w", err)
	}
	s.pipe = write
	go func() { _, _ = io.Copy(s.out, read) }()

	pause := firstPause
	for began := time.Now(); ; {
		if !s.lock.isAt(s.folder.supervisorLock()) {
			return errors.New("the data folder was removed or replaced")
		}
		if err := clearFolder(s.folder, s.SocketDir, s.log); err != nil {
			return err
		}
		s.out.forget()
		child, err := s.start()
		if err != nil {
			return err
		}
		wasReady, done := s.watch(child)
		if done {
			return nil
		}
		said := s.lastWords()
		switch {
		case s.report == nil:
			s.log.Error("postgres ended by itself and is started again", "state", child.state(), "pause", pause)
		case !inUse.MatchString(said) || time.Since(began) > inUseWait:
			return fmt.Errorf("postgres does not start (%s): %s", child.state(), said)
		}
		if time.Since(wasReady) > calmAfter && !wasReady.IsZero() {
			pause = firstPause
		}
		select {
		case <-time.After(pause):
		case <-s.alone: //nolint:errcheck // whatever it says, nobody is left
			return clearFolder(s.folder, s.SocketDir, s.log)
		case <-s.ended:
			return clearFolder(s.folder, s.SocketDir, s.log)
		}
		pause = min(2*pause, longPause)
	}
}

// watch returns when postgres has ended: by itself, or stopped because nobody needs it any more (done).
func (s *supervisor) watch(child *child) (ready time.Time, done bool) {
	becomesReady := child.becomesReady
	for {
		select {
		case <-becomesReady:
			becomesReady, ready = nil, time.Now()
			if s.report != nil {
				_, _ = io.WriteString(s.report, reportReady)
				_ = s.report.Close()
				s.report = nil
			}
		case <-child.exited:
			return ready, false
		case err := <-s.alone:
			if err != nil {
				s.log.Error("waiting for the last user", "err", err)
			}
			s.stop(child)
			return ready, true
		case sig := <-s.ended:
			s.log.Warn("asked to end; the users have a moment to leave", "signal", sig)
			select {
			case <-s.alone: //nolint:errcheck // whatever it says, it is the end
			case <-child.exited:
			case <-time.After(drainWait):
			}
			s.stop(child)
			return ready, true
		}
	}
}

// lastWords gives what postgres said before it ended: all that lies in the pipe before our mark.
func (s *supervisor) lastWords() string {
	if _, err := s.pipe.Write([]byte{logMark}); err == nil {
		<-s.out.marked
	}
	return s.out.tail()
}

// stop ends postgres: its sessions are cut, what they committed is kept.
func (s *supervisor) stop(child *child) {
	for _, step := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{fastShutdown, stopFast}, {immediateShutdown, killWait}, {syscall.SIGKILL, killWait}} {
		child.signal(step.signal)
		select {
		case <-child.exited:
			if err := clearFolder(s.folder, s.SocketDir, s.log); err != nil {
				s.log.Error("stopping what is left of postgres", "err", err)
			}
			return
		case <-time.After(step.wait):
			s.log.Warn("postgres does not stop", "signal", step.signal)
		}
	}
}
