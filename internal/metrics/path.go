package metrics

// between counts people who tie two points together, each by a way on which none of the others stands: to part the points,
// at least so many people must be parted. It looks at some ties, counts up to the smallest group, and rather too few than too
// many.
func (w *web) between(from, to int, in func(*tie) bool) int {
	at := make([][]int32, w.points+1) // the ties at each point; to is the newest
	for i := range w.ties {
		if in(&w.ties[i]) {
			at[w.people[i]] = append(at[w.people[i]], int32(i))
			at[w.work[i]] = append(at[w.work[i]], int32(i))
		}
	}
	used := make([]bool, w.persons)
	n := 0
	for n < w.k && w.way(from, to, at, used) {
		n++
	}
	return n
}

// way finds a shortest way of people who were not used yet, and uses them.
func (w *web) way(from, to int, at [][]int32, used []bool) bool {
	came := make([]int32, len(at)) // by which tie
	for n := range came {
		came[n] = -1
	}
	next := []int{from}
	for len(next) > 0 {
		here := next[0]
		next = next[1:]
		for _, i := range at[here] {
			there := w.people[i] + w.work[i] - here
			if there == from || came[there] >= 0 || used[w.who[i]] {
				continue
			}
			came[there] = i
			if there == to {
				w.use(from, to, came, used)
				return true
			}
			next = append(next, there)
		}
	}
	return false
}

func (w *web) use(from, to int, came []int32, used []bool) {
	for here := to; here != from; {
		i := came[here]
		used[w.who[i]] = true
		here = w.people[i] + w.work[i] - here
	}
}
