package limit

import (
	"github.com/vektah/gqlparser/v2/ast"

	"daybook/internal/fault"
)

// shape measures one parsed document that has not been validated: fragments may be missing, unused or
// circular.
type shape struct {
	*Document

	doc       *ast.QueryDocument
	fragments map[string]*ast.FragmentDefinition
	measured  map[string]measure
	aliases   int
	fault     *fault.Error // the first one found
}

// measure is what a selection set amounts to when its fragments are expanded. Each number stops at one
// more than its limit, so that sums cannot run away.
type measure struct {
	fields        int // all of them
	roots         int // those of this level
	depth         int
	introspection int // depth below __schema and __type
}

func (s *shape) check() *fault.Error {
	if len(s.doc.Fragments) > s.Fragments {
		return tooMany("fragments", s.Fragments)
	}
	s.fragments = make(map[string]*ast.FragmentDefinition, len(s.doc.Fragments))
	s.measured = make(map[string]measure, len(s.doc.Fragments))
	for _, fragment := range s.doc.Fragments {
		if s.fragments[fragment.Name] != nil {
			// Validation would look at both, and here only one would be measured.
			return fault.New(fault.ValidationFailed, "There can be only one fragment named %q.", fragment.Name)
		}
		s.fragments[fragment.Name] = fragment
		s.walk(fragment.SelectionSet)
	}
	for _, op := range s.doc.Operations {
		for _, v := range op.VariableDefinitions {
			s.value(v.DefaultValue)
		}
		s.directives(op.Directives)
		s.walk(op.SelectionSet)
	}
	if s.aliases > s.Aliases {
		s.refuse(tooMany("aliases", s.Aliases))
	}
	if s.fault != nil {
		return s.fault
	}
	total := 0
	for _, op := range s.doc.Operations {
		m := s.measure(op.SelectionSet)
		if s.fault != nil {
			return s.fault
		}
		total += m.fields
		most := s.RootFields
		if op.Operation == ast.Mutation {
			most = s.RootMutations
		}
		switch {
		case total > s.Fields:
			return tooMany("fields after expanding its fragments", s.Fields)
		case m.depth > s.Depth:
			return tooMany("levels of fields", s.Depth)
		case m.introspection > s.IntrospectionDepth:
			return tooMany("levels of introspection fields", s.IntrospectionDepth)
		case m.roots > most:
			return tooMany("root fields", most)
		}
	}
	for _, fragment := range s.doc.Fragments {
		// Validation would refuse it as well, but only after looking at what merges in it.
		if _, used := s.measured[fragment.Name]; !used {
			return fault.New(fault.ValidationFailed, "Fragment %q is never used.", fragment.Name)
		}
	}
	for _, op := range s.doc.Operations {
		if s.merge([]ast.SelectionSet{op.SelectionSet}); s.fault != nil {
			return s.fault
		}
	}
	return nil
}

func (s *shape) refuse(f *fault.Error) {
	if s.fault == nil {
		s.fault = f
	}
}

// walk looks at the text of a selection set, without expanding fragments.
func (s *shape) walk(set ast.SelectionSet) {
	if len(set) > s.Selections {
		s.refuse(tooMany("selections in one set", s.Selections))
		return
	}
	for _, selection := range set {
		switch sel := selection.(type) {
		case *ast.Field:
			if sel.Alias != sel.Name {
				s.aliases++
			}
			for _, arg := range sel.Arguments {
				s.value(arg.Value)
			}
			s.directives(sel.Directives)
			s.walk(sel.SelectionSet)
		case *ast.InlineFragment:
			s.directives(sel.Directives)
			s.walk(sel.SelectionSet)
		case *ast.FragmentSpread:
			s.directives(sel.Directives)
		}
	}
}

func (s *shape) directives(list ast.DirectiveList) {
	for _, directive := range list {
		if directive.Name == "defer" {
			s.refuse(fault.New(fault.ValidationFailed, "the directive @defer is not served"))
		}
		for _, arg := range directive.Arguments {
			s.value(arg.Value)
		}
	}
}

func (s *shape) value(v *ast.Value) {
	if v == nil {
		return
	}
	if v.Kind == ast.ListValue && len(v.Children) > s.List {
		s.refuse(tooMany("items in one list", s.List))
		return
	}
	for _, child := range v.Children {
		s.value(child.Value)
	}
}

// measure expands a selection set, each fragment once.
func (s *shape) measure(set ast.SelectionSet) measure {
	var m measure
	for _, selection := range set {
		switch sel := selection.(type) {
		case *ast.Field:
			below := s.measure(sel.SelectionSet)
			m.fields += 1 + below.fields
			m.roots++
			if sel.Name == "__schema" || sel.Name == "__type" {
				m.depth = max(m.depth, 1)
				m.introspection = max(m.introspection, 1+below.depth)
			} else {
				m.depth = max(m.depth, 1+below.depth)
				m.introspection = max(m.introspection, below.introspection)
			}
		case *ast.InlineFragment:
			m.add(s.measure(sel.SelectionSet))
		case *ast.FragmentSpread:
			m.add(s.measureFragment(sel.Name))
		}
		m.fields = min(m.fields, s.Fields+1)
		m.roots = min(m.roots, s.Fields+1)
	}
	return m
}

func (s *shape) measureFragment(name string) measure {
	if m, ok := s.measured[name]; ok {
		if m.fields < 0 {
			s.refuse(fault.New(fault.ValidationFailed, "Cannot spread fragment %q within itself.", name))
			return measure{}
		}
		return m
	}
	fragment := s.fragments[name]
	if fragment == nil {
		return measure{} // validation names it
	}
	s.measured[name] = measure{fields: -1} // being measured
	m := s.measure(fragment.SelectionSet)
	s.measured[name] = m
	return m
}

func (m *measure) add(other measure) {
	m.fields += other.fields
	m.roots += other.roots
	m.depth = max(m.depth, other.depth)
	m.introspection = max(m.introspection, other.introspection)
}
