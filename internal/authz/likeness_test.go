package authz_test

import (
	"reflect"
	"testing"
	"time"

	"daybook/internal/authz"

	"github.com/google/uuid"
)

func ann() *authz.Viewer {
	return &authz.Viewer{Kind: authz.KindHuman, AccountID: uuid.New(), TokenID: uuid.New(), SessionID: uuid.New(), SessionSeen: time.Now(), Feed: true, DisplayName: "Ann", Email: "a@b.c",
		TimeZone: "UTC", Scopes: []string{authz.ActivityRead, authz.WorkRead}, ExpiresAt: time.Now(), TokenUsed: time.Now(),
		Memberships: []authz.Membership{{WorkspaceID: uuid.New(), MemberID: uuid.New(), Role: authz.RoleMember, Projects: []uuid.UUID{uuid.New(), uuid.New()}, JoinedAt: time.Now()}}}
}

// A field of a Viewer that Same did not look at would keep rights alive that were taken.
func TestSameLooksAtEverythingButTheLastUse(t *testing.T) {
	t.Parallel()
	v := ann()
	change := func(field reflect.Value) {
		switch x := field.Addr().Interface().(type) {
		case *[]authz.Membership:
			*x = nil
		default:
			field.SetZero()
		}
	}
	for i := range reflect.TypeFor[authz.Viewer]().NumField() {
		o := *v
		change(reflect.ValueOf(&o).Elem().Field(i))
		name := reflect.TypeFor[authz.Viewer]().Field(i).Name
		if got := v.Same(&o); got != (name == "TokenUsed" || name == "SessionSeen") {
			t.Errorf("without %s the viewer is the same: %v", name, got)
		}
	}
	for i := range reflect.TypeFor[authz.Membership]().NumField() {
		o := *v
		o.Memberships = []authz.Membership{v.Memberships[0]}
		change(reflect.ValueOf(&o.Memberships[0]).Elem().Field(i))
		if v.Same(&o) {
			t.Errorf("without the membership's %s the viewer is the same", reflect.TypeFor[authz.Membership]().Field(i).Name)
		}
	}
	o := *v
	if o.Scopes = nil; v.Same(&o) || o.Same(nil) || !(*authz.Viewer)(nil).Same(nil) {
		t.Error("all scopes and none, or somebody and nobody, are the same")
	}
}

func TestALikenessHasTheRightsAndNoPart(t *testing.T) {
	t.Parallel()
	v := ann()
	m := v.Memberships[0]
	v.Memberships = append(v.Memberships, authz.Membership{WorkspaceID: uuid.New(), MemberID: uuid.New(), Role: authz.RoleOwner})
	like := v.Likeness(m.WorkspaceID)
	own := authz.ActivityFacts{WorkspaceID: m.WorkspaceID, Visibility: "subject", SubjectID: &m.MemberID}
	if authz.Activities(like, m.WorkspaceID).Shows(own) || !authz.Activities(v, m.WorkspaceID).Shows(own) ||
		!authz.Activities(v.LikenessOf(m.WorkspaceID, m.MemberID), m.WorkspaceID).Shows(own) {
		t.Error("a likeness has a part where the viewer has, or has none where it was given")
	}
	if len(like.Memberships) != 1 || like.AccountID != uuid.Nil || like.Email != "" || like.RightsIn(m.WorkspaceID) != v.RightsIn(m.WorkspaceID) {
		t.Errorf("the likeness is %+v", like)
	}
	if v.Likeness(uuid.New()) != nil || v.RightsIn(uuid.New()) != "" {
		t.Error("a stranger has a likeness")
	}
}

func TestRightsInTellsRightsApart(t *testing.T) {
	t.Parallel()
	v := ann()
	ws := v.Memberships[0].WorkspaceID
	for name, change := range map[string]func(*authz.Viewer, *authz.Membership){
		"role":        func(_ *authz.Viewer, m *authz.Membership) { m.Role = authz.RoleAdmin },
		"project":     func(_ *authz.Viewer, m *authz.Membership) { m.Projects = m.Projects[:1] },
		"scope":       func(o *authz.Viewer, _ *authz.Membership) { o.Scopes = o.Scopes[:1] },
		"every scope": func(o *authz.Viewer, _ *authz.Membership) { o.Scopes = nil },
		"no scope":    func(o *authz.Viewer, _ *authz.Membership) { o.Scopes = []string{} },
		"kind":        func(o *authz.Viewer, _ *authz.Membership) { o.Kind = authz.KindService },
	} {
		o := *v
		o.Memberships = []authz.Membership{v.Memberships[0]}
		change(&o, &o.Memberships[0])
		if o.RightsIn(ws) == v.RightsIn(ws) {
			t.Errorf("another %s makes no difference", name)
		}
	}
}

func TestAnOlderLookGivesNothingBack(t *testing.T) {
	t.Parallel()
	with, without := ann(), ann()
	without.Memberships = nil
	h := authz.NewHolder(with)
	h.Renew(without, 2)
	if h.Renew(with, 1); h.Viewer() != without {
		t.Error("what an earlier look had found replaced what a later one did")
	}
	same := *without
	if h.Renew(&same, 3); h.Viewer() != without {
		t.Error("a viewer who is the same was replaced")
	}
	if h.Renew(with, 4); h.Viewer() != with {
		t.Error("a later look was passed over")
	}
}
