package matrixtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/apptest"
)

// filler is a scope that no rule of a read names: a token must have one.
const filler = "directory:write"

func scopeKey(scopes []string) string { return strings.Join(scopes, " ") }

// lesser are the sets with one scope left out.
func lesser(scopes []string) [][]string {
	var out [][]string
	for i := range scopes {
		out = append(out, slices.Delete(slices.Clone(scopes), i, i+1))
	}
	return out
}

// service makes a service token that holds the scopes.
func (w *world) service(t *testing.T, scopes []string) *viewer {
	t.Helper()
	if v := w.services[scopeKey(scopes)]; v != nil {
		return v
	}
	held := scopes
	if len(held) == 0 {
		held = []string{filler}
	}
	k, secret, _, err := w.app.Tokens.Issue(t.Context(), activity.BySystem, apitoken.CreateParams{WorkspaceID: w.acme.ID,
		Name: fmt.Sprintf("Service %d", len(w.services)), Service: true, Scopes: held})
	must(t, err)
	v := &viewer{name: "SVC [" + strings.Join(held, " ") + "]", col: svc, home: w.acme.ID, scopes: held, bearer: secret, token: &apptest.Token{Token: k, Secret: secret}}
	w.services[scopeKey(scopes)] = v
	return v
}

// scopeSets are the sets of scopes that services are asked with. They follow from the rules along each route to each kind
// of thing, so a world without services tells them.
func scopeSets(t *testing.T, m *matrix, all map[string][]*route) [][]string {
	t.Helper()
	w := newWorld(t, m, nil)
	sets := map[string][]string{}
	for _, name := range w.names() {
		it := w.things[name]
		for _, r := range all[it.kind] {
			if r.isFor(it) {
				scopes := w.scopesOf(r, it)
				for _, s := range append([][]string{scopes}, lesser(scopes)...) {
					sets[scopeKey(s)] = s
				}
			}
		}
	}
	var out [][]string
	for _, s := range sets {
		out = append(out, s)
	}
	return out
}

// readers are all viewers who may open acme's stream.
func (w *world) readers() []*viewer {
	var all []*viewer
	for _, v := range w.people {
		if v.home == w.acme.ID {
			all = append(all, v)
		}
	}
	for _, v := range w.services {
		if v.holds("activity:read") {
			all = append(all, v)
		}
	}
	return all
}
