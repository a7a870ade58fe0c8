package authz_test

import (
	"testing"

	"daybook/internal/authz"
	"daybook/internal/fault"

	"github.com/google/uuid"
)

// shared is a row that belongs to a workspace, remark one of raw tracking data that was escalated to somebody.
type (
	shared struct{ workspaceID uuid.UUID }
	remark struct{ workspaceID, memberID, told uuid.UUID }
)

func (s shared) Owner() (workspaceID, memberID uuid.UUID) { return s.workspaceID, uuid.Nil }
func (r remark) Owner() (workspaceID, memberID uuid.UUID) { return r.workspaceID, r.memberID }
func (remark) TracksPerson()                              {}
func (r remark) EscalatedTo() []uuid.UUID                 { return []uuid.UUID{r.told} }

func wantCode(t *testing.T, what string, err error, want fault.Code) {
	t.Helper()
	if want == "" && err != nil || want != "" && !fault.Is(err, want) {
		t.Errorf("%s: %v, want %q", what, err, want)
	}
}

// Who says something, and who takes what back: the cells of the matrix.
func TestComments(t *testing.T) {
	t.Parallel()
	here, self, told := uuid.New(), uuid.New(), uuid.New()
	person := func(workspaceID, memberID uuid.UUID, role authz.Role, scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindHuman, Scopes: scopes,
			Memberships: []authz.Membership{{WorkspaceID: workspaceID, MemberID: memberID, Role: role}}}
	}
	token := uuid.New()
	service := func(workspaceID uuid.UUID, scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindService, TokenID: token, Scopes: scopes, Memberships: []authz.Membership{{WorkspaceID: workspaceID}}}
	}
	const ok, missing, refused = fault.Code(""), fault.NotFound, fault.Forbidden
	for name, c := range map[string]struct {
		v                             *authz.Viewer
		onShared, onTracking, oneself fault.Code // what SELF did is taken back
		ofSystem                      fault.Code // what nobody in person did is taken back
	}{
		"nobody":                             {nil, missing, missing, missing, missing},
		"an owner of another workspace":      {person(uuid.New(), self, authz.RoleOwner), missing, missing, missing, missing},
		"a mate":                             {person(here, uuid.New(), authz.RoleMember), ok, missing, missing, missing},
		"whom it was escalated to":           {person(here, told, authz.RoleMember), ok, missing, missing, missing},
		"the person":                         {person(here, self, authz.RoleMember), ok, ok, ok, missing},
		"an admin":                           {person(here, uuid.New(), authz.RoleAdmin), ok, ok, ok, ok},
		"an owner":                           {person(here, uuid.New(), authz.RoleOwner), ok, ok, ok, ok},
		"the person's token for reading":     {person(here, self, authz.RoleMember, authz.TrackingRead, authz.ActivityRead), refused, refused, refused, missing},
		"the person's token for comments":    {person(here, self, authz.RoleMember, authz.ActivityWrite), ok, missing, ok, missing},
		"the person's token for both":        {person(here, self, authz.RoleMember, authz.ActivityWrite, authz.TrackingRead), ok, ok, ok, missing},
		"an admin's token for reading":       {person(here, uuid.New(), authz.RoleAdmin, authz.TrackingRead), refused, refused, refused, refused},
		"a service":                          {service(here, authz.ActivityWrite), ok, missing, refused, refused},
		"a service that reads tracking rows": {service(here, authz.ActivityWrite, authz.TrackingRead), ok, missing, refused, refused},
		"a service that only reads":          {service(here, authz.TrackingRead, authz.ActivityRead), refused, missing, refused, refused},
		"a service of another workspace":     {service(uuid.New(), authz.AllScopes...), missing, missing, missing, missing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantCode(t, "on what all share", authz.Comment(c.v, shared{here}), c.onShared)
			wantCode(t, "on a tracking row", authz.Comment(c.v, remark{here, self, told}), c.onTracking)
			wantCode(t, "taking back what SELF did", authz.Compensate(c.v, authz.ActivityFacts{WorkspaceID: here, ActorID: &self, SubjectID: &told}), c.oneself)
			wantCode(t, "taking back what the server did", authz.Compensate(c.v, authz.ActivityFacts{WorkspaceID: here, SubjectID: &self}), c.ofSystem)
			wantCode(t, "taking back what a service did", authz.Compensate(c.v, authz.ActivityFacts{WorkspaceID: here, SubjectID: &self, ActorID: &token}), c.ofSystem)
		})
	}
}
