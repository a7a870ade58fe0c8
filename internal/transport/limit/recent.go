package limit

import (
	"crypto/sha256"
	"sync"
)

// perGeneration bounds how many documents are remembered: at most twice as many, 32 bytes each.
const perGeneration = 2048

type hash = [sha256.Size]byte

// recent remembers valid documents that passed. It forgets the older half when it is full.
type recent struct {
	mu       sync.Mutex
	new, old map[hash]struct{}
}

func (r *recent) has(key hash) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.new[key]; ok {
		return true
	}
	if _, ok := r.old[key]; ok {
		r.insert(key)
		return true
	}
	return false
}

func (r *recent) add(key hash) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.insert(key)
}

func (r *recent) insert(key hash) {
	if r.new == nil || len(r.new) >= perGeneration {
		r.new, r.old = make(map[hash]struct{}), r.new
	}
	r.new[key] = struct{}{}
}
