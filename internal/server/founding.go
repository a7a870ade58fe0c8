package server

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"daybook/internal/authn"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/founding"
)

// founders lets the sign-in page of an empty install make its first workspace.
type founders struct{ founding *founding.Service }

// open answers {open: true} while there is no workspace.
func (f founders) open(w http.ResponseWriter, r *http.Request) {
	open, err := f.founding.Open(r.Context())
	switch {
	case err != nil:
		authn.Refuse(w, r, err)
	case !open:
		http.NotFound(w, r)
	default:
		answer(w, http.StatusOK, map[string]any{"open": true})
	}
}

// found takes {code, workspace, timeZone, name, email, password}. What is wrong with them is answered with 422 and userErrors.
func (f founders) found(w http.ResponseWriter, r *http.Request) {
	if !sameSite(r) {
		authn.Refuse(w, r, fault.New(fault.Forbidden, "make the first workspace from the server's own pages"))
		return
	}
	var asked struct {
		Code string
		founding.Params
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		authn.Refuse(w, r, fault.New(fault.BadUserInput, "a JSON body is expected"))
		return
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, maxSignInBody)).Decode(&asked); err != nil {
		authn.Refuse(w, r, fault.New(fault.BadUserInput, "a JSON body is expected"))
		return
	}
	err := f.founding.Found(r.Context(), asked.Code, asked.Params)
	if rejected, ok := errors.AsType[*check.Rejection](err); ok {
		wrong := make([]map[string]any, len(rejected.Errors))
		for i, e := range rejected.Errors {
			wrong[i] = map[string]any{"code": e.Code, "field": e.Field, "message": e.Message}
		}
		answer(w, http.StatusUnprocessableEntity, map[string]any{"userErrors": wrong})
		return
	}
	if err != nil {
		authn.Refuse(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body) //nolint:errcheck // the client may be gone
}
