// Package scalar binds GraphQL scalars to Go with the strictness of the GraphQL specification, where the
// defaults of the code generator are more lenient.
//
// The invariant: a value of another kind is refused, never converted. "12" is not an Int.
package scalar

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"daybook/internal/fault"
)

// MarshalInt writes an Int held as a Go int. Keeping the value within 32 bits is the resolver's part.
func MarshalInt(i int) graphql.Marshaler { return graphql.MarshalInt(i) }

// UnmarshalInt reads an Int literal or variable: a whole number of 32 bits, signed. Strings, fractions,
// booleans and larger numbers are a BAD_USER_INPUT fault; null is 0, since the generated code asks only
// for values that are there.
//
// https://spec.graphql.org/September2025/#sec-Int.Input-Coercion
func UnmarshalInt(v any) (int, error) {
	i, err := UnmarshalInt32(v)
	return int(i), err
}

// MarshalInt32 writes an Int held as a Go int32.
func MarshalInt32(i int32) graphql.Marshaler { return graphql.MarshalInt32(i) }

// UnmarshalInt32 is [UnmarshalInt] for fields that are int32 in Go.
func UnmarshalInt32(v any) (int32, error) {
	var n int64
	switch v := v.(type) {
	case nil:
		return 0, nil
	case int:
		n = int64(v)
	case int32:
		return v, nil
	case int64:
		n = v
	case json.Number:
		var err error
		if n, err = strconv.ParseInt(string(v), 10, 64); err != nil {
			return 0, notAnInt()
		}
	default:
		return 0, notAnInt()
	}
	if n < math.MinInt32 || n > math.MaxInt32 {
		return 0, notAnInt()
	}
	return int32(n), nil
}

func notAnInt() error {
	return fault.New(fault.BadUserInput, "an Int must be a whole number from -2147483648 to 2147483647")
}
