package authn_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"daybook/internal/account"
	"daybook/internal/apptest"
	"daybook/internal/authn"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/member"
)

const password = "correct horse ✓ battery"

func withPassword(t testing.TB, a *apptest.App, p *apptest.Person) {
	t.Helper()
	hash, err := authn.HashPassword(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	if err := account.SetPassword(t.Context(), a.DB, p.AccountID, hash); err != nil {
		t.Fatal(err)
	}
}

func TestPasswordRoundTrip(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	verify := func(hash, password string) bool {
		good, err := authn.VerifyPassword(ctx, hash, password)
		if err != nil {
			t.Fatal(err)
		}
		return good
	}
	longest := strings.Repeat("x", authn.MaxPassword)
	for _, p := range []string{password, "\x00\xff", longest} {
		h1, err := authn.HashPassword(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(h1, "$argon2id$v=19$m=19456,t=2,p=1$") || p != "" && strings.Contains(h1, p) {
			t.Errorf("the hash is %s", h1)
		}
		h2, err := authn.HashPassword(ctx, p)
		if err != nil || h1 == h2 {
			t.Errorf("two hashes of one password are equal: %v", err)
		}
		if !verify(h1, p) || verify(h1, p+" ") || verify(h1, "other") {
			t.Errorf("%q is not told from others", p)
		}
	}
	for _, bad := range []string{"", "plain", "$argon2i$v=19$m=19456,t=2,p=1$AAAA$AAAA", "$argon2id$v=19$m=19456,t=2,p=1$!!!$AAAA", "$argon2id$v=19$m=19456,t=2,p=1$AAAA", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$"} {
		if verify(bad, "") || verify(bad, password) {
			t.Errorf("the hash %q is good for a password", bad)
		}
	}
	if h, err := authn.HashPassword(ctx, longest); err != nil || verify(h, longest+"x") {
		t.Errorf("a password that is too long is good: %v", err)
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	for range 20 { // either it was hashed, or the context is told; never a hash of nothing
		if h, err := authn.HashPassword(over, password); err != nil && !errors.Is(err, context.Canceled) || err == nil && h == "" {
			t.Errorf("after the end: %q, %v", h, err)
		}
	}
}

// A wrong address and a wrong password have one answer; so has an account without a password.
func TestSignInFailuresAreNeutral(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, without := w.Member(t), w.Member(t)
	withPassword(t, a, ann)
	var answers []string
	for name, c := range map[string][2]string{
		"wrong password": {*ann.Email, "wrong"}, "empty password": {*ann.Email, ""}, "unknown address": {"nobody@example.com", password},
		"no password set": {*without.Email, ""}, "empty address": {"", password}, "address with a quote": {"'", password},
		"password too long": {*ann.Email, strings.Repeat("x", authn.MaxPassword+1)}, "address not UTF-8": {"\xff", password}, "very long address": {strings.Repeat("x", 100_000), password},
	} {
		secret, v, err := a.Authn.SignIn(t.Context(), c[0], c[1])
		if !fault.Is(err, fault.Unauthenticated) || secret != "" || v != nil {
			t.Errorf("%s: %v, %v", name, v, err)
			continue
		}
		answers = append(answers, err.Error())
	}
	for _, answer := range answers {
		if answer != answers[0] {
			t.Errorf("the answers differ: %q and %q", answers[0], answer)
		}
	}
	secret, v, err := a.Authn.SignIn(t.Context(), " "+strings.ToUpper(*ann.Email)+" ", password)
	if err != nil || secret == "" || v.AccountID != ann.AccountID || len(v.Memberships) != 1 || v.Scopes != nil {
		t.Errorf("the right ones: %+v, %v", v, err)
	}
}

// No text that a client may send ends in an internal error.
func TestSignInWithNULIsRefusedLikeAnyWrongAddress(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	ann := a.Workspace(t).Member(t)
	withPassword(t, a, ann)
	for _, email := range []string{"\x00", *ann.Email + "\x00", "\x00" + *ann.Email} {
		if _, _, err := a.Authn.SignIn(t.Context(), email, password); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%q: %v", email, err)
		}
	}
}

func TestSignInBacksOff(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	withPassword(t, a, ann)
	var mu sync.Mutex
	now := time.Date(2026, 2, 11, 12, 0, 0, 0, time.UTC)
	a.Authn.SetAttemptsClock(func() time.Time { mu.Lock(); defer mu.Unlock(); return now })
	later := func(d time.Duration) { mu.Lock(); defer mu.Unlock(); now = now.Add(d) }
	for range authn.FreeFailures {
		_, _, err := a.Authn.SignIn(t.Context(), *ann.Email, "wrong")
		apptest.WantCode(t, err, fault.Unauthenticated)
	}
	_, _, err := a.Authn.SignIn(t.Context(), strings.ToUpper(*ann.Email), password)
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.RateLimited || f.Extra["retryAfterMs"] != int64(1000) {
		t.Errorf("after too many failures even the right password gives %v", err)
	}
	later(time.Second)
	if _, _, err := a.Authn.SignIn(t.Context(), *ann.Email, password); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	if _, _, err := a.Authn.SignIn(t.Context(), *ann.Email, "wrong"); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("after a success failures begin anew: %v", err)
	}
}

// Guesses sent all at once are not worth more than guesses sent one after the other.
func TestSignInBacksOffForGuessesAtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	ann := a.Workspace(t).Member(t)
	withPassword(t, a, ann)
	var tried, limited atomic.Int64
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			_, _, err := a.Authn.SignIn(t.Context(), *ann.Email, "wrong")
			switch {
			case fault.Is(err, fault.Unauthenticated):
				tried.Add(1)
			case fault.Is(err, fault.RateLimited):
				limited.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if tried.Load() > authn.FreeFailures+4 {
		t.Errorf("%d guesses at once were tried and %d had to wait; %d are free", tried.Load(), limited.Load(), authn.FreeFailures)
	}
}

// A credential that is there but not good is refused as a whole.
func TestBadCredentialsAreUnauthenticated(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann := w.Member(t)
	token, theirs := w.Personal(t, ann), foreign.Service(t, authz.ActivityRead)
	expired, revoked, gone := w.Personal(t, ann), w.Personal(t, ann), w.Member(t)
	gones := w.Personal(t, gone)
	exec := func(sql string, args ...any) {
		t.Helper()
		if _, err := a.DB.NewRaw(sql, args...).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	exec("update api_tokens set expires_at = clock_timestamp() where id = ?", expired.ID)
	if _, _, err := a.Tokens.Revoke(t.Context(), ann.Viewer(t), revoked.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	secret := token.Secret
	const prefix = len("dbk_") + 26
	for name, bad := range map[string]string{
		"expired": expired.Secret, "revoked": revoked.Secret, "of one who left": gones.Secret, "truncated": secret[:len(secret)-1], "padded": secret + "=",
		"longer": secret + "A", "another workspace's prefix": theirs.Secret[:prefix] + secret[prefix:], "the prefix alone": secret[:prefix+1],
		"without prefix": secret[4:], "another prefix": "ghp_" + secret[4:], "upper case": strings.ToUpper(secret), "changed": secret[:prefix+1] + "A" + secret[prefix+2:] + "",
		"empty": "", "NUL": secret[:len(secret)-1] + "\x00", "quote": secret[:len(secret)-1] + "'", "a session's": ann.Secret, "not UTF-8": "\xff",
		"very long": strings.Repeat("dbk_", 100_000), "twice": secret + " " + secret,
	} {
		if name == "changed" && bad == secret {
			continue
		}
		if _, err := a.Authn.Token(t.Context(), bad); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("a token, %s: %v", name, err)
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(`{"query": "{ viewer { id } }"}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+bad)
		ann.Authorize(r) // the good cookie does not help
		rec := httptest.NewRecorder()
		a.Handler.ServeHTTP(rec, r)
		if rec.Code != http.StatusUnauthorized || !strings.Contains(rec.Body.String(), "UNAUTHENTICATED") {
			t.Errorf("a request with a token, %s: %d %s", name, rec.Code, rec.Body)
		}
	}
	for name, header := range map[string]string{
		"Basic": "Basic " + secret, "no scheme": secret, "Token": "Token " + secret, "quoted": `Bearer "` + secret + `"`, "Bearer alone": "Bearer", "Bearer twice": "Bearer Bearer " + secret,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", nil)
		r.Header.Set("Authorization", header)
		rec := httptest.NewRecorder()
		a.Handler.ServeHTTP(rec, r)
		if rec.Code != http.StatusUnauthorized {
			t.Errorf("%s: %d", name, rec.Code)
		}
	}
	late, out := w.Member(t), w.Member(t)
	exec("update sessions set expires_at = clock_timestamp() where id = ?", late.Session)
	if err := a.Authn.SignOut(t.Context(), out.Viewer(t)); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{"expired": late.Secret, "signed out": out.Secret, "empty": "", "truncated": ann.Secret[1:], "a token's": secret, "NUL": "\x00", "quote": "' or true --"} {
		if _, err := a.Authn.Session(t.Context(), bad); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("a session, %s: %v", name, err)
		}
	}
	for name, as := range map[string]apptest.Caller{"session": ann, "token": token, "service": theirs} {
		if r := a.Post(t, as, "{ viewer { id } }", nil); r.Status != http.StatusOK || len(r.Errors) > 0 {
			t.Errorf("a good %s: %d %v", name, r.Status, r.Errors)
		}
	}
	if r := a.Post(t, nil, "{ viewer { id } }", nil); len(r.Errors) != 1 || r.Errors[0].Extensions["code"] != "UNAUTHENTICATED" {
		t.Errorf("nobody: %+v", r)
	}
}

// No secret stands in the database in a form it could be used from.
func TestSecretsAreNotStoredInClear(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	withPassword(t, a, ann)
	session, _, err := a.Authn.SignIn(t.Context(), *ann.Email, password)
	if err != nil {
		t.Fatal(err)
	}
	personal, service := w.Personal(t, ann), w.Service(t, authz.ActivityRead)
	if _, _, err := a.Authn.SignIn(t.Context(), *ann.Email, "a wrong password"); err == nil {
		t.Fatal("signed in")
	}
	var tables []string
	if err := a.DB.NewRaw("select tablename from pg_tables where schemaname = current_schema and tablename <> 'goose_db_version'").Scan(t.Context(), &tables); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, table := range tables {
		var rows []string
		if err := a.DB.NewRaw(`select r::text from "`+table+`" r`).Scan(t.Context(), &rows); err != nil {
			t.Fatal(err)
		}
		all.WriteString(strings.Join(rows, "\n"))
	}
	for name, secret := range map[string]string{"session": session, "personal token": personal.Secret, "service token": service.Secret, "password": password, "wrong password": "a wrong password"} {
		last := secret[strings.LastIndex(secret, "_")+1:]
		raw, _ := base64.RawURLEncoding.DecodeString(last)
		for _, form := range []string{secret, last, hex.EncodeToString([]byte(secret)), hex.EncodeToString(raw), base64.StdEncoding.EncodeToString([]byte(secret))} {
			if len(form) > 8 && strings.Contains(all.String(), form) {
				t.Errorf("the %s stands in the database", name)
			}
		}
	}
}

// A token reaches what its scopes say, and a personal one no more than its owner.
func TestScopesOfViewers(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	for name, c := range map[string]struct {
		v           *authz.Viewer
		read, every bool
		kind        authz.Kind
	}{
		"session": {ann.Viewer(t), true, true, authz.KindHuman}, "unbounded token": {w.Personal(t, ann).Viewer(t), true, true, authz.KindHuman},
		"bounded token": {w.Personal(t, ann, authz.ActivityRead).Viewer(t), true, false, authz.KindHuman}, "service": {w.Service(t, authz.ActivityRead).Viewer(t), true, false, authz.KindService},
	} {
		if c.v.Holds(authz.ActivityRead) != c.read || c.v.Holds(authz.TrackingWrite) != c.every || c.v.Kind != c.kind || c.v.IsAdmin(w.ID) {
			t.Errorf("%s: %+v", name, c.v)
		}
		if m, ok := c.v.In(w.ID); !ok || c.kind == authz.KindHuman && m.MemberID != ann.ID {
			t.Errorf("%s is %+v", name, m)
		}
	}
}

// Who is removed loses the membership in the session they have, and their tokens of that workspace.
func TestRemovedPersonLosesTheMembership(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, other := a.Workspace(t), a.Workspace(t)
	ann := w.Member(t)
	other.Member(t, func(p *member.InviteParams) { p.Email = *ann.Email })
	p := w.Restricted(t, ann)
	token := w.Personal(t, ann)
	h, th := authz.NewHolder(ann.Viewer(t)), authz.NewHolder(token.Viewer(t))
	if m, _ := h.Viewer().In(w.ID); len(m.Projects) != 1 || m.Projects[0] != p.ID {
		t.Errorf("the membership is %+v", m)
	}
	if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), ann.ID); err != nil {
		t.Fatal(err)
	}
	if err := a.Authn.Refresh(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	v := h.Viewer()
	if _, ok := v.In(w.ID); ok || len(v.Memberships) != 1 {
		t.Errorf("the memberships are %+v", v.Memberships)
	}
	if err := a.Authn.Refresh(t.Context(), th); !fault.Is(err, fault.Unauthenticated) || th.Viewer() != nil {
		t.Errorf("the token: %v", err)
	}
}

func wait(t testing.TB, what string, ended <-chan struct{}) {
	t.Helper()
	select {
	case <-ended:
	case <-time.After(20 * time.Second): // only so that a broken server fails the test instead of stopping it
		t.Errorf("%s did not end", what)
	}
}

// What ends on one app ends the open streams of another app on the same database.
func TestCredentialsEndOnEveryApp(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	b := a.Beside(t)
	b.Start(t)
	w := a.Workspace(t)
	for name, c := range map[string]struct {
		v   func(p *apptest.Person) *authz.Viewer
		end func(p *apptest.Person, v *authz.Viewer) error
	}{
		"signing out": {func(p *apptest.Person) *authz.Viewer { return p.Viewer(t) }, func(_ *apptest.Person, v *authz.Viewer) error { return a.Authn.SignOut(t.Context(), v) }},
		"a session's expiry": {func(p *apptest.Person) *authz.Viewer { return p.Viewer(t) }, func(p *apptest.Person, _ *authz.Viewer) error {
			_, err := a.DB.NewRaw("update sessions set expires_at = clock_timestamp() where id = ?", p.Session).Exec(t.Context())
			return err
		}},
		"revoking a token": {func(p *apptest.Person) *authz.Viewer { return w.Personal(t, p).Viewer(t) }, func(p *apptest.Person, v *authz.Viewer) error {
			_, _, err := a.Tokens.Revoke(t.Context(), p.Viewer(t), v.TokenID)
			return err
		}},
		"revoking a service token": {func(*apptest.Person) *authz.Viewer { return w.Service(t, authz.ActivityRead).Viewer(t) }, func(_ *apptest.Person, v *authz.Viewer) error {
			_, _, err := a.Tokens.Revoke(t.Context(), w.Owner.Viewer(t), v.TokenID)
			return err
		}},
		"removing a token's owner": {func(p *apptest.Person) *authz.Viewer { return w.Personal(t, p).Viewer(t) }, func(p *apptest.Person, _ *authz.Viewer) error {
			_, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), p.ID)
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p := w.Member(t)
			v := c.v(p)
			first, second := authz.NewHolder(v), authz.NewHolder(v)
			other := authz.NewHolder(w.Owner.Viewer(t))
			reason := make(chan error, 1)
			stop := b.Authn.Ended(authz.WithHolder(t.Context(), first), func(cause error) { reason <- cause })
			defer stop()
			defer b.Authn.Watch(second)()
			defer b.Authn.Watch(other)()
			if err := c.end(p, v); err != nil {
				t.Fatal(err)
			}
			wait(t, "the first holder", first.Ended())
			wait(t, "the second holder", second.Ended())
			if first.Viewer() != nil || second.Viewer() != nil || other.Viewer() == nil {
				t.Error("the wrong holders ended")
			}
			if cause := <-reason; !fault.Is(cause, fault.Unauthenticated) {
				t.Errorf("the cause is %v", cause)
			}
		})
	}
	if n := b.Authn.Watching(); n != 0 {
		t.Errorf("%d credentials are still watched", n)
	}
}

// On its own app a sign-out ends open streams at once.
func TestSignOutEndsHoldersAtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	ann := a.Workspace(t).Member(t)
	v := ann.Viewer(t)
	h := authz.NewHolder(v)
	ctx := authz.WithHolder(t.Context(), h)
	ended := 0
	stop := a.Authn.Ended(ctx, func(error) { ended++ })
	if err := a.Authn.SignOut(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if ended != 1 || authz.From(ctx) != nil {
		t.Errorf("it ended %d times, the viewer is %v", ended, authz.From(ctx))
	}
	stop()
	stop()
	if err := a.Authn.SignOut(t.Context(), nil); err != nil {
		t.Errorf("nobody signs out: %v", err)
	}
	if err := a.Authn.Refresh(t.Context(), h); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("refreshing what has ended: %v", err)
	}
}

func TestRefreshRenewsRights(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	for name, v := range map[string]*authz.Viewer{"session": ann.Viewer(t), "token": w.Personal(t, ann).Viewer(t)} {
		h := authz.NewHolder(v)
		if _, _, err := a.Members.SetRole(t.Context(), w.Owner.Viewer(t), ann.ID, authz.RoleAdmin, authz.RoleMember); err != nil {
			t.Fatal(err)
		}
		if err := a.Authn.Refresh(t.Context(), h); err != nil || !h.Viewer().IsAdmin(w.ID) {
			t.Errorf("a %s after a promotion: %v", name, err)
		}
		if _, _, err := a.Members.SetRole(t.Context(), w.Owner.Viewer(t), ann.ID, authz.RoleMember, authz.RoleAdmin); err != nil {
			t.Fatal(err)
		}
		if err := a.Authn.Refresh(t.Context(), h); err != nil || h.Viewer().IsAdmin(w.ID) {
			t.Errorf("a %s after a demotion: %v", name, err)
		}
	}
}

func TestInitSocket(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	token := w.Personal(t, ann)
	for name, c := range map[string]struct {
		payload map[string]any
		good    bool
		who     bool
	}{
		"no credential": {nil, true, false}, "something else": {map[string]any{"x": 1, "token": 7}, true, false},
		"authorization": {map[string]any{"authorization": "bearer " + token.Secret}, true, true}, "token": {map[string]any{"token": token.Secret}, true, true},
		"bad token": {map[string]any{"token": token.Secret + "x"}, false, false}, "bad scheme": {map[string]any{"Authorization": "Basic " + token.Secret}, false, false}, "empty": {map[string]any{"token": ""}, false, false},
	} {
		ctx, err := a.Authn.InitSocket(t.Context(), c.payload)
		if (err == nil) != c.good || err != nil && !fault.Is(err, fault.Unauthenticated) || (authz.From(ctx) != nil) != c.who {
			t.Errorf("%s: %v, %v", name, authz.From(ctx), err)
		}
	}
	// A handshake with a bad cookie goes through, so that the socket can be closed with a code; a good payload mends it.
	var inner context.Context
	h := a.Authn.Middleware(false, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { inner = r.Context() }))
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql", nil)
	r.Header.Set("Upgrade", "WebSocket")
	r.Header.Set("Cookie", authn.CookieName(false)+"=bad")
	h.ServeHTTP(httptest.NewRecorder(), r)
	if inner == nil {
		t.Fatal("the handshake was refused")
	}
	if ctx, err := a.Authn.InitSocket(inner, nil); !fault.Is(err, fault.Unauthenticated) || authz.From(ctx) != nil {
		t.Errorf("with a bad cookie: %v", err)
	}
	if ctx, err := a.Authn.InitSocket(inner, map[string]any{"token": token.Secret}); err != nil || authz.From(ctx) == nil {
		t.Errorf("with a bad cookie and a good token: %v", err)
	}
}

func TestRefuseTellsNothingOfAnInternalError(t *testing.T) {
	t.Parallel()
	for want, err := range map[int]error{
		500: errors.New("secret detail"), 401: authn.Required(), 429: fault.New(fault.RateLimited, "later").With("retryAfterMs", 7),
		400: fault.New(fault.BadUserInput, "no"), 403: fault.New(fault.Forbidden, "no"), 503: fault.Wrap(errors.New("secret detail"), fault.Unavailable, "later"),
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil)
		authn.Refuse(w, r, err)
		if w.Code != want || strings.Contains(w.Body.String(), "secret detail") || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%v: %d %s", err, w.Code, w.Body)
		}
	}
}

// A browser's cookie and nothing else opens nothing when it is of the other kind.
func TestCookieName(t *testing.T) {
	t.Parallel()
	if authn.CookieName(true) != "__Host-daybook" || strings.HasPrefix(authn.CookieName(false), "__") {
		t.Error("the cookie under TLS is not bound to its host")
	}
}
