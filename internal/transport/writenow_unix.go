//go:build unix

package transport

import (
	"errors"
	"sync"
	"syscall"
)

// attempt is one write that does not wait. It is pooled with its function, so that writing allocates
// nothing.
type attempt struct {
	bytes []byte
	n     int
	err   error
	once  func(fd uintptr) (done bool)
}

var attempts = sync.Pool{New: func() any {
	a := &attempt{}
	a.once = func(fd uintptr) bool {
		a.n, a.err = syscall.Write(int(fd), a.bytes)
		return true // whatever came of it: who waits is somebody else
	}
	return a
}}

// writeNow writes what the kernel takes at once, nothing when that is nothing.
func writeNow(conn syscall.RawConn, b []byte) (int, error) {
	a, _ := attempts.Get().(*attempt)
	a.bytes = b
	err := conn.Write(a.once)
	n, failed := a.n, a.err
	a.bytes, a.n, a.err = nil, 0, nil
	attempts.Put(a)
	if err != nil {
		return 0, err
	}
	if errors.Is(failed, syscall.EAGAIN) || errors.Is(failed, syscall.EINTR) {
		return 0, nil
	}
	return max(n, 0), failed
}

// waitReadable returns when a read would not wait.
func waitReadable(conn syscall.RawConn) { _ = conn.Read(readable) }

func readable(fd uintptr) bool {
	var b [1]byte
	_, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK)
	return !errors.Is(err, syscall.EAGAIN) && !errors.Is(err, syscall.EINTR)
}
