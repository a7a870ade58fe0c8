package transport

import (
	"bytes"
	"net/http"
	"time"
)

// eventWriter writes server-sent events, each within a deadline of its own: the server's WriteTimeout,
// which would count from the start of the stream, does not apply.
type eventWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
	proto   int // major version of HTTP
	timeout time.Duration
}

func newEventWriter(w http.ResponseWriter, proto int, timeout time.Duration) eventWriter {
	return eventWriter{w: w, control: http.NewResponseController(w), proto: proto, timeout: timeout}
}

// open sends the headers at once, with an empty comment, so that the caller knows the stream stands
// before its first event.
func (e eventWriter) open() error {
	h := e.w.Header()
	h.Set("Content-Type", mediaStream.contentType())
	h.Set("Cache-Control", "no-cache, no-store, no-transform")
	h.Set("X-Accel-Buffering", "no")
	h.Add("Vary", "Accept")
	if e.proto == 1 {
		// The deadline of the last write stays on the connection, so no other request may use it.
		h.Set("Connection", "close")
	}
	e.w.WriteHeader(http.StatusOK)
	return e.comment()
}

func (e eventWriter) comment() error { return e.write([]byte(":\n\n")) }

// next writes one answer. Line ends in JSON stand only between its tokens, where a space serves as well.
func (e eventWriter) next(payload []byte) error {
	b := make([]byte, 0, len(payload)+24)
	b = append(b, "event: next\ndata: "...)
	start := len(b)
	b = append(b, payload...)
	if bytes.ContainsAny(payload, "\r\n") {
		for i := start; i < len(b); i++ {
			if b[i] == '\n' || b[i] == '\r' {
				b[i] = ' '
			}
		}
	}
	return e.write(append(b, "\n\n"...))
}

// complete has an empty data line: without one a browser does not dispatch the event.
func (e eventWriter) complete() error { return e.write([]byte("event: complete\ndata: \n\n")) }

func (e eventWriter) write(b []byte) error {
	_ = e.control.SetWriteDeadline(time.Now().Add(e.timeout))
	if _, err := e.w.Write(b); err != nil {
		return err
	}
	return e.control.Flush()
}

// done gives what the server still writes after the last event a deadline, too.
func (e eventWriter) done() { _ = e.control.SetWriteDeadline(time.Now().Add(e.timeout)) }
