package transport_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"daybook/internal/transport"
)

type shareFunc func(out transport.Receiver) (leave func(), ok bool)

func (f shareFunc) Join(_ context.Context, _ graphql.GraphExecutor, _ *graphql.OperationContext, out transport.Receiver) (func(), bool) {
	return f(out)
}

// parcel holds answers.
func parcel(payloads ...[]byte) *transport.Parcel {
	p := &transport.Parcel{}
	for _, text := range payloads {
		p.Add(func(b []byte) []byte { return append(b, text...) })
	}
	return p
}

// playback is a shared subscription that has all its answers at once.
func playback(payloads ...[]byte) shareFunc {
	return func(out transport.Receiver) (func(), bool) {
		go func() {
			for _, p := range payloads {
				out.Offer(parcel(p))
			}
			out.Complete()
			if out.Offer(parcel([]byte(`{"data":"late"}`))) != transport.Gone || out.Send([]byte(`{"data":"late"}`)) {
				panic("a receiver takes answers after it is complete")
			}
		}()
		return func() {}, true
	}
}

func TestSharedSubscription(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var members []transport.Receiver
	joined, left := make(chan struct{}), make(chan struct{}, 4)
	share := shareFunc(func(out transport.Receiver) (func(), bool) {
		mu.Lock()
		members = append(members, out)
		mu.Unlock()
		joined <- struct{}{}
		return func() { left <- struct{}{} }, true
	})
	b := start(t, func(s *setup) { s.ws.Share, s.sse.Share = share, share })

	w, gone := b.ready(), b.ready()
	w.subscribe("a", feedQuery)
	<-joined
	w.subscribe("b", feedQuery)
	<-joined
	gone.subscribe("c", feedQuery)
	<-joined
	gone.send(`{"type":"complete","id":"c"}`)
	<-left
	stream, _ := b.openStream(feedQuery)
	<-joined
	if _, err := nextBlock(stream); err != nil {
		t.Fatal(err)
	}

	payload := transport.Encode(&graphql.Response{Data: []byte(`{"feed":"once"}`)})
	took, shared := 0, parcel(payload)
	for _, m := range members {
		if m.Offer(shared) == transport.Taken {
			took++
		}
	}
	if took != 3 {
		t.Errorf("%d of 4 receivers took the answer, want the 3 that are still there", took)
	}
	for _, id := range []string{"a", "b"} {
		if f := w.next(); f.Type != "next" || f.ID != id || string(f.Payload) != string(payload) {
			t.Errorf("got %+v", f)
		}
	}
	if block, err := nextBlock(stream); err != nil || block != "event: next\ndata: "+string(payload)+"\n" {
		t.Errorf("got %q, %v", block, err)
	}

	members[0].Complete()
	if f := w.next(); f.Type != "complete" || f.ID != "a" {
		t.Errorf("got %+v", f)
	}
	<-left
	members[1].Fail(&graphql.Response{Errors: nil})
	if f := w.next(); f.Type != "error" || f.ID != "b" {
		t.Errorf("got %+v", f)
	}
	<-left
	members[3].Complete()
	if block, err := nextBlock(stream); err != nil || !strings.HasPrefix(block, "event: complete") {
		t.Errorf("got %q, %v", block, err)
	}
	<-left
	// Queries are not shared.
	w.subscribe("q", "{ __typename }")
	if f := w.next(); f.Type != "next" {
		t.Errorf("got %+v", f)
	}
}

func TestSlowReaderOfSharedSubscription(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		members := make(chan transport.Receiver, 2)
		var left atomic.Int32
		share := shareFunc(func(out transport.Receiver) (func(), bool) {
			members <- out
			return func() { left.Add(1) }, true
		})
		b := start(t, func(s *setup) {
			s.ws.Share, s.sse.Share = share, share
			s.ws.QueueFrames, s.sse.QueueFrames = 8, 8
		})
		b.ready().subscribe("1", feedQuery)
		b.openStream(feedQuery)
		for range 2 {
			m, took := <-members, 0
			full := transport.Taken
			for full == transport.Taken {
				if full = m.Offer(parcel([]byte(`{"data":"x"}`))); full == transport.Taken {
					took++
				}
				synctest.Wait()
			}
			if took < 8 || took > 16 || full != transport.Full {
				t.Errorf("a reader that does not read was given %d answers, then %v; the queue is 8", took, full)
			}
		}
		time.Sleep(20 * time.Second)
		synctest.Wait()
		if n := b.registry.Len(); n != 0 || left.Load() != 2 {
			t.Errorf("%d connections are open, %d receivers have left", n, left.Load())
		}
	})
}

func TestLagIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		members := make(chan transport.Receiver, 1)
		b := start(t, func(s *setup) {
			s.ws.Share = shareFunc(func(out transport.Receiver) (func(), bool) { members <- out; return func() {}, true })
			s.ws.PingInterval = time.Hour
		})
		w := b.ready()
		w.subscribe("1", feedQuery)
		m := <-members
		for range 10 {
			m.Offer(parcel([]byte(`{"data":"x"}`)))
		}
		// A reader that takes one answer in 4s keeps within the deadline of each write, but falls behind.
		var got int
		for {
			time.Sleep(4 * time.Second)
			if _, err := w.read(); err != nil {
				if !strings.Contains(err.Error(), "too slow") {
					t.Errorf("closed with %v", err)
				}
				break
			}
			got++
		}
		if got < 3 || got > 5 {
			t.Errorf("%d answers before the socket was closed, want those of 10s and the ones on the way", got)
		}
	})
}
