package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestTheExactTimeIsOneClickAway(t *testing.T) {
	t.Parallel()
	f := newForeign(t, member, tag)
	p := f.tab(t)
	// A browser whose clock is three hours late.
	p.before(fmt.Sprintf(movable, -3*time.Hour.Milliseconds()))
	f.comment(t, member, 0, "by the server's clock")
	p.open(f.address + "/")
	p.sees("by the server's clock")
	first := func() string { return p.all("article", "")[0].told }
	if told := first(); strings.Contains(told, "hour") {
		t.Errorf("a comment of now is said to be of %q", told)
	}
	var zone string
	p.eval(`Intl.DateTimeFormat().resolvedOptions().timeZone`, &zone)
	here, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	day := time.Now().In(here).Format("Monday, January 2, 2006")
	if strings.Contains(p.text(), day) {
		t.Error("the full date stands there before anybody asked for it")
	}
	var words string
	p.eval(feedOf+`.shadowRoot.querySelector('article [part=time] .short').textContent`, &words)
	p.press("button", words)
	p.sees(day)
	p.accessible("exact times")
}

func TestTheWidgetsFilterIsMarkedCountedAndClearedAtOnce(t *testing.T) {
	t.Parallel()
	f := newForeign(t, admin, tag)
	p := f.visit(t)
	p.sees("Live")
	p.press("button", "Filter")
	p.press("checkbox", "Blocker")
	p.keys("Escape")
	var data struct {
		Workspace struct {
			Activities struct {
				Count struct{ Value int }
			}
		}
	}
	f.ask(t, admin, `query($w: ID!) { workspace(id: $w) { activities(first: 1, filter: {entityType: {in: [BLOCKER]}}) { count { value } } } }`, map[string]any{"w": f.place(t).ID}, &data)
	p.one("button", fmt.Sprintf("Remove filter Blocker · %d", data.Workspace.Activities.Count.Value))
	p.accessible("filtered")
	f.comment(t, member, 0, "does not match")
	f.openBlocker(t, member, "matches", "LOW")
	p.one("button", fmt.Sprintf("Remove filter Blocker · %d", data.Workspace.Activities.Count.Value+1))
	if strings.Contains(p.text(), "does not match") {
		t.Error("what does not match is shown")
	}
	p.press("button", "Remove filter Blocker")
	p.sees("does not match")
	if n := len(p.all("button", "Remove filter")); n != 0 {
		t.Error("the mark of the filter stays")
	}
}

func TestAnAPIThatFailsIsToldInWordsOnly(t *testing.T) {
	t.Parallel()
	f := newForeign(t, admin, tag)
	f.ill.Store(true)
	widget, app := f.visit(t), f.tab(t)
	app.signedIn(member)
	app.open("/today")
	widget.sees("Could not load activity.")
	app.sees("Could not load Daybook.")
	for _, p := range []*tab{widget, app} {
		if text := p.text(); strings.Contains(text, "panic") || strings.Contains(text, "secret.go") {
			t.Errorf("the server's own words are shown:\n%s", text)
		}
		p.accessible("the API fails")
	}
	f.ill.Store(false)
	for _, p := range []*tab{widget, app} {
		p.press("button", "Try again")
	}
	widget.activities()
	app.one("heading", "Today")
}

func TestALongTextIsClampedAndOpens(t *testing.T) {
	t.Parallel()
	f := newForeign(t, member, tag)
	long := strings.Repeat("A lantern for every window. ", 18)[:500]
	f.comment(t, member, 0, long)
	p := f.visit(t)
	p.one("article", "Tomasz Applegarth commented")
	const lines = `(() => { const el = ` + feedOf + `.shadowRoot.querySelector('article bdi.clamp'); return [Math.round(el.clientHeight / parseFloat(getComputedStyle(el).lineHeight)), el.scrollHeight > el.clientHeight + 1]; })()`
	var shown []any
	p.eval(lines, &shown)
	if fmt.Sprint(shown) != "[2 true]" {
		t.Errorf("lines shown, and whether there are more: %v", shown)
	}
	p.press("button", "Details")
	p.waitFor("the whole text", func() bool {
		p.eval(lines, &shown)
		return shown[0].(float64) > 2 && shown[1] == false
	})
	p.accessible("opened")
	p.press("button", "Details")
	p.waitFor("two lines again", func() bool { p.eval(lines, &shown); return fmt.Sprint(shown) == "[2 true]" })
}
