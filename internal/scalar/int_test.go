package scalar_test

import (
	"encoding/json"
	"testing"

	"daybook/internal/fault"
	"daybook/internal/scalar"
)

func TestUnmarshalInt(t *testing.T) {
	t.Parallel()
	for _, in := range []any{int(7), int32(7), int64(7), json.Number("7")} {
		if got, err := scalar.UnmarshalInt(in); err != nil || got != 7 {
			t.Errorf("UnmarshalInt(%T) = %d, %v; want 7", in, got, err)
		}
	}
	for _, in := range []any{
		"12", "", 7.0, true, []any{1}, map[string]any{}, int64(2147483648), int64(-2147483649),
		json.Number("1.5"), json.Number("1e3"), json.Number("99999999999999999999"),
	} {
		if _, err := scalar.UnmarshalInt(in); !fault.Is(err, fault.BadUserInput) {
			t.Errorf("UnmarshalInt(%#v) gives %v; want %s", in, err, fault.BadUserInput)
		}
	}
	for _, edge := range []int64{-2147483648, 2147483647} {
		if got, err := scalar.UnmarshalInt(edge); err != nil || int64(got) != edge {
			t.Errorf("UnmarshalInt(%d) = %d, %v", edge, got, err)
		}
	}
}
