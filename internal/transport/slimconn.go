package transport

import (
	"bufio"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// bufferSize is the read and write buffer of a socket. Messages are small and rare; longer ones pass by.
const bufferSize = 1 << 10

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
	h.socket.raw = slim
	reader := rw.Reader
	if reader.Buffered() == 0 {
		reader = bufio.NewReaderSize(slim, bufferSize)
	}
	return slim, bufio.NewReadWriter(reader, bufio.NewWriterSize(slim, bufferSize)), nil
}

// Unwrap lets http.ResponseController reach the writer below.
func (h *slimHijacker) Unwrap() http.ResponseWriter { return h.ResponseWriter }

// slimConn gives each write its time, whoever makes it: the socket's writer, or the WebSocket layer when
// it answers a ping. Once closing it grants no more than what is left of the last allowance.
type slimConn struct {
	net.Conn
	timeout time.Duration
	last    atomic.Int64 // unix nanoseconds; 0: not closing
}

func (c *slimConn) Write(p []byte) (int, error) {
	until := time.Now().Add(c.timeout)
	if last := c.last.Load(); last != 0 && last < until.UnixNano() {
		until = time.Unix(0, last)
	}
	if err := c.SetWriteDeadline(until); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}

// closing bounds everything that is still written.
func (c *slimConn) closing() { c.last.CompareAndSwap(0, time.Now().Add(c.timeout).UnixNano()) }
