package authn_test

import (
	"maps"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authn"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
)

func TestChangePassword(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	withPassword(t, a, ann)
	other := ann.SignIn(t)
	const next = "a much better password"
	seq := w.Seq(t)
	ended, err := a.Authn.ChangePassword(t.Context(), ann.Viewer(t), password, next)
	if err != nil || ended != 1 {
		t.Fatalf("%d sessions ended, %v", ended, err)
	}
	if _, err := a.Authn.Session(t.Context(), other.Secret); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("the other session: %v", err)
	}
	ann.Viewer(t) // the present one is good
	log := w.Log(t)[seq:]
	if len(log) != 1 || log[0].Action != activity.Updated || log[0].Visibility != activity.ToAdmins || len(log[0].Changes) != 1 || !log[0].Changes[0].Redacted {
		t.Errorf("the log tells %+v", log)
	}
	if _, _, err := a.Authn.SignIn(t.Context(), *ann.Email, password); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("with the old password: %v", err)
	}
	if _, _, err := a.Authn.SignIn(t.Context(), *ann.Email, next); err != nil {
		t.Errorf("with the new password: %v", err)
	}
}

func TestChangePasswordRejects(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, without := w.Member(t), w.Member(t)
	withPassword(t, a, ann)
	ann.SignIn(t)
	for name, c := range map[string]struct {
		next string
		code check.Code
	}{
		"a short one": {"123456789", check.OutOfRange}, "an endless one": {strings.Repeat("x", authn.MaxPassword+1), check.TooLong},
		"the same one": {password, check.Invalid}, "one that is not UTF-8": {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", check.Invalid},
	} {
		before := a.Snapshot(t)
		_, err := a.Authn.ChangePassword(t.Context(), ann.Viewer(t), password, c.next)
		apptest.WantRejection(t, err, c.code, "newPassword")
		if !maps.Equal(before, a.Snapshot(t)) {
			t.Errorf("%s: something was written", name)
		}
	}
	sessions := a.Snapshot(t)["sessions"]
	for _, p := range []*apptest.Person{ann, without} {
		_, err := a.Authn.ChangePassword(t.Context(), p.Viewer(t), "wrong", "a much better password")
		apptest.WantRejection(t, err, check.Invalid, "currentPassword")
	}
	if a.Snapshot(t)["sessions"] != sessions {
		t.Error("a wrong password ended sessions")
	}
	for name, v := range map[string]*authz.Viewer{"nobody": nil, "a service": w.Service(t, authz.AllScopes...).Viewer(t),
		"a bounded token": w.Personal(t, ann, authz.AllScopes...).Viewer(t)} {
		if _, err := a.Authn.ChangePassword(t.Context(), v, password, "a much better password"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Who has a session and not the password cannot try passwords out.
func TestWrongPasswordsBackOffWhenChanging(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	ann := a.Workspace(t).Member(t)
	withPassword(t, a, ann)
	for range 100 {
		_, err := a.Authn.ChangePassword(t.Context(), ann.Viewer(t), "wrong", "a much better password")
		if fault.Is(err, fault.RateLimited) {
			if _, _, err := a.Authn.SignIn(t.Context(), *ann.Email, "wrong"); !fault.Is(err, fault.RateLimited) {
				t.Errorf("signing in is another try: %v", err)
			}
			return
		}
		apptest.WantRejection(t, err, check.Invalid, "currentPassword")
	}
	t.Error("it never backs off")
}
