package metrics

import "slices"

// knot is the points that one person ties together. One way at most leads through it: in at one point and out at another.
type knot struct {
	points  []int
	used    bool
	in, out int
}

// flow counts the most ways over different people from one point to another, up to the smallest group.
func (w *web) flow(from, to int, in func(*tie) bool) int {
	f := &network{points: len(w.at), knots: w.knots(from, to, in)}
	f.at = make([][]int, f.points)
	for j, k := range f.knots {
		for _, p := range k.points {
			f.at[p] = append(f.at[p], j)
		}
	}
	n := 0
	for n < w.k && f.augment(from, to) {
		n++
	}
	return n
}

// knots are those of all people. Of a person whose ties fall apart only one knot is taken, the likeliest to be of use, because
// nobody may be counted twice.
func (w *web) knots(from, to int, in func(*tie) bool) []*knot {
	var out []*knot
	var mine [][]int
	take := func() {
		if len(mine) == 0 {
			return
		}
		use := func(points []int) int {
			n := len(points)
			for _, end := range []int{from, to} {
				if slices.Contains(points, end) {
					n += len(w.at)
				}
			}
			return n
		}
		out = append(out, &knot{points: slices.MaxFunc(mine, func(a, b []int) int { return use(a) - use(b) })})
		mine = nil
	}
	for i := range w.ties {
		if i > 0 && w.who[i] != w.who[i-1] {
			take()
		}
		if in(&w.ties[i]) {
			mine = join(mine, w.ends[people][i], w.ends[work][i])
		}
	}
	take()
	return out
}

// join adds a tie to the points that hang together.
func join(groups [][]int, a, b int) [][]int {
	joined := []int{a}
	if a != b {
		joined = append(joined, b)
	}
	apart := groups[:0]
	for _, g := range groups {
		if !slices.Contains(g, a) && !slices.Contains(g, b) {
			apart = append(apart, g)
			continue
		}
		for _, p := range g {
			if !slices.Contains(joined, p) {
				joined = append(joined, p)
			}
		}
	}
	return append(apart, joined)
}

// network is what ways are sought in. Its places are the points, then a near and a far side of each knot: a way comes in on
// the near side and leaves from the far one, and only one may pass between them.
type network struct {
	points int
	knots  []*knot
	at     [][]int // the knots of each point
}

func (f *network) near(j int) int { return f.points + 2*j }
func (f *network) far(j int) int  { return f.points + 2*j + 1 }

// next are the places that a new way may go to: forwards, or back along a way that is there already, which then goes where
// the new one would have gone.
func (f *network) next(place int) []int {
	if place < f.points {
		var out []int
		for _, j := range f.at[place] {
			if out = append(out, f.near(j)); f.knots[j].used && f.knots[j].out == place {
				out = append(out, f.far(j))
			}
		}
		return out
	}
	j := (place - f.points) / 2
	k := f.knots[j]
	switch {
	case place == f.near(j) && k.used:
		return []int{k.in}
	case place == f.near(j):
		return []int{f.far(j)}
	case k.used:
		return append(slices.Clone(k.points), f.near(j))
	}
	return k.points
}

// augment finds one more way, if there is one, and changes those that are there so that it fits.
func (f *network) augment(from, to int) bool {
	came := make([]int, f.points+2*len(f.knots))
	for i := range came {
		came[i] = -1
	}
	came[from] = from
	queue := []int{from}
	for len(queue) > 0 && came[to] < 0 {
		here := queue[0]
		queue = queue[1:]
		for _, there := range f.next(here) {
			if came[there] < 0 {
				came[there] = here
				queue = append(queue, there)
			}
		}
	}
	if came[to] < 0 {
		return false
	}
	for after, here := to, came[to]; here != from; after, here = here, came[here] {
		if here >= f.points {
			f.knots[(here-f.points)/2].pass(came[here], after, f.points, here == f.near((here-f.points)/2))
		}
	}
	return true
}

// pass lets the new way go through one side of a knot, from one place to the next; places below points are points.
func (k *knot) pass(before, after, points int, near bool) {
	switch {
	case near && before < points: // comes in here, in place of the way that did if there is one
		k.in = before
	case near: // goes back through the whole knot
		k.used = false
	case after < points: // goes out here
		k.used, k.out = true, after
	}
}
