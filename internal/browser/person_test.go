package browser

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/authn"
	"daybook/internal/id"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// session opens a session of someone of the demo workspace, without the cost of a password.
func (s *site) session(t *testing.T, mail string) apptest.Session {
	t.Helper()
	secret := rand.Text()
	sum := sha256.Sum256([]byte(secret))
	done, err := s.DB.NewRaw(`insert into sessions (id, account_id, token_hash, expires_at)
		select ?, id, ?, now() + interval '1 hour' from accounts where email = ?`, id.New(), sum[:], mail).Exec(t.Context())
	if err != nil {
		t.Fatalf("opening a session: %v", err)
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		t.Fatalf("nobody has the address %s", mail)
	}
	return apptest.Session(secret)
}

// as opens a window of someone who has signed in, at the application's first page.
func (s *site) as(t *testing.T, mail string) *tab {
	t.Helper()
	p := s.tab(t)
	p.signedIn(mail)
	p.open("/today")
	return p
}

// signedIn gives the window a session of someone.
func (p *tab) signedIn(mail string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, network.SetCookie, network.SetCookieParams{Name: authn.CookieName(false),
		Value: string(p.site.session(p.t, mail)), URL: p.site.url, Path: "/", HTTPOnly: new(true), SameSite: "Strict"})
	p.must(err)
}

// ask runs a GraphQL operation as someone, elsewhere than in any window, and reads its data into out when it is not nil.
func (s *site) ask(t *testing.T, mail, query string, variables map[string]any, out any) {
	t.Helper()
	answer := s.Post(t, s.session(t, mail), query, variables)
	if len(answer.Errors) > 0 {
		t.Fatalf("%s: %v", query, answer.Errors)
	}
	var refused map[string]struct{ UserErrors []struct{ Message string } }
	if json.Unmarshal(answer.Data, &refused) == nil {
		for _, field := range refused {
			for _, e := range field.UserErrors {
				t.Fatalf("%s: %s", query, e.Message)
			}
		}
	}
	if out == nil {
		return
	}
	if err := json.Unmarshal(answer.Data, out); err != nil {
		t.Fatalf("reading what %s gives: %v", query, err)
	}
}

// place is what tests need to know of the demo workspace, and every member sees.
type place struct {
	ID      string
	Members struct {
		Nodes []struct {
			ID    string
			Actor struct{ DisplayName string }
		}
	}
	Tasks struct {
		Nodes []struct{ ID, Key, Title string }
	}
	Projects struct {
		Nodes []struct{ ID, Name string }
	}
}

func (s *site) place(t *testing.T) *place {
	t.Helper()
	var data struct{ Workspaces struct{ Nodes []*place } }
	s.ask(t, member, `{ workspaces(first: 1) { nodes { id
		members(first: 50) { nodes { id actor { displayName } } }
		tasks(first: 50) { nodes { id key title } }
		projects(first: 5) { nodes { id name } } } } }`, nil, &data)
	return data.Workspaces.Nodes[0]
}

// comment has someone write about one of the workspace's first tasks: one activity, which everyone of the project sees.
func (s *site) comment(t *testing.T, mail string, task int, body string) {
	t.Helper()
	s.ask(t, mail, `mutation($input: CommentAddInput!) { commentAdd(input: $input) { userErrors { message } } }`,
		map[string]any{"input": map[string]any{"entityId": s.place(t).Tasks.Nodes[task].ID, "body": body}}, nil)
}

// startTimer has someone start a timer without a task.
func (s *site) startTimer(t *testing.T, mail, note string) {
	t.Helper()
	s.ask(t, mail, `mutation($input: TimerStartInput!) { timerStart(input: $input) { userErrors { message } } }`,
		map[string]any{"input": map[string]any{"workspaceId": s.place(t).ID, "note": note}}, nil)
}

// openBlocker has someone report a blocker, and gives its id.
func (s *site) openBlocker(t *testing.T, mail, description, severity string) string {
	t.Helper()
	var data struct {
		BlockerOpen struct{ Blocker struct{ ID string } }
	}
	s.ask(t, mail, `mutation($input: BlockerOpenInput!) { blockerOpen(input: $input) { blocker { id } userErrors { message } } }`,
		map[string]any{"input": map[string]any{"workspaceId": s.place(t).ID, "description": description, "severity": severity}}, &data)
	return data.BlockerOpen.Blocker.ID
}
