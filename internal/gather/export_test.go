package gather

// Waiting counts the keys that wait for a reading.
func Waiting[K comparable, V any](g *Gather[K, V]) (n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, r := range g.rounds {
		n += len(r.keys)
	}
	return n
}
