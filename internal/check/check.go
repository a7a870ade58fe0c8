// Package check collects what is wrong with an input, field by field, so that one answer tells all of it.
package check

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Code is a UserErrorCode of the API.
type Code string

// The codes of user errors.
const (
	Required        Code = "REQUIRED"
	TooLong         Code = "TOO_LONG"
	Invalid         Code = "INVALID"
	OutOfRange      Code = "OUT_OF_RANGE"
	NotFound        Code = "NOT_FOUND"
	FutureDate      Code = "FUTURE_DATE"
	Duplicate       Code = "DUPLICATE"
	Conflict        Code = "CONFLICT"
	LastOwner       Code = "LAST_OWNER"
	ConsentRequired Code = "CONSENT_REQUIRED"
	ClosedPeriod    Code = "CLOSED_PERIOD"
	Overlap         Code = "OVERLAP"
	AlreadyRunning  Code = "ALREADY_RUNNING"
	NotRunning      Code = "NOT_RUNNING"
	AlreadyResolved Code = "ALREADY_RESOLVED"

	IdempotencyKeyReused Code = "IDEMPOTENCY_KEY_REUSED"
)

// UserError is one failure that a form can show; Field is the path of the input field, nil for the whole input.
type UserError struct {
	Code    Code
	Message string
	Field   []string
}

// Rejection is an error made of user errors: nothing was stored.
type Rejection struct{ Errors []*UserError }

func (r *Rejection) Error() string {
	parts := make([]string, len(r.Errors))
	for i, e := range r.Errors {
		parts[i] = fmt.Sprintf("%s %s: %s", e.Code, strings.Join(e.Field, "."), e.Message)
	}
	return strings.Join(parts, "; ")
}

// Reject makes a rejection of one error. The field path is dotted; empty for the whole input.
func Reject(code Code, field, format string, args ...any) *Rejection {
	var l List
	l.Add(code, field, format, args...)
	return &Rejection{l.errors}
}

// List collects user errors. The zero List is empty.
type List struct{ errors []*UserError }

// Add notes one error.
func (l *List) Add(code Code, field, format string, args ...any) {
	e := &UserError{Code: code, Message: fmt.Sprintf(format, args...)}
	if field != "" {
		e.Field = strings.Split(field, ".")
	}
	l.errors = append(l.errors, e)
}

// Join notes what a rejection says; err is one, or nil.
func (l *List) Join(err error) {
	if r, ok := errors.AsType[*Rejection](err); ok {
		l.errors = append(l.errors, r.Errors...)
	}
}

// Err is nil when nothing was noted, else a Rejection.
func (l *List) Err() error {
	if len(l.errors) == 0 {
		return nil
	}
	return &Rejection{l.errors}
}

// Text checks a text of one or many lines: at most max characters, valid UTF-8, no control characters but tab and line
// ends. It returns the text with line ends as \n and outer blanks cut.
func (l *List) Text(field, s string, max int) string {
	if !utf8.ValidString(s) {
		l.Add(Invalid, field, "the text is not valid UTF-8")
		return ""
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	if strings.ContainsFunc(s, forbidden) {
		l.Add(Invalid, field, "the text has a control character")
		return ""
	}
	s = strings.Trim(s, " \t\n\u00a0\u200b\ufeff")
	if n := utf8.RuneCountInString(s); n > max {
		l.Add(TooLong, field, "the text has %d characters, at most %d are allowed", n, max)
	}
	return s
}

// RequiredText is Text that must not be empty.
func (l *List) RequiredText(field, s string, max int) string {
	before := len(l.errors)
	s = l.Text(field, s, max)
	if s == "" && len(l.errors) == before {
		l.Add(Required, field, "a text is needed")
	}
	return s
}

// Line is RequiredText on one line.
func (l *List) Line(field, s string, max int) string {
	before := len(l.errors)
	s = l.RequiredText(field, s, max)
	if len(l.errors) == before && strings.ContainsAny(s, "\n\t") {
		l.Add(Invalid, field, "the text must be on one line")
	}
	return s
}

// OptionalText is Text for a text that may be missing; an empty one counts as missing.
func (l *List) OptionalText(field string, s *string, max int) *string {
	if s == nil {
		return nil
	}
	t := l.Text(field, *s, max)
	if t == "" {
		return nil
	}
	return &t
}

func forbidden(r rune) bool {
	return r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r <= 0x9f
}

// MissingRow turns sql.ErrNoRows into a NOT_FOUND at the field that named the row.
func MissingRow(err error, field string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return Reject(NotFound, field, "there is nothing with this id here")
	}
	return err
}

// Stale is the answer to a change that is based on another version.
func Stale(current int) error {
	return Reject(Conflict, "expectedVersion", "the row was changed since: its version is %d", current)
}
