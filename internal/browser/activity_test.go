package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// feedOf is a script's expression for the feed of a page.
const feedOf = `(() => { const find = (root) => { for (const el of root.querySelectorAll('*')) { if (el.localName === 'daybook-feed') return el; const inner = el.shadowRoot && find(el.shadowRoot); if (inner) return inner; } return null; }; return find(document); })()`

// activities are the ids that the page's feed shows, newest first.
func (p *tab) activities() (ids []string) {
	p.t.Helper()
	p.one("article", "")
	p.eval(feedOf+".items.map(({ id }) => id)", &ids)
	return ids
}

// doubled is the first id that occurs twice.
func doubled(ids []string) string {
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			return id
		}
	}
	return ""
}

func TestLoadMoreRepeatsAndMissesNothingWhatEverArrives(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, admin)
	p.shows("/activity")
	first := p.activities()
	for i := range 3 {
		s.comment(t, member, i, fmt.Sprintf("meanwhile %d", i))
	}
	p.press("button", "Load more")
	p.waitFor("more rows", func() bool { return len(p.activities()) > len(first)+20 })
	var all struct {
		Workspace struct {
			Activities struct{ Nodes []struct{ ID string } }
		}
	}
	s.ask(t, admin, `query($w: ID!) { workspace(id: $w) { activities(first: 100) { nodes { id } } } }`, map[string]any{"w": s.place(t).ID}, &all)
	shown := p.activities()
	if id := doubled(shown); id != "" {
		t.Errorf("%s is shown twice", id)
	}
	known := []string{}
	for _, n := range all.Workspace.Activities.Nodes {
		known = append(known, n.ID)
	}
	from := slices.Index(known, shown[0])
	if from < 0 || !slices.Equal(shown, known[from:from+len(shown)]) {
		t.Errorf("the feed shows %v, the log has %v", shown, known)
	}
	var focused string
	p.eval(feedOf+".shadowRoot.activeElement?.localName ?? ''", &focused)
	if focused != "article" {
		t.Errorf("after Load more the keyboard is at %q and not at the first new row", focused)
	}
}

func TestTheFilterStandsInTheAddressAndHoldsForWhatArrives(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, admin)
	p.shows("/activity")
	p.press("button", "Filter")
	p.press("checkbox", "Blocker")
	p.waitFor("the filter in the address", func() bool { return strings.Contains(p.path(), "of=BLOCKER") })
	p.keys("Escape")
	p.one("button", "Remove filter Blocker")
	link := p.path()
	s.comment(t, member, 0, "does not match")
	s.openBlocker(t, member, "matches", "LOW")
	p.waitFor("the blocker on top", func() bool {
		return strings.Contains(p.all("article", "")[0].name, "Tomasz Applegarth opened a blocker")
	})
	if strings.Contains(p.text(), "does not match") {
		t.Error("what does not match the filter is shown")
	}
	p.accessible("filtered")
	p.shows(link) // loads the page again
	p.one("button", "Remove filter Blocker")
	p.one("article", "Tomasz Applegarth opened a blocker")
	p.eval("history.back()", nil)
	p.waitFor("Back to take the filter away", func() bool { return p.path() == "/activity" })
	p.waitFor("all activities", func() bool {
		return strings.Contains(p.text(), "does not match") && len(p.all("button", "Remove filter Blocker")) == 0
	})
}

func TestAnAddressShowsWithTheRightsOfWhoOpensIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.openBlocker(t, teammate, "not for others", "LOW")
	p := s.as(t, member)
	p.shows("/activity?of=BLOCKER")
	if strings.Contains(p.text(), "Aroha Reedwater opened") {
		t.Error("a teammate's blocker is shown")
	}
}

func TestBackFromOfflineNothingIsMissingOrDoubled(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, admin)
	p.shows("/activity")
	before := p.activities()
	p.eval(`globalThis.sameLoad = true`, nil)
	p.offline(true)
	p.sees("You are offline.")
	for i := range 5 {
		s.comment(t, member, i, fmt.Sprintf("while away %d", i))
	}
	p.offline(false)
	p.waitFor("the five", func() bool {
		text := p.text()
		return strings.Contains(text, "while away 0") && strings.Contains(text, "while away 4")
	})
	after := p.activities()
	if !slices.Equal(after[5:5+len(before)], before) || doubled(after) != "" {
		t.Errorf("before: %v\nafter: %v", before, after)
	}
	text, last := p.text(), -1
	for i := 4; i >= 0; i-- {
		at := strings.Index(text, fmt.Sprintf("while away %d", i))
		if at < last {
			t.Errorf("the newest is not on top:\n%s", text)
		}
		last = at
	}
	var same bool
	p.eval(`!!globalThis.sameLoad`, &same)
	if !same {
		t.Error("the page was loaded again")
	}
}

func TestAnAdminSeesStatisticsAndDownloadsAnExport(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, admin)
	p.shows("/activity?view=statistics")
	p.sees("By kind", "By person", "Tomasz Applegarth")
	p.shows("/activity?view=exports")
	p.press("button", "Create export")
	p.sees("Downloaded")
	mate := s.as(t, member)
	mate.shows("/activity?view=statistics")
	mate.sees("activities")
	if strings.Contains(mate.text(), "Aroha Reedwater") {
		t.Error("the statistics name people to a member")
	}
}
