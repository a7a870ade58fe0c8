package matrixtest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

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
	if people := w.matrix.rules[parent+"."+s.field+"(cohort.memberIds: other)"]; people != nil && strings.Contains(s.args, "cohort: {memberIds:") {
		return people
	}
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
		on = w.target(r.steps[0], it)
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
			if r.root == ast.Mutation && c == refused && w.reach(v, on) == missing {
				c = unknown
			}
			if c == hidden && at == mgr && len(on.told) > 0 {
				c = refused // whom it was escalated to sees it, and may acknowledge that only
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

var targetForm = regexp.MustCompile(`\bid: (\$\w+)`)

// target is what a mutation's input names: the thing itself, unless it is another one's id.
func (w *world) target(s step, it *thing) *thing {
	if m := targetForm.FindStringSubmatch(s.args); m != nil {
		if of := w.thingAt(step{leads: m[1]}, it); of != nil {
			return of
		}
	}
	return it
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

// lookupRule is the rule that the scope of a look-up by node and nodes comes from: that of the type.
func lookupRule(kind string) string {
	switch kind {
	case "ApiToken", "Activity":
		return ""
	}
	return "Query." + strings.ToLower(kind[:1]) + kind[1:]
}
