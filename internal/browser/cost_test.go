package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// most is what a first visit to a page of the application may cost over the network, whatever the machine.
const (
	mostBytes    = 130_000
	mostRequests = 45
)

// TestAFirstVisitStaysCheap counts what a page costs to who never saw it, signed in as an admin: bytes as they come over the
// network, and requests with those for data. With -measure it prints them, and when something first stood in the window on a
// CPU four times slower.
func TestAFirstVisitStaysCheap(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/sign-in", "/today", "/standups", "/worklog", "/time", "/time/week", "/time/chart", "/blockers", "/team", "/activity", "/settings"} {
		p := s.tab(t)
		p.signedIn(admin)
		p.cacheless()
		if *measure {
			_, err := chromedp.Call(p.ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
			p.must(err)
		}
		p.shows(path)
		var paint float64
		p.eval(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0`, &paint)
		p.mu.Lock()
		bytes, requests := p.bytes, len(p.requests)
		p.mu.Unlock()
		if *measure {
			fmt.Printf("| `%s` | %.1f kB | %d | %.0f ms |\n", path, bytes/1000, requests, paint)
		}
		if bytes > mostBytes || requests > mostRequests {
			t.Errorf("%s takes %.0f bytes in %d requests", path, bytes, requests)
		}
	}
}

func (p *tab) cacheless() {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	p.must(err)
}
