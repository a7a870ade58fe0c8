package authz_test

import (
	"testing"

	"daybook/internal/authz"
	"daybook/internal/fault"

	"github.com/google/uuid"
)

func TestMetrics(t *testing.T) {
	t.Parallel()
	here, elsewhere, ann := uuid.New(), uuid.New(), uuid.New()
	person := func(workspaceID, memberID uuid.UUID, role authz.Role, scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindHuman, Scopes: scopes,
			Memberships: []authz.Membership{{WorkspaceID: workspaceID, MemberID: memberID, Role: role}}}
	}
	service := func(scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindService, Scopes: scopes, Memberships: []authz.Membership{{WorkspaceID: here}}}
	}
	const groups, forbidden, missing = "", fault.Forbidden, fault.NotFound
	for name, c := range map[string]struct {
		v            *authz.Viewer
		reach        fault.Code
		exact, names bool
		ofAnn        fault.Code
	}{
		"nobody":                          {v: nil, reach: missing, ofAnn: missing},
		"an owner of another":             {v: person(elsewhere, uuid.New(), authz.RoleOwner), reach: missing, ofAnn: missing},
		"a member":                        {v: person(here, uuid.New(), authz.RoleMember), ofAnn: forbidden},
		"the person":                      {v: person(here, ann, authz.RoleMember)},
		"the person's narrow token":       {v: person(here, ann, authz.RoleMember, authz.MetricsRead), ofAnn: forbidden},
		"an admin":                        {v: person(here, uuid.New(), authz.RoleAdmin), exact: true, names: true},
		"an owner":                        {v: person(here, uuid.New(), authz.RoleOwner), exact: true, names: true},
		"an admin's token without rows":   {v: person(here, uuid.New(), authz.RoleAdmin, authz.MetricsRead), ofAnn: forbidden},
		"an admin's token with rows":      {v: person(here, uuid.New(), authz.RoleAdmin, authz.MetricsRead, authz.TrackingRead), exact: true, names: true},
		"a service":                       {v: service(authz.MetricsRead), ofAnn: forbidden},
		"a service with rows":             {v: service(authz.MetricsRead, authz.TrackingRead), exact: true},
		"a service with rows, no metrics": {v: service(authz.TrackingRead), reach: forbidden},
		"a service of neither":            {v: service(authz.WorkRead), reach: forbidden, ofAnn: forbidden},
	} {
		wants := func(what string, err error, code fault.Code) {
			t.Helper()
			if code == groups && err != nil || code != groups && !fault.Is(err, code) {
				t.Errorf("%s, %s: %v, want %q", name, what, err, code)
			}
		}
		s, err := authz.Metrics(c.v, here)
		wants("groups", err, c.reach)
		wants("Ann's", authz.PersonalMetrics(c.v, owned{here, ann}), c.ofAnn)
		if err != nil {
			continue
		}
		m, _ := c.v.In(here)
		if s.Exact != c.exact || s.People != c.names || s.MemberID != m.MemberID {
			t.Errorf("%s: the scope is %+v", name, s)
		}
		code := func(allowed bool) fault.Code {
			if allowed {
				return groups
			}
			return forbidden
		}
		wants("whole groups", s.Ask(authz.MetricsQuestion{}), groups)
		wants("people", s.Ask(authz.MetricsQuestion{Names: true}), code(c.names))
		wants("days", s.Ask(authz.MetricsQuestion{Days: true}), code(c.exact))
		wants("cut groups", s.Ask(authz.MetricsQuestion{Crosses: true}), code(c.exact))
	}
}
