// Package patch tells a field that was left out from one that was set to nothing.
package patch

// Field is an optional change: not Given leaves the value alone, Given with a nil Value clears it.
type Field[T any] struct {
	Given bool
	Value *T
}

// To is a field that was given.
func To[T any](value *T) Field[T] { return Field[T]{Given: true, Value: value} }

// Apply is the value after the change.
func (f Field[T]) Apply(old *T) *T {
	if !f.Given {
		return old
	}
	return f.Value
}
