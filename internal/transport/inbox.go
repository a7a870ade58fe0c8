package transport

import (
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// inbox is the bounded queue between a shared subscription and one event stream. One goroutine at a time
// puts answers in.
type inbox struct {
	payloads chan []byte
	gone     <-chan struct{} // the stream has ended

	over chan struct{} // closed when nothing more is put in
	once sync.Once
}

var _ Receiver = (*inbox)(nil)

func newInbox(size int, gone <-chan struct{}) *inbox {
	return &inbox{payloads: make(chan []byte, size), gone: gone, over: make(chan struct{})}
}

// Offer queues the answers if there is room for all of them.
func (b *inbox) Offer(p *Parcel) Outcome {
	if b.ended() {
		return Gone
	}
	if len(b.payloads)+p.Len() > cap(b.payloads) {
		return Full
	}
	for i := range p.Len() {
		b.payloads <- p.keep(i)
	}
	return Taken
}

// Send queues an answer and waits for room.
func (b *inbox) Send(payload []byte) bool {
	if b.ended() {
		return false
	}
	select {
	case b.payloads <- payload:
		return true
	case <-b.over:
	case <-b.gone:
	}
	return false
}

func (b *inbox) ended() bool {
	select {
	case <-b.over:
		return true
	case <-b.gone:
		return true
	default:
		return false
	}
}

// Complete ends the stream after what is queued.
func (b *inbox) Complete() { b.once.Do(func() { close(b.over) }) }

// Fail queues the errors and ends the stream.
func (b *inbox) Fail(resp *graphql.Response) {
	select {
	case b.payloads <- Encode(resp):
	default:
	}
	b.Complete()
}
