package transport

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"daybook/internal/fault"
)

// documentIDKey is where a request's documentId (trusted documents) is handed on: an entry of the
// extensions, since gqlgen's parameters have no place for it.
const documentIDKey = "documentId"

// decodeParams reads the GraphQL parameters of a JSON object. Its faults are constant texts: neither
// what was sent nor a type of ours is in them.
func decodeParams(data []byte) (*graphql.RawParams, *fault.Error) {
	if !utf8.Valid(data) {
		return nil, badParam("the request must be valid UTF-8")
	}
	data = bytes.TrimLeft(data, " \t\r\n")
	if len(data) > 0 && data[0] == '[' {
		return nil, badParam("batches of operations are not served; send one operation per request")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil || fields == nil {
		return nil, badParam("the request must be one JSON object")
	}
	params := &graphql.RawParams{}
	for _, part := range []struct {
		name string
		into any
	}{
		{"query", &params.Query},
		{"operationName", &params.OperationName},
		{"variables", &params.Variables},
		{"extensions", &params.Extensions},
	} {
		if f := decodeParam(part.name, fields[part.name], part.into); f != nil {
			return nil, f
		}
	}
	var documentID string
	if f := decodeParam(documentIDKey, fields[documentIDKey], &documentID); f != nil {
		return nil, f
	}
	return params, finishParams(params, documentID)
}

// decodeParam reads one parameter into a *string or a *map[string]any. Absent and null leave it alone.
func decodeParam(name string, raw json.RawMessage, into any) *fault.Error {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	want, kind := byte('"'), "a string"
	if _, ok := into.(*map[string]any); ok {
		want, kind = '{', "an object"
	}
	if raw[0] != want {
		return badParam(name + " must be " + kind)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(into); err != nil {
		return badParam(name + " must be " + kind)
	}
	return nil
}

// paramsOfURL reads the GraphQL parameters of a GET.
func (g Gate) paramsOfURL(r *http.Request) (*graphql.RawParams, *refused) {
	if len(r.URL.RawQuery) > g.MaxURL {
		return nil, refuse(http.StatusRequestURITooLong, fault.BadUserInput, "the query string is too long; send a POST")
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badRequest(badParam("the query string could not be read"))
	}
	params := &graphql.RawParams{}
	var documentID string
	for _, part := range []struct {
		name string
		into any
	}{
		{"query", &params.Query},
		{"operationName", &params.OperationName},
		{documentIDKey, &documentID},
		{"variables", &params.Variables},
		{"extensions", &params.Extensions},
	} {
		given := values[part.name]
		switch {
		case len(given) == 0:
			continue
		case len(given) > 1:
			return nil, badRequest(badParam(part.name + " is given more than once"))
		case !utf8.ValidString(given[0]):
			return nil, badRequest(badParam("the request must be valid UTF-8"))
		}
		if text, ok := part.into.(*string); ok {
			*text = given[0]
			continue
		}
		if given[0] == "" {
			continue
		}
		raw := bytes.TrimLeft([]byte(given[0]), " \t\r\n")
		if !json.Valid(raw) {
			return nil, badRequest(badParam(part.name + " must be an object"))
		}
		if f := decodeParam(part.name, raw, part.into); f != nil {
			return nil, badRequest(f)
		}
	}
	if f := finishParams(params, documentID); f != nil {
		return nil, badRequest(f)
	}
	return params, nil
}

// finishParams sees that there is something to run: a document, or the name of one.
func finishParams(params *graphql.RawParams, documentID string) *fault.Error {
	if documentID != "" {
		if params.Extensions == nil {
			params.Extensions = map[string]any{}
		}
		params.Extensions[documentIDKey] = documentID
		return nil
	}
	if params.Query == "" && params.Extensions["persistedQuery"] == nil {
		return badParam("query must be a string with an operation")
	}
	return nil
}

func badParam(message string) *fault.Error { return fault.New(fault.BadUserInput, "%s", message) }

func badRequest(f *fault.Error) *refused { return &refused{status: http.StatusBadRequest, fault: f} }
