package authz_test

import (
	"testing"

	"daybook/internal/authz"
	"daybook/internal/fault"

	"github.com/google/uuid"
)

// told is a row of a person that was escalated to somebody.
type told struct{ workspaceID, memberID, recipient uuid.UUID }

func (r told) Owner() (workspaceID, memberID uuid.UUID) { return r.workspaceID, r.memberID }
func (r told) EscalatedTo() []uuid.UUID                 { return []uuid.UUID{r.recipient} }

func TestBlockerRights(t *testing.T) {
	t.Parallel()
	here, elsewhere := uuid.New(), uuid.New()
	row := told{here, uuid.New(), uuid.New()}
	person := func(workspaceID, memberID uuid.UUID, role authz.Role, scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindHuman, Scopes: scopes,
			Memberships: []authz.Membership{{WorkspaceID: workspaceID, MemberID: memberID, Role: role}}}
	}
	service := func(workspaceID uuid.UUID, scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindService, TokenID: uuid.New(), Scopes: scopes, Memberships: []authz.Membership{{WorkspaceID: workspaceID}}}
	}
	const ok, no, gone = "", string(fault.Forbidden), string(fault.NotFound)
	for name, c := range map[string]struct {
		v                           *authz.Viewer
		sees, reads, readsIfTrusted bool
		change, share, acknowledge  string
	}{
		"nobody":                      {nil, false, false, false, gone, no, gone},
		"the person":                  {person(here, row.memberID, authz.RoleMember), true, true, true, ok, ok, gone},
		"a mate":                      {person(here, uuid.New(), authz.RoleMember), false, false, false, gone, no, gone},
		"the recipient":               {person(here, row.recipient, authz.RoleMember), true, false, true, no, no, ok},
		"an admin":                    {person(here, uuid.New(), authz.RoleAdmin), true, true, true, ok, no, ok},
		"an owner":                    {person(here, uuid.New(), authz.RoleOwner), true, true, true, ok, no, ok},
		"the person as an admin":      {person(here, row.memberID, authz.RoleAdmin), true, true, true, ok, ok, ok},
		"a stranger":                  {person(elsewhere, row.memberID, authz.RoleOwner), false, false, false, gone, no, gone},
		"the person, reading":         {person(here, row.memberID, authz.RoleMember, authz.TrackingRead), true, true, true, no, ok, gone},
		"the person, writing":         {person(here, row.memberID, authz.RoleMember, authz.TrackingWrite), false, false, false, ok, ok, gone},
		"the recipient, reading":      {person(here, row.recipient, authz.RoleMember, authz.TrackingRead), true, false, true, no, no, no},
		"the recipient, without it":   {person(here, row.recipient, authz.RoleMember, authz.ActivityRead), false, false, false, no, no, no},
		"a service":                   {service(here, authz.AllScopes...), true, true, true, ok, no, no},
		"a service that reads":        {service(here, authz.TrackingRead), true, true, true, no, no, no},
		"a service that does neither": {service(here, authz.DirectoryRead), false, false, false, no, no, no},
		"a service of another":        {service(elsewhere, authz.AllScopes...), false, false, false, gone, no, gone},
	} {
		if got := authz.SeesBlocker(c.v, row); got != c.sees {
			t.Errorf("%s sees it: %v", name, got)
		}
		if got := authz.SeesDescription(c.v, row, nil); got != c.reads {
			t.Errorf("%s reads it: %v", name, got)
		}
		if got := authz.SeesDescription(c.v, row, []uuid.UUID{row.recipient}); got != c.readsIfTrusted {
			t.Errorf("%s reads it when the recipient is trusted: %v", name, got)
		}
		for what, x := range map[string]struct {
			err  error
			want string
		}{"changes": {authz.ChangeBlocker(c.v, row), c.change}, "shares": {authz.ShareDescription(c.v, row), c.share}, "acknowledges": {authz.Acknowledge(c.v, row), c.acknowledge}} {
			if x.want == ok && x.err != nil || x.want != ok && !fault.Is(x.err, fault.Code(x.want)) {
				t.Errorf("%s %s it: %v, want %q", name, what, x.err, x.want)
			}
		}
	}
}

func TestActivitiesOfBlockersEscalatedToSomebody(t *testing.T) {
	t.Parallel()
	here, boss := uuid.New(), uuid.New()
	viewer := func(scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindHuman, Scopes: scopes, Memberships: []authz.Membership{{WorkspaceID: here, MemberID: boss, Role: authz.RoleMember}}}
	}
	facts := authz.ActivityFacts{WorkspaceID: here, Visibility: "subject", SubjectID: new(uuid.New()), Recipients: []uuid.UUID{uuid.New(), boss}}
	for name, c := range map[string]struct {
		v    *authz.Viewer
		a    func(authz.ActivityFacts) authz.ActivityFacts
		want bool
	}{
		"to them": {viewer(), func(a authz.ActivityFacts) authz.ActivityFacts { return a }, true},
		"to others": {viewer(), func(a authz.ActivityFacts) authz.ActivityFacts {
			a.Recipients = a.Recipients[:1]
			return a
		}, false},
		"to nobody":               {viewer(), func(a authz.ActivityFacts) authz.ActivityFacts { a.Recipients = nil; return a }, false},
		"but only for admin":      {viewer(), func(a authz.ActivityFacts) authz.ActivityFacts { a.Visibility = "admin"; return a }, false},
		"with a token for both":   {viewer(authz.ActivityRead, authz.TrackingRead), func(a authz.ActivityFacts) authz.ActivityFacts { return a }, true},
		"without tracking:read":   {viewer(authz.ActivityRead), func(a authz.ActivityFacts) authz.ActivityFacts { return a }, false},
		"without activity:read":   {viewer(authz.AuditRead, authz.TrackingRead), func(a authz.ActivityFacts) authz.ActivityFacts { return a }, false},
		"in another workspace":    {viewer(), func(a authz.ActivityFacts) authz.ActivityFacts { a.WorkspaceID = uuid.New(); return a }, false},
		"of which they know else": {viewer(), func(a authz.ActivityFacts) authz.ActivityFacts { a.Recipients, a.ActorID = nil, &boss; return a }, true},
	} {
		if got := authz.Activities(c.v, here).Shows(c.a(facts)); got != c.want {
			t.Errorf("%s: shown %v", name, got)
		}
	}
}
