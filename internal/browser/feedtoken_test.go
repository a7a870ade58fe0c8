package browser

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"daybook/internal/apptest"
)

// backend is what somebody else's site runs behind its page: it holds a token that lasts, and makes short ones of it.
type backend struct {
	*foreign
	mu      sync.Mutex
	lasting apptest.Bearer // none is made while it is empty
	given   []string
}

func newBackend(t *testing.T) *backend {
	t.Helper()
	b := &backend{foreign: newForeign(t, member, tag)}
	workspace := b.place(t).ID
	b.give = func(w http.ResponseWriter) {
		b.mu.Lock()
		defer b.mu.Unlock()
		var data struct{ FeedTokenCreate struct{ Secret string } }
		if b.lasting != "" {
			answer := b.Post(t, b.lasting, `mutation($input: FeedTokenCreateInput!) { feedTokenCreate(input: $input) { secret } }`,
				map[string]any{"input": map[string]any{"workspaceId": workspace, "ttlSeconds": 900}})
			json.Unmarshal(answer.Data, &data) //nolint:errcheck // then there is no secret
		}
		if data.FeedTokenCreate.Secret == "" {
			http.Error(w, "nobody is signed in here", http.StatusForbidden)
			return
		}
		b.given = append(b.given, data.FeedTokenCreate.Secret)
		fmt.Fprint(w, data.FeedTokenCreate.Secret)
	}
	return b
}

// holds gives the backend a token to make others of.
func (b *backend) holds(lasting string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lasting = apptest.Bearer(lasting)
}

// expire makes the time of all that were made be over.
func (b *backend) expire(t *testing.T) {
	t.Helper()
	if _, err := b.DB.NewRaw("update feed_tokens set expires_at = clock_timestamp()").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (b *backend) made() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.given)
}

// longToken makes a token of someone that reads activities, and gives its id and secret.
func (s *site) longToken(t *testing.T, mail string) (id, secret string) {
	t.Helper()
	var data struct {
		APITokenCreate struct {
			Secret   string
			APIToken struct{ ID string } `json:"apiToken"`
		} `json:"apiTokenCreate"`
	}
	s.ask(t, mail, `mutation($input: ApiTokenCreateInput!) { apiTokenCreate(input: $input) { secret apiToken { id } userErrors { message } } }`,
		map[string]any{"input": map[string]any{"workspaceId": s.place(t).ID, "name": "of the intranet", "scopes": []string{"activity:read"}}}, &data)
	return data.APITokenCreate.APIToken.ID, data.APITokenCreate.Secret
}

func TestTheWidgetLivesOnShortTokensOfThePagesBackend(t *testing.T) {
	t.Parallel()
	b := newBackend(t)
	id, secret := b.longToken(t, member)
	b.holds(secret)
	p := b.visit(t)
	p.sees("Live")
	rows := p.activities()
	if n := len(b.made()); n != 1 {
		t.Errorf("its first page and its stream took %d tokens", n)
	}

	// What it was made of is revoked, and then its own time is over.
	_, another := b.longToken(t, member)
	b.holds(another)
	b.ask(t, member, `mutation($id: ID!) { apiTokenRevoke(input: {id: $id}) { userErrors { message } } }`, map[string]any{"id": id}, nil)
	p.waitFor("a second token", func() bool { return len(b.made()) == 2 })
	b.comment(t, member, 0, "told on the second token")
	p.sees("told on the second token", "Live")
	b.expire(t)
	p.waitFor("a third token", func() bool { return len(b.made()) == 3 })
	b.comment(t, member, 1, "told on the third token")
	p.sees("told on the third token", "Live")
	if after := p.activities(); !slices.Equal(after[2:], rows) || len(b.made()) != 3 {
		t.Errorf("%d tokens later, before: %v\nafter: %v", len(b.made()), rows, after)
	}

	var stored string
	p.eval(`JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, document.documentElement.outerHTML])`, &stored)
	for _, token := range append(b.made(), secret, another) {
		if strings.Contains(stored, token) || p.sent(token) > 0 {
			t.Error("a token stands in storage, in the page or in an address")
		}
	}

	b.holds("")
	b.expire(t)
	p.sees("You are signed out. Sign in, then try again.")
	p.accessible("the backend gives no token")
	if strings.Contains(p.text(), "told on the third token") {
		t.Error("what was seen before stays")
	}
	b.holds(another)
	p.press("button", "Try again")
	p.sees("told on the third token", "Live")
	p.one("article", "Tomasz Applegarth")
}
