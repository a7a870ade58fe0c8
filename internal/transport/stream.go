package transport

import (
	"context"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// stream is one operation answered as server-sent events. The goroutine of its request is the only one
// that writes; the operation runs in another, or in nobody's when it is shared.
type stream struct {
	SSE

	x   *exchange
	out eventWriter

	// end is closed when the stream has to end with "complete" before its operation has.
	end     chan struct{}
	endOnce sync.Once
	// whole tells that a single answer is still to come, which draining waits for.
	whole    bool
	farewell *farewell
}

func newStream(t SSE, x *exchange, whole bool) *stream {
	return &stream{SSE: t, x: x, whole: whole, farewell: &farewell{}, out: newEventWriter(x.w, x.r.ProtoMajor, t.WriteTimeout), end: make(chan struct{})}
}

// answer writes a stream that is one answer long.
func (s *stream) answer(resp *graphql.Response) {
	if s.out.open() == nil && s.out.next(Encode(resp)) == nil {
		_ = s.out.complete()
	}
	s.out.done()
}

// run executes the operation and writes its answers until it has ended, the caller has gone or may not
// go on. It returns when nothing runs any more.
func (s *stream) run(ctx context.Context, op *graphql.OperationContext) {
	ctx, cancel := context.WithCancel(context.WithValue(ctx, farewellKey{}, s.farewell))
	defer cancel()
	defer s.out.done()
	defer s.Ended.watch(ctx, func(error) { s.stop() })()

	if err := s.out.open(); err != nil {
		return
	}
	if !s.whole && s.Share != nil {
		in := newInbox(s.QueueFrames, ctx.Done())
		if leave, ok := s.Share.Join(ctx, s.x.exec, op, in); ok {
			defer leave()
			s.pump(ctx, in.payloads, in.over)
			return
		}
	}
	payloads := make(chan []byte)
	var running sync.WaitGroup
	running.Go(func() {
		defer close(payloads)
		s.execute(ctx, op, payloads)
	})
	s.pump(ctx, payloads, nil)
	cancel()
	running.Wait()
}

// execute runs the operation and hands over each answer until ctx ends.
func (s *stream) execute(ctx context.Context, op *graphql.OperationContext, payloads chan<- []byte) {
	send := func(resp *graphql.Response) bool {
		select {
		case payloads <- Encode(resp):
			return true
		case <-ctx.Done():
			return false
		}
	}
	defer func() {
		if value := recover(); value != nil {
			send(panicked(ctx, s.x.exec, value))
		}
	}()
	responses, ctx := s.x.exec.DispatchOperation(ctx, op)
	for {
		resp := responses(ctx)
		if resp == nil || !send(resp) || isRequestError(resp) {
			return
		}
	}
}

// pump writes what comes, and comments while nothing does, until payloads is closed; or until over is, and
// what was put in before has been written.
func (s *stream) pump(ctx context.Context, payloads <-chan []byte, over <-chan struct{}) {
	alive := time.NewTicker(s.KeepAlive)
	defer alive.Stop()
	for {
		var err error
		select {
		case payload, ok := <-payloads:
			if !ok {
				if ctx.Err() == nil {
					_ = s.out.complete()
				}
				return
			}
			err = s.out.next(payload)
			alive.Reset(s.KeepAlive)
		case <-over:
			if len(payloads) > 0 {
				continue
			}
			_ = s.out.complete()
			return
		case <-alive.C:
			err = s.out.comment()
		case <-s.end:
			_ = s.out.complete()
			return
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

func (s *stream) stop() { s.endOnce.Do(func() { close(s.end) }) }

// drain lets a subscription say where to continue, and ends it; a query or mutation in flight may finish.
func (s *stream) drain() {
	switch {
	case s.whole:
	case s.farewell.begin():
		time.AfterFunc(drainGrace, s.stop)
	default:
		s.stop()
	}
}

// cut ends the stream without waiting for anything.
func (s *stream) cut() { s.stop() }
