package external_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/external"
	"daybook/internal/fault"
	"daybook/internal/page"

	"github.com/google/uuid"
)

type bench struct {
	*apptest.App
	w             *apptest.Workspace
	ann, bob, ada *apptest.Person
	bot           *authz.Viewer
}

func newBench(t *testing.T) *bench {
	t.Helper()
	a := apptest.New(t)
	w := a.Workspace(t)
	return &bench{App: a, w: w, ann: w.Member(t), bob: w.Member(t), ada: w.Admin(t), bot: w.Service(t, authz.ActivityWrite).Viewer(t)}
}

func (b *bench) record(t *testing.T, change ...func(*external.Record)) (*activity.Activity, error) {
	t.Helper()
	r := external.Record{WorkspaceID: b.w.ID, Type: activity.Invoice, ExternalID: "INV-1", Action: activity.Sent, Visibility: activity.ToWorkspace}
	for _, c := range change {
		c(&r)
	}
	row, _, err := b.Externals.Record(t.Context(), b.bot, r)
	return row, err
}

func (b *bench) must(t *testing.T, change ...func(*external.Record)) *activity.Activity {
	t.Helper()
	row, err := b.record(t, change...)
	if err != nil {
		t.Fatal(err)
	}
	return row
}

// entity is what the viewer sees of an entity, nil for nothing.
func (b *bench) entity(t *testing.T, v *authz.Viewer, i uuid.UUID) *external.Entity {
	t.Helper()
	rows, err := b.Externals.ByIDs(t.Context(), v, []uuid.UUID{i})
	if err != nil {
		t.Fatal(err)
	}
	return rows[i]
}

func toAdmins(r *external.Record) { r.Visibility = activity.ToAdmins }

func TestRecordKeepsOneEntity(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.must(t, func(r *external.Record) { r.Name, r.Content = new("Invoice 1"), new("To the billing address.") })
	second := b.must(t, func(r *external.Record) {
		r.URL, r.ActorID, r.Action = new("https://example.com/1"), &b.ann.ID, activity.Paid
		r.Metadata, r.Changes = json.RawMessage(`{"amount": 12345678901234567890, "recordedBy": "someone"}`), []*activity.FieldChange{{Field: "status", Old: new("sent"), New: new("paid")}}
	})
	if first.EntityID != second.EntityID || *second.SubjectName != "Invoice 1" || *first.Content != "To the billing address." {
		t.Errorf("the activities are %+v and %+v", first, second)
	}
	if first.ActorKind != authz.KindService || second.ActorKind != authz.KindHuman || *second.ActorID != b.ann.ID {
		t.Errorf("they are done by %s and %s", first.ActorKind, second.ActorKind)
	}
	if text := string(second.Metadata); !strings.Contains(text, "12345678901234567890") || !strings.Contains(text, "tok_") || len(second.Changes) != 1 {
		t.Errorf("the metadata is %s", text)
	}
	e := b.entity(t, b.bob.Viewer(t), first.EntityID)
	if e == nil || *e.Name != "Invoice 1" || *e.URL != "https://example.com/1" {
		t.Errorf("the entity is %+v", e)
	}
	for _, other := range []func(*external.Record){
		func(r *external.Record) { r.ExternalID = "INV-2" }, func(r *external.Record) { r.Type = activity.Deal },
		func(r *external.Record) { r.CustomType = new("draft") },
	} {
		if row := b.must(t, other); row.EntityID == first.EntityID {
			t.Error("another entity is the same")
		}
	}
}

// What a program writes can be taken back like any comment: the log itself does not hold it.
func TestRecordedContentCanBeTakenBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	row := b.must(t, func(r *external.Record) { r.Content = new("Ann's salary") })
	if _, _, err := b.Comments.Compensate(t.Context(), b.ada.Viewer(t), row.ID, nil); err != nil {
		t.Fatal(err)
	}
	for _, a := range b.w.Log(t) {
		if a.Content != nil {
			t.Errorf("there is still %q", *a.Content)
		}
	}
}

func TestRecordIsForServices(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := external.Record{WorkspaceID: b.w.ID, Type: activity.Invoice, ExternalID: "1", Action: activity.Sent, Visibility: activity.ToWorkspace}
	for name, c := range map[string]struct {
		viewer *authz.Viewer
		code   fault.Code
	}{
		"member": {b.ann.Viewer(t), fault.Forbidden}, "admin": {b.ada.Viewer(t), fault.Forbidden}, "owner": {b.w.Owner.Viewer(t), fault.Forbidden},
		"an admin's token": {b.w.Personal(t, b.ada, authz.ActivityWrite).Viewer(t), fault.Forbidden}, "another scope": {b.w.Service(t, authz.ActivityRead).Viewer(t), fault.Forbidden},
		"another workspace": {b.Workspace(t).Service(t, authz.AllScopes...).Viewer(t), fault.NotFound},
	} {
		before := b.Snapshot(t)
		_, _, err := b.Externals.Record(t.Context(), c.viewer, r)
		if !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
		for table, digest := range b.Snapshot(t) {
			if before[table] != digest {
				t.Errorf("%s: %s was changed", name, table)
			}
		}
	}
}

// R13 and hostile input: nothing is stored.
func TestRecordRejects(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	foreign := b.Workspace(t)
	elsewhere := foreign.Project(t).ID
	gone := b.w.Member(t)
	if _, _, err := b.Members.Remove(t.Context(), b.ada.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		code   check.Code
		field  string
		change func(*external.Record)
	}{
		"a task":                {check.Invalid, "entityType", func(r *external.Record) { r.Type = activity.Task }},
		"a person":              {check.Invalid, "entityType", func(r *external.Record) { r.Type = activity.User }},
		"a type without a name": {check.Required, "customType", func(r *external.Record) { r.Type = activity.External }},
		"no id":                 {check.Required, "externalId", func(r *external.Record) { r.ExternalID = " " }},
		"a long id":             {check.TooLong, "externalId", func(r *external.Record) { r.ExternalID = strings.Repeat("x", 256) }},
		"a control character":   {check.Invalid, "name", func(r *external.Record) { r.Name = new("a\x00b") }},
		"not UTF-8":             {check.Invalid, "content", func(r *external.Record) { r.Content = new("\xff") }},
		"two lines":             {check.Invalid, "title", func(r *external.Record) { r.Title = new("a\nb") }},
		"a login":               {check.Invalid, "action", func(r *external.Record) { r.Action = activity.Login }},
		"taking back":           {check.Invalid, "action", func(r *external.Record) { r.Action = activity.Compensated }},
		"to a person":           {check.Invalid, "visibility", func(r *external.Record) { r.Visibility = activity.ToSubject }},
		"too many changes":      {check.OutOfRange, "changes", func(r *external.Record) { r.Changes = make([]*activity.FieldChange, 51) }},
		"a long change": {check.TooLong, "changes.0.new", func(r *external.Record) {
			r.Changes = []*activity.FieldChange{{Field: "x", New: new(strings.Repeat("x", 1001))}}
		}},
		"a list":            {check.Invalid, "metadata", func(r *external.Record) { r.Metadata = json.RawMessage(`[1]`) }},
		"a foreign project": {check.NotFound, "projectId", func(r *external.Record) { r.ProjectID = &elsewhere }},
		"no project":        {check.NotFound, "projectId", func(r *external.Record) { r.ProjectID = new(uuid.New()) }},
		"a foreign member":  {check.NotFound, "actorId", func(r *external.Record) { r.ActorID = &foreign.Owner.ID }},
		"a removed member":  {check.NotFound, "actorId", func(r *external.Record) { r.ActorID = &gone.ID }},
	} {
		seq := b.w.Seq(t)
		_, err := b.record(t, c.change)
		t.Run(name, func(t *testing.T) { apptest.WantRejection(t, err, c.code, c.field) })
		if b.w.Seq(t) != seq {
			t.Errorf("%s: something was appended", name)
		}
	}
}

// What is shown of an entity is never shown to more people than see it, and whoever sees an activity of it sees it.
func TestRecordNeverWidens(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	secret, open := b.w.Restricted(t, b.ann).ID, b.w.Project(t).ID
	within := func(project uuid.UUID) func(*external.Record) {
		return func(r *external.Record) { r.ProjectID = &project }
	}
	called := func(i string) func(*external.Record) { return func(r *external.Record) { r.ExternalID = i } }

	hidden := b.must(t, called("admin"), toAdmins)
	_, err := b.record(t, called("admin"))
	apptest.WantRejection(t, err, check.Invalid, "visibility")
	bound := b.must(t, called("bound"), within(secret))
	_, err = b.record(t, called("bound"), within(open))
	apptest.WantRejection(t, err, check.Invalid, "projectId")
	if row := b.must(t, called("bound")); row.ProjectID == nil || *row.ProjectID != secret {
		t.Errorf("an activity without a project is of %v", row.ProjectID)
	}
	shared := b.must(t, called("shared"), func(r *external.Record) { r.Name = new("Shared") })
	b.must(t, called("shared"), toAdmins, func(r *external.Record) { r.Name = new("For admins") })
	b.must(t, called("shared"), within(secret), func(r *external.Record) { r.Name = new("For few") })
	if e := b.entity(t, b.bob.Viewer(t), shared.EntityID); e == nil || *e.Name != "Shared" {
		t.Errorf("members see %+v", e)
	}
	reader := b.w.Service(t, authz.ActivityRead).Viewer(t)
	for name, c := range map[string]struct {
		viewer                *authz.Viewer
		shared, bound, hidden bool
	}{
		"a member of the project": {b.ann.Viewer(t), true, true, false}, "another member": {b.bob.Viewer(t), true, false, false},
		"an admin": {b.ada.Viewer(t), true, true, true}, "a service": {reader, true, true, false}, "a service that only writes": {b.bot, false, false, false},
		"another workspace": {b.Workspace(t).Owner.Viewer(t), false, false, false},
	} {
		for _, x := range []struct {
			row  *activity.Activity
			want bool
		}{{shared, c.shared}, {bound, c.bound}, {hidden, c.hidden}} {
			list, err := b.Activities.List(t.Context(), c.viewer, b.w.ID, activity.Timeline{EntityID: x.row.EntityID}, activity.Filter{}, page.Args{}, apptest.Seal("x"))
			if err != nil {
				t.Fatal(err)
			}
			if got := b.entity(t, c.viewer, x.row.EntityID) != nil; got != x.want || got != (len(list.Nodes()) > 0) {
				t.Errorf("%s sees %v: %d activities of it", name, got, len(list.Nodes()))
			}
		}
	}
}

// Programs that tell of one entity at the same time make one.
func TestRecordAtTheSameTime(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := b.record(t); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	entities := map[uuid.UUID]bool{}
	for _, a := range b.w.Log(t) {
		if a.EntityType == activity.Invoice {
			entities[a.EntityID] = true
		}
	}
	if len(entities) != 1 {
		t.Errorf("there are %d entities", len(entities))
	}
}

// A request that is repeated happens once, also in a person's name.
func TestRecordOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := activity.WithKey(t.Context(), activity.Key{Mutation: "activityRecord", Value: "k", Input: []byte("i"), Required: true})
	r := external.Record{WorkspaceID: b.w.ID, Type: activity.Deal, ExternalID: "1", Action: activity.Completed, Visibility: activity.ToWorkspace, ActorID: &b.ann.ID}
	row, _, err := b.Externals.Record(ctx, b.bot, r)
	if err != nil {
		t.Fatal(err)
	}
	_, receipt, err := b.Externals.Record(ctx, b.bot, r)
	again, idErr := receipt.ResultID()
	if err != nil || idErr != nil || !receipt.Replayed || again != row.ID || b.w.Seq(t) != receipt.Seq {
		t.Errorf("again: %+v, %v", receipt, err)
	}
}
