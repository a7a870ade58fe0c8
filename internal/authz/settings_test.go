package authz_test

import (
	"testing"

	"daybook/internal/authz"
	"daybook/internal/fault"

	"github.com/google/uuid"
)

func TestChangeSettings(t *testing.T) {
	t.Parallel()
	here, elsewhere := uuid.New(), uuid.New()
	person := func(workspaceID uuid.UUID, role authz.Role, scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindHuman, Scopes: scopes,
			Memberships: []authz.Membership{{WorkspaceID: workspaceID, MemberID: uuid.New(), Role: role}}}
	}
	service := &authz.Viewer{Kind: authz.KindService, Scopes: authz.AllScopes, Memberships: []authz.Membership{{WorkspaceID: here}}}
	for name, c := range map[string]struct {
		v    *authz.Viewer
		want fault.Code // empty: allowed
	}{
		"nobody":                      {nil, fault.NotFound},
		"an owner of another":         {person(elsewhere, authz.RoleOwner), fault.NotFound},
		"a member":                    {person(here, authz.RoleMember), fault.Forbidden},
		"an admin":                    {person(here, authz.RoleAdmin), ""},
		"an owner":                    {person(here, authz.RoleOwner), ""},
		"an admin's bounded token":    {person(here, authz.RoleAdmin, authz.AllScopes...), fault.Forbidden},
		"a service with every scope":  {service, fault.Forbidden},
		"a member with a bound token": {person(here, authz.RoleMember, authz.ActivityRead), fault.Forbidden},
	} {
		err := authz.ChangeSettings(c.v, here)
		if c.want == "" && err != nil || c.want != "" && !fault.Is(err, c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
