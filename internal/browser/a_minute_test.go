package browser

import (
	"strings"
	"testing"
	"time"
)

// rest lets the time go by without a seat: nobody works meanwhile.
func rest(until time.Time) {
	<-seats
	<-time.After(time.Until(until))
	seats <- struct{}{}
}

// TestNothingIsAskedInAnIdleMinute leaves pages alone for a real minute: times go by themselves, and only where neither
// sockets nor streams come through is anything asked. It stands in the first file, so that the others run meanwhile.
func TestNothingIsAskedInAnIdleMinute(t *testing.T) {
	t.Parallel()
	f := newForeign(t, member, tag)
	widget := f.visit(t)
	pages := map[*tab]int{widget: 0}
	for _, path := range []string{"/today", "/activity", "/blockers", "/team"} {
		p := f.as(t, admin)
		p.shows(path)
		pages[p] = 0
	}
	polling := f.tab(t)
	polling.before(noSockets + noStreams)
	polling.open(f.address + "/")
	polling.sees("Checking every 30 s")
	polling.activities()
	for p := range pages {
		p.sees("Live")
	}
	f.comment(t, member, 0, "a minute ago")
	widget.sees("a minute ago")
	for p := range pages {
		p.waitFor("quiet", p.quiet)
	}
	began := time.Now()
	for p := range pages {
		pages[p] = p.sent("/graphql")
	}
	asked := polling.sent("/graphql")
	const shape = `(() => { const root = ` + feedOf + `.shadowRoot; globalThis.rows ??= [...root.querySelectorAll('article')]; return [root.querySelector('article time .short').textContent, [...root.querySelectorAll('article')].every((row, at) => row === rows[at]), root.host.offsetHeight, root.querySelector('article').offsetHeight].join(); })()`
	var before, after string
	widget.eval(shape, &before)
	rest(began.Add(61 * time.Second))

	for p, n := range pages {
		if more := p.sent("/graphql") - n; more != 0 {
			t.Errorf("%s asked %d times in an idle minute", p.path(), more)
		}
	}
	if polling.sent("/graphql") == asked {
		t.Error("what asks every 30 s asked nothing in a minute")
	}
	polling.sees("a minute ago")
	widget.eval(shape, &after)
	if !strings.HasPrefix(before, "now,true,") || after != "1 minute ago"+strings.TrimPrefix(before, "now") {
		t.Errorf("words, nodes and measures were %q and are %q", before, after)
	}
}
