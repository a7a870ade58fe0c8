package metrics

import (
	"math/bits"
	"testing"

	"pgregory.net/rapid"
)

// drawWeb makes a web of a few people and points, whoever stands where.
func drawWeb(t *rapid.T) *web {
	w := &web{k: 99, persons: rapid.IntRange(1, 7).Draw(t, "people"), at: make([][]int, rapid.IntRange(2, 6).Draw(t, "points"))}
	point := rapid.IntRange(0, len(w.at)-1)
	for who := range w.persons {
		for range rapid.IntRange(0, 4).Draw(t, "ties") {
			a, b := point.Draw(t, "from"), point.Draw(t, "to")
			i := len(w.ties)
			w.ties, w.who = append(w.ties, tie{}), append(w.who, who)
			w.ends[people], w.ends[work] = append(w.ends[people], a), append(w.ends[work], b)
			if w.at[a] = append(w.at[a], i); a != b {
				w.at[b] = append(w.at[b], i)
			}
		}
	}
	return w
}

// reaches tells whether one point hangs together with another without some people, a bit each.
func (w *web) reaches(from, to int, without uint) bool {
	seen := map[int]bool{from: true}
	for grown := true; grown && !seen[to]; {
		grown = false
		for i := range w.ties {
			a, b := w.ends[people][i], w.ends[work][i]
			if without>>w.who[i]&1 == 0 && seen[a] != seen[b] {
				seen[a], seen[b], grown = true, true, true
			}
		}
	}
	return seen[to]
}

// fewest is how many people must be taken away to part two points, found by trying all.
func (w *web) fewest(from, to int) int {
	least := w.persons
	for without := range uint(1) << w.persons {
		if n := bits.OnesCount(without); n < least && !w.reaches(from, to, without) {
			least = n
		}
	}
	return least
}

// Nothing is shown on the word of between or flow that fewer people than the smallest group stand behind: neither ever counts
// more than must be taken away to part the points (Menger). flow counts all of them where each person's ties hang together.
func TestFlowNeverCountsTooMany(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWeb(t)
		all := func(*tie) bool { return true }
		from, to := 0, len(w.at)-1
		fewest := w.fewest(from, to)
		if n := w.between(from, to, all); n > fewest || n == 0 && fewest > 0 {
			t.Fatalf("between counts %d of %d", n, fewest)
		}
		n := w.flow(from, to, all)
		if n > fewest || w.hangsTogether() && n != fewest {
			t.Fatalf("flow counts %d of %d", n, fewest)
		}
		for w.k = 1; w.k < 4; w.k++ {
			if got := w.flow(from, to, all); got != min(n, w.k) {
				t.Fatalf("up to %d it counts %d of %d", w.k, got, n)
			}
		}
	})
}

// hangsTogether tells whether each person ties points together that can all be reached over this person's ties alone.
func (w *web) hangsTogether() bool {
	for who := range w.persons {
		var mine [][]int
		for i := range w.ties {
			if w.who[i] == who {
				mine = join(mine, w.ends[people][i], w.ends[work][i])
			}
		}
		if len(mine) > 1 {
			return false
		}
	}
	return true
}
