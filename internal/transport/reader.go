package transport

import (
	"context"
	"errors"
	"time"

	"github.com/coder/websocket"

	"daybook/internal/fault"
)

// read takes messages until the socket closes. The close handshake reads for itself: what a client still
// sends then is not looked at.
func (s *socket) read() {
	defer s.finish()
	defer func() {
		if value := recover(); value != nil {
			panicked(s.ctx, s.exec, value)
			s.close(websocket.StatusInternalError, "internal error")
		}
	}()
	for s.isOpen() {
		s.raw.await()
		if !s.take() {
			return
		}
	}
}

// take reads a message and handles it. False when there are none any more.
func (s *socket) take() bool {
	kind, data, err := s.conn.Read(context.Background())
	if errors.Is(err, websocket.ErrMessageTooBig) {
		// The WebSocket layer has sent the 1009. Closing takes in the rest of the message, so that
		// the client gets to read it.
		s.close(websocket.StatusMessageTooBig, "message too big")
	}
	if err != nil {
		return false
	}
	m, ok := message{}, false
	if kind == websocket.MessageText {
		m, ok = parseMessage(data)
	}
	if ok {
		s.handle(&m)
	} else {
		s.close(closeInvalid, "Invalid message received")
	}
	return true
}

func (s *socket) handle(m *message) {
	switch m.kind {
	case "connection_init":
		s.init(m)
	case "ping":
		s.push(frame{kind: framePong, payload: m.payload})
	case "pong":
	case "subscribe":
		s.subscribe(m)
	case "complete":
		s.mu.Lock()
		if op := s.operation(m.id); op != nil {
			s.forget(op)
			s.drained()
		}
		s.mu.Unlock()
	}
}

// init acknowledges the connection, if Init allows it.
func (s *socket) init(m *message) {
	payload, ok := m.object()
	s.mu.Lock()
	switch {
	case s.closing != nil:
		s.mu.Unlock()
		return
	case s.state != awaitingInit:
		s.closeLocked(closeSecondInit, "Too many initialisation requests", false)
		s.mu.Unlock()
		return
	case !ok:
		s.closeLocked(closeInvalid, "Invalid message received", false)
		s.mu.Unlock()
		return
	}
	s.state = initialising
	s.stopTimer()
	s.mu.Unlock()

	if s.Init != nil {
		ctx, err := s.Init(s.ctx, payload)
		if err != nil {
			s.close(refusalOf(err))
			return
		}
		if ctx != nil {
			s.ctx = ctx
		}
	}
	s.unwatch = s.Ended.watch(s.ctx, func(cause error) { s.close(refusalOf(cause)) })

	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing != nil {
		return
	}
	s.state = acknowledged
	s.put(frame{kind: frameAck})
	s.timer = time.AfterFunc(s.PingInterval, s.beat)
}

// refusalOf is what a caller who is refused, or let in no longer, may be told: the message of a fault, and of nothing else. Whoever may come in at another
// time hears 1013, after which clients come back by themselves.
func refusalOf(err error) (websocket.StatusCode, string) {
	f, ok := errors.AsType[*fault.Error](err)
	switch {
	case !ok || f.Message == "":
		return closeForbidden, "Forbidden"
	case f.Code == fault.Unavailable || f.Code == fault.Timeout:
		return websocket.StatusTryAgainLater, f.Message
	}
	return closeForbidden, f.Message
}
