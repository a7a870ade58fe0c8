package private

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"golang.org/x/sys/unix"
)

type lockKind int

const (
	shared    lockKind = unix.LOCK_SH
	exclusive lockKind = unix.LOCK_EX
)

// lock is a held flock. The kernel drops it when the last descriptor of this open file is closed, so a process that
// inherits the descriptor keeps it after we closed ours.
type lock struct{ file *os.File }

// tryLock takes the lock of the file at path, or returns nil when somebody else's lock stands against it.
func tryLock(path string, kind lockKind) (*lock, error) {
	for {
		f, err := openLockFile(path)
		if err != nil {
			return nil, err
		}
		l := &lock{f}
		switch err := l.flock(int(kind) | unix.LOCK_NB); {
		case errors.Is(err, unix.EWOULDBLOCK):
			l.close()
			return nil, nil
		case err != nil:
			l.close()
			return nil, fmt.Errorf("locking %s: %w", path, err)
		}
		if l.isAt(path) {
			return l, nil
		}
		l.close() // the folder was removed or moved away meanwhile: this lock says nothing
	}
}

// waitLock takes the lock as soon as it is free.
func waitLock(ctx context.Context, path string, kind lockKind, log *slog.Logger) (*lock, error) {
	patience := newPatience(log, "waiting for the private PostgreSQL that is stopping", "lock", path)
	for {
		l, err := tryLock(path, kind)
		if l != nil || err != nil {
			return l, err
		}
		if err := patience.wait(ctx); err != nil {
			return nil, err
		}
	}
}

func openLockFile(path string) (*os.File, error) {
	f, err := openOwn(path, os.O_RDWR)
	if err != nil {
		return nil, fmt.Errorf("opening the lock: %w", explain(err))
	}
	return f, nil
}

// release lets go of a shared lock and tells whether it was the last one. It tries to become the only holder: where
// that works, or where the exclusive lock turns out to be taken already, nobody else shares it.
func (l *lock) release() (last bool) {
	defer l.close()
	if l.flock(unix.LOCK_EX|unix.LOCK_NB) == nil {
		return true
	}
	return errors.Is(l.flock(unix.LOCK_SH|unix.LOCK_NB), unix.EWOULDBLOCK)
}

// waitExclusive blocks until nobody else holds the lock.
func (l *lock) waitExclusive() error { return l.flock(unix.LOCK_EX) }

func (l *lock) flock(how int) error {
	for {
		if err := unix.Flock(int(l.file.Fd()), how); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// isAt tells whether the locked file is the one that path names.
func (l *lock) isAt(path string) bool {
	mine, err := l.file.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(path)
	return err == nil && os.SameFile(mine, named)
}

// close gives the descriptor back. It never unlocks by itself: a supervisor may have inherited the lock.
func (l *lock) close() { _ = l.file.Close() }
