package transport

import (
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// inbox is the bounded queue between a shared subscription and one event stream.
type inbox struct {
	mu       sync.Mutex
	closed   bool
	payloads chan []byte
}

var _ Receiver = (*inbox)(nil)

func newInbox(size int) *inbox { return &inbox{payloads: make(chan []byte, size)} }

// Next queues an answer. When there is no room the stream ends after what is queued.
func (b *inbox) Next(payload []byte) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return false
	}
	select {
	case b.payloads <- payload:
		return true
	default:
		b.close()
		return false
	}
}

// Complete ends the stream after what is queued.
func (b *inbox) Complete() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.close()
}

// Fail queues the errors and ends the stream.
func (b *inbox) Fail(resp *graphql.Response) {
	b.Next(Encode(resp))
	b.Complete()
}

func (b *inbox) close() {
	if !b.closed {
		b.closed = true
		close(b.payloads)
	}
}
