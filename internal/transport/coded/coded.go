// Package coded gives GraphQL errors the codes of the API's error contract.
//
// The invariant: a request error that went through [Requests] has extensions.code and a fault in its
// chain, so that neither a presenter nor a transport has to guess; and its text names nothing of the
// schema that the caller did not name.
package coded

import (
	"errors"
	"maps"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"daybook/internal/fault"
)

// Error makes the GraphQL error of a fault: message, code, retryable and the fault's extra entries. The
// fault stays in the error's chain for a presenter to find.
func Error(f *fault.Error) *gqlerror.Error {
	ext := make(map[string]any, len(f.Extra)+2)
	maps.Copy(ext, f.Extra)
	ext["code"] = string(f.Code)
	ext["retryable"] = f.Code.Retryable()
	return &gqlerror.Error{Err: f, Message: f.Message, Extensions: ext}
}

// Of returns the code of an error: what its extensions say, else the fault in its chain, else "".
func Of(err *gqlerror.Error) fault.Code {
	if err == nil {
		return ""
	}
	switch code := err.Extensions["code"].(type) {
	case string:
		return fault.Code(code)
	case fault.Code:
		return code
	}
	if f, ok := errors.AsType[*fault.Error](err.Err); ok {
		return f.Code
	}
	return ""
}
