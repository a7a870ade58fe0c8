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

// playback is a shared subscription that has all its answers at once.
func playback(payloads ...[]byte) shareFunc {
	return func(out transport.Receiver) (func(), bool) {
		go func() {
			for _, p := range payloads {
				out.Next(p)
			}
			out.Complete()
			if out.Next([]byte(`{"data":"late"}`)) {
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
	took := 0
	for _, m := range members {
		if m.Next(payload) {
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
			for m.Next([]byte(`{"data":"x"}`)) {
				took++
				synctest.Wait()
			}
			if took < 8 || took > 16 {
				t.Errorf("a reader that does not read was given %d answers; the queue is 8", took)
			}
			if m.Next([]byte(`{"data":"x"}`)) {
				t.Error("a dropped receiver takes answers again")
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
			m.Next([]byte(`{"data":"x"}`))
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
