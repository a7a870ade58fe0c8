package browser

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"daybook/internal/app"
)

// foreign is a site of somebody else, with one page that holds the widget. Its policy is strict.
type foreign struct {
	*site
	address string
	token   string                    // what its backend gives the widget
	give    func(http.ResponseWriter) // how its backend does so
}

// newForeign starts Daybook and a page elsewhere that has the markup and a credential of someone.
func newForeign(t *testing.T, mail, markup string) *foreign {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	f := &foreign{address: "http://localhost:" + port} // another site than 127.0.0.1 in every respect
	f.site = newSite(t, func(o *app.Options) { o.Origins = []string{f.address} })
	var made struct{ APITokenCreate struct{ Secret string } }
	f.ask(t, mail, `mutation($input: ApiTokenCreateInput!) { apiTokenCreate(input: $input) { secret userErrors { message } } }`,
		map[string]any{"input": map[string]any{"workspaceId": f.place(t).ID, "name": "widget", "scopes": []string{"activity:read"}}}, &made)
	f.token = made.APITokenCreate.Secret
	policy := fmt.Sprintf("default-src 'self'; script-src 'self' %[1]s; connect-src 'self' %[1]s %[2]s", f.url, strings.Replace(f.url, "http", "ws", 1))
	files := http.NewServeMux()
	files.HandleFunc("GET /", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>Intranet</title><link rel="icon" href="/icon"><meta name="viewport" content="width=device-width">
			<script type="module" src="%s/widget/daybook-feed.js"></script><script type="module" src="/host.js"></script>
			<main><h1>Intranet</h1>%s<p id="below">Below</p></main></html>`, f.url, strings.ReplaceAll(markup, "ENDPOINT", f.url+"/graphql"))
	})
	files.HandleFunc("GET /host.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, `for (const feed of document.querySelectorAll('daybook-feed')) feed.getToken = async () => { const answer = await fetch('/token'); if (!answer.ok) throw new Error('refused'); return answer.text(); };`)
	})
	files.HandleFunc("GET /icon", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	f.give = func(w http.ResponseWriter) { fmt.Fprint(w, f.token) }
	files.HandleFunc("GET /token", func(w http.ResponseWriter, _ *http.Request) { f.give(w) })
	server := &http.Server{Handler: files}
	go server.Serve(listener)            //nolint:errcheck // ends with the test
	t.Cleanup(func() { server.Close() }) //nolint:errcheck // the same
	return f
}

const tag = `<daybook-feed endpoint="ENDPOINT"><a href="ENDPOINT">Activity</a></daybook-feed>`

func (f *foreign) visit(t *testing.T) *tab {
	t.Helper()
	p := f.tab(t)
	p.open(f.address + "/")
	return p
}

func TestTheWidgetMountsOnAForeignPage(t *testing.T) {
	t.Parallel()
	f := newForeign(t, member, tag)
	p := f.visit(t)
	p.sees("Live")
	if n := len(p.activities()); n != 10 {
		t.Errorf("%d activities are shown", n)
	}
	p.accessible("on a foreign page")
	p.mu.Lock()
	for _, r := range p.requests {
		if !strings.HasPrefix(r, f.address) && !strings.HasPrefix(r, f.url+"/widget/") && !strings.HasSuffix(r, "/graphql") {
			t.Errorf("a request to %s", r)
		}
	}
	p.mu.Unlock()
	var stored string
	p.eval(`JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])`, &stored)
	if strings.Contains(stored, f.token) {
		t.Error("the token is stored")
	}
	queries := p.sent("/graphql")
	f.comment(t, member, 0, "pushed")
	p.sees("pushed")
	if n := p.sent("/graphql") - queries; n != 0 {
		t.Errorf("%d requests for what was pushed", n)
	}
}

func TestTheWidgetLeavesTheReadersPlaceAlone(t *testing.T) {
	t.Parallel()
	f := newForeign(t, admin, `<div id="frame">`+tag+`</div>`)
	p := f.visit(t)
	p.sees("Live")
	p.activities()
	rows := len(p.all("article", ""))
	p.press("button", "Load more")
	p.waitFor("20 activities", func() bool { return len(p.activities()) == 20 })
	p.waitFor("the keyboard to be at the first new row, or at the one it was folded into", func() bool {
		var at int
		p.eval(`(() => { const root = `+feedOf+`.shadowRoot; return [...root.querySelectorAll('article')].indexOf(root.activeElement); })()`, &at)
		return at == rows || at == rows-1
	})
	const look = `(() => { const feed = ` + feedOf + `, box = feed.shadowRoot.querySelector('.box'); return [box.scrollTop, feed.offsetHeight, scrollY]; })()`
	p.eval(`(() => { `+feedOf+`.shadowRoot.querySelector('.box').scrollTop = 200; })()`, nil)
	var before, after []float64
	p.eval(look, &before)
	for i := range 3 {
		f.comment(t, member, i, "arrives")
	}
	p.one("button", "3 new")
	p.eval(look, &after)
	if fmt.Sprint(before) != fmt.Sprint(after) || before[0] == 0 {
		t.Errorf("scroll position, height and the page's were %v and are %v", before, after)
	}
	p.accessible("3 new")
	p.press("button", "3 new")
	p.sees("arrives")
	p.waitFor("the pill to go", func() bool { return len(p.all("button", "3 new")) == 0 })
}

func TestTheWidgetPauses(t *testing.T) {
	t.Parallel()
	f := newForeign(t, member, tag)
	p := f.visit(t)
	p.sees("Live")
	p.activities()
	p.press("button", "Pause")
	p.sees("Paused")
	for i := range 4 {
		f.comment(t, member, i, fmt.Sprintf("held back %d", i))
	}
	p.one("button", "4 new")
	if strings.Contains(p.text(), "held back") {
		t.Error("what came is shown while it is paused")
	}
	p.press("button", "Resume")
	p.sees("held back 0", "held back 1", "held back 2", "held back 3")
}

// noSockets and noStreams are what a page meets behind a proxy that refuses them.
const (
	noSockets = `globalThis.WebSocket = class extends EventTarget { readyState = 3; constructor() { super(); setTimeout(() => { this.onerror?.(new Event('error')); this.onclose?.(new CloseEvent('close', {code: 1006})); }); } send() {} close() {} };`
	noStreams = `{ const real = globalThis.fetch; globalThis.fetch = (input, init) => new Headers(init?.headers).get('accept')?.includes('text/event-stream') ? Promise.reject(new TypeError('refused')) : real(input, init); }`
)

func TestTheWidgetSaysHowItIsConnected(t *testing.T) {
	t.Parallel()
	f := newForeign(t, member, tag)
	p := f.visit(t)
	p.sees("Live")
	p.activities()
	p.offline(true)
	p.sees("You are offline. Showing what was loaded at")
	p.offline(false)
	p.sees("Live")
	p.before(noSockets)
	p.open(f.address + "/")
	p.sees("Live (stream)")
	f.comment(t, member, 0, "over the stream")
	p.sees("over the stream")
	p.before(noStreams)
	p.open(f.address + "/")
	p.sees("Checking every 30 s")
	p.activities()
}

func TestTheWidgetIsWalkedByKeyboard(t *testing.T) {
	t.Parallel()
	f := newForeign(t, member, tag)
	p := f.visit(t)
	p.activities()
	p.focus("article", "")
	at := func() (n int) {
		p.eval(`(() => { const root = `+feedOf+`.shadowRoot; return [...root.querySelectorAll('article')].indexOf(root.activeElement); })()`, &n)
		return n
	}
	first := at()
	p.keys("PageDown")
	p.keys("PageDown")
	p.keys("PageUp")
	if n := at(); n != first+1 {
		t.Errorf("two rows down and one up from %d is %d", first, n)
	}
	p.keys("Control+End")
	if n := at(); n != -1 {
		t.Error("Ctrl+End stays among the rows")
	}
}

func TestTheWidgetIsMirroredAndNarrow(t *testing.T) {
	t.Parallel()
	f := newForeign(t, member, `<div lang="ar">`+tag+`</div>`)
	p := f.visit(t)
	p.activities()
	p.size(320, 700)
	for _, dark := range []bool{false, true} {
		p.dark(dark)
		p.accessible(fmt.Sprintf("Arabic, 320 px, dark %t", dark))
		p.fits("Arabic, 320 px")
	}
	var direction string
	p.eval(`getComputedStyle(`+feedOf+`.shadowRoot.querySelector('[part=base]')).direction`, &direction)
	if direction != "rtl" {
		t.Errorf("it is written %s", direction)
	}
}

func TestTheWidgetShowsItsFallbackWithoutAScript(t *testing.T) {
	t.Parallel()
	f := newForeign(t, member, tag)
	p := f.tab(t)
	p.block("*://*:*/widget/*")
	p.open(f.address + "/")
	p.one("link", "Activity")
}

func TestTheWidgetSaysWhenItCannotLoad(t *testing.T) {
	t.Parallel()
	f := newForeign(t, member, tag)
	p := f.tab(t)
	p.block("*://*:*/graphql")
	p.open(f.address + "/")
	p.sees("Could not load activity.")
	p.accessible("could not load")
	p.block()
	p.press("button", "Try again")
	p.activities()
}
