package browser

import "testing"

func TestPeopleOfEachRoleSignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, mail := range []string{owner, admin, manager, member} {
		p := s.tab(t)
		p.signIn(mail)
		p.one("heading", "Today")
	}
}

func TestAWrongPasswordIsToldInWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.tab(t)
	p.open("/sign-in")
	p.fill("Mail", member)
	p.fill("Password", "not it")
	p.press("button", "Sign in")
	p.sees("This mail and password do not match. Check both and try again.")
	p.accessible("told so")
}
