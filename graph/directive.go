package graph

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"

	"daybook/graph/generated"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/fault"

	"github.com/99designs/gqlgen/graphql"
)

// directives only adapt: parent or result as a row with an owner, one call of the policy. They are the second line; what
// the viewer may not have, services and loaders don't hand out in the first place.
func directives() generated.DirectiveRoot {
	return generated.DirectiveRoot{Idempotent: idempotent, Limit: limitLength, Range: limitRange, Scope: needScopes, Visible: visible}
}

// visible guards a field's value by the parent's owner (FORBIDDEN), or a row reached through a field of its type
// (NOT_FOUND). A list whose own query keeps what the viewer may see (FILTER) passes.
func visible(ctx context.Context, parent any, next graphql.Resolver, to []authz.Audience, mode model.DenyMode) (any, error) {
	v := authz.From(ctx)
	switch mode {
	case model.DenyModeFilter:
		return next(ctx)
	case model.DenyModeNotFound:
		found, err := next(ctx)
		if err == nil && !allVisible(v, found, to) {
			return nil, fault.Missing()
		}
		return found, err
	}
	owned, ok := parent.(authz.Owned)
	if !ok {
		return nil, errors.New("a guarded field on a parent without an owner")
	}
	if !authz.Visible(v, owned, to) {
		return nil, authz.Forbidden(to)
	}
	return next(ctx)
}

// allVisible looks at a row, or at each row of a list; nothing is always visible.
func allVisible(v *authz.Viewer, found any, to []authz.Audience) bool {
	if isNil(found) {
		return true
	}
	if row, ok := found.(authz.Owned); ok {
		return authz.Visible(v, row, to)
	}
	list := reflect.ValueOf(found)
	if list.Kind() != reflect.Slice {
		return false
	}
	for i := range list.Len() {
		if !allVisible(v, list.Index(i).Interface(), to) {
			return false
		}
	}
	return true
}

// needScopes bounds tokens: sessions hold every scope.
func needScopes(ctx context.Context, _ any, next graphql.Resolver, needs []string) (any, error) {
	v := authz.From(ctx)
	for _, scope := range needs {
		if !v.Holds(scope) {
			return nil, lackingScope(scope)
		}
	}
	return next(ctx)
}

func lackingScope(scope string) error {
	return fault.New(fault.Forbidden, "the token lacks the scope %s", scope).With("scope", scope)
}

// limitLength bounds lists that come in; on the way out the limit is documentation.
func limitLength(ctx context.Context, parent any, next graphql.Resolver, max int) (any, error) {
	value, err := next(ctx)
	if err != nil || !isInput(parent) {
		return value, err
	}
	if list := reflect.ValueOf(value); list.Kind() == reflect.Slice && list.Len() > max {
		return nil, fault.New(fault.BadUserInput, "the list has %d elements, at most %d are allowed", list.Len(), max)
	}
	return value, nil
}

// idempotent puts the key of the input, and a digest of all else in it, into the context: the change is made under it.
func idempotent(ctx context.Context, _ any, next graphql.Resolver, required bool) (any, error) {
	field := graphql.GetFieldContext(ctx).Field
	input, _ := field.ArgumentMap(graphql.GetOperationContext(ctx).Variables)["input"].(map[string]any)
	rest := maps.Clone(input)
	delete(rest, "idempotencyKey")
	text, err := json.Marshal(rest) // with its keys in order
	if err != nil {
		return nil, fmt.Errorf("encoding an input: %w", err)
	}
	key, given := input["idempotencyKey"].(string)
	if given && key == "" {
		return nil, fault.BadArgument("input.idempotencyKey", "a key has at least one character")
	}
	digest := sha256.Sum256(text)
	return next(activity.WithKey(ctx, activity.Key{Mutation: field.Name, Value: key, Input: digest[:], Required: required}))
}

// limitRange bounds numbers that come in.
func limitRange(ctx context.Context, _ any, next graphql.Resolver, min, max int) (any, error) {
	value, err := next(ctx)
	if err != nil {
		return nil, err
	}
	n, given := 0, true
	switch number := value.(type) {
	case int:
		n = number
	case *int:
		if given = number != nil; given {
			n = *number
		}
	}
	if given && (n < min || n > max) {
		return nil, fault.New(fault.BadUserInput, "the number must be from %d to %d", min, max)
	}
	return value, nil
}

func isInput(parent any) bool {
	_, ok := parent.(map[string]any)
	return ok
}

func isNil(v any) bool {
	if v == nil {
		return true
	}
	r := reflect.ValueOf(v)
	return (r.Kind() == reflect.Pointer || r.Kind() == reflect.Slice || r.Kind() == reflect.Interface) && r.IsNil()
}
