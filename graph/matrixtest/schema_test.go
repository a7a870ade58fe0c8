package matrixtest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// TestSchemaAndMatrixCoverEachOther holds the file, the schema and the tables of this package to each other.
func TestSchemaAndMatrixCoverEachOther(t *testing.T) {
	t.Parallel()
	m := readMatrix(t, schema())
	for _, hole := range m.holes {
		t.Errorf("%s is in the schema and has no rule: what is not listed is denied", hole)
	}
	for _, kind := range valueTypes {
		def := schema().Types[kind]
		shape := slices.ContainsFunc([]string{"Connection", "Edge", "Payload", "StreamEvent"}, func(s string) bool { return strings.HasSuffix(kind, s) })
		switch {
		case def == nil || def.Kind != ast.Object:
			t.Errorf("%s is listed as a value type, and is no type of the schema", kind)
		case !shape && !strings.Contains(m.shared, "`"+kind+"`"):
			t.Errorf("%s is listed as a value type, and section 9 does not name it", kind)
		case m.rules[kind] != nil || len(m.fieldsOf(kind)) > 0:
			t.Errorf("%s is listed as a value type, and has rules", kind)
		}
	}
	for _, key := range entryScoped {
		if m.rules[key] == nil {
			t.Errorf("%s is listed as scoped at its entries, and is no rule", key)
		}
	}
	for field := range elsewhere {
		kind, name, _ := strings.Cut(field, ".")
		if schema().Types[kind] == nil || schema().Types[kind].Fields.ForName(name) == nil {
			t.Errorf("%s is listed as looked at elsewhere, and is no field", field)
		}
	}
	for name := range mutations {
		if m.rules["Mutation."+name] == nil {
			t.Errorf("the mutation %s is tried, and has no rule", name)
		}
	}
}

// TestWaysAreComplete holds the ways to the schema: every field that can lead to a type is the end of one of its ways.
func TestWaysAreComplete(t *testing.T) {
	t.Parallel()
	taken := map[string]bool{}
	for kind, all := range routes(t) {
		for _, r := range all {
			last := ""
			for _, s := range r.steps {
				if !s.bare {
					last = s.parent + "." + s.field
				}
			}
			taken[last+" to "+kind] = true
		}
	}
	for _, parent := range slices.Sorted(maps.Keys(schema().Types)) {
		def := schema().Types[parent]
		if def.Kind != ast.Object || def.BuiltIn || slices.Contains(valueTypes, parent) {
			continue
		}
		for _, f := range def.Fields {
			for _, kind := range leadsTo(f.Type.Name(), nil) {
				field := parent + "." + f.Name
				if elsewhere[field] == "" && !taken[field+" to "+kind] && !strings.HasPrefix(f.Name, "__") {
					t.Errorf("%s leads to %s, and no way to %s ends with it", field, kind, kind)
				}
			}
		}
	}
}

// leadsTo are the types with rules that a field of a type shows, directly or inside of value types.
func leadsTo(name string, past []string) []string {
	def := schema().Types[name]
	switch {
	case slices.Contains(past, name):
		return nil
	case def.IsAbstractType():
		var all []string
		for _, d := range schema().GetPossibleTypes(def) {
			if d.Kind == ast.Object {
				all = append(all, d.Name)
			}
		}
		return all
	case def.Kind != ast.Object:
		return nil
	case !slices.Contains(valueTypes, name):
		return []string{name}
	}
	var all []string
	for _, f := range def.Fields {
		all = append(all, leadsTo(f.Type.Name(), append(past, name))...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestColumnsAreOrdered looks at the file alone: what MATE sees, ADMIN sees; what ANON sees, everyone does; and MGR is MATE
// but where the row is about escalations.
func TestColumnsAreOrdered(t *testing.T) {
	t.Parallel()
	rank := func(c code) int {
		return slices.Index([]code{signedOut, nowhere, missing, hidden, refused, forbidden, empty, aggregate, filtered, visible, allowed}, c)
	}
	for _, r := range readMatrix(t, schema()).rows {
		if strings.HasPrefix(r.name, "Mutation.") {
			continue
		}
		if rank(r.codes[admin]) < rank(r.codes[mate]) {
			t.Errorf("line %d, %s: MATE has %s and ADMIN %s", r.line, r.key(), r.codes[mate], r.codes[admin])
		}
		escalation := strings.Contains(r.note+r.name+r.condition, "scalat") || strings.Contains(r.note, "recipient") || strings.HasPrefix(r.name, "Blocker.")
		if r.codes[mgr] != r.codes[mate] && !escalation {
			t.Errorf("line %d, %s: MGR has %s and MATE %s", r.line, r.key(), r.codes[mgr], r.codes[mate])
		}
		for col := other; r.codes[anon] == visible && col <= svc; col++ {
			if r.codes[col] != visible {
				t.Errorf("line %d, %s: ANON sees what %s does not", r.line, r.key(), col)
			}
		}
	}
}
