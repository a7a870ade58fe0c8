package authz_test

import (
	"testing"

	"daybook/internal/authz"
	"daybook/internal/fault"

	"github.com/google/uuid"
)

// owned is a row of a person.
type owned struct{ workspaceID, memberID uuid.UUID }

func (o owned) Owner() (workspaceID, memberID uuid.UUID) { return o.workspaceID, o.memberID }

// Who is told what runs, and who starts, stops, discards and reports: the cells of the matrix.
func TestTimers(t *testing.T) {
	t.Parallel()
	row := owned{uuid.New(), uuid.New()}
	person := func(workspaceID, memberID uuid.UUID, role authz.Role, scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindHuman, Scopes: scopes,
			Memberships: []authz.Membership{{WorkspaceID: workspaceID, MemberID: memberID, Role: role}}}
	}
	service := func(workspaceID uuid.UUID, scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindService, Scopes: scopes, Memberships: []authz.Membership{{WorkspaceID: workspaceID}}}
	}
	for name, c := range map[string]struct {
		v     *authz.Viewer
		sees  bool
		write fault.Code // empty: allowed
	}{
		"nobody":                             {nil, false, fault.NotFound},
		"an owner of another workspace":      {person(uuid.New(), row.memberID, authz.RoleOwner), false, fault.NotFound},
		"a mate":                             {person(row.workspaceID, uuid.New(), authz.RoleMember), false, fault.NotFound},
		"the person":                         {person(row.workspaceID, row.memberID, authz.RoleMember), true, ""},
		"the person's token for reading":     {person(row.workspaceID, row.memberID, authz.RoleMember, authz.TrackingRead), true, fault.Forbidden},
		"the person's token for writing":     {person(row.workspaceID, row.memberID, authz.RoleMember, authz.TrackingWrite), false, ""},
		"an admin":                           {person(row.workspaceID, uuid.New(), authz.RoleAdmin), true, fault.Forbidden},
		"an owner":                           {person(row.workspaceID, uuid.New(), authz.RoleOwner), true, fault.Forbidden},
		"an admin's token for writing":       {person(row.workspaceID, uuid.New(), authz.RoleAdmin, authz.TrackingWrite), false, fault.Forbidden},
		"a service with every scope":         {service(row.workspaceID, authz.AllScopes...), false, ""},
		"a service for reading":              {service(row.workspaceID, authz.TrackingRead), false, fault.Forbidden},
		"a service of another workspace":     {service(uuid.New(), authz.AllScopes...), false, fault.NotFound},
		"a service without any scope at all": {service(row.workspaceID, []string{}...), false, fault.Forbidden},
	} {
		if got := authz.SeesTimer(c.v, row); got != c.sees {
			t.Errorf("%s is told what runs: %v", name, got)
		}
		err := authz.WriteOwnRow(c.v, row)
		if c.write == "" && err != nil || c.write != "" && !fault.Is(err, c.write) {
			t.Errorf("%s writes: %v, want %q", name, err, c.write)
		}
	}
}
