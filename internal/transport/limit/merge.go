package limit

import "github.com/vektah/gqlparser/v2/ast"

// merge looks at the selection sets that meet at one place of the answer: fields with the same response
// key merge there, whatever fragments they come from. It comes after measure, which has bounded how many
// fields there are and refused circles.
func (s *shape) merge(sets []ast.SelectionSet) {
	level := &mergeLevel{shape: s, groups: map[string]*mergeGroup{}}
	for _, set := range sets {
		level.collect(set)
	}
	for _, group := range level.groups {
		if s.fault != nil {
			return
		}
		if group.nodes > s.Merging {
			s.refuse(tooMany("fields merging at one place", s.Merging))
			return
		}
		if len(group.sets) > 0 {
			s.merge(group.sets)
		}
	}
}

// mergeLevel is one place of the answer.
type mergeLevel struct {
	*shape

	groups  map[string]*mergeGroup
	visited map[string]bool // fragments, which count once a level
}

type mergeGroup struct {
	nodes int
	sets  []ast.SelectionSet
}

func (l *mergeLevel) collect(set ast.SelectionSet) {
	for _, selection := range set {
		switch sel := selection.(type) {
		case *ast.Field:
			group := l.groups[sel.Alias]
			if group == nil {
				group = &mergeGroup{}
				l.groups[sel.Alias] = group
			}
			group.nodes++
			if len(sel.SelectionSet) > 0 {
				group.sets = append(group.sets, sel.SelectionSet)
			}
		case *ast.InlineFragment:
			l.collect(sel.SelectionSet)
		case *ast.FragmentSpread:
			if fragment := l.fragments[sel.Name]; fragment != nil && !l.visited[sel.Name] {
				if l.visited == nil {
					l.visited = map[string]bool{}
				}
				l.visited[sel.Name] = true
				l.collect(fragment.SelectionSet)
			}
		}
	}
}
