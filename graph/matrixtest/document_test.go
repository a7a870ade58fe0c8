package matrixtest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// form is how a document asks for the same fields.
type form int

const (
	plain form = iota
	aliased
	fragment    // a named one
	onInterface // inline fragments on the type's interfaces and on the type
	forms
)

func (f form) String() string {
	return [...]string{"plain", "alias", "named fragment", "inline fragments on interfaces"}[f]
}

// asked is a field of a document's thing.
type asked struct {
	rule string // its key
	name string
	key  string // of the answer
	fact fact
}

// document is one operation: a route to a thing and what is asked of it there.
type document struct {
	*route
	form   form
	text   string
	keys   []string // of the answer, along the route
	fields []asked
}

func key(f form, name string) string {
	if f == aliased {
		return "a_" + name
	}
	return name
}

// write makes the document in which a viewer asks for the fields of a thing.
func (w *world) write(schema *ast.Schema, r *route, f form, v *viewer, it *thing, names []string) *document {
	d := &document{route: r, form: f}
	def := schema.Types[it.kind]
	field := func(name string) string {
		fact := it.facts[name]
		base, _, variant := strings.Cut(name, "(")
		k := key(f, base)
		if variant {
			k = "other_" + base
		}
		d.fields = append(d.fields, asked{rule: it.kind + "." + name, name: name, key: k, fact: fact})
		text := base + w.resolve(fact.call, v, it)
		if k != base {
			text = k + ": " + text
		}
		return text
	}
	var own []string
	byInterface := map[string][]string{}
	for _, name := range names {
		at := ""
		for _, i := range def.Interfaces {
			if f == onInterface && at == "" && schema.Types[i].Fields.ForName(name) != nil && it.facts[name].call != "{ ... on Node { id } }" {
				at = i
			}
		}
		if at == "" {
			own = append(own, field(name))
		} else {
			byInterface[at] = append(byInterface[at], field(name))
		}
	}
	if def.Fields.ForName("id") != nil && !it.unnamed {
		own = append(own, "_it: id")
	}
	fields := strings.Join(own, " ")
	abstract := len(r.steps) > 0 && r.steps[len(r.steps)-1].cast != ""
	tail := ""
	switch {
	case f == fragment:
		fields, tail = "...Asked", fmt.Sprintf(" fragment Asked on %s { %s }", it.kind, fields)
	case f == onInterface || abstract:
		fields = fmt.Sprintf("... on %s { %s }", it.kind, fields)
		for _, i := range def.Interfaces {
			if len(byInterface[i]) > 0 {
				fields += fmt.Sprintf(" ... on %s { %s }", i, strings.Join(byInterface[i], " "))
			}
		}
	}
	for n, s := range slices.Backward(r.steps) {
		if n < len(r.steps)-1 {
			if s.leads != "" && s.id {
				fields = "_at: id " + fields
			}
			if s.cast != "" {
				fields = fmt.Sprintf("... on %s { %s }", s.cast, fields)
			}
		}
		k := key(f, s.field)
		d.keys = append(d.keys, k)
		text := s.field + w.resolveArgs(s, r, v, it)
		if k != s.field {
			text = k + ": " + text
		}
		fields = text + " { " + fields + " }"
	}
	slices.Reverse(d.keys)
	d.text = string(r.root) + " { " + fields + " }" + tail
	return d
}

// resolveArgs also puts in the cursor from which a stream's first frame holds the route's activity.
func (w *world) resolveArgs(s step, r *route, v *viewer, it *thing) string {
	args := s.args
	if r.over != "" && strings.Contains(args, "$before") {
		over := w.thingAt(step{leads: r.over}, it)
		args = strings.ReplaceAll(args, "$before", fmt.Sprintf("%q", w.before[v][over.name]))
	}
	return w.resolve(args, v, it)
}
