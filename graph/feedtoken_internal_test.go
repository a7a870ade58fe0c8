package graph

import (
	"slices"
	"testing"

	"daybook/graph/generated"

	"github.com/vektah/gqlparser/v2/ast"
)

// What feed tokens may ask for exists, holds no mutation, and opens no type of which something is guarded.
func TestFeedTokensAskForActivitiesOnly(t *testing.T) {
	t.Parallel()
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	for kind, fields := range feedFields {
		def := schema.Types[kind]
		for _, name := range fields {
			if def == nil || def.Fields.ForName(name) == nil {
				t.Errorf("%s.%s is open to feed tokens, and is no field", kind, name)
			}
		}
	}
	for _, kind := range feedOpen {
		def := schema.Types[kind]
		if def == nil {
			t.Errorf("%s is open to feed tokens, and is no type", kind)
			continue
		}
		for _, f := range def.Fields {
			inner := schema.Types[f.Type.Name()]
			bounded := slices.Contains(feedOpen, inner.Name) || feedFields[inner.Name] != nil || inner.Kind == ast.Scalar || inner.Kind == ast.Enum
			if f.Directives.ForName("visible") != nil || f.Directives.ForName("scope") != nil || !bounded {
				t.Errorf("%s.%s is open to feed tokens, and guarded", kind, f.Name)
			}
		}
	}
	for _, f := range schema.Mutation.Fields {
		if inFeed(&ast.Field{Name: f.Name, ObjectDefinition: schema.Mutation}) {
			t.Errorf("the mutation %s is open to feed tokens", f.Name)
		}
	}
}
