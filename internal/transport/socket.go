package transport

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"
)

// socket is one WebSocket connection from the handshake to its end.
type socket struct {
	*WebSocket

	exec    graphql.GraphExecutor
	conn    *websocket.Conn
	raw     *slimConn
	running sync.WaitGroup // writer and operations

	// ctx is the operations': the request's values, then what Init made of it. Written by the reader
	// before the first operation, read by it only. It has no end: operations are ended one by one.
	ctx context.Context
	// unwatch takes the registration with Ended back. It belongs to the reader.
	unwatch func()

	mu       sync.Mutex
	state    socketState
	ops      []*operation // those whose id is in use, which are few
	busy     int          // goroutines of operations, of those that are over, too
	q        queue
	timer    *time.Timer // until acknowledged the init timeout, then the next ping
	draining bool
	closing  *closing
}

type socketState uint8

const (
	awaitingInit socketState = iota
	initialising
	acknowledged
)

// closing is how a socket ends. Code 0 cuts the connection without a word.
type closing struct {
	code   websocket.StatusCode
	reason string
	flush  bool // write first what is queued
}

const (
	closeInvalid      websocket.StatusCode = 4400
	closeUnauthorized websocket.StatusCode = 4401
	closeForbidden    websocket.StatusCode = 4403
	closeSubprotocol  websocket.StatusCode = 4406
	closeInitTimeout  websocket.StatusCode = 4408
	closeDuplicateID  websocket.StatusCode = 4409
	closeSecondInit   websocket.StatusCode = 4429

	reasonSlow  = "the reader is too slow"
	reasonDrain = "the server is shutting down"
)

func newSocket(t *WebSocket, r *http.Request, exec graphql.GraphExecutor) *socket {
	s := &socket{WebSocket: t, exec: exec, unwatch: func() {}}
	s.ctx = context.WithoutCancel(r.Context())
	s.q.room.L = &s.mu
	return s
}

// start begins to read, and the clock for connection_init.
func (s *socket) start(conn *websocket.Conn) {
	conn.SetReadLimit(s.ReadLimit)
	s.mu.Lock()
	s.conn = conn
	switch {
	case s.closing != nil: // cut or drained during the handshake
		s.wakeWriter()
	case conn.Subprotocol() != subprotocol:
		s.closeLocked(closeSubprotocol, "Subprotocol not acceptable", false)
	default:
		s.timer = time.AfterFunc(s.InitTimeout, s.initTimedOut)
	}
	s.mu.Unlock()
	go s.read()
}

// close ends the socket without what is queued; the first call decides how. The writer does the rest.
func (s *socket) close(code websocket.StatusCode, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closeLocked(code, reason, false)
}

func (s *socket) closeLocked(code websocket.StatusCode, reason string, flush bool) {
	if s.closing != nil {
		return
	}
	s.closing = &closing{code: code, reason: shortReason(reason), flush: flush}
	for _, op := range s.ops {
		op.over = true
		s.dismiss(op)
	}
	s.ops = nil
	s.stopTimer()
	s.q.room.Broadcast()
	if s.conn != nil {
		s.raw.closing()
		s.wakeWriter()
	}
}

func (s *socket) isOpen() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closing == nil
}

// hangUp sends the close frame and waits for the client's, for some seconds at most.
func (s *socket) hangUp(end *closing) {
	if end.code == 0 {
		_ = s.conn.CloseNow()
		return
	}
	_ = s.conn.Close(end.code, end.reason)
}

// cut closes the connection at once, whatever its writer is doing.
func (s *socket) cut() {
	s.close(0, "")
	s.mu.Lock()
	conn := s.conn
	s.mu.Unlock()
	if conn != nil {
		_ = s.raw.Close()
	}
}

// drain lets the subscriptions say where to continue, ends them with "complete" and closes when nothing runs any more.
func (s *socket) drain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.draining = true
	if s.farewell() {
		time.AfterFunc(drainGrace, s.drainNow)
	}
	s.drained()
}

// farewell tells the subscriptions that they are to end, and ends those that have nothing to say. It answers whether there
// are others. The mutex is held.
func (s *socket) farewell() (waiting bool) {
	for _, op := range slices.Clone(s.ops) {
		switch {
		case !op.subscription:
		case op.farewell.begin():
			waiting = true
		default:
			s.end(op, frame{kind: frameComplete, op: op})
		}
	}
	return waiting
}

// drainNow ends the subscriptions that have not ended by themselves.
func (s *socket) drainNow() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, op := range slices.Clone(s.ops) {
		if op.subscription {
			s.end(op, frame{kind: frameComplete, op: op})
		}
	}
	s.drained()
}

// drained closes the socket if it is to be and nothing runs. The mutex is held.
func (s *socket) drained() {
	if s.draining && len(s.ops) == 0 {
		s.closeLocked(websocket.StatusServiceRestart, reasonDrain, true)
	}
}

func (s *socket) initTimedOut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state == awaitingInit {
		s.closeLocked(closeInitTimeout, "Connection initialisation timeout", false)
	}
}

func (s *socket) stopTimer() {
	if s.timer != nil {
		s.timer.Stop()
	}
}

// beat pings the client and cuts it off when no pong comes. It runs on the timer's goroutine.
func (s *socket) beat() {
	ctx, cancel := context.WithTimeout(context.Background(), s.PongTimeout)
	defer cancel()
	err := s.conn.Ping(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closing != nil: // which ends pings, too
	case err != nil:
		s.closeLocked(0, "", false)
		_ = s.raw.Close() // a writer may be waiting for this client
	default:
		s.timer.Reset(s.PingInterval)
	}
}

// finish runs when the reader has ended, and returns when nothing of the socket is left.
func (s *socket) finish() {
	s.close(0, "")
	s.unwatch()
	s.running.Wait()
	s.Registry.remove(s)
}

// shortReason fits a reason into a close frame.
func shortReason(reason string) string {
	const most = 123
	if len(reason) <= most {
		return reason
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(reason[cut]) {
		cut--
	}
	return reason[:cut]
}
