package browser

import (
	"strings"
	"testing"
)

func TestWhatNobodyWroteIsMarkedWhereverItStands(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var found struct {
		Workspace struct {
			Standups struct {
				Nodes []struct {
					Date, ID string
					Member   struct{ ID string }
				}
			}
		}
	}
	place := s.place(t)
	s.ask(t, admin, `query($w: ID!) { workspace(id: $w) { standups(first: 1, filter: {source: {eq: INFERRED}}) { nodes { id date member { id } } } } }`,
		map[string]any{"w": place.ID}, &found)
	inferred := found.Workspace.Standups.Nodes[0]
	p := s.as(t, admin)
	p.shows("/standups?source=INFERRED&person=" + inferred.Member.ID)
	p.one("article", "")
	p.sees("Inferred")
	p.shows("/standups/team?date=" + inferred.Date)
	p.sees("No human standup", "Inferred")
	p.accessible("an inferred standup")
}

func TestTheTeamsDayJudgesEachByTheirOwnClock(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, admin)
	p.shows("/standups/team")
	p.sees("Sent", "No human standup", "Not due yet", "Each by their own time zone")
	author := s.as(t, member)
	author.submit("Counted", "At once")
	p.sees("Tomasz Applegarth")
	p.press("button", "Earlier day")
	p.waitFor("the day before in the address", func() bool { return strings.Contains(p.path(), "date=") })
	p.settled()
	p.fits("the day before")
}

func TestOwnStandupsAreFoundByTextAndDay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.submit("Varnished the seventh shutter", "Nothing else")
	p.shows("/standups")
	p.into("searchbox", "Search", "seventh shutter")
	p.waitFor("the search in the address", func() bool { return strings.Contains(p.path(), "q=seventh") })
	p.waitFor("one standup", func() bool { return len(p.all("article", "")) == 1 })
	p.sees("Varnished the seventh shutter")
	p.into("searchbox", "Search", "no such words anywhere")
	p.sees("Nothing matches these filters.")
	p.press("button", "Clear filters")
	p.waitFor("all again", func() bool { return len(p.all("article", "")) > 1 })
}

func TestThePageOfGroupsNamesNobodyAndSaysWhenFiguresAreHidden(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.shows("/team")
	p.one("heading", "Hours")
	for _, name := range []string{"Aroha Reedwater", "Meera Foxglen", "Zainab Copperleaf"} {
		if strings.Contains(p.text(), name) {
			t.Errorf("the page of groups names %s", name)
		}
	}
	p.press("button", "Show as table")
	p.one("table", "")
	// More people than the workspace has must have contributed.
	other := newSiteOf(t, s)
	other.shows("/team")
	other.sees("Too few people to show.")
	if text := other.text(); strings.Contains(text, "Tracked") {
		t.Errorf("figures stand beside the words:\n%s", text)
	}
	other.accessible("too few people")
	other.fits("too few people")
}

// newSiteOf opens the window of a member after the smallest group was made larger than the workspace.
func newSiteOf(t *testing.T, s *site) *tab {
	t.Helper()
	s.ask(t, owner, `mutation($input: WorkspaceSettingsUpdateInput!) { workspaceSettingsUpdate(input: $input) { userErrors { message } } }`,
		map[string]any{"input": map[string]any{"workspaceId": s.place(t).ID, "minimumGroupSize": 50, "expectedVersion": 0}}, nil)
	return s.as(t, member)
}

func TestSignInIsFriendlyToPasswordManagers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.tab(t)
	p.open("/sign-in")
	p.one("textbox", "Mail")
	var hints []string
	p.eval(`[...document.querySelectorAll('input')].filter((el) => el.type !== 'hidden').map((el) => el.autocomplete)`, &hints)
	if strings.Join(hints, " ") != "username current-password" {
		t.Errorf("the fields say %v", hints)
	}
	var pastes bool
	p.eval(`[...document.querySelectorAll('input')].every((el) => el.dispatchEvent(new ClipboardEvent('paste', {bubbles: true, cancelable: true})))`, &pastes)
	if !pastes {
		t.Error("a field refuses what is pasted")
	}
	for _, mail := range []string{"nobody@example.com", member} {
		p.fill("Mail", mail)
		p.fill("Password", "not it")
		p.press("button", "Sign in")
		p.sees("This mail and password do not match. Check both and try again.")
	}
	for _, dark := range []bool{false, true} {
		p.dark(dark)
		for _, width := range []int64{1280, 360} {
			p.size(width, 800)
			p.accessible("sign-in")
			p.fits("sign-in")
		}
	}
	p.press("button", "Sign in as Tomasz Applegarth")
	p.one("heading", "Today")
}
