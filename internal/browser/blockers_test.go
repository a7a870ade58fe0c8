package browser

import (
	"strings"
	"testing"
)

func TestABlockerIsOpenedResolvedAndReopenedByKeyboardAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.shows("/blockers")
	p.focus("button", "Report a blocker")
	p.keys("Enter")
	p.focus("textbox", "What is in the way")
	p.accessible("reporting")
	p.types("No lamp oil left")
	p.focus("button", "Report a blocker")
	p.keys("Enter")
	p.one("article", "No lamp oil left")
	p.focus("button", "Details of: No lamp oil left")
	p.keys("Enter")
	p.one("dialog", "Details")
	p.accessible("details")
	p.focus("button", "Resolve")
	p.keys("Enter")
	p.focus("textbox", "What took it out of the way")
	p.types("The oil came")
	p.focus("button", "Resolve")
	p.keys("Enter")
	p.sees("The oil came")
	p.focus("button", "Reopen")
	p.keys("Enter")
	p.one("button", "Resolve")
	p.sees("reopened")
}

func TestWhoIsToldOfABlockerReadsNoDescriptionUnlessItIsShared(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.openBlocker(t, member, "A matter between us", "HIGH")
	s.ask(t, member, `mutation($input: BlockerEscalateInput!) { blockerEscalate(input: $input) { userErrors { message } } }`,
		map[string]any{"input": map[string]any{"id": id, "shareDescription": false}}, nil)
	p := s.as(t, manager)
	p.sees("Escalated to you", "Description not shared with you")
	p.shows("/blockers")
	p.one("article", "Description not shared with you")
	if strings.Contains(p.text(), "A matter between us") {
		t.Error("the manager reads a description that was not shared")
	}
	boss := s.as(t, admin)
	boss.shows("/blockers?open=" + id)
	boss.sees("A matter between us", "Manager: Ingrid Saltmarsh", "not acknowledged", "Next: Director")
	// The newest is on top.
	p.press("button", "Acknowledge")
	p.sees("Acknowledged")
	boss.sees("acknowledged ")
	boss.waitFor("the acknowledgement in the trail", func() bool { return !strings.Contains(boss.text(), "not acknowledged") })
}
