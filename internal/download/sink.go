package download

import (
	"context"
	"net/http"
	"time"
)

// sink sends each piece within the client's patience, and the headers with the first. When its context ends it sends nothing
// more, also where the client keeps it waiting.
type sink struct {
	ctx context.Context //nolint:containedctx // of the one file that is sent
	http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
	begin    func()
	begun    bool
}

func (s *sink) Write(b []byte) (int, error) {
	if !s.begun {
		s.begun = true
		s.begin()
	}
	if err := s.control.SetWriteDeadline(time.Now().Add(s.patience)); err != nil {
		return 0, err
	}
	if err := s.ctx.Err(); err != nil { // looked at after the deadline was set: interrupt sets it last
		return 0, err
	}
	return s.ResponseWriter.Write(b)
}

// interrupt ends the write that waits for the client as soon as the context ends, until it is called off.
func (s *sink) interrupt(ctx context.Context) (callOff func()) {
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		s.control.SetWriteDeadline(time.Now()) //nolint:errcheck // then the client's patience ends it
	})
	return func() {
		if !stop() {
			<-done // the connection is not ours any more when the handler has returned
		}
	}
}
