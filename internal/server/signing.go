package server

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"

	"daybook/internal/authn"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/id"
)

// Demo lists the people of the demo workspace, to sign in as.
type Demo struct {
	People   []DemoPerson `json:"people"`
	Password string       `json:"password"`
}

// DemoPerson is one of them.
type DemoPerson struct {
	Role  string `json:"role"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

const maxSignInBody = 8 << 10

// signing opens and ends browser sessions.
type signing struct {
	authn  *authn.Service
	secure bool
	demo   *Demo
}

// in takes {email, password}, sets the session cookie and answers {viewer: {id, displayName}}.
func (s *signing) in(w http.ResponseWriter, r *http.Request) {
	if !sameSite(r) {
		authn.Refuse(w, r, fault.New(fault.Forbidden, "sign in from the server's own pages"))
		return
	}
	var credentials struct{ Email, Password string }
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		authn.Refuse(w, r, fault.New(fault.BadUserInput, "a JSON body with email and password is expected"))
		return
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, maxSignInBody)).Decode(&credentials); err != nil {
		authn.Refuse(w, r, fault.New(fault.BadUserInput, "a JSON body with email and password is expected"))
		return
	}
	secret, v, err := s.authn.SignIn(r.Context(), credentials.Email, credentials.Password)
	if err != nil {
		authn.Refuse(w, r, err)
		return
	}
	http.SetCookie(w, s.cookie(secret, int(authn.SessionLife.Seconds())))
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	json.NewEncoder(w).Encode(map[string]any{"viewer": map[string]any{ //nolint:errcheck // the client may be gone
		"id": id.Of(id.Account, v.AccountID).String(), "displayName": v.DisplayName}})
}

// out ends the session of the cookie.
func (s *signing) out(w http.ResponseWriter, r *http.Request) {
	if !sameSite(r) {
		authn.Refuse(w, r, fault.New(fault.Forbidden, "sign out from the server's own pages"))
		return
	}
	if err := s.authn.SignOut(r.Context(), authz.From(r.Context())); err != nil {
		authn.Refuse(w, r, err)
		return
	}
	http.SetCookie(w, s.cookie("", -1))
	w.WriteHeader(http.StatusNoContent)
}

// people lists whom the demo lets one sign in as.
func (s *signing) people(w http.ResponseWriter, r *http.Request) {
	if s.demo == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	json.NewEncoder(w).Encode(s.demo) //nolint:errcheck // the client may be gone
}

func (s *signing) cookie(value string, maxAge int) *http.Cookie {
	return &http.Cookie{Name: authn.CookieName(s.secure), Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true,
		Secure: s.secure, SameSite: http.SameSiteLaxMode}
}

// sameSite refuses what a browser says comes from another site.
func sameSite(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == r.Host
}
