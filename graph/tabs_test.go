package graph_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/day"
	"daybook/internal/demo"
)

// TestDefaultTabsRunUnchangedOnTheDemo runs each of GraphiQL's default tabs as the people it says may run it.
func TestDefaultTabsRunUnchangedOnTheDemo(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	a.Clock.Set(time.Now()) // the demo's story ends yesterday
	if err := demo.Seed(context.Background(), a.App); err != nil {
		t.Fatal(err)
	}
	a.Start(t)
	l := a.Serve(t)
	owner, member := signIn(t, a, "owner@example.com"), signIn(t, a, "member1@example.com")
	files, err := filepath.Glob("../web/src/graphiql/tabs/*.graphql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tabs: %v", err)
	}
	refusals := map[string]bool{"see-the-refusal": true, "audit-log": true, "who-is-missing": true}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".graphql")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []person{owner, member} {
			t.Run(name+" as "+who.role, func(t *testing.T) {
				document := strings.NewReplacer("{{workspace}}", who.workspace, "{{me}}", who.me, "{{teammate}}", who.teammate,
					"{{today}}", day.At(a.Clock.Now(), time.UTC).String()).Replace(string(text))
				if strings.Contains(document, "{{") {
					t.Fatal("a placeholder nobody fills")
				}
				if strings.HasPrefix(withoutComments(document), "subscription") {
					decode(t, l.Subscribe(t, "websocket", who, document, nil).Next())
					return
				}
				r := a.Post(t, who, document, nil)
				var codes []any
				for _, e := range r.Errors {
					codes = append(codes, e.Extensions["code"])
				}
				// An admin is shown what a member is refused.
				if refused := refusals[name] && who.role == "member"; refused != slices.Contains(codes, any("FORBIDDEN")) || !refused && len(codes) > 0 {
					t.Errorf("answered %s with %v", r.Data, r.Errors)
				}
				if strings.Contains(string(r.Data), `"userErrors":[{`) {
					t.Errorf("turned away: %s", r.Data)
				}
			})
		}
	}
}

// withoutComments is a document from its operation on.
func withoutComments(document string) string {
	for strings.HasPrefix(document, "#") {
		_, document, _ = strings.Cut(document, "\n")
	}
	return document
}

// person signs in with the demo's password.
type person struct {
	apptest.Caller
	role, workspace, me, teammate string
}

func signIn(t *testing.T, a *apptest.App, email string) person {
	t.Helper()
	secret, _, err := a.Authn.SignIn(t.Context(), email, demo.Password)
	if err != nil {
		t.Fatal(err)
	}
	p := person{Caller: apptest.Session(secret), role: strings.TrimRight(strings.TrimSuffix(email, "@example.com"), "0123456789")}
	r := a.Post(t, p, `{ viewer { memberships { nodes { workspace { id members(first: 100) { nodes { id } } } member { id } } } } }`, nil)
	var data struct {
		Viewer struct {
			Memberships struct {
				Nodes []struct {
					Workspace struct {
						ID      string
						Members struct{ Nodes []struct{ ID string } }
					}
					Member struct{ ID string }
				}
			}
		}
	}
	if err := json.Unmarshal(r.Data, &data); err != nil || len(data.Viewer.Memberships.Nodes) != 1 {
		t.Fatalf("the demo's person has %s, %v", r.Data, err)
	}
	here := data.Viewer.Memberships.Nodes[0]
	p.workspace, p.me = here.Workspace.ID, here.Member.ID
	for _, m := range here.Workspace.Members.Nodes {
		if m.ID != p.me {
			p.teammate = m.ID
		}
	}
	return p
}
