package authz_test

import (
	"testing"

	"daybook/internal/authz"
	"daybook/internal/fault"

	"github.com/google/uuid"
)

// ownRow is a row of one person.
type ownRow struct{ workspaceID, memberID uuid.UUID }

func (r ownRow) Owner() (workspaceID, memberID uuid.UUID) { return r.workspaceID, r.memberID }

// Section 8 of the matrix: timeEntryUpdate, timeEntryDelete and timeEntriesImport.
func TestTimeIsChangedAndImported(t *testing.T) {
	t.Parallel()
	here, elsewhere, self, mate := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	row := ownRow{here, self}
	in := func(kind authz.Kind, workspaceID, memberID uuid.UUID, role authz.Role, scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: kind, Scopes: scopes, Memberships: []authz.Membership{{WorkspaceID: workspaceID, MemberID: memberID, Role: role}}}
	}
	const ok = fault.Code("")
	for name, c := range map[string]struct {
		v                           *authz.Viewer
		change, importOf, importOwn fault.Code
	}{
		"nobody":                     {nil, fault.NotFound, fault.NotFound, fault.NotFound},
		"of another workspace":       {in(authz.KindHuman, elsewhere, self, authz.RoleOwner), fault.NotFound, fault.NotFound, fault.NotFound},
		"a mate":                     {in(authz.KindHuman, here, mate, authz.RoleMember), fault.NotFound, fault.Forbidden, ok},
		"the person":                 {in(authz.KindHuman, here, self, authz.RoleMember), ok, ok, ok},
		"an admin":                   {in(authz.KindHuman, here, mate, authz.RoleAdmin), ok, ok, ok},
		"an owner":                   {in(authz.KindHuman, here, mate, authz.RoleOwner), ok, ok, ok},
		"the person's token":         {in(authz.KindHuman, here, self, authz.RoleMember, authz.TrackingWrite), ok, ok, ok},
		"the person's reading token": {in(authz.KindHuman, here, self, authz.RoleMember, authz.TrackingRead), fault.Forbidden, fault.Forbidden, fault.Forbidden},
		"an admin's reading token":   {in(authz.KindHuman, here, mate, authz.RoleAdmin, authz.TrackingRead), fault.Forbidden, fault.Forbidden, fault.Forbidden},
		"a mate's reading token":     {in(authz.KindHuman, here, mate, authz.RoleMember, authz.TrackingRead), fault.NotFound, fault.Forbidden, fault.Forbidden},
		"a service":                  {in(authz.KindService, here, uuid.Nil, "", authz.TrackingWrite), ok, ok, ok},
		"a service that only reads":  {in(authz.KindService, here, uuid.Nil, "", authz.TrackingRead), fault.Forbidden, fault.Forbidden, fault.Forbidden},
		"a service of another":       {in(authz.KindService, elsewhere, uuid.Nil, "", authz.TrackingWrite), fault.NotFound, fault.NotFound, fault.NotFound},
	} {
		own := uuid.Nil
		if m, known := c.v.In(here); known {
			own = m.MemberID
		}
		for what, got := range map[string]struct {
			err  error
			want fault.Code
		}{
			"change it":           {authz.ChangeTime(c.v, row), c.change},
			"import for them":     {authz.ImportTime(c.v, here, []uuid.UUID{own, self}), c.importOf},
			"import for oneself":  {authz.ImportTime(c.v, here, []uuid.UUID{own, own}), c.importOwn},
			"import for nobody":   {authz.ImportTime(c.v, here, nil), c.importOwn},
			"change nobody's row": {authz.ChangeTime(nil, row), fault.NotFound},
		} {
			if got.want == ok && got.err != nil || got.want != ok && !fault.Is(got.err, got.want) {
				t.Errorf("%s: to %s gives %v, want %q", name, what, got.err, got.want)
			}
		}
	}
}
