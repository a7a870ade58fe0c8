package coded

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"daybook/internal/fault"
)

const (
	// MaxErrors is the most request errors one answer holds, the note about the others included.
	MaxErrors = 20
	// maxMessage bounds a message, in bytes: parsers quote what they were given.
	maxMessage = 300
)

// Requests makes the errors of parsing, validation and variables fit the error contract: each has a code
// and a fault in its chain, none suggests names, none is longer than a few lines, and there are at most
// [MaxErrors]. The list given is not changed.
func Requests(list gqlerror.List) gqlerror.List {
	n := len(list)
	if n > MaxErrors {
		n = MaxErrors - 1
	}
	out := make(gqlerror.List, 0, n+1)
	for _, err := range list[:n] {
		out = append(out, request(err))
	}
	if omitted := len(list) - n; omitted > 0 {
		out = append(out, Error(fault.New(fault.ErrorsTruncated, "%d more errors are not listed", omitted).With("omitted", omitted)))
	}
	return out
}

func request(err *gqlerror.Error) *gqlerror.Error {
	var known *fault.Error
	if errors.As(err.Err, &known) && err.Extensions["code"] != nil {
		return err
	}
	code := Of(err)
	message, argument := err.Message, ""
	switch {
	case isVariable(err):
		code = fault.BadUserInput
		argument = variablePath(err.Path[1:])
		message = "$" + argument + " " + variableMessage(message)
	case code == "":
		code = fault.BadUserInput
	}
	if err.Rule != "" || code == fault.ValidationFailed {
		message = withoutSuggestion(message)
	}
	message = short(message)

	f := fault.New(code, "%s", message)
	f.Err = err.Err
	if argument != "" {
		f = f.With("argument", argument)
	}
	made := Error(f)
	for key, value := range err.Extensions {
		if _, ok := made.Extensions[key]; !ok && key != "file" {
			made.Extensions[key] = value
		}
	}
	made.Locations, made.Rule = err.Locations, err.Rule
	if argument == "" {
		made.Path = err.Path
	}
	return made
}

// isVariable tells the errors of variable coercion: the validator gives them a path that starts with the
// word "variable", which no response path of a request error can.
func isVariable(err *gqlerror.Error) bool {
	if err.Rule != "" || len(err.Path) < 2 {
		return false
	}
	name, ok := err.Path[0].(ast.PathName)
	return ok && name == "variable"
}

func variablePath(path ast.Path) string {
	var b strings.Builder
	for i, step := range path {
		switch step := step.(type) {
		case ast.PathName:
			if i > 0 {
				b.WriteByte('.')
			}
			b.WriteString(string(step))
		case ast.PathIndex:
			b.WriteByte('[')
			b.WriteString(strconv.Itoa(int(step)))
			b.WriteByte(']')
		}
	}
	return short(b.String())
}

// variableMessage keeps what the caller can act on and drops the server's own kinds ("slice", "float64").
func variableMessage(message string) string {
	if rest, ok := strings.CutPrefix(message, "cannot use "); ok {
		if i := strings.LastIndex(rest, " as "); i >= 0 {
			return "must be of type " + rest[i+len(" as "):]
		}
	}
	if kept, _, ok := strings.Cut(message, ", not a "); ok {
		return kept
	}
	if i := strings.LastIndex(message, " is not a valid "); i >= 0 {
		return "must be of type " + message[i+len(" is not a valid "):]
	}
	if message == "enums must be ints or strings" {
		return "must be a value of its enum"
	}
	return message
}

func withoutSuggestion(message string) string {
	kept, _, _ := strings.Cut(message, " Did you mean ")
	return kept
}

func short(s string) string {
	if len(s) <= maxMessage {
		return s
	}
	cut := maxMessage
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "..."
}
