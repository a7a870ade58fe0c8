package graph_test

import (
	"testing"

	"daybook/internal/id"
)

// withSessions has Ada and Bob signed in a second time, Ada from a browser.
func withSessions(t *testing.T, g *world) {
	t.Helper()
	for name, who := range map[string]string{"session": "ada", "matesSession": "bob"} {
		g.names[name] = id.Of(id.Session, g.person(who).SignIn(t).Session).String()
	}
	_, err := g.app.DB.NewRaw("update sessions set ip_address = '203.0.113.7', user_agent = 'Mozilla/5.0 (X11; Linux) Firefox/128.0' where id = ?",
		g.id(t, "session").UUID).Exec(t.Context())
	if err != nil {
		t.Fatal(err)
	}
}
