package graph

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"daybook/graph/generated"

	"github.com/vektah/gqlparser/v2/ast"
)

// resolved are the fields on the list whose value a resolver of ours makes, so that their code was read with this question:
// may it be another for two viewers with equal rights in the workspace? One that gets a resolver later must be read again.
var resolved = []string{
	"Activity.actor", "Activity.displayUrl", "Activity.ipAddress", "Activity.metadata", "Activity.sequence", "Activity.subjectName",
	"Activity.userAgent", "Member.actor", "Subscription.activityStream",
}

func TestFieldsAreSharableOnlyWhenSomebodyHasReadThem(t *testing.T) {
	t.Parallel()
	schema := generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{}}).Schema()
	var withResolver []string
	for _, name := range slices.Sorted(maps.Keys(sharable)) {
		typeName, fieldName, _ := strings.Cut(name, ".")
		def := schema.Types[typeName]
		if def == nil || def.Fields.ForName(fieldName) == nil {
			t.Errorf("%s is on the list and not in the schema", name)
			continue
		}
		field := def.Fields.ForName(fieldName)
		if def.Kind != ast.Object {
			t.Errorf("%s belongs to several types: each of them may have a resolver of its own", name)
		}
		if len(field.Arguments) > 0 && typeName != "Subscription" {
			t.Errorf("%s has arguments: a list has cursors of its own, and a filter may be refused", name)
		}
		if target := schema.Types[field.Type.Name()]; target.Kind == ast.Interface || target.Kind == ast.Union {
			t.Errorf("%s may be of several types, not all of which everyone may see", name)
		}
		guard := field.Directives.ForName("visible")
		if guard != nil {
			audience := guard.Arguments.ForName("to").Value.String()
			if strings.Contains(audience, "ESCALATION_RECIPIENT") || strings.Contains(audience, "PROJECT_ACCESS") || strings.Contains(audience, "MANAGER") {
				t.Errorf("%s is for some people by more than their rights: %s", name, audience)
			}
			if strings.Contains(audience, "SELF") && sharable[name] != onPart {
				t.Errorf("%s is for the person, and not answered apart for them", name)
			}
		}
		if hasResolver(typeName, fieldName) {
			withResolver = append(withResolver, name)
		}
	}
	if !slices.Equal(withResolver, resolved) {
		t.Errorf("sharable fields with a resolver are\n%q, read were\n%q", withResolver, resolved)
	}
}

// hasResolver tells whether the resolvers of a type have a method for the field.
func hasResolver(typeName, fieldName string) bool {
	root, ok := reflect.TypeFor[generated.ResolverRoot]().MethodByName(typeName)
	if !ok {
		return false
	}
	methods := root.Type.Out(0)
	for method := range methods.Methods() {
		if strings.EqualFold(method.Name, fieldName) {
			return true
		}
	}
	return false
}

// Every field that can be asked for below a stream and is not on the list makes its answer depend on the viewer, wherever it
// stands.
func TestAFieldThatIsNotOnTheListDependsOnTheViewer(t *testing.T) {
	t.Parallel()
	schema := generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{}}).Schema()
	listed := 0
	for _, def := range schema.Types {
		for _, field := range def.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			want, onList := sharable[def.Name+"."+field.Name]
			if !onList {
				want = onViewer
			} else {
				listed++
			}
			f := &ast.Field{Name: field.Name, Definition: field, ObjectDefinition: def}
			fragment := &ast.FragmentDefinition{SelectionSet: ast.SelectionSet{f}}
			for where, set := range map[string]ast.SelectionSet{
				"itself":          {f},
				"after others":    {&ast.Field{Name: "__typename"}, f},
				"inline fragment": {&ast.InlineFragment{SelectionSet: ast.SelectionSet{f}}},
				"fragment":        {&ast.FragmentSpread{Definition: fragment}},
				"below":           {&ast.Field{Name: "node", ObjectDefinition: schema.Types["ActivityEdge"], SelectionSet: ast.SelectionSet{f}}},
			} {
				if got := dependenceOf(set); got != want {
					t.Errorf("%s.%s (%s) depends %d, want %d", def.Name, field.Name, where, got, want)
				}
			}
		}
	}
	if listed != len(sharable) {
		t.Errorf("%d of %d listed fields are in the schema", listed, len(sharable))
	}
	if dependenceOf(ast.SelectionSet{&ast.FragmentSpread{}}) != onViewer || dependenceOf(ast.SelectionSet{&ast.Field{Name: "id"}}) != onViewer {
		t.Error("what is not known does not depend on the viewer")
	}
}
