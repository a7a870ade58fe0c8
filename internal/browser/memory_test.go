package browser

import (
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var events = flag.Int("events", 0, "push so many activities into an open page, and print what the page's memory has grown by")

// mostGrowth is what an hour at ten activities a second may add to a page's memory, in bytes (ux.md 6).
const mostGrowth = 5_000_000

// TestMemoryAfterAnHour pushes -events activities, 36,000 for the hour, as fast as the server takes them. The page is warm
// before: it shows as many rows as it ever will.
func TestMemoryAfterAnHour(t *testing.T) { //nolint:paralleltest // it is measured alone
	if *events == 0 {
		t.Skip("it takes minutes: -events 36000 runs it")
	}
	s := newSite(t)
	task := s.place(t).Tasks.Nodes[0].ID
	pushed := 0
	push := func(many int) {
		for until := pushed + many; pushed < until; {
			var batch strings.Builder
			for range 10 {
				pushed++
				fmt.Fprintf(&batch, "c%d: commentAdd(input: {entityId: %q, body: \"pushed %[1]d\"}) { userErrors { message } }\n", pushed, task)
			}
			s.ask(t, member, "mutation {"+batch.String()+"}", nil, nil)
		}
	}
	for _, path := range []string{"/activity", "/today"} {
		p := s.tab(t)
		p.signedIn(admin)
		p.open(path) // not shows: asking for the accessible tree makes the browser keep account of every change of it
		p.sees("Kofi Larkspur")
		shown := func() {
			if path == "/activity" {
				p.sees(fmt.Sprintf("pushed %d\n", pushed))
			}
			p.waitFor("the page to be quiet", p.quiet)
		}
		push(1000)
		shown()
		before, began := p.heap(), time.Now()
		push(*events)
		shown()
		grown := p.heap() - before
		fmt.Printf("%s: %d activities in %v, from %.1f MB by %.2f MB\n", path, *events, time.Since(began).Round(time.Second), before/1e6, grown/1e6)
		p.open("about:blank")
		if grown > mostGrowth {
			t.Errorf("%s grows by %.0f bytes", path, grown)
		}
	}
}

// heap is the bytes that a page's scripts hold once everything that nobody needs is gone, the page's tree with them.
func (p *tab) heap() float64 {
	p.t.Helper()
	for range 3 { // what a finalizer lets go is gone with the next
		_, err := chromedp.Call(p.ctx, heapprofiler.CollectGarbage, cdp.Empty{})
		p.must(err)
	}
	usage, err := chromedp.Call(p.ctx, runtime.GetHeapUsage, cdp.Empty{})
	p.must(err)
	return usage.UsedSize + usage.EmbedderHeapUsedSize
}
