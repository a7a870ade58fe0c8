package browser

import (
	"strings"
	"testing"
)

func TestAnEmptyInstallSaysWhatToDoAndMakesItsOwner(t *testing.T) {
	t.Parallel()
	s := newInstall(t)
	passer := s.tab(t)
	passer.open("/today")
	passer.sees("Create the first owner", "There is no workspace on this server yet.", "open the address that the server printed when it started")
	passer.accessible("an empty install, without the code")
	if n := len(passer.all("textbox", "")); n != 0 {
		t.Errorf("without the code there are %d fields", n)
	}

	p := s.tab(t)
	p.open("/sign-in#found=" + s.founding.Code())
	p.one("heading", "Create the first owner")
	if strings.Contains(p.path(), s.founding.Code()) {
		t.Error("the code stays in the address")
	}
	p.press("button", "Create and sign in")
	p.sees("Fill this in.", "At least 10 characters.")
	for _, dark := range []bool{false, true} {
		p.dark(dark)
		p.size(360, 800)
		p.accessible("an empty install, errors at the fields")
		p.fits("an empty install")
	}
	p.size(1280, 900)
	p.fill("Workspace", "Paper & Co.")
	p.into("combobox", "Time zone", "Europe/Berlin")
	p.fill("Your name", "Ada Quill")
	p.fill("Mail", "ada@example.com")
	p.fill("Password", "nobody guesses this")
	p.press("button", "Create and sign in")
	p.waitFor("the first page", func() bool { return p.path() == "/today" })
	p.one("button", "Submit standup")
	p.sees("Paper & Co.", "Ada Quill")
	p.shows("/settings?part=members")
	p.sees("ada@example.com", "Owner")
	p.shows("/activity")
	p.sees("Ada Quill created the workspace")

	passer.open("/sign-in")
	passer.one("heading", "Sign in")
	passer.fill("Mail", "ada@example.com")
	passer.fill("Password", "nobody guesses this")
	passer.press("button", "Sign in")
	passer.waitFor("the first page", func() bool { return passer.path() == "/today" })
}
