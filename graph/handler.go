package graph

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"

	"daybook/graph/generated"
	"daybook/graph/loader"
	"daybook/internal/activity"
	"daybook/internal/authn"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/transport"
	"daybook/internal/transport/coded"
	"daybook/internal/transport/limit"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// HandlerOptions say how operations are carried.
type HandlerOptions struct {
	Options
	Gate     transport.Gate
	Registry *transport.Registry
	Log      *slog.Logger
	// Classify gives errors of the database's state their code.
	Classify func(error) error
	// Cost is what one operation and one caller may cost; the defaults of package limit when zero.
	Cost   limit.Cost
	Budget limit.Budget
	// Groups is filled in when it is there.
	Groups *Groups
	// Alone executes every stream for itself: the measure of what sharing must not change.
	Alone bool
}

const (
	parsedDocuments    = 1000
	persistedDocuments = 500
	maxErrors          = 100
)

// NewHandler makes the HTTP handler of /graphql: queries, mutations and subscriptions over POST, GET, SSE and WebSocket.
func NewHandler(o HandlerOptions) *handler.Server {
	o.Budget.Key = budgetKey
	guard := limit.New(limit.Config{Cost: o.Cost, Budget: o.Budget})
	o.Options.Budgets = func(ctx context.Context) []Budget {
		var budgets []Budget
		for _, b := range guard.Buckets(ctx) {
			budgets = append(budgets, Budget{Name: b.Name, Maximum: int(b.Maximum), Available: int(b.Available),
				Restore: int(b.RestorePerSecond), ResetAt: b.ResetAt})
		}
		return budgets
	}
	r := NewResolver(o.Options)
	srv := handler.New(generated.NewExecutableSchema(generated.Config{Resolvers: r, Directives: directives()}))
	shared := newShare(r)
	if o.Groups != nil {
		o.Groups.share = shared
	}
	var sharing transport.Share = shared
	if o.Alone {
		sharing = nil
	}
	srv.AddTransport(transport.WebSocket{Gate: o.Gate, Init: r.initSocket, Ended: r.authn.Ended, Share: sharing, Registry: o.Registry})
	srv.AddTransport(transport.SSE{Gate: o.Gate, Ended: r.authn.Ended, Share: sharing, Registry: o.Registry})
	srv.AddTransport(transport.HTTP{Gate: o.Gate})
	srv.SetQueryCache(lru.New[*ast.QueryDocument](parsedDocuments))
	srv.Use(signedIn{})
	srv.Use(extension.AutomaticPersistedQuery{Cache: lru.New[string](persistedDocuments)})
	guard.Install(srv)
	srv.Use(feedOnly{}) // it walks the document, whose size the guard has bounded
	srv.Use(extension.Introspection{})
	present := presenter(o.Log, o.Classify)
	srv.AroundOperations(r.freshRights(present))
	srv.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		var under *authz.Viewer // whose rights stood behind what was loaded
		response := next(loader.With(ctx, func() *loader.Loaders { under = authz.From(ctx); return r.loaders(ctx) }))
		if under != nil && !r.stillHolds(ctx, under) || isUnfinished(ctx, response) {
			return nil
		}
		wholePaths(ctx, response)
		truncateErrors(response)
		return response
	})
	srv.SetErrorPresenter(present)
	srv.SetRecoverFunc(func(ctx context.Context, cause any) error {
		o.Log.ErrorContext(ctx, "panic", "request", activity.RequestID(ctx), "cause", cause, "stack", string(debug.Stack()))
		return fault.New(fault.Internal, "internal error")
	})
	return srv
}

// budgetKey: a person's sessions and tokens share a budget; those who have not signed in share one.
func budgetKey(ctx context.Context) string { return authz.From(ctx).Principal() }

type onSocket struct{}

func (r *Resolver) initSocket(ctx context.Context, payload map[string]any) (context.Context, error) {
	ctx, err := r.authn.InitSocket(ctx, payload)
	return context.WithValue(ctx, onSocket{}, true), err
}

// freshRights looks at a socket's rights again before each operation: it was opened long ago. A stream looks by itself as it
// opens, and its frames are executed under rights that whoever sends them has looked at.
func (r *Resolver) freshRights(present graphql.ErrorPresenterFunc) graphql.OperationMiddleware {
	return func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		if ctx.Value(givenKey{}) != nil || ctx.Value(openingKey{}) != nil {
			return next(ctx)
		}
		if h := authz.HolderFrom(ctx); ctx.Value(onSocket{}) != nil && h.Viewer() != nil {
			if err := r.authn.Refresh(ctx, h); err != nil {
				return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{present(ctx, err)}})
			}
		}
		return next(ctx)
	}
}

// signedIn refuses operations of nobody before they run: only serverInfo is for everyone.
type signedIn struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
} = signedIn{}

func (signedIn) ExtensionName() string { return "SignedIn" }

func (signedIn) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters keeps nobody from filling the cache of persisted documents.
func (signedIn) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	if _, persisted := params.Extensions["persistedQuery"]; persisted && authz.From(ctx) == nil {
		return coded.Present(ctx, authn.Required())
	}
	return nil
}

func (signedIn) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if authz.From(ctx) != nil {
		return nil
	}
	if op.Operation.Operation == ast.Query && public(op.Operation.SelectionSet) {
		return nil
	}
	return coded.Present(ctx, authn.Required())
}

// public tells whether a root selection asks for nothing but what is for everyone.
func public(set ast.SelectionSet) bool {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if s.Name != "serverInfo" && s.Name != "__typename" {
				return false
			}
		case *ast.InlineFragment:
			if !public(s.SelectionSet) {
				return false
			}
		case *ast.FragmentSpread:
			if s.Definition == nil || !public(s.Definition.SelectionSet) {
				return false
			}
		}
	}
	return true
}

// presenter gives every error its code and the request's id; what has no code is logged here, once, and shown as
// "internal error".
func presenter(log *slog.Logger, classify func(error) error) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		var given *gqlerror.Error
		if cause := errors.Unwrap(err); classify != nil && cause != nil && errors.As(err, &given) {
			given.Err = classify(given.Err)
		} else if classify != nil {
			err = classify(err)
		}
		shown := coded.Present(ctx, err)
		request := activity.RequestID(ctx)
		switch coded.Of(shown) {
		case fault.Internal, fault.Timeout, fault.Unavailable:
			if !errors.Is(err, context.Canceled) {
				log.ErrorContext(ctx, "field failed", "request", request, "path", shown.Path.String(), "error", err)
			}
		}
		if request != "" {
			shown.Extensions["requestId"] = request
		}
		return shown
	}
}

// wholePaths puts the root field before the paths of errors in a stream's frames: gqlgen begins them below it.
func wholePaths(ctx context.Context, response *graphql.Response) {
	if response == nil || response.Data == nil || !graphql.HasOperationContext(ctx) {
		return
	}
	op := graphql.GetOperationContext(ctx).Operation
	if op == nil || op.Operation != ast.Subscription || len(op.SelectionSet) == 0 {
		return
	}
	field, ok := op.SelectionSet[0].(*ast.Field)
	if !ok {
		return
	}
	for _, e := range response.Errors {
		e.Path = append(ast.Path{ast.PathName(field.Alias)}, e.Path...)
	}
}

// truncateErrors keeps the first errors of an answer and tells how many there were.
func truncateErrors(response *graphql.Response) {
	if response == nil || len(response.Errors) <= maxErrors {
		return
	}
	omitted := len(response.Errors) - maxErrors
	more := coded.Error(fault.New(fault.ErrorsTruncated, "%d more errors are left out", omitted).With("omitted", omitted))
	response.Errors = append(response.Errors[:maxErrors:maxErrors], more)
}
