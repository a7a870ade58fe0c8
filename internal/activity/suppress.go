package activity

import (
	"cmp"
	"maps"
	"slices"

	"daybook/internal/authz"

	"github.com/google/uuid"
)

// What members see of counted activity is decided here. The total counts everything; of the kinds of entity and of the
// actions some are left out, so that no sum or difference of shown numbers is about fewer people than the smallest group.
//
// Each activity ties a kind of entity to an action. Whoever adds and subtracts the total and the shown numbers gives each
// kind and each action a weight, all those left out the same, and an activity counts in the result by the difference of the
// weights at its two ends. Suppose the ties of enough people alone hold together whatever any tie holds together: then a
// result either gives all that hangs together one weight, and is about nobody, or has a difference across a tie of enough
// people. So kinds and actions are shown one after the other, those of the most people first, as long as that stays so.
//
// People are members other than the viewer: who asks knows what they did themselves, and programs are nobody. What this
// doesn't hold against is the difference of two periods: each activity that is counted here is one that the viewer can also
// read in the list, by its actor's name.

// cell is one kind of entity and one action.
type cell struct {
	entity EntityType
	action Action
}

type people map[uuid.UUID]bool

// suppress drops the counts that stay hidden; false means that all numbers do.
func suppress(rows []tally, viewer uuid.UUID, smallest int, entities counts[EntityType], actions counts[Action]) bool {
	cells, everyone := map[cell]people{}, people{}
	for _, r := range rows {
		if r.ActorKind != authz.KindHuman || r.ActorID == nil || *r.ActorID == viewer {
			continue
		}
		c := cell{r.EntityType, r.Action}
		if cells[c] == nil {
			cells[c] = people{}
		}
		cells[c][*r.ActorID], everyone[*r.ActorID] = true, true
	}
	if len(everyone) < smallest {
		return false
	}
	shown := showable(cells, smallest)
	maps.DeleteFunc(entities, func(e EntityType, _ int) bool { return !shown[group{entity: e}] })
	maps.DeleteFunc(actions, func(a Action, _ int) bool { return !shown[group{action: a}] })
	return true
}

// group is a kind of entity or an action; one of the two is empty. Those that are left out are all one group: the empty one
// of either side.
type group struct {
	entity EntityType
	action Action
	side   side
}

// side tells the groups of what is left out apart; only those have one.
type side int

const (
	leftOutEntities side = iota + 1
	leftOutActions
)

func showable(cells map[cell]people, smallest int) map[group]bool {
	of := map[group]people{}
	for c, who := range cells {
		for _, g := range []group{{entity: c.entity}, {action: c.action}} {
			if of[g] == nil {
				of[g] = people{}
			}
			maps.Copy(of[g], who)
		}
	}
	candidates := slices.SortedFunc(maps.Keys(of), func(a, b group) int {
		return cmp.Or(len(of[b])-len(of[a]), cmp.Compare(a.entity, b.entity), cmp.Compare(a.action, b.action))
	})
	shown := map[group]bool{}
	for _, g := range candidates {
		if len(of[g]) < smallest {
			break
		}
		if shown[g] = true; !holdsTogether(cells, shown, smallest) {
			delete(shown, g)
		}
	}
	return shown
}

// holdsTogether tells whether the ties of enough people alone connect the two ends of every tie.
func holdsTogether(cells map[cell]people, shown map[group]bool, smallest int) bool {
	ties := map[[2]group]people{}
	for c, who := range cells {
		tie := [2]group{{side: leftOutEntities}, {side: leftOutActions}}
		if e := (group{entity: c.entity}); shown[e] {
			tie[0] = e
		}
		if a := (group{action: c.action}); shown[a] {
			tie[1] = a
		}
		if ties[tie] == nil {
			ties[tie] = people{}
		}
		maps.Copy(ties[tie], who)
	}
	parent := map[group]group{}
	var root func(group) group
	root = func(g group) group {
		if up, ok := parent[g]; ok {
			return root(up)
		}
		return g
	}
	for tie, who := range ties {
		if a, b := root(tie[0]), root(tie[1]); len(who) >= smallest && a != b {
			parent[a] = b
		}
	}
	for tie := range ties {
		if root(tie[0]) != root(tie[1]) {
			return false
		}
	}
	return true
}
