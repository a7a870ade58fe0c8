package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"daybook/internal/demo"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long something may take to stand on a page: the machine may be slow.
const patience = 30 * time.Second

// tab is one person's window, with cookies and storage of its own.
type tab struct {
	t    *testing.T
	site *site
	ctx  context.Context //nolint:containedctx // chromedp's way

	mu        sync.Mutex
	requests  []string
	bytes     float64                      // that came over the network
	underWay  map[network.RequestID]string // without those that stay open
	loader    cdp.LoaderID                 // the page that is shown, or comes
	changed   time.Time                    // when a request last began or ended
	wrong     []string
	forgiving []string // parts of complaints that are meant to come
}

// tab opens an empty window.
func (s *site) tab(t *testing.T) *tab {
	t.Helper()
	ctx, end := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext())
	p := &tab{t: t, site: s, ctx: ctx, underWay: map[network.RequestID]string{}}
	t.Cleanup(func() {
		if t.Failed() {
			p.mu.Lock()
			waiting := fmt.Sprint(slices.Collect(maps.Values(p.underWay)))
			p.mu.Unlock()
			t.Logf("%s shows, with requests under way to %s:\n%s", p.path(), waiting, p.text())
		}
		end()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, w := range p.wrong {
			t.Error(w)
		}
	})
	p.must(chromedp.Listen(ctx, p.hear))
	p.must(chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900)))
	return p
}

// signIn signs someone in by the page.
func (p *tab) signIn(mail string) {
	p.t.Helper()
	p.open("/sign-in")
	p.fill("Mail", mail)
	p.fill("Password", demo.Password)
	p.press("button", "Sign in")
	p.waitFor("leaving the sign-in page", func() bool { return p.path() != "/sign-in" })
}

// hear notes requests that leave the machine, refusals of the page's policy and failing scripts.
func (p *tab) hear(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		p.requested(e.Request.URL)
		p.begun(e)
	case *network.EventResponseReceived:
		if e.Response.MimeType == "text/event-stream" {
			p.ended(e.RequestID)
		}
	case *network.EventLoadingFinished:
		p.ended(e.RequestID)
		p.mu.Lock()
		p.bytes += e.EncodedDataLength
		p.mu.Unlock()
	case *network.EventLoadingFailed:
		p.ended(e.RequestID)
	case *network.EventWebSocketCreated:
		p.requested(e.URL)
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		p.complain("a script failed: " + text)
	case *log.EventEntryAdded:
		if strings.Contains(e.Entry.Text, "Content Security Policy") {
			p.complain("refused by the page's policy: " + e.Entry.Text)
		}
	}
}

func (p *tab) begun(e *network.EventRequestWillBeSent) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changed = time.Now()
	if string(e.RequestID) == string(e.LoaderID) {
		clear(p.underWay) // another page: what the one before left open, or still asks for, says nothing more
		p.loader = e.LoaderID
	}
	if e.LoaderID == p.loader && slices.Contains([]network.ResourceType{network.ResourceTypeDocument, network.ResourceTypeScript, network.ResourceTypeFetch, network.ResourceTypeXHR}, e.Type) {
		p.underWay[e.RequestID] = e.Request.URL
	}
}

func (p *tab) ended(request network.RequestID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changed = time.Now()
	delete(p.underWay, request)
}

// quiet tells whether no request has been under way for a little.
func (p *tab) quiet() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.underWay) == 0 && time.Since(p.changed) > 250*time.Millisecond
}

func (p *tab) requested(address string) {
	p.mu.Lock()
	p.requests = append(p.requests, address)
	p.mu.Unlock()
	u, err := url.Parse(address)
	if err == nil && (u.Scheme == "data" || u.Scheme == "blob" || u.Scheme == "about") {
		return
	}
	if err != nil || u.Hostname() != "127.0.0.1" && u.Hostname() != "localhost" {
		p.complain("a request leaves the machine: " + address)
	}
}

func (p *tab) complain(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.forgiving {
		if strings.Contains(text, f) {
			return
		}
	}
	p.wrong = append(p.wrong, text)
}

// forgive takes complaints with this part as meant.
func (p *tab) forgive(part string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forgiving = append(p.forgiving, part)
}

// sent are the requests so far whose address has the part.
func (p *tab) sent(part string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.requests {
		if strings.Contains(r, part) {
			n++
		}
	}
	return n
}

func (p *tab) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("at %s: %v", p.path(), err)
	}
}

// open goes to a path of the site, or to a whole address.
func (p *tab) open(path string) {
	p.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = p.site.url + path
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	p.must(chromedp.Do(ctx, chromedp.Navigate(path)))
}

// path is where the window is.
func (p *tab) path() string {
	address, err := chromedp.Run(p.ctx, chromedp.Location())
	if err != nil {
		return err.Error()
	}
	return strings.TrimPrefix(address, p.site.url)
}

// waitFor waits for a condition, which is asked again and again.
func (p *tab) waitFor(what string, holds func() bool) {
	p.t.Helper()
	deadline := time.Now().Add(patience)
	for !holds() {
		if time.Now().After(deadline) {
			p.t.Fatalf("at %s: waited in vain for %s", p.path(), what)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// eval runs a script in the page and reads its result, or what its promise gives, into out when it is not nil.
func (p *tab) eval(script string, out any) {
	p.t.Helper()
	if err := p.tryEval(script, out); err != nil {
		p.t.Fatalf("at %s: %v", p.path(), err)
	}
}

func (p *tab) tryEval(script string, out any) error {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string]("(async () => JSON.stringify((await ("+script+")) ?? null))()", chromedp.EvalAwaitPromise))
	if err != nil || out == nil {
		return err
	}
	return json.Unmarshal([]byte(text), out)
}

// offline cuts the window's network, or mends it.
func (p *tab) offline(cut bool) {
	p.t.Helper()
	conditions := &network.Conditions{Offline: cut, DownloadThroughput: -1, UploadThroughput: -1}
	_, err := chromedp.Call(p.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{conditions}})
	p.must(err)
	_, err = chromedp.Call(p.ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: cut, DownloadThroughput: -1, UploadThroughput: -1})
	p.must(err)
}

// block refuses requests whose address matches one of the patterns.
func (p *tab) block(patterns ...string) {
	p.t.Helper()
	blocked := make([]*network.BlockPattern, len(patterns))
	for i, at := range patterns {
		blocked[i] = &network.BlockPattern{URLPattern: at, Block: true}
	}
	_, err := chromedp.Call(p.ctx, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: blocked})
	p.must(err)
}

// hold keeps back requests whose address matches the pattern until the function it gives is called.
func (p *tab) hold(pattern string) (release func()) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: pattern}}})
	p.must(err)
	return func() {
		_, err := chromedp.Call(p.ctx, fetch.Disable, cdp.Empty{})
		p.must(err)
	}
}
