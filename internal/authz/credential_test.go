package authz_test

import (
	"testing"

	"daybook/internal/authz"
	"daybook/internal/fault"

	"github.com/google/uuid"
)

// Every kind of caller with every decision about credentials and what is personal.
func TestCredentials(t *testing.T) {
	t.Parallel()
	w, second, me, account := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	of := func(role authz.Role, more ...func(*authz.Viewer)) *authz.Viewer {
		v := &authz.Viewer{Kind: authz.KindHuman, AccountID: uuid.New(), SessionID: uuid.New(),
			Memberships: []authz.Membership{{WorkspaceID: w, MemberID: uuid.New(), Role: role}}}
		for _, m := range more {
			m(v)
		}
		return v
	}
	self := func(v *authz.Viewer) { v.AccountID, v.Memberships[0].MemberID = account, me }
	scopes := func(s ...string) func(*authz.Viewer) { return func(v *authz.Viewer) { v.Scopes = s } }
	feed := func(v *authz.Viewer) { v.Scopes, v.Feed = []string{authz.ActivityRead}, true }
	service := of("", scopes(authz.AllScopes...), func(v *authz.Viewer) {
		v.Kind, v.AccountID, v.SessionID, v.Memberships[0].MemberID = authz.KindService, uuid.Nil, uuid.Nil, uuid.Nil
	})
	stranger := of(authz.RoleOwner, func(v *authz.Viewer) { v.Memberships[0].WorkspaceID = second })
	here, both := []authz.Home{{WorkspaceID: w, Role: authz.RoleMember}}, []authz.Home{{WorkspaceID: w}, {WorkspaceID: second}}
	owner := []authz.Home{{WorkspaceID: w, Role: authz.RoleOwner}}
	const ok, forbidden, missing = fault.Code(""), fault.Forbidden, fault.NotFound
	for name, c := range map[string]struct {
		v                                    *authz.Viewer
		feed, own, ends, guest, chief, speak fault.Code
	}{
		"self":                  {of(authz.RoleMember, self), ok, ok, ok, ok, ok, ok},
		"self, a bounded token": {of(authz.RoleMember, self, scopes(authz.ActivityRead, authz.TrackingWrite)), ok, forbidden, forbidden, forbidden, forbidden, ok},
		"self, a useless token": {of(authz.RoleMember, self, scopes(authz.WorkRead)), forbidden, forbidden, forbidden, forbidden, forbidden, forbidden},
		"self, a feed token":    {of(authz.RoleMember, self, feed), forbidden, forbidden, forbidden, forbidden, forbidden, forbidden},
		"a mate":                {of(authz.RoleMember), ok, ok, missing, missing, missing, forbidden},
		"an admin":              {of(authz.RoleAdmin), ok, ok, ok, missing, missing, forbidden},
		"an owner":              {of(authz.RoleOwner), ok, ok, ok, missing, ok, forbidden},
		"a stranger":            {stranger, missing, ok, missing, missing, missing, missing},
		"a service":             {service, forbidden, forbidden, forbidden, forbidden, forbidden, forbidden},
		"nobody":                {nil, missing, forbidden, forbidden, forbidden, forbidden, missing},
	} {
		for what, d := range map[string]struct {
			err  error
			want fault.Code
		}{
			"makes a feed token":                      {authz.MakeFeedToken(c.v, w), c.feed},
			"has their account":                       {authz.OwnAccount(c.v), c.own},
			"ends sessions":                           {authz.EndSessions(c.v, account, here), c.ends},
			"ends sessions of a guest":                {authz.EndSessions(c.v, account, both), c.guest},
			"ends sessions of an owner":               {authz.EndSessions(c.v, account, owner), c.chief},
			"speaks for the person":                   {authz.SetForSelf(c.v, w, me, authz.TrackingWrite), c.speak},
			"ends sessions of who belongs to nowhere": {authz.EndSessions(c.v, account, nil), map[bool]fault.Code{true: c.own, false: missing}[c.own == forbidden || name == "self"]},
		} {
			if d.want == ok && d.err != nil || d.want != ok && !fault.Is(d.err, d.want) {
				t.Errorf("%s %s: %v, want %q", name, what, d.err, d.want)
			}
		}
	}
}
