package browser

import (
	"fmt"
	"strings"
	"testing"
)

// mostShift is how far what is shown may move while a page loads, by the browser's own measure (ux.md 6).
const mostShift = 0.02

// watchShifts adds up what moves without the person's doing, and tells where it was and is. What is in a shadow root has no
// name there, so what moves outside a feed is what has one.
const watchShifts = `{ globalThis.shifted = { sum: 0, where: [], outside: [] };
	const box = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
	new PerformanceObserver((list) => {
		for (const { value, hadRecentInput, sources } of list.getEntries()) {
			if (hadRecentInput) continue;
			shifted.sum += value;
			for (const { node, previousRect, currentRect } of sources) {
				shifted.where.push(box(previousRect) + ' > ' + box(currentRect));
				const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
				if (element && !element.closest('daybook-feed')) shifted.outside.push(element.localName);
			}
		}
	}).observe({ type: 'layout-shift', buffered: true }); }`

type shifts struct {
	Sum            float64
	Where, Outside []string
}

// shifts are those so far, once what was drawn is on the screen.
func (p *tab) shifts() (s shifts) {
	p.t.Helper()
	p.eval(`new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(shifted))))`, &s)
	return s
}

func TestNothingMovesWhileAPageLoads(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.startTimer(t, admin, "stands in the header")
	for _, width := range []int64{1280, 360} {
		for _, path := range pagesOf {
			p := s.tab(t)
			p.size(width, 900)
			p.signedIn(admin)
			p.before(watchShifts)
			p.shows(path)
			if seen := p.shifts(); seen.Sum > mostShift {
				t.Errorf("%s, %d px wide: what is shown moves by %.3f: %s", path, width, seen.Sum, strings.Join(seen.Where, "; "))
			}
		}
	}
}

func TestWhatArrivesMovesNothingOutsideTheWidget(t *testing.T) {
	t.Parallel()
	f := newForeign(t, admin, `<p id="above">Above</p><div id="frame">`+tag+`</div>`)
	p := f.tab(t)
	p.before(watchShifts)
	p.open(f.address + "/")
	p.sees("Live")
	p.activities()
	const place = `JSON.stringify([` + feedOf + `.offsetHeight, ...['above', 'below'].map((id) => document.getElementById(id).getBoundingClientRect().top)])`
	var before, after string
	p.eval(place, &before)
	p.eval(`shifted.outside.splice(0)`, nil)
	for i := range 12 {
		f.comment(t, member, i%3, fmt.Sprint("arrives ", i))
	}
	p.sees("arrives 11")
	p.eval(place, &after)
	if seen := p.shifts(); len(seen.Outside) > 0 || before != after {
		t.Errorf("height of the widget and places of the page were %s and are %s; %v moved", before, after, seen.Outside)
	}
}
