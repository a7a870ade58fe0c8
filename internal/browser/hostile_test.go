package browser

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"daybook/internal/demo"
)

const script = `<img src=x onerror="document.title='run'">`

func TestHostileAndLongTextsStayTextAndFit(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	place := s.place(t)
	long := strings.Repeat("unbreakable", 45)
	s.AsOwner(t, `update members set display_name = '`+strings.ReplaceAll(script, "'", "''")+`' where display_name = 'Tomasz Applegarth'`)
	s.ask(t, admin, `mutation($input: TaskUpsertInput!) { taskUpsert(input: $input) { userErrors { message } } }`,
		map[string]any{"input": map[string]any{"workspaceId": place.ID, "id": place.Tasks.Nodes[0].ID, "title": long}}, nil)
	s.comment(t, member, 0, script+long)
	s.openBlocker(t, member, script+long, "CRITICAL")
	s.ask(t, member, `mutation($input: TimerStartInput!) { timerStart(input: $input) { userErrors { message } } }`,
		map[string]any{"input": map[string]any{"workspaceId": place.ID, "taskId": place.Tasks.Nodes[0].ID}}, nil)
	for _, who := range []string{member, admin} {
		p := s.as(t, who)
		for _, width := range []int64{1280, 320} {
			p.size(width, 800)
			for _, path := range []string{"/today", "/standups", "/worklog", "/time", "/blockers", "/activity", "/settings"} {
				p.shows(path)
				p.fits(fmt.Sprintf("hostile texts, %d px", width))
				if strings.Contains(p.title(), "run") {
					t.Errorf("%s runs a script in a text", path)
				}
			}
		}
		p.shows("/activity")
		p.sees(script)
		p.shows("/blockers")
		p.sees(script)
	}
}

func TestTheServerGoesAwayAndComesBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.settled()
	address, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	s.stop()
	p.fill("Yesterday", "Kept through the outage")
	p.press("button", "Submit standup")
	p.sees("Could not save. Your text is still here.")
	p.accessible("could not save")
	p.press("link", "Team")
	p.sees("Could not open this page.")
	s.again(t, address.Host)
	p.press("button", "Try again")
	p.one("heading", "Team")
	p.press("link", "Today")
	p.waitFor("the draft", func() bool { return p.one("textbox", "Yesterday").value == "Kept through the outage" })
	p.press("button", "Submit standup")
	p.sees("Sent ")
	p.sees("Live")
}

func TestASlowServerIsSaidToBeStillLoading(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.settled()
	release := p.hold("*/graphql")
	p.press("link", "Standups")
	p.sees("Still loading")
	p.accessible("still loading")
	release()
	p.sees("Written by the person")
	p.lacks("Still loading")
}

func TestARefusedSocketBecomesAStream(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.tab(t)
	p.before(noSockets)
	p.signedIn(member)
	p.open("/today")
	p.sees("Live (stream)")
	s.startTimer(t, member, "heard over the stream")
	p.one("button", "Stop")
}

func TestPagesGoOnWithoutAnyPush(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.tab(t)
	p.before(noSockets + noStreams)
	p.signedIn(member)
	p.open("/today")
	p.submit("Without a push", "Nothing")
	p.shows("/standups")
	p.sees("Without a push")
}

func TestAWrongClockOfTheBrowserChangesNoTime(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.tab(t)
	p.before(`{ const Real = Date, late = -3 * 3600 * 1000; globalThis.Date = class extends Real { constructor(...args) { if (args.length) super(...args); else super(Real.now() + late); } static now() { return Real.now() + late; } }; }`)
	s.comment(t, member, 0, "just now")
	s.startTimer(t, member, "just begun")
	p.signedIn(member)
	p.open("/today")
	p.waitFor("the timer to count from now", func() bool { return strings.HasPrefix(p.title(), "0:0") })
	p.shows("/activity")
	p.sees("just now")
	if row := p.one("article", "Tomasz Applegarth commented"); strings.Contains(row.told, "hour") || row.told == "" {
		t.Errorf("a comment of now is said to be of %q", row.told)
	}
}

func TestThousandsOfRowsKeepThePageSmall(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var rows int
	if err := s.DB.NewRaw("select count(*) from activities").Scan(t.Context(), &rows); err != nil {
		t.Fatal(err)
	}
	for task := s.place(t).Tasks.Nodes[0].ID; rows < 5000; rows += 10 {
		var many strings.Builder
		for i := range 10 {
			fmt.Fprintf(&many, "c%d: commentAdd(input: {entityId: %q, body: \"again\"}) { userErrors { message } }\n", i, task)
		}
		s.ask(t, member, "mutation {"+many.String()+"}", nil, nil)
	}
	p := s.as(t, admin)
	p.shows("/activity")
	oldest := ""
	for range 11 {
		p.press("button", "Load more")
		p.waitFor("older rows", func() bool {
			shown := p.activities()
			last := shown[len(shown)-1]
			return last != oldest && p.quiet() && func() bool { oldest = last; return true }()
		})
		var n int
		p.eval(feedOf+`.shadowRoot.querySelectorAll('article').length`, &n)
		if n > 200 {
			t.Fatalf("%d rows are in the page", n)
		}
	}
	p.accessible("many rows")
}

func TestNobodyElsesPageCanWriteWithASession(t *testing.T) {
	t.Parallel()
	f := newForeign(t, member, "")
	p := f.tab(t)
	p.signedIn(member)
	p.open(f.address + "/")
	p.forgive("Content Security Policy")
	var answers []string
	p.open(f.url + "/licenses") // a plain page of the same site sends the cookie
	p.open(f.address + "/")
	p.eval(`Promise.all(['text/plain', 'application/x-www-form-urlencoded', 'application/json'].map((type) => fetch(`+"`"+f.url+"/graphql`"+`, {method: 'POST', mode: type === 'application/json' ? 'cors' : 'no-cors', credentials: 'include', headers: {'content-type': type}, body: JSON.stringify({query: 'mutation { sessionRevokeAll(input: {includeCurrent: true}) { userErrors { message } } }'})}).then((r) => r.type + r.status, (e) => e.name)))`, &answers)
	for _, a := range answers {
		if strings.HasSuffix(a, "200") {
			t.Errorf("a page elsewhere gets %s", a)
		}
	}
	p.open("/today")
	p.one("heading", "Today")
}

func TestNoPageRunsInlineScriptsOrKeepsATokenInStorage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.tab(t)
	p.signIn(member)
	var policies map[string]string
	p.eval(`Promise.all(['/sign-in', '/today', '/graphiql', '/widget/'].map(async (at) => [at, (await fetch(at)).headers.get('content-security-policy')])).then(Object.fromEntries)`, &policies)
	for at, policy := range policies {
		if !strings.Contains(policy, "default-src 'self'") || strings.Contains(policy, "script-src") && strings.Contains(policy, "unsafe") || at != "/graphiql" && strings.Contains(policy, "unsafe") {
			t.Errorf("the policy of %s is %s", at, policy)
		}
	}
	for _, path := range pagesOf {
		p.shows(path)
	}
	var stored string
	p.eval(`JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])`, &stored)
	for _, secret := range []string{demo.Password, "Bearer", "token", "session="} {
		if strings.Contains(strings.ToLower(stored), strings.ToLower(secret)) {
			t.Errorf("storage holds %q: %s", secret, stored)
		}
	}
}
