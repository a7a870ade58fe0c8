package matrixtest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// step is one field of a way.
type step struct {
	field  string
	args   string // as written, with names after $
	parent string // the type that has the field, as rules name it
	cast   string // the type to go on from, where the field's is abstract
	leads  string // the thing it leads to, by name; empty when not told
	list   bool   // its value is a list
	lookup bool   // it finds the thing by the id in its arguments
	bare   bool   // of a value type: it has no rule
	strict bool   // its value can't be null
	id     bool   // its objects have ids
}

// route is a way with its types.
type route struct {
	way
	kind  string // the thing's type
	root  ast.Operation
	steps []step
}

var stepForm = regexp.MustCompile(`^(\w+)(\(.*\))?(?:<(\w+)>)?(?:@(\$?\w+))?$`)

// split cuts at slashes outside of parentheses.
func split(path string) []string {
	if path == "" {
		return nil
	}
	var parts []string
	depth, start := 0, 0
	for i, c := range path {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '/' && depth == 0:
			parts, start = append(parts, path[start:i]), i+1
		}
	}
	return append(parts, path[start:])
}

// routeOf finds the types along a way.
func routeOf(schema *ast.Schema, e way, kind string) (*route, error) {
	r := &route{way: e, kind: kind, root: ast.Query}
	path := e.path
	if e.over != "" {
		path = "activityStream(workspaceId: $workspace, after: $before, batchSize: 1)/" + path
	}
	def := schema.Query
	for n, text := range split(path) {
		m := stepForm.FindStringSubmatch(text)
		if m == nil {
			return nil, fmt.Errorf("%s: %q is no step", e.path, text)
		}
		if n == 0 {
			def, r.root = rootOf(schema, m[1])
		}
		field := def.Fields.ForName(m[1])
		if field == nil {
			return nil, fmt.Errorf("%s: %s has no field %s", e.path, def.Name, m[1])
		}
		s := step{field: m[1], args: m[2], parent: def.Name, cast: m[3], leads: m[4], list: field.Type.Elem != nil,
			bare: slices.Contains(valueTypes, def.Name), strict: field.Type.NonNull,
			lookup: def == schema.Query && (field.Arguments.ForName("id") != nil || field.Arguments.ForName("ids") != nil)}
		if s.lookup {
			s.leads = "$" + regexp.MustCompile(`\$(\w+)`).FindStringSubmatch(m[2])[1]
		}
		def = schema.Types[field.Type.Name()]
		if s.cast != "" {
			def = schema.Types[s.cast]
		}
		s.id = def.Fields.ForName("id") != nil
		r.steps = append(r.steps, s)
	}
	if len(r.steps) > 0 {
		last := &r.steps[len(r.steps)-1]
		if def.IsAbstractType() {
			last.cast = kind
		}
		if def.Name != kind && last.cast != kind {
			return nil, fmt.Errorf("%s leads to %s, not to %s", e.path, def.Name, kind)
		}
		if last.leads == "" {
			last.leads = "$it"
		}
	}
	return r, nil
}

func rootOf(schema *ast.Schema, field string) (*ast.Definition, ast.Operation) {
	switch {
	case schema.Mutation.Fields.ForName(field) != nil:
		return schema.Mutation, ast.Mutation
	case schema.Subscription.Fields.ForName(field) != nil:
		return schema.Subscription, ast.Subscription
	}
	return schema.Query, ast.Query
}

// fieldsOf are the rules of a type's fields.
func (m *matrix) fieldsOf(kind string) []string {
	var out []string
	for key, r := range m.rules {
		if strings.HasPrefix(r.name, kind+".") {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}
