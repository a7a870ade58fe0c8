package transport

import (
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Encode writes a response as JSON: errors first, then data, then the rest. The data's bytes are taken as
// they are, since the executor has already encoded them; data that was never made (a request error) is
// left out, data that came out null is written as null.
func Encode(resp *graphql.Response) []byte {
	b := make([]byte, 0, len(resp.Data)+128)
	b = append(b, '{')
	if len(resp.Errors) > 0 {
		b = append(b, `"errors":`...)
		b = append(b, encodeErrors(resp.Errors)...)
		b = append(b, ',')
	}
	if resp.Data != nil {
		b = append(b, `"data":`...)
		b = append(b, resp.Data...)
		b = append(b, ',')
	}
	if resp.Label != "" {
		b = appendJSON(append(b, `"label":`...), resp.Label)
	}
	if len(resp.Path) > 0 {
		b = appendJSON(append(b, `"path":`...), resp.Path)
	}
	if resp.HasNext != nil {
		b = appendJSON(append(b, `"hasNext":`...), *resp.HasNext)
	}
	if len(resp.Extensions) > 0 {
		b = appendJSON(append(b, `"extensions":`...), resp.Extensions)
	}
	if b[len(b)-1] == ',' {
		b = b[:len(b)-1]
	}
	return append(b, '}')
}

// appendJSON appends the value and a comma; a value that has no JSON form becomes null.
func appendJSON(b []byte, v any) []byte {
	enc, err := json.Marshal(v)
	if err != nil {
		enc = []byte("null")
	}
	return append(append(b, enc...), ',')
}

// encodeErrors writes a list of errors. One that has no JSON form (an extension entry of a strange type)
// goes out without its extensions, except for the code.
func encodeErrors(list gqlerror.List) []byte {
	if enc, err := json.Marshal(list); err == nil {
		return enc
	}
	plain := make(gqlerror.List, len(list))
	for i, e := range list {
		plain[i] = &gqlerror.Error{Message: e.Message, Path: e.Path, Locations: e.Locations}
		if code, ok := e.Extensions["code"].(string); ok {
			plain[i].Extensions = map[string]any{"code": code}
		}
	}
	enc, err := json.Marshal(plain)
	if err != nil {
		return []byte(`[{"message":"internal error","extensions":{"code":"INTERNAL"}}]`)
	}
	return enc
}
