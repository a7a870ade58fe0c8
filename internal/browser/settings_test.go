package browser

import "testing"

func TestASessionEndedElsewhereEndsAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	here, there := s.as(t, member), s.as(t, member)
	there.sees("Live")
	here.shows("/settings")
	here.press("link", "Sign-ins")
	here.sees("This browser")
	here.accessible("sign-ins")
	here.press("button", "Sign out everywhere else")
	there.sees("Your session has ended.")
	here.shows("/today")
	here.one("button", "Submit standup")
}

func TestATokenIsShownOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.shows("/settings")
	p.press("link", "Tokens")
	p.press("button", "Create a token")
	p.fill("What it is for", "a script")
	for _, b := range p.all("button", "Create a token") {
		if p.click(b.id) == nil {
			break
		}
	}
	p.sees("Copy the token now. It is shown this once.")
	p.accessible("a token")
	p.press("button", "Done")
	p.sees("a script", "Never used")
	p.lacks("Copy the token now.")
	p.press("button", "Revoke")
	p.sees("Revoke “a script”?")
}

func TestSlackIsTurnedOffInPlainWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.shows("/settings")
	p.sees("If you agree, messages that you post in the connected standup channels are read")
	p.press("button", "Agree and turn on")
	p.sees("Slack tracking is on.", "New messages are no longer read. What was already recorded stays.")
	p.press("button", "Turn off")
	p.sees("Slack tracking is off.")
}
