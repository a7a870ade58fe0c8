package coded_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"daybook/internal/fault"
	"daybook/internal/transport/coded"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	variable := func(message string, path ...ast.PathElement) *gqlerror.Error {
		return &gqlerror.Error{Message: message, Path: append(ast.Path{ast.PathName("variable")}, path...), Extensions: map[string]any{"code": "GRAPHQL_VALIDATION_FAILED"}}
	}
	for _, c := range []struct {
		in      *gqlerror.Error
		code    fault.Code
		message string
	}{
		{&gqlerror.Error{Message: "x"}, fault.BadUserInput, "x"},
		{&gqlerror.Error{Message: "x", Extensions: map[string]any{"code": "OWN"}}, "OWN", "x"},
		{&gqlerror.Error{Message: `Unknown type "A". Did you mean "B"?`, Rule: "KnownTypeNames", Extensions: map[string]any{"code": "GRAPHQL_VALIDATION_FAILED"}}, fault.ValidationFailed, `Unknown type "A".`},
		{variable("must be defined", ast.PathName("n")), fault.BadUserInput, "$n must be defined"},
		{variable("cannot use string as Int", ast.PathName("a"), ast.PathName("b"), ast.PathIndex(2)), fault.BadUserInput, "$a.b[2] must be of type Int"},
		{variable("must be a NoteInput, not a slice", ast.PathName("n")), fault.BadUserInput, "$n must be a NoteInput"},
		{variable("secret text is not a valid Colour", ast.PathName("c")), fault.BadUserInput, "$c must be of type Colour"},
		{coded.Error(fault.New(fault.TooComplex, "too much")), fault.TooComplex, "too much"},
	} {
		got := coded.Requests(gqlerror.List{c.in})[0]
		if coded.Of(got) != c.code || got.Message != c.message {
			t.Errorf("%q becomes %s %q, want %s %q", c.in.Message, coded.Of(got), got.Message, c.code, c.message)
		}
		if fault.CodeOf(got) != c.code {
			t.Errorf("%q has no fault of its code in its chain", got.Message)
		}
	}

	long := coded.Requests(gqlerror.List{{Message: strings.Repeat("é", 1000)}})[0].Message
	if len(long) > 310 || !strings.HasSuffix(long, "é...") {
		t.Errorf("a long message becomes %q", long)
	}
	many := make(gqlerror.List, 100)
	for i := range many {
		many[i] = &gqlerror.Error{Message: "x"}
	}
	if got := coded.Requests(many); len(got) != coded.MaxErrors || got[19].Extensions["omitted"] != 81 {
		t.Errorf("%d errors, the last %+v", len(got), got[len(got)-1])
	}
}

func TestPresent(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	own := fault.New(fault.NotFound, "not found")
	located := &gqlerror.Error{Err: own, Message: "raw", Path: ast.Path{ast.PathName("a")}, Locations: []gqlerror.Location{{Line: 1, Column: 2}}}
	if got := coded.Present(ctx, located); coded.Of(got) != fault.NotFound || got.Message != "not found" || len(got.Path) != 1 || len(got.Locations) != 1 {
		t.Errorf("got %+v", got)
	}
	if got := coded.Present(ctx, fmt.Errorf("reading: %w", own)); coded.Of(got) != fault.NotFound {
		t.Errorf("got %+v", got)
	}
	secret := errors.New("pq: secret")
	got := coded.Present(ctx, secret)
	if coded.Of(got) != fault.Internal || strings.Contains(got.Message, "secret") || !errors.Is(got, secret) {
		t.Errorf("got %+v", got)
	}
}
