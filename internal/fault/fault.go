// Package fault holds the coded errors that cross every room of the server.
//
// A fault's Code is what programs read (GraphQL extensions.code), its Message is safe to show to the
// caller, and its Err is for the log alone. An error without a code is INTERNAL at the edge: its text
// never reaches a caller.
package fault

import (
	"errors"
	"fmt"
)

// Code is a wire code of the API's error contract.
type Code string

// The codes of top-level errors. Failures that a form can show beside a field are UserError values instead.
const (
	Unauthenticated  Code = "UNAUTHENTICATED"
	Forbidden        Code = "FORBIDDEN"
	NotFound         Code = "NOT_FOUND"
	BadUserInput     Code = "BAD_USER_INPUT"
	ParseFailed      Code = "GRAPHQL_PARSE_FAILED"
	ValidationFailed Code = "GRAPHQL_VALIDATION_FAILED"
	TooComplex       Code = "DOCUMENT_TOO_COMPLEX"
	CostLimit        Code = "COST_LIMIT_EXCEEDED"
	RateLimited      Code = "RATE_LIMITED"
	CursorInvalid    Code = "CURSOR_INVALID"
	CursorExpired    Code = "CURSOR_EXPIRED"
	Conflict         Code = "CONFLICT"
	Timeout          Code = "TIMEOUT"
	Unavailable      Code = "UNAVAILABLE"
	ErrorsTruncated  Code = "ERRORS_TRUNCATED"
	Internal         Code = "INTERNAL"
)

// Retryable tells whether the same request may succeed later without a change.
func (c Code) Retryable() bool {
	switch c {
	case RateLimited, Timeout, Unavailable:
		return true
	}
	return false
}

// Error is an error with a wire code. Extra is added to the GraphQL error's extensions.
type Error struct {
	Code    Code
	Message string
	Extra   map[string]any
	Err     error
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %s: %v", e.Code, e.Message, e.Err)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Message)
}

func (e *Error) Unwrap() error { return e.Err }

// New makes a fault whose message may be shown to the caller.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrap makes a fault that keeps err for the log.
func Wrap(err error, code Code, message string) *Error {
	return &Error{Code: code, Message: message, Err: err}
}

// With adds one extension entry and returns the fault.
func (e *Error) With(key string, value any) *Error {
	if e.Extra == nil {
		e.Extra = map[string]any{}
	}
	e.Extra[key] = value
	return e
}

// CodeOf returns the code of the first fault in err's chain, Internal when there is none.
func CodeOf(err error) Code {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Code
	}
	return Internal
}

// Is tells whether err carries the code.
func Is(err error, code Code) bool { return err != nil && CodeOf(err) == code }

// Missing is the one answer for a row that is absent, foreign or hidden: the three must not be told apart.
func Missing() *Error { return New(NotFound, "not found") }

// BadArgument is a BAD_USER_INPUT that names the argument at fault.
func BadArgument(argument, format string, args ...any) *Error {
	return New(BadUserInput, format, args...).With("argument", argument)
}
