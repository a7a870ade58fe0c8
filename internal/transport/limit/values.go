package limit

import "daybook/internal/fault"

// Values is how large variables and extensions may be. Zero fields take the defaults.
type Values struct {
	// Depth of lists and objects. Default 16.
	Depth int
	// List is the longest list, and the most entries of an object. Default 1,000.
	List int
	// Total of values of any kind. Default 10,000.
	Total int
}

func (v Values) withDefaults() Values {
	orDefault(&v.Depth, 16)
	orDefault(&v.List, 1000)
	orDefault(&v.Total, 10_000)
	return v
}

// check refuses values that are too many, too long or too deep. It stops at the first.
func (v Values) check(sets ...map[string]any) *fault.Error {
	left := v.Total
	for _, set := range sets {
		if set == nil {
			continue
		}
		if f := v.walk(set, v.Depth, &left); f != nil {
			return f
		}
	}
	return nil
}

func (v Values) walk(value any, depth int, left *int) *fault.Error {
	if *left--; *left < 0 {
		return tooLarge("values", v.Total)
	}
	switch value := value.(type) {
	case map[string]any:
		if depth == 0 {
			return tooLarge("levels", v.Depth)
		}
		if len(value) > v.List {
			return tooLarge("entries in one object", v.List)
		}
		for _, child := range value {
			if f := v.walk(child, depth-1, left); f != nil {
				return f
			}
		}
	case []any:
		if depth == 0 {
			return tooLarge("levels", v.Depth)
		}
		if len(value) > v.List {
			return tooLarge("items in one list", v.List)
		}
		for _, child := range value {
			if f := v.walk(child, depth-1, left); f != nil {
				return f
			}
		}
	}
	return nil
}

func tooLarge(what string, maximum int) *fault.Error {
	return fault.New(fault.TooComplex, "the variables have too many %s; the most allowed is %d", what, maximum).
		With("limit", what).With("maximum", maximum)
}
