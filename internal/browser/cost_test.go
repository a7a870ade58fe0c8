package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// most is what a first visit to a page of the application may cost over the network, whatever the machine.
const (
	mostBytes       = 130_000
	mostRequests    = 12
	requestsOfToday = 8
)

// TestAFirstVisitStaysCheap counts what a page costs to who never saw it, signed in as an admin: bytes as they come over the
// network, and requests with those for data, pushes and the tab's icon. With -measure it prints them, and when something
// first stood in the window on a CPU four times slower.
func TestAFirstVisitStaysCheap(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/sign-in", "/today", "/standups", "/worklog", "/time", "/time/week", "/time/chart", "/blockers", "/team", "/activity", "/settings"} {
		p := s.tab(t)
		p.signedIn(admin)
		p.cacheless()
		if *measure {
			p.slow()
		}
		p.shows(path)
		var paint float64
		p.eval(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0`, &paint)
		most := mostRequests
		if path == "/today" {
			most = requestsOfToday
		}
		bytes, requests := p.cost()
		if *measure {
			fmt.Printf("| `%s` | %.1f kB | %d | %.0f ms |\n", path, bytes/1000, len(requests), paint)
		}
		if bytes > mostBytes || len(requests) > most {
			t.Errorf("%s takes %.0f bytes in %d requests:\n%s", path, bytes, len(requests), strings.Join(requests, "\n"))
		}
		p.open("about:blank") // the next one is measured alone
	}
}

// TestOtherLanguagesTakeNoMoreRequests: the German words of the first page come as one file.
func TestOtherLanguagesTakeNoMoreRequests(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.tab(t)
	p.signedIn(admin)
	p.cacheless()
	p.before(`localStorage.setItem('daybook:preference:language', 'de')`)
	p.shows("/today")
	p.one("heading", "Heute")
	if _, requests := p.cost(); len(requests) > requestsOfToday {
		t.Errorf("Today in German takes %d requests:\n%s", len(requests), strings.Join(requests, "\n"))
	}
}

// TestTodayOverASlowLine is measured with -measure alone: it prints when Today was first painted and when a standup could be
// written, on a CPU four times slower and a line of 10 Mbit/s and 40 ms.
func TestTodayOverASlowLine(t *testing.T) { //nolint:paralleltest // it is measured alone
	if !*measure {
		t.Skip("it measures and finds nothing wrong: -measure runs it")
	}
	s := newSite(t)
	p := s.tab(t)
	p.signedIn(admin)
	p.cacheless()
	p.slow()
	_, err := chromedp.Call(p.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Latency: 40, DownloadThroughput: 10e6 / 8, UploadThroughput: 10e6 / 8}}})
	p.must(err)
	p.before(`{ const find = (root) => [...root.querySelectorAll('*')].some((el) => el.type === 'submit' || (el.shadowRoot && find(el.shadowRoot)));
		const look = () => { if (find(document)) globalThis.usable = performance.now(); else requestAnimationFrame(look); };
		look(); }`)
	p.shows("/today")
	var paint, usable float64
	p.eval(`performance.getEntriesByName('first-contentful-paint')[0].startTime`, &paint)
	p.eval(`usable`, &usable)
	fmt.Printf("Today over a slow line: first paint %.0f ms, usable %.0f ms\n", paint, usable)
}

// cost is what came over the network so far, and what was asked for; what an address itself holds is not asked for.
func (p *tab) cost() (bytes float64, requests []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.requests {
		if !strings.HasPrefix(r, "data:") {
			requests = append(requests, strings.Replace(r, p.site.url, "", 1))
		}
	}
	return p.bytes, requests
}

// slow makes the CPU four times slower.
func (p *tab) slow() {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
	p.must(err)
}

func (p *tab) cacheless() {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	p.must(err)
}
