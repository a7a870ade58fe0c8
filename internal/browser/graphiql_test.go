package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// tabs are the names of GraphiQL's tabs.
func (p *tab) tabs() (names []string) {
	p.t.Helper()
	for _, tab := range p.all("tab", "") {
		names = append(names, strings.TrimSuffix(tab.name, " Close Tab"))
	}
	return names
}

func (p *tab) stored() (text string) {
	p.t.Helper()
	p.eval(`JSON.stringify([{...localStorage}, {...sessionStorage}])`, &text)
	return text
}

// result is the answer that GraphiQL shows.
func (p *tab) result() string {
	var text string
	if err := p.tryEval(`document.querySelector('.result-window')?.innerText?.replace(/\u00a0/g, ' ') ?? ''`, &text); err != nil {
		return err.Error()
	}
	return text
}

// turnTo opens a tab of GraphiQL and waits until its query stands in the editor: what is run before is that of another.
func (p *tab) turnTo(name string) {
	p.t.Helper()
	p.waitFor("the tab "+name+" to be open", func() bool {
		p.press("tab", name) // GraphiQL may not listen yet
		var open string
		return p.tryEval(`document.querySelector('[role=tab][aria-selected=true]')?.innerText ?? ''`, &open) == nil && strings.HasPrefix(open, name)
	})
	p.waitFor("the query of "+name, func() bool {
		var query string
		return p.tryEval(`document.querySelector('.graphiql-query-editor')?.innerText ?? ''`, &query) == nil && strings.Contains(query, name) && p.result() == ""
	})
}

func TestEachTabOfGraphiQLRunsUnchangedForItsRole(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, who := range []string{member, admin} {
		p := s.tab(t)
		p.signedIn(who)
		p.open("/graphiql")
		p.one("tab", "")
		p.waitFor("the default tabs", func() bool { return len(p.tabs()) > 5 })
		for _, name := range p.tabs() {
			p.turnTo(name)
			p.press("button", "Execute query")
			p.waitFor("an answer of "+name, func() bool { return p.result() != "" })
			refused := strings.Contains(p.result(), `"FORBIDDEN"`)
			if wanted := name == "SeeTheRefusal"; refused != wanted || !wanted && strings.Contains(p.result(), `"errors"`) {
				t.Errorf("%s as %s answers\n%s", name, who, p.result())
			}
			if len(p.all("button", "Stop query")) > 0 {
				p.press("button", "Stop query")
			}
		}
	}
}

// Who is quicker than GraphiQL, which reads an operation's name a moment after its text has come, runs what they see.
func TestATabOfGraphiQLRunsRightAfterItWasChosen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.tab(t)
	p.signedIn(member)
	p.open("/graphiql")
	p.waitFor("the default tabs", func() bool { return len(p.tabs()) > 5 })
	p.press("tab", "WhoAmIAndToday")
	p.press("button", "Execute query")
	p.waitFor("an answer", func() bool { return strings.Contains(p.result(), `"viewer"`) })
	p.eval(`(() => {
		[...document.querySelectorAll('.graphiql-tab-button')].find((tab) => tab.textContent.startsWith('RateLimit')).click();
		document.querySelector('.graphiql-execute-button').click();
	})()`, nil)
	p.waitFor("an answer of RateLimit", func() bool { return strings.Contains(p.result(), `"rateLimit"`) })
	if strings.Contains(p.result(), `"errors"`) {
		t.Errorf("it answers\n%s", p.result())
	}
}

func TestASubscriptionInGraphiQLShowsWhatIsCommitted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.tab(t)
	p.signedIn(admin)
	p.open("/graphiql")
	p.turnTo("LiveActivity")
	p.press("button", "Execute query")
	p.waitFor("a heartbeat", func() bool { return strings.Contains(p.result(), "HEARTBEAT") })
	s.comment(t, member, 0, "told in GraphiQL")
	p.waitFor("the comment", func() bool { return strings.Contains(p.result(), "COMMENTED") })
}

func TestGraphiQLKeepsItsTabsAndStoresNoSecret(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.tab(t)
	p.signedIn(member)
	p.open("/graphiql")
	p.waitFor("the default tabs", func() bool { return len(p.tabs()) > 5 })
	tabs := p.tabs()
	for range 3 {
		p.open("/graphiql")
		p.waitFor("the tabs again", func() bool { return len(p.tabs()) >= len(tabs) })
	}
	if again := p.tabs(); !slices.Equal(again, tabs) {
		t.Errorf("three loads later the tabs are %v and not %v", again, tabs)
	}
	p.press("tab", tabs[0])
	p.press("button", "Headers")
	p.waitFor("the headers editor", func() bool {
		var there bool
		return p.tryEval(`(() => { const at = document.querySelector('.graphiql-editor-tool .graphiql-editor:not(.hidden) .monaco-editor'); const box = at?.getBoundingClientRect(); return !!box && box.height > 0; })()`, &there) == nil && there
	})
	p.eval(`document.querySelector('.graphiql-editor-tool .graphiql-editor:not(.hidden) .monaco-editor :is(textarea, [contenteditable])').focus()`, nil)
	p.types(`{"Authorization": "Bearer hush-hush"}`)
	p.waitFor("what was typed", func() bool { return strings.Contains(p.text(), "hush-hush") })
	p.press("button", "Execute query")
	p.waitFor("an answer", func() bool { return p.result() != "" })
	p.open("/graphiql") // writes what it writes when it is left
	p.waitFor("the tabs again", func() bool { return len(p.tabs()) >= len(tabs) })
	for _, secret := range []string{"hush-hush", "Bearer"} {
		if stored := p.stored(); strings.Contains(stored, secret) {
			t.Errorf("storage holds %q: %s", secret, fmt.Sprintf("%.2000s", stored))
		}
	}
}

func TestGraphiQLWithoutASessionLeadsToTheSignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.tab(t)
	p.open("/graphiql")
	p.one("link", "Sign in")
	p.accessible("signed out")
}
