package transport

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"

	"daybook/internal/fault"
)

// operation is one query, mutation or subscription of a socket.
type operation struct {
	socket   *socket
	id       string
	quotedID []byte
	ctx      context.Context
	cancel   context.CancelFunc
	farewell *farewell
	leave    func() // of a shared subscription; guarded like those below

	// Guarded by the socket's mutex.
	subscription bool
	over         bool // nothing more is queued for it
	unwanted     bool // nor is what is queued sent
}

// subscribe starts an operation.
func (s *socket) subscribe(m *message) {
	params, ok := m.params()
	s.mu.Lock()
	switch {
	case s.closing != nil:
	case s.state != acknowledged:
		s.closeLocked(closeUnauthorized, "Unauthorized", false)
	case !ok:
		s.closeLocked(closeInvalid, "Invalid message received", false)
	case s.operation(m.id) != nil:
		s.closeLocked(closeDuplicateID, "Subscriber for "+m.id+" already exists", false)
	case s.draining || s.Registry.draining():
		s.mu.Unlock()
		s.turnAway(m.id, fault.New(fault.Unavailable, reasonDrain))
		return
	case len(s.ops) >= s.MaxOperations || s.busy >= 2*s.MaxOperations:
		// Operations that the client has completed may take a moment to end. Without the second bound a
		// client could have any number of them ending.
		s.mu.Unlock()
		s.turnAway(m.id, fault.New(fault.RateLimited, "a connection may run %d operations at a time", s.MaxOperations).With("limit", "operations"))
		return
	default:
		op := &operation{socket: s, id: m.id, quotedID: quoted(m.id), farewell: &farewell{}}
		op.ctx, op.cancel = context.WithCancel(context.WithValue(s.ctx, farewellKey{}, op.farewell))
		s.ops = append(s.ops, op)
		s.busy++
		s.running.Add(1)
		go op.run(params)
	}
	s.mu.Unlock()
}

// turnAway answers a subscribe that is not run. It waits for room in the queue, and the reader with it: who
// sends without end has to read as well.
func (s *socket) turnAway(id string, f *fault.Error) {
	resp := refusal(s.ctx, s.exec, f)
	s.push(frame{kind: frameError, op: &operation{id: id, quotedID: quoted(id)}, payload: encodeErrors(resp.Errors)})
}

// run executes the operation and sends its answers.
func (op *operation) run(params *graphql.RawParams) {
	s := op.socket
	defer s.running.Done()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.busy--
	}()
	defer func() {
		if value := recover(); value != nil {
			op.finish(op.failure(panicked(op.ctx, s.exec, value)), true)
		}
	}()
	ctx, parsed, refused := prepare(op.ctx, s.exec, params)
	if refused != nil {
		op.finish(op.failure(refused), true)
		return
	}
	if isSubscription(parsed) {
		if !op.begin() {
			return
		}
		if s.Share != nil {
			if leave, ok := s.Share.Join(op.ctx, s.exec, parsed, op); ok {
				op.joined(leave)
				return
			}
		}
	}
	responses, ctx := s.exec.DispatchOperation(ctx, parsed)
	for {
		resp := responses(ctx)
		if resp == nil {
			op.finish(frame{kind: frameComplete, op: op}, true)
			return
		}
		if isRequestError(resp) {
			op.finish(op.failure(resp), true)
			return
		}
		if !s.push(frame{kind: frameNext, op: op, payload: Encode(resp)}) {
			op.cancel()
			return
		}
	}
}

// begin marks the operation as a subscription, which draining ends. False when it is over already.
func (op *operation) begin() bool {
	s := op.socket
	s.mu.Lock()
	defer s.mu.Unlock()
	op.subscription = true
	if s.draining {
		s.end(op, frame{kind: frameComplete, op: op})
		s.drained()
	}
	return !op.over
}

// joined sees that leave is called when the operation is over.
func (op *operation) joined(leave func()) {
	s := op.socket
	s.mu.Lock()
	over := op.over
	op.cancel() // whoever took the subscription over is told by leave, and what was hung up in the context can go
	op.leave, op.ctx, op.cancel = leave, s.ctx, func() {}
	s.mu.Unlock()
	if over {
		leave()
	}
}

// dismiss stops what still runs for an operation that is over. The mutex is held.
func (s *socket) dismiss(op *operation) {
	op.cancel()
	if op.leave != nil {
		s.running.Go(op.leave)
	}
}

// operation is the one whose id is in use. The mutex is held.
func (s *socket) operation(id string) *operation {
	for _, op := range s.ops {
		if op.id == id {
			return op
		}
	}
	return nil
}

// drop frees the operation's id. The mutex is held.
func (s *socket) drop(op *operation) {
	s.ops = slices.DeleteFunc(s.ops, func(o *operation) bool { return o == op })
}

var _ Receiver = (*operation)(nil)

// Offer sends shared answers.
func (op *operation) Offer(p *Parcel) Outcome { return op.socket.offer(op, p) }

// Send sends one answer and waits for room.
func (op *operation) Send(payload []byte) bool {
	return op.socket.push(frame{kind: frameNext, op: op, payload: payload})
}

// Complete ends the operation and tells the client.
func (op *operation) Complete() { op.finish(frame{kind: frameComplete, op: op}, false) }

// Fail ends the operation with errors; no "complete" follows.
func (op *operation) Fail(resp *graphql.Response) { op.finish(op.failure(resp), false) }

func (op *operation) failure(resp *graphql.Response) frame {
	return frame{kind: frameError, op: op, payload: encodeErrors(resp.Errors)}
}

// finish ends the operation with its last frame. The operation counts until that has room in the queue, so
// that a client that does not read cannot start others for ever. Who may not wait closes the socket when
// there is no room, as for any other frame.
func (op *operation) finish(last frame, wait bool) {
	s := op.socket
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.closing == nil && !op.over && !s.hasRoom(&last) {
		if !wait {
			s.closeLocked(websocket.StatusTryAgainLater, reasonSlow, false)
			return
		}
		s.q.room.Wait()
	}
	s.end(op, last)
	s.drained()
}

// end ends an operation with its last frame, unless the client or the socket has ended it before. The
// mutex is held.
func (s *socket) end(op *operation, last frame) {
	if op.over {
		return
	}
	op.over = true
	s.drop(op)
	s.dismiss(op)
	s.q.room.Broadcast()
	if s.closing == nil {
		s.put(last)
	}
}

// forget ends an operation that the client no longer wants: nothing more is sent for it. The mutex is held.
func (s *socket) forget(op *operation) {
	op.over, op.unwanted = true, true
	s.drop(op)
	s.dismiss(op)
	s.q.room.Broadcast()
}
