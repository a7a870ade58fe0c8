package metrics

import (
	"bytes"
	"cmp"
	"iter"
	"maps"
	"slices"

	"github.com/google/uuid"
)

// web is who is tied to what.
type web struct {
	ties     []tie
	who      []int // the person of each tie, as a number
	persons  int
	ends     [2][]int       // the points of each tie
	at       [][]int        // the ties of each point
	groups   map[part][]int // the ties of each group
	k        int
	sides    []func(*tie) bool // the ties that are looked at apart
	everyone bool              // the numbers of all are shown, so those of the rest can be found out
}

// end is one end of ties.
type end int

const (
	people end = iota
	work
)

// ground is the point where all ties begin and end: what is never shown by itself.
const ground = 0

var everyone = part{kind: Workspace}

// newWeb shows nothing yet. The order of the ties is always the same, so that the same is decided whatever else was read.
func newWeb(ties []tie, k int) *web {
	w := &web{ties: merged(ties), groups: map[part][]int{}, k: k, sides: sides(ties)}
	n := len(w.ties)
	w.who, w.ends, w.at = make([]int, n), [2][]int{make([]int, n), make([]int, n)}, [][]int{make([]int, n)}
	for i := range w.ties {
		t := &w.ties[i]
		if i == 0 || t.person != w.ties[i-1].person {
			w.persons++
		}
		w.who[i], w.at[ground][i] = w.persons-1, i
		for _, p := range t.groups() {
			w.groups[p] = append(w.groups[p], i)
		}
	}
	return w
}

// merged are the ties in order, those of one spot and kind as one.
func merged(ties []tie) []tie {
	sorted := slices.Clone(ties)
	slices.SortFunc(sorted, compareTies)
	out := sorted[:0]
	for _, t := range sorted {
		if n := len(out); n > 0 && compareTies(out[n-1], t) == 0 {
			out[n-1].seconds += t.seconds
			continue
		}
		out = append(out, t)
	}
	return out
}

func compareTies(a, b tie) int {
	for _, ids := range [][2]*uuid.UUID{{&a.person, &b.person}, {&a.team, &b.team}, {&a.project, &b.project}, {&a.sprint, &b.sprint}, {&a.task, &b.task}} {
		if c := bytes.Compare(ids[0][:], ids[1][:]); c != 0 {
			return c
		}
	}
	return cmp.Or(a.day-b.day, int(a.kind)-int(b.kind))
}

// groups are those that the tie counts in.
func (t *tie) groups() []part {
	out := []part{everyone}
	if t.team != uuid.Nil {
		out = append(out, part{kind: Team, id: t.team})
	}
	if t.kind == stood {
		return out
	}
	if t.project == uuid.Nil {
		out = append(out, part{kind: Unassigned})
	}
	for _, p := range [...]part{{kind: Project, id: t.project}, {kind: Sprint, id: t.sprint}, {kind: Task, id: t.task}} {
		if p.id != uuid.Nil {
			out = append(out, p)
		}
	}
	return out
}

// sides are the ties that are looked at apart: each kind with those that follow it, and each day's open blockers.
func sides(ties []tie) []func(*tie) bool {
	var out []func(*tie) bool
	for kind := stood; kind <= timed; kind++ {
		out = append(out, func(t *tie) bool { return t.kind >= kind })
	}
	for day := range 7 {
		if slices.ContainsFunc(ties, func(t tie) bool { return t.kind == stands && t.day == day }) {
			out = append(out, func(t *tie) bool { return t.kind > stands || t.day == day })
		}
	}
	return out
}

// of are the ties of a part.
func (w *web) of(p part) []int {
	mine := w.groups[p.whole()]
	if p.days == 0 {
		return mine
	}
	var out []int
	for _, i := range mine {
		if p.days.holds(w.ties[i].day) {
			out = append(out, i)
		}
	}
	return out
}

// countPeople counts the people of ties, which are in order.
func (w *web) countPeople(mine []int) int {
	n, last := 0, -1
	for _, i := range mine {
		if w.who[i] != last {
			n, last = n+1, w.who[i]
		}
	}
	return n
}

// ranked are the groups of some kinds that have enough people, those with the most first: they are shown rather than smaller
// ones.
func (w *web) ranked(kinds ...Kind) []part {
	var out []part
	people := map[part]int{}
	for p, mine := range w.groups {
		if n := w.countPeople(mine); slices.Contains(kinds, p.kind) && n >= w.k {
			out, people[p] = append(out, p), n
		}
	}
	slices.SortFunc(out, func(a, b part) int { return cmp.Or(people[b]-people[a], bytes.Compare(a.id[:], b.id[:])) })
	return out
}

// enough tells whether ties by themselves are of enough people, none of whom has most of the time.
func (w *web) enough(mine []int) bool { return w.countPeople(mine) >= w.k && !w.dominated(mine) }

// tellApart gives one end of some ties points of their own, unless that would tell about too few people.
func (w *web) tellApart(mine []int, end end) bool {
	moving := map[int][]int{}
	for _, i := range mine {
		moving[w.ends[end][i]] = append(moving[w.ends[end][i]], i)
	}
	var done []int
	for _, from := range slices.Sorted(maps.Keys(moving)) {
		if from != ground && len(moving[from]) == len(w.at[from]) {
			continue // all of it: there is nothing to tell apart
		}
		w.move(moving[from], end, from, len(w.at))
		if done = append(done, from); w.safe(from, len(w.at)-1) {
			continue
		}
		for _, from := range slices.Backward(done) {
			w.moveBack(moving[from], end, from)
		}
		return false
	}
	return true
}

// move gives ends of ties at one point to a new one.
func (w *web) move(mine []int, end end, from, to int) {
	w.at = append(w.at, mine)
	for _, i := range mine {
		w.ends[end][i] = to
	}
	w.at[from] = slices.DeleteFunc(slices.Clone(w.at[from]), func(i int) bool { return w.ends[people][i] != from && w.ends[work][i] != from })
}

// moveBack undoes the last move.
func (w *web) moveBack(mine []int, end end, from int) {
	for _, i := range mine {
		w.ends[end][i] = from
	}
	w.at = w.at[:len(w.at)-1]
	w.at[from] = append(slices.Clone(w.at[from]), mine...)
	slices.Sort(w.at[from])
	w.at[from] = slices.Compact(w.at[from])
}

// safe tells whether two points that were one may be told apart.
func (w *web) safe(from, to int) bool {
	for _, in := range w.sides {
		if n := w.between(from, to, in); n > 0 && n < w.k && w.flow(from, to, in) < w.k {
			return false
		}
	}
	return !w.dominated(w.at[to]) && (from == ground && !w.everyone || !w.dominated(w.at[from]))
}

func (w *web) dominated(mine []int) bool {
	seconds := make([]int, w.persons)
	for _, i := range mine {
		if w.ties[i].kind == timed {
			seconds[w.who[i]] += w.ties[i].seconds
		}
	}
	return dominated(slices.Values(seconds))
}

// dominance is the share in percent that one person may have of what is shown.
const dominance = 60

// dominated tells whether one of the people has most of their time.
func dominated(seconds iter.Seq[int]) bool {
	most, total := 0, 0
	for s := range seconds {
		most, total = max(most, s), total+s
	}
	return most*100 > total*dominance
}
