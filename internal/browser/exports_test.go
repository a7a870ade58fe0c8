package browser

import (
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// trickle makes what comes from addresses of a pattern come at so many bytes a second; 0 is as fast as it goes.
func (p *tab) trickle(pattern string, rate float64) {
	p.t.Helper()
	if rate == 0 {
		rate = -1
	}
	_, err := chromedp.Call(p.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{URLPattern: pattern, DownloadThroughput: rate, UploadThroughput: -1}}})
	p.must(err)
}

func TestADownloadTellsHowFarItIsAndCanBeCancelled(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, admin)
	p.shows("/activity?view=exports")
	p.trickle("*://*:*/exports/*", 20_000)
	p.press("button", "Create export")
	p.one("progressbar", "Download")
	far := func() string {
		for _, text := range p.texts("td .figures") {
			return text
		}
		return ""
	}
	var first string
	p.waitFor("the first rows", func() bool { first = far(); return first != "" && first[0] != '0' })
	p.waitFor("more rows", func() bool { now := far(); return now != "" && now != first })
	p.accessible("downloading")
	p.press("button", "Cancel")
	p.sees("Cancelled. Nothing was kept.")
	if n := len(p.all("progressbar", "")); n != 0 {
		t.Error("a download that was cancelled goes on")
	}
	p.trickle("*://*:*/exports/*", 0)
	p.press("button", "Download")
	p.sees("Downloaded")

	// An export obeys the rights of when it is fetched.
	s.ask(t, owner, `mutation($input: MemberRoleSetInput!) { memberRoleSet(input: $input) { userErrors { message } } }`,
		map[string]any{"input": map[string]any{"memberId": s.memberID(t, "Kofi Larkspur"), "role": "MEMBER", "expectedRole": "ADMIN"}}, nil)
	p.press("button", "Download")
	p.sees("This export can no longer be opened. Create a new one.")
}

// memberID is the id of someone of the demo workspace.
func (s *site) memberID(t *testing.T, name string) string {
	t.Helper()
	for _, m := range s.place(t).Members.Nodes {
		if m.Actor.DisplayName == name {
			return m.ID
		}
	}
	t.Fatalf("nobody is called %s", name)
	return ""
}
