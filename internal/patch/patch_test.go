package patch_test

import (
	"testing"

	"daybook/internal/patch"
)

func TestApply(t *testing.T) {
	t.Parallel()
	old, new := 1, 2
	if got := (patch.Field[int]{}).Apply(&old); got != &old {
		t.Error("a field left out changed the value")
	}
	if got := patch.To[int](nil).Apply(&old); got != nil {
		t.Error("a field set to nothing kept the value")
	}
	if got := patch.To(&new).Apply(&old); got != &new {
		t.Error("a field that was given did not change the value")
	}
	if got := (patch.Field[int]{}).Apply(nil); got != nil {
		t.Error("a field left out made a value")
	}
}
