package comment_test

import (
	"cmp"
	"maps"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/check"
	"daybook/internal/comment"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"

	"github.com/google/uuid"
)

// bench is a workspace with one of everything that can be commented on; the tracking rows are Ann's.
type bench struct {
	*apptest.App
	w, foreign    *apptest.Workspace
	boss, ann     *apptest.Person
	bob, ada      *apptest.Person
	open, project id.ID // a project that all open, and one that Ann and admins do
	shared        map[string]id.ID
	tracking      map[string]id.ID
	restricted    map[string]id.ID
}

func newBench(t testing.TB) *bench {
	t.Helper()
	a := apptest.New(t)
	b := &bench{App: a, w: a.Workspace(t), foreign: a.Workspace(t)}
	b.boss = b.w.Member(t)
	b.ann = b.w.Member(t, func(p *member.InviteParams) { p.ManagerID = &b.boss.ID })
	b.bob, b.ada = b.w.Member(t), b.w.Admin(t)
	open, secret := b.w.Project(t), b.w.Restricted(t, b.ann)
	b.open, b.project = open.NodeID(), secret.NodeID()
	b.shared = map[string]id.ID{"task": b.w.Task(t, open).NodeID(), "project": open.NodeID(), "sprint": b.w.Sprint(t).NodeID(),
		"workspace": b.w.NodeID(), "member": b.ann.NodeID()}
	b.restricted = map[string]id.ID{"restricted task": b.w.Task(t, secret).NodeID(), "restricted project": secret.NodeID()}
	stuck, _, err := a.Blockers.Open(t.Context(), b.ann.Viewer(t), blocker.OpenParams{WorkspaceID: b.w.ID, Severity: blocker.Severity("high"), Category: blocker.Category("technical"), Description: "It is broken."})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := a.Blockers.Escalate(t.Context(), b.ann.Viewer(t), blocker.EscalateParams{ID: stuck.ID}); err != nil {
		t.Fatal(err)
	}
	b.tracking = map[string]id.ID{"standup": b.w.Standup(t, b.ann).NodeID(), "work log": b.w.WorkLog(t, b.ann).NodeID(),
		"time entry": b.w.TimeEntry(t, b.ann).NodeID(), "blocker": stuck.NodeID()}
	return b
}

func (b *bench) add(t testing.TB, v *authz.Viewer, on id.ID, body string) (*activity.Activity, error) {
	t.Helper()
	row, _, err := b.Comments.Add(t.Context(), v, on, body)
	return row, err
}

func same(t testing.TB, before, after map[string]string) {
	t.Helper()
	for table, digest := range before {
		if after[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}

// The cells of the matrix: whoever opens an entity comments on it; on tracking rows the person and admins, and not
// even services that read them, nor those to whom a blocker was escalated.
func TestAddIsForThoseWhoOpenTheEntity(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const ok, missing, refused = fault.Code(""), fault.NotFound, fault.Forbidden
	cases := map[string]struct {
		v                            *authz.Viewer
		shared, restricted, tracking fault.Code
	}{
		"the person":                {b.ann.Viewer(t), ok, ok, ok},
		"a mate":                    {b.bob.Viewer(t), ok, missing, missing},
		"a manager":                 {b.boss.Viewer(t), ok, missing, missing},
		"an admin":                  {b.ada.Viewer(t), ok, ok, ok},
		"an owner":                  {b.w.Owner.Viewer(t), ok, ok, ok},
		"a service":                 {b.w.Service(t, authz.ActivityWrite).Viewer(t), ok, ok, missing},
		"a service that reads rows": {b.w.Service(t, authz.ActivityWrite, authz.TrackingRead).Viewer(t), ok, ok, missing},
		"a service that only reads": {b.w.Service(t, authz.TrackingRead, authz.ActivityRead).Viewer(t), refused, refused, missing},
		"a token that only reads":   {b.w.Personal(t, b.ann, authz.TrackingRead, authz.ActivityRead).Viewer(t), refused, refused, refused},
		"a stranger":                {b.foreign.Owner.Viewer(t), missing, missing, missing},
		"a service of another":      {b.foreign.Service(t, authz.AllScopes...).Viewer(t), missing, missing, missing},
		"nobody":                    {nil, missing, missing, missing},
	}
	for name, c := range cases {
		for want, entities := range map[*fault.Code]map[string]id.ID{&c.shared: b.shared, &c.restricted: b.restricted, &c.tracking: b.tracking} {
			for what, on := range entities {
				before, seq := b.Snapshot(t), b.w.Seq(t)
				_, err := b.add(t, c.v, on, "x")
				if *want == ok {
					if err != nil || b.w.Seq(t) != seq+1 {
						t.Errorf("%s on a %s: %v, %d activities", name, what, err, b.w.Seq(t)-seq)
					}
					continue
				}
				if !fault.Is(err, *want) {
					t.Errorf("%s on a %s: %v, want %s", name, what, err, *want)
				}
				same(t, before, b.Snapshot(t))
			}
		}
	}
}

// R13: what is hidden, foreign or absent is told in the same words.
func TestAddR13(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	theirs := b.foreign.Project(t)
	foreign := map[id.Kind]id.ID{id.Task: b.foreign.Task(t, theirs).NodeID(), id.Project: theirs.NodeID(), id.Sprint: b.foreign.Sprint(t).NodeID(),
		id.Workspace: b.foreign.NodeID(), id.Member: b.foreign.Owner.NodeID(), id.Standup: b.foreign.Standup(t, b.foreign.Owner).NodeID(),
		id.WorkLog: b.foreign.WorkLog(t, b.foreign.Owner).NodeID(), id.TimeEntry: b.foreign.TimeEntry(t, b.foreign.Owner).NodeID(), id.Blocker: id.Of(id.Blocker, uuid.New())}
	v := b.bob.Viewer(t)
	before := b.Snapshot(t)
	_, hidden := b.add(t, v, b.project, "x")
	for kind, on := range foreign {
		_, other := b.add(t, v, on, "x")
		_, absent := b.add(t, v, id.Of(kind, uuid.New()), "x")
		if !fault.Is(absent, fault.NotFound) || other == nil || other.Error() != absent.Error() || hidden.Error() != absent.Error() {
			t.Errorf("%s: foreign %v, absent %v, hidden %v", kind, other, absent, hidden)
		}
	}
	for _, on := range []id.ID{b.w.Team(t).NodeID(), id.Of(id.Activity, b.w.Log(t)[0].ID), id.Of(id.Timer, uuid.New()), id.Of(id.Account, b.bob.AccountID), id.Of(id.Token, uuid.New()), {}} {
		if _, err := b.add(t, v, on, "x"); !fault.Is(err, fault.BadUserInput) {
			t.Errorf("on a %s: %v", cmp.Or(on.String(), "nothing"), err)
		}
	}
	if before["comments"] != b.Snapshot(t)["comments"] {
		t.Error("a comment was stored")
	}
}

// R9: one comment, one activity about the entity, seen as the entity is, under the name the log has of it; the log itself
// holds nothing of what is said (R17).
func TestAddR9(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	gone := b.w.Member(t)
	names := map[string]string{"standup": "Standup 2026-02-11", "work log": "Work log 2026-02-11", "workspace": b.w.Name, "member": ""}
	all := map[string]id.ID{}
	for _, entities := range []map[string]id.ID{b.shared, b.restricted, b.tracking} {
		maps.Copy(all, entities)
	}
	for what, on := range all {
		seq := b.w.Seq(t)
		row, err := b.add(t, b.ada.Viewer(t), on, "canary")
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		log := b.w.Log(t)[seq:]
		if len(log) != 1 || log[0].ID != row.ID || log[0].NodeID() != row.NodeID() {
			t.Fatalf("%s: the log has %d more entries, the answer is %+v", what, len(log), row)
		}
		e := log[0]
		if e.Action != activity.Commented || e.EntityNodeID() != on || *e.ActorID != b.ada.ID || e.Content == nil || *e.Content != "canary" || len(e.Metadata) > 0 || len(e.Changes) > 0 {
			t.Errorf("%s: the activity is %+v", what, e)
		}
		noun := strings.TrimPrefix(what, "restricted ")
		if *e.Title != "commented on the "+noun {
			t.Errorf("%s: the title is %q", what, *e.Title)
		}
		if want, ok := names[what]; ok && (e.SubjectName == nil) != (want == "") || ok && want != "" && *e.SubjectName != want {
			t.Errorf("%s: it is called %v, want %q", what, e.SubjectName, want)
		}
		ofPerson := b.tracking[what] != (id.ID{}) || what == "member"
		if ofPerson != (e.Visibility == activity.ToSubject) || ofPerson != (e.SubjectID != nil && *e.SubjectID == b.ann.ID) || !ofPerson && e.Visibility != activity.ToWorkspace {
			t.Errorf("%s: it is told to %s about %v", what, e.Visibility, e.SubjectID)
		}
		var project *uuid.UUID
		switch {
		case strings.HasPrefix(what, "restricted"):
			project = &b.project.UUID
		case what == "task" || what == "project":
			project = &b.open.UUID
		}
		if (project == nil) != (e.ProjectID == nil) || project != nil && *project != *e.ProjectID {
			t.Errorf("%s: it is bounded by the project %v, want %v", what, e.ProjectID, project)
		}
	}
	for _, table := range []string{"activities", "activity_origins", "idempotency_keys"} {
		var found int
		if err := b.DB.NewRaw("select count(*) from "+table+" r where r::text like '%canary%'").Scan(t.Context(), &found); err != nil || found > 0 {
			t.Errorf("%d rows of %s tell what was said: %v", found, table, err)
		}
	}
	if _, _, err := b.Members.Remove(t.Context(), b.w.Owner.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	_, err := b.add(t, b.ada.Viewer(t), gone.NodeID(), "x")
	apptest.WantRejection(t, err, check.NotFound, "entityId")
}

func TestAddChecksTheText(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	v := w.Member(t).Viewer(t)
	on := w.NodeID()
	before := a.Snapshot(t)
	long := strings.Repeat("ü", comment.MaxBody)
	for name, c := range map[string]struct {
		body string
		code check.Code
	}{
		"nothing": {"", check.Required}, "blanks": {" \t\n\ufeff", check.Required}, "too long": {long + "x", check.TooLong},
		"NUL": {"a\x00b", check.Invalid}, "invalid UTF-8": {"\xff", check.Invalid}, "control": {"\u009b2J", check.Invalid},
	} {
		t.Run(name+" is rejected", func(t *testing.T) {
			_, receipt, err := a.Comments.Add(t.Context(), v, on, c.body)
			apptest.WantRejection(t, err, c.code, "body")
			if receipt.Seq != 0 {
				t.Error("it has a receipt")
			}
		})
	}
	same(t, before, a.Snapshot(t))
	for said, kept := range map[string]string{long: long, " a\r\nb ": "a\nb", "it's ?0 \\ $$ \u2028 🦆 --": "it's ?0 \\ $$ \u2028 🦆 --"} {
		row, _, err := a.Comments.Add(t.Context(), v, on, said)
		if err != nil || row.Content == nil || *row.Content != kept {
			t.Errorf("the longest and the oddest texts: %v", err)
		}
	}
}
