package limit

import (
	"encoding/json"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// ceiling is where costs stop growing: far above any maximum, far below an overflow.
const ceiling = int64(1) << 40

func plus(a, b int64) int64 { return min(a+b, ceiling) }

func times(a, b int64) int64 {
	if a == 0 || b == 0 {
		return 0
	}
	if a > ceiling/b {
		return ceiling
	}
	return a * b
}

// operation prices a validated operation. The variables have been coerced.
func (p *prices) operation(op *ast.OperationDefinition, doc *ast.QueryDocument, vars map[string]any) int64 {
	e := &estimate{prices: p, doc: doc, vars: vars, fragments: map[string]cost{}}
	return e.set(op.SelectionSet, e.root(op)).all()
}

// estimate is the pricing of one operation.
type estimate struct {
	*prices

	doc       *ast.QueryDocument
	vars      map[string]any
	fragments map[string]cost // each is priced once
}

// cost is that of a selection set. In a connection, what stands in its lists counts once a row.
type cost struct {
	flat, row int64
}

func (c cost) all() int64 { return plus(c.flat, c.row) }

func (c cost) plus(o cost) cost { return cost{plus(c.flat, o.flat), plus(c.row, o.row)} }

func (c cost) atLeast(o cost) cost { return cost{max(c.flat, o.flat), max(c.row, o.row)} }

func (e *estimate) root(op *ast.OperationDefinition) *ast.Definition {
	switch op.Operation {
	case ast.Mutation:
		return e.schema.Mutation
	case ast.Subscription:
		return e.schema.Subscription
	}
	return e.schema.Query
}

// set prices a selection set on a type. Fragments on different object types exclude each other, so only
// the dearest of them counts.
func (e *estimate) set(set ast.SelectionSet, parent *ast.Definition) cost {
	var sum cost
	var byType map[string]cost
	for _, selection := range set {
		var c cost
		var condition string
		switch sel := selection.(type) {
		case *ast.Field:
			if e.included(sel.Directives) {
				sum = sum.plus(e.field(sel, parent))
			}
			continue
		case *ast.InlineFragment:
			if !e.included(sel.Directives) {
				continue
			}
			condition = sel.TypeCondition
			on := parent
			if condition != "" {
				on = e.schema.Types[condition]
			}
			c = e.set(sel.SelectionSet, on)
		case *ast.FragmentSpread:
			if !e.included(sel.Directives) {
				continue
			}
			condition, c = e.spread(sel.Name)
		}
		on := e.schema.Types[condition]
		if on == nil || on == parent || on.Kind != ast.Object {
			sum = sum.plus(c)
			continue
		}
		if byType == nil {
			byType = map[string]cost{}
		}
		byType[condition] = byType[condition].plus(c)
	}
	var dearest cost
	for _, c := range byType {
		dearest = dearest.atLeast(c)
	}
	return sum.plus(dearest)
}

func (e *estimate) spread(name string) (condition string, c cost) {
	fragment := e.doc.Fragments.ForName(name)
	if fragment == nil {
		return "", cost{}
	}
	c, ok := e.fragments[name]
	if !ok {
		c = e.set(fragment.SelectionSet, e.schema.Types[fragment.TypeCondition])
		e.fragments[name] = c
	}
	return fragment.TypeCondition, c
}

func (e *estimate) field(f *ast.Field, parent *ast.Definition) cost {
	switch f.Name {
	case "__typename":
		return cost{}
	case "__schema":
		return cost{flat: e.Schema}
	case "__type":
		return cost{flat: e.Type}
	}
	if f.Definition == nil {
		return cost{flat: 1}
	}
	price := e.fields[f.Definition]
	below := e.set(f.SelectionSet, e.schema.Types[f.Definition.Type.Name()])

	var total int64
	switch {
	case price.paged:
		n := e.page(f)
		if price.multiplier != "" {
			n = e.argument(f, price.multiplier, n)
		}
		total = plus(price.weight, plus(below.flat, times(n, below.row)))
	case price.multiplier != "":
		each := below.all()
		if each == 0 {
			each = price.weight
		}
		total = plus(price.weight, times(e.argument(f, price.multiplier, max(price.list, 1)), each))
	case price.list > 0 && !(parent != nil && isConnection(parent)):
		total = plus(price.weight, times(price.list, below.all()))
	default:
		total = plus(price.weight, below.all())
	}
	if parent != nil && isConnection(parent) && f.Definition.Type.Elem != nil {
		return cost{row: total}
	}
	return cost{flat: total}
}

// page is how many rows a connection is asked for.
func (e *estimate) page(f *ast.Field) int64 {
	first := e.argument(f, "first", -1)
	last := e.argument(f, "last", -1)
	if n := max(first, last); n >= 0 {
		return n
	}
	return e.Page
}

// argument is the number that an argument, or its default, stands for: its value, or the length of its
// list. Negative numbers are 0; what is absent or null is otherwise.
func (e *estimate) argument(f *ast.Field, name string, otherwise int64) int64 {
	var value any
	if arg := f.Arguments.ForName(name); arg != nil {
		value, _ = arg.Value.Value(e.vars)
	} else if def := f.Definition.Arguments.ForName(name); def != nil && def.DefaultValue != nil {
		// The schema's default of one argument does not count when its opposite is given.
		if name == "first" && f.Arguments.ForName("last") != nil {
			return otherwise
		}
		value, _ = def.DefaultValue.Value(nil)
	}
	switch v := value.(type) {
	case nil:
		return otherwise
	case []any:
		return int64(len(v))
	case int:
		return amount(int64(v))
	case int32:
		return amount(int64(v))
	case int64:
		return amount(v)
	case json.Number:
		n, err := strconv.ParseInt(string(v), 10, 64)
		if err != nil {
			return ceiling
		}
		return amount(n)
	case float64:
		if v >= float64(ceiling) {
			return ceiling
		}
		return amount(int64(v))
	}
	return 1 // a single value stands for a list of one
}

func amount(n int64) int64 { return min(max(n, 0), ceiling) }

// included tells whether @skip and @include let a selection be executed.
func (e *estimate) included(list ast.DirectiveList) bool {
	return e.condition(list, "include", true) && !e.condition(list, "skip", false)
}

func (e *estimate) condition(list ast.DirectiveList, name string, otherwise bool) bool {
	d := list.ForName(name)
	if d == nil {
		return otherwise
	}
	arg := d.Arguments.ForName("if")
	if arg == nil {
		return otherwise
	}
	value, err := arg.Value.Value(e.vars)
	if b, ok := value.(bool); ok && err == nil {
		return b
	}
	return otherwise
}
