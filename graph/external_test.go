package graph_test

import (
	"testing"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/external"
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
