package browser

import (
	"testing"

	"daybook/internal/demo"
)

func TestOneSessionIsRevokedAndItsWindowAsksToSignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	there, here, third := s.tab(t), s.as(t, member), s.as(t, member)
	there.signIn(member) // by the page, so its browser is known
	there.fill("Yesterday", "Typed before the end")
	for _, p := range []*tab{there, third} {
		p.sees("Live")
	}
	here.shows("/settings?part=security")
	here.sees("Where you are signed in", "This browser")
	here.press("button", "Sign out: Chrome")
	there.sees("Your session has ended. What you typed is still here.")
	there.accessible("its session was revoked")
	there.fill("Password", demo.Password)
	there.press("button", "Sign in")
	there.waitFor("the page below", func() bool { return len(there.all("dialog", "")) == 0 })
	if v := there.one("textbox", "Yesterday").value; v != "Typed before the end" {
		t.Errorf("after signing in again Yesterday holds %q", v)
	}
	for _, p := range []*tab{here, third} {
		p.shows("/today")
		p.one("button", "Submit standup")
	}
}
