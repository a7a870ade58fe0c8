package limit

import (
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Cost is how operations are priced. Zero fields take the defaults.
//
// A scalar is free and an object costs 1 point; a root field of a mutation costs 10. A connection costs
// 1 plus, for each row its first or last argument asks for, what a row costs; the edge of a row is free.
// Another list of objects costs 1 plus what an item costs for each item: as many as its ids argument
// names, or as its @limit(max:) says, or List, whichever comes first and is least. In the schema,
// @cost(weight:) sets a field's own points, and @cost(multiplier:) names the argument, a number or a list,
// that says how often what is below it counts.
type Cost struct {
	// Maximum of one operation. Default 5,000.
	Maximum int64
	// Mutation is what a root field of a mutation costs. Default 10.
	Mutation int64
	// Page is the size of a page when neither the operation nor the schema says. Default 25.
	Page int64
	// List is the size of a list that has no argument for it. Default 10.
	List int64
	// Schema and Type are what __schema and __type cost, with all that is below. Defaults 500 and 20.
	Schema, Type int64
}

func (c Cost) withDefaults() Cost {
	orDefault(&c.Maximum, 5000)
	orDefault(&c.Mutation, 10)
	orDefault(&c.Page, 25)
	orDefault(&c.List, 10)
	orDefault(&c.Schema, 500)
	orDefault(&c.Type, 20)
	return c
}

// prices are what the fields of a schema cost. They are read once and not changed.
type prices struct {
	Cost

	schema *ast.Schema
	fields map[*ast.FieldDefinition]price
}

// price is that of one field.
type price struct {
	weight     int64
	multiplier string // the argument that says how often what is below counts
	paged      bool   // the type is a connection: its lists count first or last times
	list       int64  // a plain list: its assumed size, else 0
}

func readPrices(schema *ast.Schema, c Cost) *prices {
	p := &prices{Cost: c, schema: schema, fields: map[*ast.FieldDefinition]price{}}
	for _, def := range schema.Types {
		if def.Kind != ast.Object && def.Kind != ast.Interface {
			continue
		}
		for _, field := range def.Fields {
			p.fields[field] = p.read(def, field)
		}
	}
	return p
}

func (p *prices) read(parent *ast.Definition, field *ast.FieldDefinition) price {
	var out price
	def := p.schema.Types[field.Type.Name()]
	composite := def != nil && def.IsCompositeType()
	switch {
	case parent == p.schema.Mutation:
		out.weight = p.Mutation
	case composite && !isEdge(def):
		out.weight = 1
	}
	out.paged = composite && isConnection(def)
	if composite && !out.paged && field.Type.Elem != nil {
		out.list = p.List
		if limit := directiveArgument(field.Directives, "limit", "max"); limit != "" {
			if n, err := strconv.ParseInt(limit, 10, 64); err == nil && n > 0 {
				out.list = min(n, p.List)
			}
		}
		if arg := field.Arguments.ForName("ids"); arg != nil && arg.Type.Elem != nil {
			out.multiplier = "ids"
		}
	}
	if weight := directiveArgument(field.Directives, "cost", "weight"); weight != "" {
		if n, err := strconv.ParseInt(weight, 10, 64); err == nil && n >= 0 {
			out.weight = n
		}
	}
	if name := directiveArgument(field.Directives, "cost", "multiplier"); name != "" {
		out.multiplier = name
	}
	return out
}

func directiveArgument(list ast.DirectiveList, directive, argument string) string {
	d := list.ForName(directive)
	if d == nil {
		return ""
	}
	arg := d.Arguments.ForName(argument)
	if arg == nil || arg.Value == nil {
		return ""
	}
	return arg.Value.Raw
}

func isConnection(def *ast.Definition) bool { return strings.HasSuffix(def.Name, "Connection") }

func isEdge(def *ast.Definition) bool { return strings.HasSuffix(def.Name, "Edge") }
