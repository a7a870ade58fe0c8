package apitoken_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/page"

	"github.com/google/uuid"
)

func same(t testing.TB, before, after map[string]string) {
	t.Helper()
	for table, digest := range before {
		if after[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}

func TestCreateRights(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, ada := w.Member(t), w.Admin(t)
	bounded, bot := w.Personal(t, ada, authz.DirectoryWrite).Viewer(t), w.Service(t, authz.AllScopes...).Viewer(t)
	personal := apitoken.CreateParams{WorkspaceID: w.ID, Name: "x", Scopes: []string{authz.ActivityRead}}
	service := personal
	service.Service = true
	before := a.Snapshot(t)
	for name, c := range map[string]struct {
		v    *authz.Viewer
		p    apitoken.CreateParams
		code fault.Code
	}{
		"a member a service's":    {ann.Viewer(t), service, fault.Forbidden},
		"a bounded token any":     {bounded, personal, fault.Forbidden},
		"a bounded one a service": {bounded, service, fault.Forbidden},
		"a service its own kind":  {bot, service, fault.Forbidden},
		"a service a person's":    {bot, personal, fault.Forbidden},
		"a stranger a person's":   {foreign.Owner.Viewer(t), personal, fault.NotFound},
		"a stranger a service's":  {foreign.Owner.Viewer(t), service, fault.NotFound},
		"nobody":                  {nil, personal, fault.NotFound},
	} {
		if _, secret, _, err := a.Tokens.Create(t.Context(), c.v, c.p); !fault.Is(err, c.code) || secret != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	same(t, before, a.Snapshot(t))
	// For another person nobody makes one: the name of the person is not the caller's to give.
	p := personal
	p.MemberID = &ann.ID
	token, secret, _, err := a.Tokens.Create(t.Context(), ada.Viewer(t), p)
	if err != nil || *token.MemberID != ada.ID || *token.CreatorID != ada.ID {
		t.Errorf("a token for another: %+v %v", token, err)
	}
	if v, err := a.Authn.Token(t.Context(), secret); err != nil || !v.Is(w.ID, ada.ID) || !slices.Equal(v.Scopes, []string{authz.ActivityRead}) {
		t.Errorf("it is recognised as %+v: %v", v, err)
	}
	token, secret, _, err = a.Tokens.Create(t.Context(), ada.Viewer(t), service)
	if err != nil || token.MemberID != nil || *token.CreatorID != ada.ID {
		t.Errorf("a service's: %+v %v", token, err)
	}
	if ws, feed, ok := apitoken.WorkspaceOf(secret); !ok || feed || ws != w.ID {
		t.Errorf("the secret names the workspace %s", ws)
	}
}

func TestCreateChecks(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	v := w.Owner.Viewer(t)
	before := a.Snapshot(t)
	for name, c := range map[string]struct {
		p     apitoken.CreateParams
		code  check.Code
		field string
	}{
		"no name":            {apitoken.CreateParams{Name: " "}, check.Required, "name"},
		"name with NUL":      {apitoken.CreateParams{Name: "\x00"}, check.Invalid, "name"},
		"name too long":      {apitoken.CreateParams{Name: strings.Repeat("ü", 101)}, check.TooLong, "name"},
		"service for all":    {apitoken.CreateParams{Name: "x", Service: true}, check.Required, "scopes"},
		"unknown scope":      {apitoken.CreateParams{Name: "x", Scopes: []string{"everything"}}, check.Invalid, "scopes"},
		"empty scope":        {apitoken.CreateParams{Name: "x", Scopes: []string{""}}, check.Invalid, "scopes"},
		"scope with a quote": {apitoken.CreateParams{Name: "x", Scopes: []string{`activity:read"}`}}, check.Invalid, "scopes"},
		"no days":            {apitoken.CreateParams{Name: "x", Days: new(0)}, check.OutOfRange, "expiresInDays"},
		"negative days":      {apitoken.CreateParams{Name: "x", Days: new(-1)}, check.OutOfRange, "expiresInDays"},
		"too many days":      {apitoken.CreateParams{Name: "x", Days: new(3651)}, check.OutOfRange, "expiresInDays"},
	} {
		c.p.WorkspaceID = w.ID
		t.Run(name+" is rejected", func(t *testing.T) {
			_, _, _, err := a.Tokens.Create(t.Context(), v, c.p)
			apptest.WantRejection(t, err, c.code, c.field)
		})
	}
	same(t, before, a.Snapshot(t))
	token, _, _, err := a.Tokens.Create(t.Context(), v, apitoken.CreateParams{WorkspaceID: w.ID, Name: strings.Repeat("ü", 100), Days: new(3650)})
	if err != nil || token.ExpiresAt == nil || time.Until(*token.ExpiresAt) < 3640*24*time.Hour || len(token.ScopeList()) != 0 {
		t.Errorf("the longest: %+v %v", token, err)
	}
}

// A scope that is taken is a scope that works.
func TestScopesThatAreTakenWork(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	for _, scope := range []string{authz.ActivityRead, " " + authz.ActivityRead, authz.ActivityRead + "\n"} {
		_, secret, _, err := a.Tokens.Create(t.Context(), w.Owner.Viewer(t), apitoken.CreateParams{WorkspaceID: w.ID, Name: "x", Scopes: []string{scope}})
		if err != nil {
			continue // refusing it is an answer, too
		}
		if v, err := a.Authn.Token(t.Context(), secret); err != nil || !v.Holds(authz.ActivityRead) {
			t.Errorf("the scope %q was taken and is %q: %v", scope, v.Scopes, err)
		}
	}
}

// R10: lists, finds by id and names agree on who sees which token.
func TestTokensAreSeenByTheirOwnerAndAdmins(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob, ada := w.Member(t), w.Member(t), w.Admin(t)
	anns, bobs, bot := w.Personal(t, ann), w.Personal(t, bob), w.Service(t, authz.DirectoryRead)
	theirs := foreign.Personal(t, foreign.Owner)
	all := []uuid.UUID{anns.ID, bobs.ID, bot.ID, theirs.ID}
	for name, c := range map[string]struct {
		v           *authz.Viewer
		found, mine int
		list        bool
	}{
		"owner of one": {ann.Viewer(t), 1, 1, false}, "mate": {bob.Viewer(t), 1, 1, false}, "admin": {ada.Viewer(t), 3, 0, true},
		"service": {bot.Viewer(t), 0, 0, false}, "stranger": {foreign.Owner.Viewer(t), 1, 1, false}, "the token itself": {anns.Viewer(t), 1, 1, false},
	} {
		found, err := a.Tokens.ByIDs(t.Context(), c.v, all)
		if err != nil || len(found) != c.found {
			t.Errorf("%s finds %d: %v", name, len(found), err)
		}
		mine, err := a.Tokens.Mine(t.Context(), c.v, page.Args{}, apptest.Seal("x"))
		if err != nil || len(mine.Nodes()) != c.mine {
			t.Errorf("%s has %d: %v", name, len(mine.Nodes()), err)
		}
		list, err := a.Tokens.List(t.Context(), c.v, w.ID, page.Args{}, apptest.Seal("x"))
		if c.list != (err == nil) || err != nil && !fault.Is(err, fault.Forbidden) || err == nil && len(list.Nodes()) != 3 {
			t.Errorf("%s lists: %v", name, err)
		}
	}
	names, err := a.Tokens.Names(t.Context(), bob.Viewer(t), all)
	if err != nil || len(names) != 3 || names[bot.ID] != bot.Name {
		t.Errorf("the names of actors are %v: %v", names, err)
	}
}

func TestRevoke(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob, ada := w.Member(t), w.Member(t), w.Admin(t)
	token, bot := w.Personal(t, ann), w.Service(t, authz.AllScopes...)
	bounded := w.Personal(t, ann, authz.DirectoryWrite)
	for name, c := range map[string]struct {
		v    *authz.Viewer
		of   uuid.UUID
		code fault.Code
	}{
		"a mate": {bob.Viewer(t), token.ID, fault.NotFound}, "a stranger": {foreign.Owner.Viewer(t), token.ID, fault.NotFound}, "a service itself": {bot.Viewer(t), bot.ID, fault.Forbidden},
		"a bounded token another": {bounded.Viewer(t), token.ID, fault.Forbidden}, "what is not there": {ada.Viewer(t), uuid.New(), fault.NotFound},
	} {
		if _, _, err := a.Tokens.Revoke(t.Context(), c.v, c.of); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	seq, v := w.Seq(t), ada.Viewer(t)
	var wg sync.WaitGroup
	for range 8 { // at once and again, it happens once
		wg.Go(func() {
			if got, _, err := a.Tokens.Revoke(t.Context(), v, token.ID); err != nil || got.RevokedAt == nil {
				t.Errorf("an admin: %+v %v", got, err)
			}
		})
	}
	wg.Wait()
	if w.Seq(t) != seq+1 || w.Log(t)[seq].Action != activity.Deleted || w.Log(t)[seq].Visibility != activity.ToAdmins {
		t.Errorf("%d activities tell of one revocation", w.Seq(t)-seq)
	}
	if got, _, err := a.Tokens.Revoke(t.Context(), bounded.Viewer(t), bounded.ID); err != nil || got.RevokedAt == nil {
		t.Errorf("a bounded token itself: %+v %v", got, err)
	}
}

// The API shows when a token was used last.
func TestLastUsedAtIsKept(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	token := w.Personal(t, w.Owner)
	token.Viewer(t)
	found, err := a.Tokens.ByIDs(t.Context(), w.Owner.Viewer(t), []uuid.UUID{token.ID})
	if err != nil || found[token.ID].LastUsedAt == nil {
		t.Errorf("after a use it was last used at %v: %v", found[token.ID].LastUsedAt, err)
	}
}

func TestWorkspaceOf(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	good := w.Service(t, authz.ActivityRead).Secret
	for _, bad := range []string{"", "dbk_", good[:len(good)-1], good + "x", "x" + good[1:], strings.Replace(good, "_", "-", 2), good[:4] + strings.Repeat("z", 26) + good[30:], good[:4] + strings.Repeat("!", 26) + good[30:]} {
		if ws, _, ok := apitoken.WorkspaceOf(bad); ok {
			t.Errorf("%q is of %s", bad, ws)
		}
	}
	if !slices.Equal(apitoken.Hash(good), apitoken.Hash(good)) || len(apitoken.Hash(good)) != 32 {
		t.Error("the hash is not SHA-256")
	}
}
