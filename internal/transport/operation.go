package transport

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"daybook/internal/fault"
	"daybook/internal/transport/coded"
)

// prepare parses and validates an operation and runs the guards before execution. It returns the
// operation and the context to execute it in, or the answer that refuses it.
func prepare(ctx context.Context, exec graphql.GraphExecutor, params *graphql.RawParams) (context.Context, *graphql.OperationContext, *graphql.Response) {
	ctx = graphql.StartOperationTrace(ctx)
	params.ReadTime.End = graphql.Now()
	if params.ReadTime.Start.IsZero() {
		params.ReadTime.Start = params.ReadTime.End
	}
	op, errs := exec.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		return nil, nil, exec.DispatchError(graphql.WithOperationContext(ctx, op), coded.Requests(errs))
	}
	return graphql.WithOperationContext(ctx, op), op, nil
}

// refusal makes the answer for a request that was refused before there was an operation. It goes through
// the executor, so that the error presenter and the response middleware see it like any other.
func refusal(ctx context.Context, exec graphql.GraphExecutor, f *fault.Error) *graphql.Response {
	ctx = graphql.WithOperationContext(ctx, &graphql.OperationContext{})
	return exec.DispatchError(ctx, gqlerror.List{coded.Error(f)})
}

// panicked reports a recovered panic to the server's recover function, which logs it, and makes the
// answer. The answer never holds the panic's text.
func panicked(ctx context.Context, exec graphql.GraphExecutor, value any) *graphql.Response {
	f := fault.New(fault.Internal, "internal error")
	if p, ok := exec.(interface {
		PresentRecoveredError(ctx context.Context, err any) error
	}); ok {
		err := p.PresentRecoveredError(ctx, value)
		var presented *gqlerror.Error
		if errors.As(err, &presented) && coded.Of(presented) != "" {
			return &graphql.Response{Errors: gqlerror.List{presented}}
		}
	}
	return &graphql.Response{Errors: gqlerror.List{coded.Error(f)}}
}

// isRequestError tells an answer that has errors and no data at all: nothing was executed, or the
// subscription was never set up.
func isRequestError(resp *graphql.Response) bool {
	return resp.Data == nil && len(resp.Errors) > 0
}

func isSubscription(op *graphql.OperationContext) bool {
	return op.Operation.Operation == ast.Subscription
}
