package transport

import (
	"bufio"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// bufferSize is the read and write buffer of the WebSocket layer. It reads small and rare messages, longer
// ones pass by; it writes nothing but control frames, each of which must fit.
const bufferSize = 256

// slimHijacker takes a connection over for a socket: with small buffers in place of the server's, a small
// kernel buffer, and a deadline on each write.
type slimHijacker struct {
	http.ResponseWriter
	socket *socket
}

// Hijack implements http.Hijacker.
func (h *slimHijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	if tuned, ok := conn.(interface{ SetWriteBuffer(int) error }); ok {
		_ = tuned.SetWriteBuffer(h.socket.SendBuffer)
	}
	slim := &slimConn{Conn: conn, timeout: h.socket.WriteTimeout}
	if c, ok := conn.(syscall.Conn); ok {
		slim.raw, _ = c.SyscallConn()
	}
	h.socket.raw = slim
	slim.in = rw.Reader
	if slim.in.Buffered() == 0 {
		slim.in = bufio.NewReaderSize(slim, bufferSize)
	}
	return slim, bufio.NewReadWriter(slim.in, bufio.NewWriterSize(slim, bufferSize)), nil
}

// Unwrap lets http.ResponseController reach the writer below.
func (h *slimHijacker) Unwrap() http.ResponseWriter { return h.ResponseWriter }

// slimConn is what a socket writes to. Three write whole WebSocket frames, never into each other's: the
// socket's writer, who waits; a broadcaster, who does not; and the WebSocket layer, who answers pings and
// closes. Each write that waits has its time. Once closing it grants no more than what is left of the last
// allowance.
type slimConn struct {
	net.Conn
	raw     syscall.RawConn // nil where writing without waiting is not possible
	in      *bufio.Reader   // what the WebSocket layer reads from
	timeout time.Duration
	last    atomic.Int64 // unix nanoseconds; 0: not closing

	mu   sync.Mutex // held while frames are written
	rest []byte     // of a frame whose beginning was written without waiting
}

// await returns when there is something to read, or never will be. A socket spends its life here: the layers that read would
// wait as well, but on a stack twice as deep.
func (c *slimConn) await() {
	if c.raw != nil && c.in.Buffered() == 0 {
		waitReadable(c.raw)
	}
}

// Write writes whole frames, after what is left of an earlier one.
func (c *slimConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.rest) > 0 {
		if _, err := c.wait(c.rest); err != nil {
			return 0, err
		}
		c.rest = nil
	}
	if len(p) == 0 {
		return 0, nil
	}
	return c.wait(p)
}

// wait writes within the deadline. The mutex is held.
func (c *slimConn) wait(p []byte) (int, error) {
	until := time.Now().Add(c.timeout)
	if last := c.last.Load(); last != 0 && last < until.UnixNano() {
		until = time.Unix(0, last)
	}
	if err := c.SetWriteDeadline(until); err != nil {
		return 0, err
	}
	n, err := c.Conn.Write(p)
	if err == nil { // a deadline that passes later would refuse what is written without waiting
		err = c.SetWriteDeadline(time.Time{})
	}
	return n, err
}

// try writes frames as far as the kernel takes them now; cuts say where each ends. It tells how many are
// on their way. Of the last of them there may be a rest, which the next Write writes first.
func (c *slimConn) try(frames []byte, cuts []int) (taken int, rest bool, err error) {
	if c.raw == nil || !c.mu.TryLock() {
		return 0, false, nil
	}
	defer c.mu.Unlock()
	if len(c.rest) > 0 {
		return 0, true, nil
	}
	n, err := writeNow(c.raw, frames)
	if err != nil || n == 0 {
		return 0, false, err
	}
	if n == len(frames) {
		return len(cuts), false, nil
	}
	taken, _ = slices.BinarySearch(cuts, n)
	if n < cuts[taken] {
		c.rest = slices.Clone(frames[n:cuts[taken]])
	}
	return taken + 1, len(c.rest) > 0, nil
}

// closing bounds everything that is still written.
func (c *slimConn) closing() { c.last.CompareAndSwap(0, time.Now().Add(c.timeout).UnixNano()) }
