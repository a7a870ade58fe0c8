package browser

import (
	"strings"
	"testing"

	"daybook/internal/demo"
)

// submit writes and sends a standup at Today.
func (p *tab) submit(yesterday, today string) {
	p.t.Helper()
	p.fill("Yesterday", yesterday)
	p.fill("Today", today)
	p.press("button", "Submit standup")
	p.sees("Sent ")
}

func TestAStandupArrivesLiveAtAnAdminAndNotAtATeammate(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	author, boss, mate := s.as(t, member), s.as(t, admin), s.as(t, teammate)
	for _, p := range []*tab{boss, mate} {
		p.open("/activity")
		p.one("article", "")
		p.sees("Live")
	}
	lists := boss.sent("/graphql")
	author.submit("Packed the lanterns", "Ship the lanterns")
	boss.sees("Tomasz Applegarth submitted the standup")
	if n := boss.sent("/graphql") - lists; n != 0 {
		t.Errorf("%d requests were made to show what was pushed", n)
	}
	// What comes later is there, so what came before would be.
	s.comment(t, admin, 0, "after the standup")
	mate.sees("after the standup")
	if strings.Contains(mate.text(), "Tomasz Applegarth submitted the standup") || strings.Contains(mate.text(), "Packed the lanterns") {
		t.Error("a teammate's window tells of the standup")
	}
}

func TestNothingOfTheDayGoesIntoAStandupByItself(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.ask(t, member, `mutation($input: WorkLogAppendInput!) { workLogAppend(input: $input) { userErrors { message } } }`,
		map[string]any{"input": map[string]any{"workspaceId": s.place(t).ID, "subject": map[string]any{"taskId": s.place(t).Tasks.Nodes[0].ID}, "note": "Hung up a lantern"}}, nil)
	p := s.as(t, member)
	p.one("button", "Add to Yesterday: API-14 Support a second currency: Hung up a lantern")
	if v := p.one("textbox", "Yesterday").value; v != "" {
		t.Errorf("Yesterday holds %q before anything was added", v)
	}
	p.press("button", "Add to Yesterday: API-14 Support a second currency: Hung up a lantern")
	p.waitFor("the line to stand in Yesterday", func() bool { return strings.Contains(p.one("textbox", "Yesterday").value, "Hung up a lantern") })
	p.one("button", "Added to Yesterday: API-14 Support a second currency: Hung up a lantern")
}

func TestASecondSubmissionUpdatesTheDaysOneStandup(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.submit("First", "Plan")
	p.press("button", "Edit")
	p.fill("Yesterday", "Relit the seventh lantern")
	p.press("button", "Update standup")
	p.sees("Updated ", "Relit the seventh lantern")
	var data struct {
		Workspace struct {
			Standups struct{ Nodes []struct{ Yesterday string } }
		}
	}
	s.ask(t, admin, `query($w: ID!) { workspace(id: $w) { standups(first: 50, filter: {text: "Relit the seventh lantern"}) { nodes { yesterday } } } }`, map[string]any{"w": s.place(t).ID}, &data)
	if n := len(data.Workspace.Standups.Nodes); n != 1 {
		t.Errorf("%d standups hold the text", n)
	}
}

func TestADraftSurvivesAReloadAndLosingTheNetwork(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.fill("Yesterday", "Written before the reload")
	p.sees("Draft kept")
	p.shows("/today")
	if v := p.one("textbox", "Yesterday").value; v != "Written before the reload" {
		t.Errorf("after a reload Yesterday holds %q", v)
	}
	p.offline(true)
	p.sees("You are offline.")
	p.press("button", "Submit standup")
	p.sees("Your standup is sent when you are back")
	p.offline(false)
	p.sees("Sent ", "Written before the reload")
}

func TestASessionThatEndsInTheMiddleLosesNoText(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.tab(t)
	p.before(noSockets + noStreams) // no push tells of the end before the answer does
	p.signedIn(member)
	p.open("/today")
	p.fill("Yesterday", "Still here")
	s.endSessions(t, member)
	p.press("button", "Submit standup")
	p.sees("Your session has ended. What you typed is still here.")
	p.accessible("signed out")
	p.fill("Password", demo.Password)
	p.press("button", "Sign in")
	p.sees("Sent ", "Still here")
	if p.path() != "/today" {
		t.Errorf("the window went to %s", p.path())
	}
}

// endSessions signs someone out everywhere, as from elsewhere.
func (s *site) endSessions(t *testing.T, mail string) {
	t.Helper()
	_, err := s.DB.NewRaw("update sessions set revoked_at = now() where account_id = (select id from accounts where email = ?)", mail).Exec(t.Context())
	if err != nil {
		t.Fatalf("ending sessions: %v", err)
	}
}
