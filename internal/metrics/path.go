package metrics

// How many people must be parted to part two points? As many as can stand on ways from one to the other, each person on one
// way only (Menger's theorem). between finds such ways one by one, which is quick and often enough. flow finds the most
// there are, by moving people from one way to another (Ford and Fulkerson).

// between counts ways over different people, up to the smallest group, and rather too few than too many. It looks at some
// ties.
func (w *web) between(from, to int, in func(*tie) bool) int {
	used := make([]bool, w.persons)
	came := make([]int, len(w.at))
	n := 0
	for n < w.k && w.way(from, to, in, used, came) {
		n++
	}
	return n
}

// way finds a shortest way over people who were not used yet, and uses them. came is room for the tie by which each point was
// reached.
func (w *web) way(from, to int, in func(*tie) bool, used []bool, came []int) bool {
	for n := range came {
		came[n] = -1
	}
	next := []int{to} // the newest point has few ties
	for len(next) > 0 {
		here := next[0]
		next = next[1:]
		for _, i := range w.at[here] {
			there := w.ends[people][i] + w.ends[work][i] - here
			if there == to || came[there] >= 0 || used[w.who[i]] || !in(&w.ties[i]) {
				continue
			}
			came[there] = i
			if there != from {
				next = append(next, there)
				continue
			}
			for there != to {
				i := came[there]
				used[w.who[i]] = true
				there = w.ends[people][i] + w.ends[work][i] - there
			}
			return true
		}
	}
	return false
}
