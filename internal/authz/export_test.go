package authz_test

import (
	"testing"

	"daybook/internal/authz"
	"daybook/internal/fault"

	"github.com/google/uuid"
)

func TestExports(t *testing.T) {
	t.Parallel()
	home, elsewhere, ann, ada, token, other := uuid.New(), uuid.New(), uuid.New(), uuid.New(), uuid.New(), uuid.New()
	person := func(workspaceID, memberID uuid.UUID, role authz.Role, scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindHuman, AccountID: memberID, Scopes: scopes, Memberships: []authz.Membership{{WorkspaceID: workspaceID, MemberID: memberID, Role: role}}}
	}
	service := func(tokenID uuid.UUID, scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindService, TokenID: tokenID, Scopes: scopes, Memberships: []authz.Membership{{WorkspaceID: home}}}
	}
	all := []string{authz.ExportRead, authz.ExportWrite, authz.TrackingRead}
	annsOwn := authz.ExportFacts{WorkspaceID: home, MemberID: &ann}
	annsWhole := authz.ExportFacts{WorkspaceID: home, MemberID: &ann, Whole: true}
	adasWhole := authz.ExportFacts{WorkspaceID: home, MemberID: &ada, Whole: true}
	services := authz.ExportFacts{WorkspaceID: home, TokenID: &token, Whole: true}
	for name, c := range map[string]struct {
		v                                             *authz.Viewer
		sees                                          [4]bool // ann's own, ann's whole, ada's whole, the service's
		takes                                         [4]bool
		own, whole, opens /* what they take */, lists fault.Code
	}{
		"nobody":     {nil, [4]bool{}, [4]bool{}, fault.NotFound, fault.NotFound, "", fault.NotFound},
		"a stranger": {person(elsewhere, ann, authz.RoleOwner), [4]bool{}, [4]bool{}, fault.NotFound, fault.NotFound, "", fault.NotFound},
		"ann":        {person(home, ann, authz.RoleMember), [4]bool{true, true}, [4]bool{true}, "", fault.Forbidden, "", ""},
		"ann's program": {person(home, ann, authz.RoleMember, authz.ExportRead), [4]bool{true, true}, [4]bool{true}, fault.Forbidden,
			fault.Forbidden, fault.Forbidden, ""},
		"ann's program without the scope": {person(home, ann, authz.RoleMember, authz.TrackingRead), [4]bool{}, [4]bool{}, fault.Forbidden, fault.Forbidden,
			"", fault.Forbidden},
		"ann as an admin":               {person(home, ann, authz.RoleAdmin), [4]bool{true, true, true, true}, [4]bool{true, true}, "", "", "", ""},
		"ada":                           {person(home, ada, authz.RoleOwner), [4]bool{false, true, true, true}, [4]bool{false, false, true}, "", "", "", fault.Forbidden},
		"the service":                   {service(token, all...), [4]bool{false, true, true, true}, [4]bool{false, false, false, true}, fault.Forbidden, "", "", fault.Forbidden},
		"another service":               {service(other, all...), [4]bool{false, true, true, true}, [4]bool{}, fault.Forbidden, "", "", fault.Forbidden},
		"the service without the rows":  {service(token, authz.ExportRead), [4]bool{false, true, true, true}, [4]bool{false, false, false, true}, fault.Forbidden, fault.Forbidden, fault.Forbidden, fault.Forbidden},
		"the service without the scope": {service(token), [4]bool{}, [4]bool{}, fault.Forbidden, fault.Forbidden, "", fault.Forbidden},
	} {
		if name == "the service without the scope" {
			c.v.Scopes = []string{}
		}
		for i, x := range []authz.ExportFacts{annsOwn, annsWhole, adasWhole, services} {
			if got := authz.Exports(c.v, home).Shows(x); got != c.sees[i] {
				t.Errorf("%s: export %d is shown: %v", name, i, got)
			}
			if got := authz.TakesExport(c.v, x); got != c.takes[i] {
				t.Errorf("%s: export %d is theirs to take: %v", name, i, got)
			}
			want := fault.NotFound
			if c.takes[i] {
				want = c.opens
			}
			if err := authz.OpenExport(c.v, x, authz.TrackingRead); (err == nil) != (want == "") || err != nil && !fault.Is(err, want) {
				t.Errorf("%s: opening export %d: %v, want %s", name, i, err, want)
			}
		}
		for what, try := range map[string]struct {
			err  error
			want fault.Code
		}{
			"their own": {authz.AskForExport(c.v, home, false), c.own}, "the workspace's": {authz.AskForExport(c.v, home, true), c.whole},
			"ann's list": {authz.OwnExports(c.v, home, ann), c.lists},
		} {
			if (try.err == nil) != (try.want == "") || try.err != nil && !fault.Is(try.err, try.want) {
				t.Errorf("%s, %s: %v, want %s", name, what, try.err, try.want)
			}
		}
	}
}
