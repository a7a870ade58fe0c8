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

// lookupRule is the rule that the scope of a look-up by node and nodes comes from: that of the type.
func lookupRule(kind string) string {
	switch kind {
	case "ApiToken", "Activity":
		return ""
	}
	return "Query." + strings.ToLower(kind[:1]) + kind[1:]
}

// verdict is what a viewer must find at the end of a route, or where they are stopped.
type verdict struct {
	stop  int    // the step at which they are stopped, -1 for none
	code  code   // how
	rule  string // the rule that stops them
	found bool   // whether the thing is there when nothing stops them
	// passed are the cells of the steps that let them by.
	passed []mark
}

// mark is a rule's cell.
type mark struct {
	rule string
	col  column
}

// thingAt is the thing a step leads to, nil when it is not told.
func (w *world) thingAt(s step, it *thing) *thing {
	name := strings.TrimPrefix(s.leads, "$")
	switch name {
	case "":
		return nil
	case "it":
		return it
	}
	if ref := it.refs[name]; ref != "" {
		name = ref
	}
	if of := w.things[name]; of != nil {
		return of
	}
	for _, of := range w.things { // a reference that is an id
		if of.id == name && of.kind != "Actor" {
			return of
		}
	}
	return nil
}

// ruleAt is the rule of a step. Naming others in a filter is a rule of its own.
func (w *world) ruleAt(s step, v *viewer, on, to *thing) *rule {
	parent := s.parent
	if parent == "TrackingRow" || parent == "Node" || parent == "HasTimeline" {
		parent = on.kind
	}
	r := w.matrix.rules[parent+"."+s.field]
	if strings.Contains(s.args, "memberIds:") && to != nil && !v.owns(to) {
		if other := w.matrix.rules[parent+"."+s.field+"(filter.memberIds: other)"]; other != nil {
			one := *other
			one.scopes = r.scopes
			return &one
		}
	}
	return r
}

// judge follows the rules along a route.
func (w *world) judge(r *route, v *viewer, it *thing) verdict {
	out := verdict{stop: -1, found: true}
	var on *thing
	if r.root == ast.Mutation {
		on = it
	}
	for n, s := range r.steps {
		to := w.thingAt(s, it)
		last := n == len(r.steps)-1
		if !s.bare {
			rule := w.ruleAt(s, v, on, to)
			if rule == nil {
				return verdict{stop: n, code: "?", rule: s.parent + "." + s.field}
			}
			about := on
			if s.lookup {
				about = to
			}
			c, at := w.cellFor(rule, v, about)
			if s.lookup && (c != forbidden || at != unscoped) && c != signedOut {
				c = w.lookup(s, v, to, at, c)
			}
			if c == missing && strings.Contains(s.args, "$home") {
				c = visible // N is for another's workspace
			}
			if r.root == ast.Mutation && c == refused && w.reach(v, it) == missing {
				c = unknown
			}
			switch c {
			case visible, filtered, aggregate, allowed:
				out.passed = append(out.passed, mark{rule.key(), at})
			default:
				out.stop, out.code, out.rule = n, c, rule.key()
				out.passed = append(out.passed, mark{rule.key(), at})
				return out
			}
		}
		if to != nil && !s.lookup && r.root != ast.Mutation && (s.id || last) {
			out.found = w.comes(v, to)
		}
		if !out.found && !r.mine {
			return out
		}
		if to != nil {
			on = to
		}
	}
	if r.mine {
		out.found = v.owns(it)
	}
	return out
}

// lookup is the cell of a look-up by id: that of the thing, whatever field asks.
func (w *world) lookup(s step, v *viewer, to *thing, at column, c code) code {
	reached := w.reach(v, to)
	if s.field == "node" || s.field == "nodes" {
		if rule := w.matrix.rules[lookupRule(to.kind)]; rule != nil && reached == visible {
			if own, _ := w.cellFor(rule, v, to); own == forbidden {
				return forbidden
			}
		}
		return reached
	}
	if c == filtered || c == visible || c == missing {
		return reached
	}
	return c
}

// scopesOf are the scopes that the rules along a route to a thing name, and those of its fields.
func (w *world) scopesOf(r *route, it *thing) []string {
	names := []string{it.rule}
	nobody := &viewer{col: svc}
	var on *thing
	for _, s := range r.steps {
		to := w.thingAt(s, it)
		if rule := w.ruleAt(s, nobody, on, to); rule != nil && !s.bare {
			names = append(names, rule.key())
		}
		if to != nil {
			names = append(names, to.rule)
			if s.field == "node" || s.field == "nodes" {
				names = append(names, lookupRule(to.kind))
			}
			on = to
		}
	}
	for _, f := range w.matrix.fieldsOf(it.kind) {
		if it.kind != "Query" && !slices.Contains(entryScoped, f) {
			names = append(names, f)
		}
	}
	var scopes []string
	for _, name := range names {
		if rule := w.matrix.rules[name]; rule != nil {
			scopes = append(scopes, rule.scopes...)
			if rule.condition != "" {
				if base := w.matrix.rules[rule.name]; base != nil {
					scopes = append(scopes, base.scopes...)
				}
			}
		}
	}
	slices.Sort(scopes)
	return slices.Compact(scopes)
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
