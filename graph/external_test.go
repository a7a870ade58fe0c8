package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/external"
	"daybook/internal/id"
)

// withExternals adds an invoice that everyone sees, with a payment by Ada, a deal of the secret project, a client for admins,
// and services that tell of such.
func withExternals(t *testing.T, g *world) {
	t.Helper()
	teller := g.home.Service(t, authz.ActivityWrite, authz.ActivityRead)
	g.callers["teller"] = teller
	secret, ada := g.id(t, "secret").UUID, g.person("ada").ID
	for _, r := range []struct {
		name string
		external.Record
	}{
		{"invoice", external.Record{Type: activity.Invoice, ExternalID: "INV-42", Name: new("Invoice 42 for Acme"), URL: new("https://example.com/42"), Action: activity.Sent, Title: new("sent the invoice"), Content: new("To the billing address.")}},
		{"invoice", external.Record{Type: activity.Invoice, ExternalID: "INV-42", Action: activity.Paid, Title: new("paid the invoice"), ActorID: &ada}},
		{"deal", external.Record{Type: activity.Deal, ExternalID: "D-1", Name: new("A quiet deal"), Action: activity.Created, Title: new("began a deal"), ProjectID: &secret}},
		{"client", external.Record{Type: activity.Client, ExternalID: "C-1", Name: new("A difficult client"), Action: activity.Updated, Title: new("changed a client"), Visibility: activity.ToAdmins}},
	} {
		r.WorkspaceID = g.home.ID
		if r.Visibility == "" {
			r.Visibility = activity.ToWorkspace
		}
		row, _, err := g.app.Externals.Record(t.Context(), teller.Viewer(t), r.Record)
		if err != nil {
			t.Fatal(err)
		}
		g.names[r.name] = row.EntityNodeID().String()
	}
}

// An entity of another system is there for whoever may see an activity of it. To others node answers as for an id that was
// never given, and as it does for the activity itself: what lacks, would tell what it is about.
func TestEntitiesNeedTheScopeOfTheirActivities(t *testing.T) {
	t.Parallel()
	g := newWorldOf(t, "external")
	shared, forAdmins := g.activityOf(t, "invoice"), g.activityOf(t, "client")
	absent := id.Of(id.External, id.New()).String()
	rest := slices.DeleteFunc(slices.Clone(authz.AllScopes), func(s string) bool { return s == authz.ActivityRead || s == authz.AuditRead })
	ada, admin := g.person("ada"), g.person("admin")
	for name, c := range map[string]struct {
		as             apptest.Caller
		shared, admins bool // whether they are seen
	}{
		"a service without any of them":         {g.home.Service(t, authz.TrackingRead), false, false},
		"a service with all other scopes":       {g.home.Service(t, rest...), false, false},
		"a service that records":                {g.home.Service(t, authz.ActivityWrite), false, false},
		"a service that reads the audit log":    {g.home.Service(t, authz.AuditRead), false, true},
		"a service that reads activities":       {g.home.Service(t, authz.ActivityRead), true, false},
		"a service that reads both":             {g.home.Service(t, authz.ActivityRead, authz.AuditRead), true, true},
		"a person's token without the scope":    {g.home.Personal(t, ada, authz.TrackingRead), false, false},
		"a person's token with it":              {g.home.Personal(t, ada, authz.ActivityRead), true, false},
		"an admin's token without either":       {g.home.Personal(t, admin, authz.TrackingRead), false, false},
		"an admin's token of the audit log":     {g.home.Personal(t, admin, authz.AuditRead), false, true},
		"an admin's token of shared activities": {g.home.Personal(t, admin, authz.ActivityRead), true, false},
	} {
		t.Run(name, func(t *testing.T) {
			for _, o := range []struct {
				entity, activity string
				seen             bool
			}{{g.names["invoice"], shared, c.shared}, {g.names["client"], forAdmins, c.admins}} {
				ask := func(field string) string {
					r := g.app.Post(t, c.as, "{ x: "+field+" }", nil)
					for _, e := range r.Errors {
						delete(e.Extensions, "requestId")
					}
					return fmt.Sprintf("%s %v", r.Data, r.Errors)
				}
				missing := ask(fmt.Sprintf("node(id: %q) { id }", absent))
				for _, field := range []string{
					fmt.Sprintf("node(id: %q) { id ... on ExternalEntity { name url } }", o.entity), fmt.Sprintf("node(id: %q) { id }", o.activity),
				} {
					got := ask(field)
					if seen := strings.HasPrefix(got, `{"x":{"id":`) && strings.HasSuffix(got, " []"); seen != o.seen || !seen && got != missing {
						t.Errorf("%s: %s, seen should be %v", field, got, o.seen)
					}
				}
				if got := ask(fmt.Sprintf("activity(id: %q) { id }", o.activity)); !c.shared && !strings.Contains(got, "scope:activity:read") || c.shared && !o.seen && got != missing {
					t.Errorf("activity: %s", got) // the field itself needs the scope
				}
				if got := ask(fmt.Sprintf("nodes(ids: [%q, %q]) { id }", o.entity, absent)); strings.Contains(got, `"id"`) != o.seen {
					t.Errorf("nodes: %s, seen should be %v", got, o.seen)
				}
			}
		})
	}
}

// activityOf is the id of an activity of an entity that has a name.
func (g *world) activityOf(t *testing.T, name string) string {
	t.Helper()
	for _, a := range g.home.Log(t) {
		if a.EntityNodeID().String() == g.names[name] {
			return a.NodeID().String()
		}
	}
	t.Fatalf("there is no activity of %s", name)
	return ""
}
