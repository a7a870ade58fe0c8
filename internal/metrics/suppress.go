package metrics

import (
	"bytes"
	"cmp"
	"iter"
	"slices"

	"github.com/google/uuid"
)

// What members see of a piece of time is decided here, for all groups at once and whatever was asked for, because numbers
// that are harmless alone tell about single people when they are subtracted.
//
// Think of each row of tracking data as a tie between the people it is from (a team) and the work it is on (a project). As
// long as nothing is shown, all ties run from one point to itself. To show a group's numbers is to tell it apart: its end
// of the ties becomes a point of its own. Whoever adds and subtracts shown numbers gives each point a weight, and what is
// left of a tie is the difference of the weights at its ends; the ties with a difference are whom the result is about. So a
// result about few people needs two parts of this web that few people tie together. Before a group is told apart we
// therefore look whether it and what it came from are tied by the smallest group or more, or by nobody: then no sum or
// difference of anything shown is about fewer.

// A tie is how one row, or several alike, holds people and work together.
type tie struct {
	spot
	seconds int
	kind    tieKind
}

// spot is where rows belong.
type spot struct {
	person                      uuid.UUID
	team, project, task, sprint uuid.UUID // Nil for none
	day                         int       // of the piece, 0 for the first
}

// tieKind says what kind of row it was. Each kind's people are looked at apart: those of it and of all kinds that follow, so
// that hours are of enough people who spent time. Open blockers are counted where a number ends, so each such day is looked
// at apart too.
type tieKind int

const (
	stands tieKind = iota // a blocker that was open at the end of its day
	stood                 // a standup, which is on no work
	worked                // a work log, or a blocker opened or resolved
	timed                 // a time entry
)

// days are some of a piece's days, a bit each; 0 stands for all of the piece.
type days uint8

func (d days) holds(day int) bool { return d == 0 || d&(1<<day) != 0 }

// part names a number that may be shown: a group's, in a piece or in some days of it.
type part struct {
	kind Kind
	id   uuid.UUID
	days days
}

func (p part) whole() part { return part{kind: p.kind, id: p.id} }

// has tells whether the tie counts in the part.
func (p part) has(t *tie) bool {
	return p.days.holds(t.day) && (t.kind != stood || p.kind == Workspace || p.kind == Team) && p.covers(&t.spot)
}

// covers tells whether rows of a spot are the group's, whatever the day. Of work groups it is asked about work only.
func (p part) covers(s *spot) bool {
	switch p.kind {
	case Workspace:
		return true
	case Team:
		return s.team == p.id
	case Project:
		return s.project == p.id
	case Unassigned:
		return s.project == uuid.Nil
	case Sprint:
		return s.sprint == p.id
	case Task:
		return s.task == p.id
	}
	return false
}

// depth is how far to go: what comes later never changes what is shown of what comes before, so that it doesn't matter who
// asks for what.
type depth int

const (
	toTeams depth = iota
	toProjects
	toCuts  // sprints, and the parts of a piece that are a sprint's
	toTasks // last: there are many, and few are shown
)

// shown decides which parts of a piece members see. ties are all but the viewer's own, who knows those; k is the smallest
// group. cuts are the parts of the piece that are a sprint's. Where among is not nil, nothing else is considered.
func shown(ties []tie, k int, cuts []days, among map[part]bool, to depth) map[part]bool {
	w := newWeb(ties, k)
	out := map[part]bool{}
	try := func(p part, ends []int) {
		if among != nil && !among[p] || p.days != 0 && !out[p.whole()] || !w.enough(p) {
			return
		}
		if w.tellApart(p, ends) {
			out[p] = true
		}
	}
	everyone := part{kind: Workspace}
	try(everyone, w.people)
	teams := w.ranked(Team, func(t *tie) uuid.UUID { return t.team })
	for _, p := range teams {
		try(p, w.people)
	}
	if to < toProjects {
		return out
	}
	projects := w.ranked(Project, func(t *tie) uuid.UUID { return t.project })
	for _, p := range projects {
		try(p, w.work)
	}
	if to < toCuts {
		return out
	}
	for _, p := range w.ranked(Sprint, func(t *tie) uuid.UUID { return t.sprint }) {
		try(p, w.work)
	}
	cutUp := func(ends []int, groups ...part) {
		for _, d := range cuts {
			for _, p := range groups {
				p.days = d
				try(p, ends)
			}
		}
	}
	cutUp(w.people, append(teams, everyone)...)
	cutUp(w.work, projects...)
	if to < toTasks {
		return out
	}
	tasks := w.ranked(Task, func(t *tie) uuid.UUID { return t.task })
	for _, p := range tasks {
		try(p, w.work)
	}
	cutUp(w.work, tasks...)
	return out
}

// web is who is tied to what: the point at either end of each tie.
type web struct {
	ties         []tie
	who          []int // the person of each tie, as a number
	persons      int
	people, work []int
	points       int
	k            int
	sides        []func(*tie) bool // the ties that are looked at apart
	everyone     bool              // the whole's numbers are shown, so what is left of it can be found out
}

// newWeb shows nothing yet. The order of the ties is always the same, so that the same is decided whatever else was read.
func newWeb(ties []tie, k int) *web {
	w := &web{ties: slices.Clone(ties), k: k, sides: sides(ties), who: make([]int, len(ties)), people: make([]int, len(ties)), work: make([]int, len(ties)), points: 1}
	slices.SortFunc(w.ties, compareTies)
	for i := range w.ties {
		if i == 0 || w.ties[i].person != w.ties[i-1].person {
			w.persons++
		}
		w.who[i] = w.persons - 1
	}
	return w
}

func compareTies(a, b tie) int {
	for _, ids := range [][2]*uuid.UUID{{&a.person, &b.person}, {&a.team, &b.team}, {&a.project, &b.project}, {&a.sprint, &b.sprint}, {&a.task, &b.task}} {
		if c := bytes.Compare(ids[0][:], ids[1][:]); c != 0 {
			return c
		}
	}
	return cmp.Or(a.day-b.day, int(a.kind)-int(b.kind))
}

// ground is the point where all ties begin and end: what is never shown by itself.
const ground = 0

// ranked are the groups of a kind, those with the most people first: they are shown rather than smaller ones.
func (w *web) ranked(kind Kind, key func(*tie) uuid.UUID) []part {
	people := map[part]map[int]bool{}
	for i := range w.ties {
		p := part{kind: kind, id: key(&w.ties[i])}
		if p.id == uuid.Nil && kind == Project {
			p.kind = Unassigned
		}
		if p.id == uuid.Nil && p.kind == kind || !p.has(&w.ties[i]) {
			continue
		}
		if people[p] == nil {
			people[p] = map[int]bool{}
		}
		people[p][w.who[i]] = true
	}
	var out []part
	for p, who := range people {
		if len(who) >= w.k {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b part) int {
		return cmp.Or(len(people[b])-len(people[a]), bytes.Compare(a.id[:], b.id[:]))
	})
	return out
}

// enough tells whether a part by itself is of enough people, none of whom has most of its time.
func (w *web) enough(p part) bool {
	who, n := make([]bool, w.persons), 0
	for i := range w.ties {
		if !who[w.who[i]] && p.has(&w.ties[i]) {
			who[w.who[i]] = true
			n++
		}
	}
	return n >= w.k && !w.dominated(func(i int) bool { return p.has(&w.ties[i]) })
}

// tellApart gives the part's ends of its ties points of their own, unless that would tell about too few people.
func (w *web) tellApart(p part, ends []int) bool {
	before, points := slices.Clone(ends), w.points
	for _, from := range w.pointsOf(p, ends) {
		for i := range w.ties {
			if ends[i] == from && p.has(&w.ties[i]) {
				ends[i] = w.points
			}
		}
		if !w.safe(from, w.points) {
			copy(ends, before)
			w.points = points
			return false
		}
		w.points++
	}
	if p == (part{kind: Workspace}) {
		w.everyone = true
	}
	return true
}

// pointsOf are the points that the part takes some but not all of.
func (w *web) pointsOf(p part, ends []int) []int {
	within, without := make([]bool, w.points), make([]bool, w.points)
	without[ground] = true
	for i := range w.ties {
		if p.has(&w.ties[i]) {
			within[ends[i]] = true
		} else {
			without[ends[i]] = true
		}
	}
	var out []int
	for n := range w.points {
		if within[n] && without[n] {
			out = append(out, n)
		}
	}
	return out
}

// safe tells whether two points that were one may be told apart.
func (w *web) safe(from, to int) bool {
	for _, in := range w.sides {
		if n := w.between(from, to, in); n > 0 && n < w.k {
			return false
		}
	}
	if w.dominated(func(i int) bool { return w.people[i] == to || w.work[i] == to }) {
		return false
	}
	return from == ground && !w.everyone || !w.dominated(func(i int) bool { return w.people[i] == from || w.work[i] == from })
}

// sides are the ties that are looked at apart.
func sides(ties []tie) []func(*tie) bool {
	var out []func(*tie) bool
	for kind := stood; kind <= timed; kind++ {
		out = append(out, func(t *tie) bool { return t.kind >= kind })
	}
	for end := range 7 {
		if slices.ContainsFunc(ties, func(t tie) bool { return t.kind == stands && t.day == end }) {
			out = append(out, func(t *tie) bool { return t.kind > stands || t.day == end })
		}
	}
	return out
}

func (w *web) dominated(in func(i int) bool) bool {
	seconds := make([]int, w.persons)
	for i := range w.ties {
		if w.ties[i].kind == timed && in(i) {
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
