package matrixtest

import (
	"fmt"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/external"
	"daybook/internal/id"
)

var externalPart = part{
	ways: map[string][]way{
		"ExternalEntity": {
			{path: "node(id: $it)"},
			{path: "nodes(ids: [$it])"},
			{path: "activity(id: $about)/subject"},
			{path: acme + "activities(first: 50, filter: {entityId: $it})/nodes@$about/subject"},
			{path: "edges/node@$about/subject", over: "$about"},
		},
	},
	tries: map[string]mutation{
		"activityRecord": {shows: "activity", try: func(_ *testing.T, w *world, _ column, n int) try {
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", entityType: INVOICE, externalId: "I-%d", action: SENT}`, n)}
		}},
	},
}

// makeExternals makes an entity of another system that all see, and one of a project that not all open.
func (w *world) makeExternals(t *testing.T) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	teller := w.acme.Service(t, authz.ActivityWrite).Viewer(t)
	for name, change := range map[string]func(*external.Record){
		"invoice": func(r *external.Record) { r.URL, r.Content = new("https://example.com/1"), new("At length.") },
		"deal":    func(r *external.Record) { r.ProjectID = &w.things["outer"].bound.ID },
	} {
		r := external.Record{WorkspaceID: w.acme.ID, Type: activity.Invoice, ExternalID: name, Name: new("The " + name), Action: activity.Sent, Title: new("sent it"), Visibility: activity.ToWorkspace}
		change(&r)
		a, _, err := w.app.Externals.Record(ctx, teller, r)
		must(t, err)
		w.putActivity(t, name+"Made", a)
		it := w.put(t, name, "ExternalEntity", "ExternalEntity.id", a.EntityNodeID(), "about", name+"Made")
		it.bound = w.things[name+"Made"].bound
	}
}

func (w *world) externalFacts(e *external.Entity) facts {
	return facts{
		"id": value(e.NodeID().String()), "type": value(enum(e.Type)), "customType": value(orNil(e.CustomType)), "externalId": value(e.ExternalID),
		"name": value(orNil(e.Name)), "url": value(orNil(e.URL)), "activities": w.timeline(func(a *activity.Activity) bool { return a.EntityID == e.ID }),
	}
}

// addressOf is where an activity's entity is shown.
func (w *world) addressOf(a *activity.Activity, r *rows) any {
	for _, e := range r.externals {
		if e.ID == a.EntityID && e.URL != nil {
			return *e.URL
		}
	}
	page := roomOf[a.EntityType]
	if page != "" {
		page = "/" + page + "/" + id.Of(a.EntityNodeID().Kind, a.EntityID).String()
	}
	return "http://daybook.test/acme" + page
}
