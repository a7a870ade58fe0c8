package metrics

import (
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
	try := func(end end, parts ...part) {
		for _, p := range parts {
			if among != nil && !among[p] || p.days != 0 && !out[p.whole()] {
				continue
			}
			if mine := w.of(p); w.enough(mine) && w.tellApart(mine, end) {
				out[p] = true
				w.everyone = w.everyone || p == everyone
			}
		}
	}
	try(people, everyone)
	teams := w.ranked(Team)
	try(people, teams...)
	if to < toProjects {
		return out
	}
	projects := w.ranked(Project, Unassigned)
	try(work, projects...)
	if to < toCuts {
		return out
	}
	try(work, w.ranked(Sprint)...)
	cutUp := func(end end, groups ...part) {
		for _, d := range cuts {
			for _, p := range groups {
				p.days = d
				try(end, p)
			}
		}
	}
	cutUp(people, append(teams, everyone)...)
	cutUp(work, projects...)
	if to < toTasks {
		return out
	}
	tasks := w.ranked(Task)
	try(work, tasks...)
	cutUp(work, tasks...)
	return out
}
