package main

import (
	"slices"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	p := plan{
		groups: map[string][]string{"@domain": {"standup", "task"}, "@testing": {"apptest"}},
		arrows: map[string][]string{
			"": {"cli"}, "cli": {"@domain"}, "@domain": {"fault"}, "standup": {"task"}, "fault": nil, "@testing": {"*"},
		},
		libraries: map[string][]string{"example.com/sql": {"@domain"}},
	}
	house := func(changed ...pkg) []pkg {
		packages := []pkg{
			{name: "", ours: []string{"cli"}},
			{name: "cli", ours: []string{"standup", "task"}, libraries: []string{"fmt", "example.com/sqlite"}},
			{name: "standup", ours: []string{"task", "fault"}, libraries: []string{"example.com/sql/driver"}},
			{name: "task", ours: []string{"fault"}, libraries: []string{"example.com/sql"}},
			{name: "fault"},
			{name: "apptest", ours: []string{"cli", "fault"}},
		}
		for _, c := range changed {
			if i := slices.IndexFunc(packages, func(p pkg) bool { return p.name == c.name }); i >= 0 {
				packages[i] = c
			} else {
				packages = append(packages, c)
			}
		}
		return packages
	}
	for _, c := range []struct {
		name string
		in   []pkg
		want string
	}{
		{"a house as planned passes", house(), ""},
		{"an arrow against the plan is found", house(pkg{name: "fault", ours: []string{"task"}}), "fault imports task: no such arrow in the plan"},
		{"an arrow within a group needs a row", house(pkg{name: "task", ours: []string{"standup"}}), "task imports standup: no such arrow in the plan"},
		{"main.go has a name", house(pkg{name: "", ours: []string{"fault"}}), "main.go imports fault: no such arrow in the plan"},
		{"rooms for tests are for tests", house(pkg{name: "cli", ours: []string{"apptest"}}), "cli imports apptest: no such arrow in the plan"},
		{"a library has its rooms", house(pkg{name: "cli", libraries: []string{"example.com/sql/driver"}}), "cli imports example.com/sql/driver, which is for @domain"},
		{"a new room needs a row", house(pkg{name: "blocker"}), "blocker is not in the plan: put it into a group or give it a row that says what it may import"},
		{"a row needs a room", house()[:5], "apptest is in the plan, but not in the house"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(p.check(c.in), "\n"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestPlan keeps the plan itself in order: every name in it stands for a room, and no arrows run in a circle.
func TestPlan(t *testing.T) {
	t.Parallel()
	p := plan{groups, arrows, libraries}
	named := func(where, entry string) {
		switch {
		case entry == "*":
		case isGroup(entry):
			if groups[entry] == nil {
				t.Errorf("%s: there is no group %s", where, entry)
			}
		case !p.known(entry):
			t.Errorf("%s: %s has no row and no group", where, title(entry))
		}
	}
	for from, targets := range arrows {
		named("arrows", from)
		for _, to := range targets {
			named(from, to)
		}
	}
	for library, users := range libraries {
		for _, room := range users {
			named(library, room)
		}
	}
	const open, done = 1, 2
	state := map[string]int{}
	var visit func(path []string)
	visit = func(path []string) {
		from := path[len(path)-1]
		if state[from] == open {
			t.Errorf("a circle: %s", strings.Join(path, " -> "))
		}
		if state[from] != 0 {
			return
		}
		state[from] = open
		for _, to := range p.names() {
			if to != from && p.holds(p.targets(from), to) {
				visit(append(slices.Clone(path), to))
			}
		}
		state[from] = done
	}
	for _, room := range p.names() {
		if !slices.Contains(groups["@testing"], room) && !slices.Contains(groups["@toy"], room) {
			visit([]string{room})
		}
	}
}
