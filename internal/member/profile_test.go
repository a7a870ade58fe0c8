package member_test

import (
	"maps"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/member"
)

func TestUpdateProfile(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, second := a.Workspace(t), a.Workspace(t)
	ann := w.Member(t)
	there := second.Member(t, func(p *member.InviteParams) { p.Email = *ann.Email })
	seq := w.Seq(t)
	m, _, err := a.Members.UpdateProfile(t.Context(), ann.Viewer(t), member.ProfileParams{MemberID: ann.ID, DisplayName: new(" Ann Other "), TimeZone: new("Asia/Tokyo")})
	if err != nil || m.DisplayName != "Ann Other" || m.TimeZone != "Asia/Tokyo" || m.Role != ann.Role {
		t.Fatalf("%+v, %v", m, err)
	}
	stored, err := member.Read(t.Context(), a.DB, w.ID, ann.ID)
	if err != nil || stored.DisplayName != m.DisplayName || stored.TimeZone != m.TimeZone {
		t.Errorf("stored is %+v, %v", stored, err)
	}
	if v := ann.Viewer(t); v.DisplayName != "Ann Other" || v.TimeZone != "Asia/Tokyo" {
		t.Errorf("the person is greeted as %s of %s", v.DisplayName, v.TimeZone)
	}
	if other, err := member.Read(t.Context(), a.DB, second.ID, there.ID); err != nil || other.DisplayName != there.DisplayName || other.TimeZone != there.TimeZone {
		t.Errorf("in another workspace they are %+v, %v", other, err)
	}
	log := w.Log(t)[seq:]
	if len(log) != 1 || log[0].Action != activity.Updated || log[0].Visibility != activity.ToAdmins || len(log[0].Changes) != 2 {
		t.Fatalf("the log tells %+v", log)
	}
	for _, c := range log[0].Changes { // R18: no name stands in the log
		if c.Field == "displayName" && (!c.Redacted || c.New != nil) || c.Field == "timeZone" && *c.New != "Asia/Tokyo" {
			t.Errorf("a change is %+v", c)
		}
	}
	before := a.Snapshot(t)
	if _, _, err := a.Members.UpdateProfile(t.Context(), ann.Viewer(t), member.ProfileParams{MemberID: ann.ID, DisplayName: new("Ann Other")}); err != nil {
		t.Error(err)
	}
	if !maps.Equal(before, a.Snapshot(t)) {
		t.Error("what changes nothing wrote something")
	}
}

func TestUpdateProfileIsForOneself(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, mate := w.Member(t), w.Member(t)
	before := a.Snapshot(t)
	for name, c := range map[string]struct {
		v    *authz.Viewer
		code fault.Code
	}{
		"a mate": {mate.Viewer(t), fault.Forbidden}, "an owner": {w.Owner.Viewer(t), fault.Forbidden}, "a stranger": {foreign.Owner.Viewer(t), fault.NotFound},
	} {
		if _, _, err := a.Members.UpdateProfile(t.Context(), c.v, member.ProfileParams{MemberID: ann.ID, DisplayName: new("x")}); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for field, p := range map[string]member.ProfileParams{"displayName": {DisplayName: new("two\nlines")}, "timeZone": {TimeZone: new("Mars/Olympus")}} {
		p.MemberID = ann.ID
		_, _, err := a.Members.UpdateProfile(t.Context(), ann.Viewer(t), p)
		apptest.WantRejection(t, err, check.Invalid, field)
	}
	_, _, err := a.Members.UpdateProfile(t.Context(), ann.Viewer(t), member.ProfileParams{MemberID: ann.ID, DisplayName: new("  ")})
	apptest.WantRejection(t, err, check.Required, "displayName")
	if !maps.Equal(before, a.Snapshot(t)) {
		t.Error("something was written")
	}
}
