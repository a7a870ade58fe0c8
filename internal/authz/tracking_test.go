package authz_test

import (
	"testing"

	"daybook/internal/authz"
	"daybook/internal/fault"

	"github.com/google/uuid"
)

// Who opens the streams of tracking rows and of notifications, and what of a person's rows reaches them.
func TestStreamsOfAPerson(t *testing.T) {
	t.Parallel()
	ws, person, recipient := uuid.New(), uuid.New(), uuid.New()
	human := func(workspaceID, memberID uuid.UUID, role authz.Role, scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindHuman, Scopes: scopes,
			Memberships: []authz.Membership{{WorkspaceID: workspaceID, MemberID: memberID, Role: role}}}
	}
	service := func(scopes ...string) *authz.Viewer {
		return &authz.Viewer{Kind: authz.KindService, Scopes: scopes, Memberships: []authz.Membership{{WorkspaceID: ws}}}
	}
	change := authz.ActivityFacts{WorkspaceID: ws, Visibility: "subject", SubjectID: &person}
	escalated := change
	escalated.Recipients = []uuid.UUID{recipient}
	for name, c := range map[string]struct {
		v                         *authz.Viewer
		open, named, notified     fault.Code // empty: allowed
		change, escalated, timers bool
	}{
		"nobody":                    {nil, fault.NotFound, fault.NotFound, fault.NotFound, false, false, false},
		"of another workspace":      {human(uuid.New(), person, authz.RoleOwner), fault.NotFound, fault.NotFound, fault.NotFound, false, false, false},
		"a mate":                    {human(ws, uuid.New(), authz.RoleMember), "", fault.Forbidden, "", false, false, true},
		"the person":                {human(ws, person, authz.RoleMember), "", "", "", true, true, true},
		"whom it was escalated to":  {human(ws, recipient, authz.RoleMember), "", fault.Forbidden, "", false, true, true},
		"an admin":                  {human(ws, uuid.New(), authz.RoleAdmin), "", "", "", true, true, true},
		"an admin's token":          {human(ws, uuid.New(), authz.RoleAdmin, authz.WorkRead), fault.Forbidden, fault.Forbidden, fault.Forbidden, false, false, true},
		"a service":                 {service(authz.TrackingRead), "", "", fault.Forbidden, true, true, false},
		"a service with a timeline": {service(authz.TrackingRead, authz.ActivityRead), "", "", fault.Forbidden, true, true, true},
		"a service without":         {service(authz.ActivityRead), fault.Forbidden, fault.Forbidden, fault.Forbidden, false, false, true},
	} {
		scope, err := authz.TrackingChanges(c.v, ws, nil)
		if c.open == "" && err != nil || c.open != "" && !fault.Is(err, c.open) {
			t.Errorf("%s opens it: %v, want %q", name, err, c.open)
		}
		if scope.Shows(change) != c.change || scope.Shows(escalated) != c.escalated || scope.Timers != c.timers {
			t.Errorf("%s is shown a change %v, an escalation %v, timers %v", name, scope.Shows(change), scope.Shows(escalated), scope.Timers)
		}
		if _, err := authz.TrackingChanges(c.v, ws, &person); c.named == "" && err != nil || c.named != "" && !fault.Is(err, c.named) {
			t.Errorf("%s names the person: %v, want %q", name, err, c.named)
		}
		if err := authz.Notifications(c.v, ws); c.notified == "" && err != nil || c.notified != "" && !fault.Is(err, c.notified) {
			t.Errorf("%s is notified: %v, want %q", name, err, c.notified)
		}
	}
}
