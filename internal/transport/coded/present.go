package coded

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"daybook/internal/fault"
)

// Present is an error presenter, or the core of one: errors that have a code stay as they are, faults get
// their code and message, and everything else becomes INTERNAL with a constant message, which keeps the
// cause in its chain for the log. Paths and locations are kept.
func Present(ctx context.Context, err error) *gqlerror.Error {
	var given *gqlerror.Error
	if errors.As(err, &given) {
		if given.Extensions["code"] != nil {
			return given
		}
	} else {
		given = &gqlerror.Error{Path: graphql.GetPath(ctx)}
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		f = fault.Wrap(err, fault.Internal, "internal error")
	}
	out := Error(f)
	out.Path, out.Locations = given.Path, given.Locations
	return out
}
