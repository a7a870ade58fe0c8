// Command schemalint holds schema.graphqls to the rules of the API that no generator checks: what is described, guarded,
// bounded and named how. It prints one line for each finding and exits with 1 when there is any.
//
//	schemalint [FILE]
package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func main() {
	file := "schema.graphqls"
	if len(os.Args) > 1 {
		file = os.Args[1]
	}
	text, err := os.ReadFile(file)
	if err != nil {
		fmt.Fprintln(os.Stderr, "schemalint:", err)
		os.Exit(2)
	}
	if !run(os.Stdout, file, string(text)) {
		os.Exit(1)
	}
}

// run prints the findings and tells whether there are none.
func run(out io.Writer, file, text string) bool {
	findings, err := lint(file, text)
	if err != nil {
		fmt.Fprintf(out, "%s: %v\n", file, err)
		return false
	}
	for _, f := range findings {
		fmt.Fprintf(out, "%s:%d: %s: %s (%s)\n", file, f.line, f.name, f.text, f.rule)
	}
	return len(findings) == 0
}

// finding is one broken rule at one place.
type finding struct {
	line             int
	rule, name, text string
}

// linter goes through a schema once and asks every rule about every element.
type linter struct {
	schema   *ast.Schema
	findings []finding
}

func lint(file, text string) ([]finding, error) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: file, Input: text})
	if err != nil {
		return nil, err
	}
	l := &linter{schema: schema}
	for _, def := range schema.Types {
		if def.BuiltIn {
			continue
		}
		l.definition(def)
	}
	for _, d := range schema.Directives {
		if d.Position != nil && d.Position.Src != nil && d.Position.Src.Name == file && d.Description == "" {
			l.found(d.Position, "described", "@"+d.Name, "it has no description")
		}
	}
	slices.SortFunc(l.findings, func(a, b finding) int {
		if a.line != b.line {
			return a.line - b.line
		}
		return strings.Compare(a.rule+a.text, b.rule+b.text)
	})
	return l.findings, nil
}

func (l *linter) found(at *ast.Position, rule, name, format string, args ...any) {
	line := 0
	if at != nil {
		line = at.Line
	}
	l.findings = append(l.findings, finding{line, rule, name, fmt.Sprintf(format, args...)})
}

// element is a field, an argument or a field of an input.
type element struct {
	name        string
	description string
	typ         *ast.Type
	directives  ast.DirectiveList
	fallback    *ast.Value // the default
	at          *ast.Position
}

func (l *linter) definition(def *ast.Definition) {
	l.typeRules(def)
	for _, v := range def.EnumValues {
		if v.Description == "" {
			l.found(v.Position, "described", def.Name+"."+v.Name, "the value has no description")
		}
		l.deprecated(v.Position, def.Name+"."+v.Name, v.Directives)
	}
	for _, f := range def.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		e := element{def.Name + "." + f.Name, f.Description, f.Type, f.Directives, f.DefaultValue, f.Position}
		if e.description == "" {
			l.found(e.at, "described", e.name, "the field has no description")
		}
		l.deprecated(e.at, e.name, e.directives)
		if def.Kind == ast.InputObject {
			l.input(e)
			continue
		}
		l.output(def, f, e)
		for _, a := range f.Arguments {
			arg := element{e.name + "(" + a.Name + ")", a.Description, a.Type, a.Directives, a.DefaultValue, a.Position}
			if arg.description == "" {
				l.found(arg.at, "described", arg.name, "the argument has no description")
			}
			l.identified(arg)
			l.bounded(arg)
			l.defaulted(arg)
			l.deprecated(arg.at, arg.name, arg.directives)
		}
	}
}

// input holds a field of an input to its rules.
func (l *linter) input(e element) {
	l.identified(e)
	l.bounded(e)
	l.defaulted(e)
	l.counted(e)
	if def := l.schema.Types[e.typ.Name()]; def.Kind != ast.InputObject && e.typ.Name() != "ID" && !hasExample(e.description) {
		l.found(e.at, "example", e.name, "its description has no Example: `...`")
	}
}

// output holds a field of a type to its rules.
func (l *linter) output(def *ast.Definition, f *ast.FieldDefinition, e element) {
	l.nullable(def, f, e)
	l.guarded(def, e)
	l.paged(f, e)
	if !isConnection(def) || f.Name != "edges" && f.Name != "nodes" { // as long as the page
		l.bounded(e)
	}
	l.counted(e)
	if def == l.schema.Mutation {
		l.mutation(f, e)
	}
}
