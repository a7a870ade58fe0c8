package limit

import (
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/parser"

	"daybook/internal/fault"
	"daybook/internal/transport/coded"
)

// Document is how large a document may be. Zero fields take the defaults.
type Document struct {
	// Tokens of the whole text, comments included. Default 1,500.
	Tokens int
	// Nesting of brackets of any kind. Default 64.
	Nesting int
	// Depth of fields, fragments expanded. Default 12.
	Depth int
	// IntrospectionDepth is the same below __schema and __type. Default 20; the query of GraphiQL and
	// code generators needs 15.
	IntrospectionDepth int
	// Aliases in the text. Default 60.
	Aliases int
	// RootFields of an operation, fragments expanded. Default 30, of a mutation 10.
	RootFields, RootMutations int
	// Fragments defined. Default 40.
	Fragments int
	// Fields after all fragments have been expanded. Default 2,000.
	Fields int
	// Selections in one set. Default 200.
	Selections int
	// Merging is how many field nodes may merge at one place of the answer. Default 20; validation
	// compares them pair by pair.
	Merging int
	// List is the longest list literal. Default 1,000.
	List int
}

func (d Document) withDefaults() Document {
	orDefault(&d.Tokens, 1500)
	orDefault(&d.Nesting, 64)
	orDefault(&d.Depth, 12)
	orDefault(&d.IntrospectionDepth, 20)
	orDefault(&d.Aliases, 60)
	orDefault(&d.RootFields, 30)
	orDefault(&d.RootMutations, 10)
	orDefault(&d.Fragments, 40)
	orDefault(&d.Fields, 2000)
	orDefault(&d.Selections, 200)
	orDefault(&d.Merging, 20)
	orDefault(&d.List, 1000)
	return d
}

func orDefault[T int | int64](v *T, standard T) {
	if *v <= 0 {
		*v = standard
	}
}

// check refuses a document that is too complex (DOCUMENT_TOO_COMPLEX), that does not parse, or whose
// required variables are missing.
func (d *Document) check(params *graphql.RawParams) *gqlerror.Error {
	if f := d.scan(params.Query); f != nil {
		return coded.Error(f)
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: params.Query}, d.Tokens)
	if err != nil {
		var parse *gqlerror.Error
		if !errors.As(err, &parse) {
			parse = gqlerror.Wrap(err)
		}
		parse.Extensions = map[string]any{"code": string(fault.ParseFailed)}
		return parse
	}
	if f := (&shape{Document: d, doc: doc}).check(); f != nil {
		return coded.Error(f)
	}
	if f := checkRequired(doc.Operations.ForName(params.OperationName), params.Variables); f != nil {
		return coded.Error(f)
	}
	return nil
}

// checkRequired refuses an operation that lacks a variable. Coercion does so, too, but after validation,
// whose complaints about the same variable would come first.
func checkRequired(op *ast.OperationDefinition, vars map[string]any) *fault.Error {
	if op == nil {
		return nil // the executor says so
	}
	for _, def := range op.VariableDefinitions {
		if value, given := vars[def.Variable]; def.Type.NonNull && value == nil && (given || def.DefaultValue == nil) {
			return fault.BadArgument(def.Variable, "$%s is required", def.Variable)
		}
	}
	return nil
}

// scan counts tokens and brackets without building anything. What it cannot read it leaves to the parser.
func (d *Document) scan(query string) *fault.Error {
	lex := lexer.New(&ast.Source{Input: query})
	depth := 0
	for count := 1; ; count++ {
		token, err := lex.ReadToken()
		if err != nil || token.Kind == lexer.EOF {
			return nil
		}
		if count > d.Tokens {
			return tooMany("tokens", d.Tokens)
		}
		switch token.Kind {
		case lexer.BraceL, lexer.BracketL, lexer.ParenL:
			if depth++; depth > d.Nesting {
				return tooMany("nested brackets", d.Nesting)
			}
		case lexer.BraceR, lexer.BracketR, lexer.ParenR:
			depth--
		}
	}
}

func tooMany(what string, maximum int) *fault.Error {
	return fault.New(fault.TooComplex, "the document has too many %s; the most allowed is %d", what, maximum).
		With("limit", what).With("maximum", maximum)
}
