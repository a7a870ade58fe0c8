package activity

import (
	"testing"

	"daybook/internal/authz"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

var someEntities = []EntityType{Task, Project, Invoice, Deal}
var someActions = []Action{Created, Updated, Sent, Paid}

func member(n int) *uuid.UUID { return new(uuid.UUID{15: byte(n)}) }

func did(who int, e EntityType, a Action) tally {
	return tally{ActorKind: authz.KindHuman, ActorID: member(who), EntityType: e, Action: a, Count: 1}
}

// No sum or difference of what is shown tells of fewer people than the smallest group: whatever weights the numbers are given,
// an activity that is left over is one of several people's.
func TestNothingCanBeSubtractedOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const viewer = 0
		smallest := rapid.IntRange(2, 4).Draw(t, "smallest")
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) tally {
			return did(rapid.IntRange(viewer, 6).Draw(t, "who"), rapid.SampledFrom(someEntities).Draw(t, "entity"), rapid.SampledFrom(someActions).Draw(t, "action"))
		}), 0, 24).Draw(t, "rows")
		entities, actions := counts[EntityType]{}, counts[Action]{}
		everyone := people{}
		for _, r := range rows {
			entities[r.EntityType]++
			actions[r.Action]++
			everyone[*r.ActorID] = true
		}
		delete(everyone, *member(viewer))
		if shown := suppress(rows, *member(viewer), smallest, entities, actions); shown != (len(everyone) >= smallest) {
			t.Fatalf("shown %v of %d people", shown, len(everyone))
		} else if !shown {
			return
		}
		weight := rapid.IntRange(-1, 1)
		ofTotal, ofEntity, ofAction := weight.Draw(t, "total"), map[EntityType]int{}, map[Action]int{}
		for _, e := range someEntities {
			if _, shown := entities[e]; shown {
				ofEntity[e] = weight.Draw(t, "of entity")
			}
		}
		for _, a := range someActions {
			if _, shown := actions[a]; shown {
				ofAction[a] = weight.Draw(t, "of action")
			}
		}
		left := people{}
		for _, r := range rows {
			if ofTotal+ofEntity[r.EntityType]+ofAction[r.Action] != 0 && *r.ActorID != *member(viewer) {
				left[*r.ActorID] = true
			}
		}
		if len(left) > 0 && len(left) < smallest {
			t.Fatalf("%d people can be told apart: %v %v", len(left), entities, actions)
		}
	})
}

func TestSuppress(t *testing.T) {
	t.Parallel()
	three := func(e EntityType, a Action) []tally { return []tally{did(1, e, a), did(2, e, a), did(3, e, a)} }
	for name, c := range map[string]struct {
		rows     []tally
		shown    bool
		entities []EntityType
		actions  []Action
	}{
		"nothing happened":    {},
		"too few people":      {rows: []tally{did(1, Task, Created), did(2, Task, Created), did(0, Task, Created)}},
		"programs are nobody": {rows: append(three(Task, Created)[:2], tally{ActorKind: authz.KindService, ActorID: member(9), EntityType: Task, Action: Created, Count: 1})},
		"enough people":       {rows: three(Task, Created), shown: true, entities: []EntityType{Task}, actions: []Action{Created}},
		"a kind of one person's, and what it would be taken from": {rows: append(three(Task, Created), did(1, Deal, Created)), shown: true, actions: []Action{Created}},
		"two kinds of enough people":                              {rows: append(three(Task, Created), three(Deal, Created)...), shown: true, entities: []EntityType{Deal, Task}, actions: []Action{Created}},
		"an action less a kind is one person's":                   {rows: append(append(three(Task, Created), three(Deal, Paid)...), did(1, Task, Paid)), shown: true, actions: []Action{Created, Paid}},
	} {
		entities, actions := counts[EntityType]{}, counts[Action]{}
		for _, r := range c.rows {
			entities[r.EntityType]++
			actions[r.Action]++
		}
		if got := suppress(c.rows, *member(0), 3, entities, actions); got != c.shown {
			t.Errorf("%s: shown %v", name, got)
			continue
		}
		if !c.shown {
			continue
		}
		if len(entities) != len(c.entities) || len(actions) != len(c.actions) {
			t.Errorf("%s: shown are %v and %v", name, entities, actions)
		}
		for _, e := range c.entities {
			if entities[e] == 0 {
				t.Errorf("%s: %s is not shown", name, e)
			}
		}
		for _, a := range c.actions {
			if actions[a] == 0 {
				t.Errorf("%s: %s is not shown", name, a)
			}
		}
	}
}
