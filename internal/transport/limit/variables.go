package limit

import (
	"encoding/json"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"daybook/internal/fault"
)

// checkVariables holds variables of the built-in scalars and of enums to the specification. The validator
// takes "12" for an Int, numbers beyond 32 bits, 12 for a String, and enum values in any letter case; left
// to the resolvers these would fail when the first half of a mutation has been done.
func (p *prices) checkVariables(defs ast.VariableDefinitionList, vars map[string]any) *fault.Error {
	for _, def := range defs {
		if value, ok := vars[def.Variable]; ok {
			if f := p.checkVariable(def.Variable, def.Type, value); f != nil {
				return f
			}
		}
	}
	return nil
}

func (p *prices) checkVariable(path string, typ *ast.Type, value any) *fault.Error {
	if value == nil {
		return nil
	}
	if typ.Elem != nil {
		list, ok := value.([]any)
		if !ok { // a single value stands for a list of one
			return p.checkVariable(path, typ.Elem, value)
		}
		for i, item := range list {
			if f := p.checkVariable(path+"["+strconv.Itoa(i)+"]", typ.Elem, item); f != nil {
				return f
			}
		}
		return nil
	}
	def := p.schema.Types[typ.NamedType]
	if def == nil {
		return nil
	}
	switch {
	case def.Kind == ast.InputObject:
		object, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		for _, field := range def.Fields {
			if f := p.checkVariable(path+"."+field.Name, field.Type, object[field.Name]); f != nil {
				return f
			}
		}
		return nil
	case def.Kind == ast.Enum:
		name, ok := value.(string)
		if ok && def.EnumValues.ForName(name) != nil {
			return nil
		}
	case def.Name == "Int":
		if isInt(value) {
			return nil
		}
	case def.Name == "Float":
		if _, isText := value.(string); !isText {
			return nil
		}
	case def.Name == "String":
		if _, isText := value.(string); isText { // a json.Number is none
			return nil
		}
	default:
		return nil
	}
	return fault.BadArgument(path, "$%s must be of type %s", path, typ.NamedType)
}

func isInt(value any) bool {
	switch v := value.(type) {
	case int, int32:
		return true
	case int64:
		return v == int64(int32(v))
	case json.Number:
		_, err := strconv.ParseInt(string(v), 10, 32)
		return err == nil
	}
	return false
}
