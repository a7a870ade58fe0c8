package graph_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/id"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// withComments adds one of Bob's on a task, one that he took back, and one of the admin's on Ada's standup.
func withComments(t *testing.T, g *world) {
	t.Helper()
	bob := g.person("bob")
	stands := g.home.Comment(t, bob, g.id(t, "task"), "Looks good to me.")
	taken := g.home.Comment(t, bob, g.id(t, "task"), "The password is hunter2.")
	taking, _, err := g.app.Comments.Compensate(t.Context(), bob.Viewer(t), taken.ID, new("Not here."))
	if err != nil {
		t.Fatal(err)
	}
	onStandup := g.home.Comment(t, g.person("admin"), g.id(t, "standup"), "Well done.")
	for name, a := range map[string]*activity.Activity{"stands": stands, "taken": taken, "taking": taking, "onStandup": onStandup} {
		g.names[name] = a.NodeID().String()
	}
	for _, a := range g.home.Log(t) {
		if a.Visibility == activity.ToAdmins {
			g.names["trail"] = a.NodeID().String()
		}
	}
	g.names["absentActivity"] = id.Of(id.Activity, uuid.New()).String()
}

const commentStream = `subscription Live($ws: ID!, $after: String) {
  activityStream(workspaceId: $ws, after: $after, filter: {action: {in: [COMMENTED, COMPENSATED]}}) {
    kind resumeCursor
    edges { node { action content compensates { content action } compensatedBy { action content } } }
  }
}`

// told is what a frame tells of comments.
type told struct {
	Action                     string
	Content                    *string
	Compensates, CompensatedBy *told
}

// comments reads frames until n activities have come.
func comments(t *testing.T, s *apptest.Subscription, n int) (all []told) {
	t.Helper()
	for len(all) < n {
		f := s.Next()
		var data struct {
			ActivityStream struct{ Edges []struct{ Node told } }
		}
		if err := json.Unmarshal(f.Data, &data); err != nil || f.Done || len(f.Errors) > 0 {
			t.Fatalf("%v: %+v", err, f)
		}
		for _, e := range data.ActivityStream.Edges {
			all = append(all, e.Node)
		}
	}
	return all
}

// Trap 16: who was there when a comment was made has read it; who resumes from before it after it was taken back, does not,
// whatever the server still has in memory.
func TestAResumedStreamDoesNotTellWhatWasTakenBack(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, transport string) {
		a, l := serve(t)
		w := a.Workspace(t)
		ann, bob := w.Member(t), w.Member(t)
		task := w.Task(t, w.Project(t))
		open := func(after string) *apptest.Subscription {
			variables := map[string]any{"ws": w.NodeID().String()}
			if after != "" {
				variables["after"] = after
			}
			return l.Subscribe(t, transport, bob, commentStream, variables)
		}
		live := open("")
		cursor := decode(t, live.Next()).ResumeCursor
		said := w.Comment(t, ann, task.NodeID(), "canary")
		w.Comment(t, ann, task.NodeID(), "stays")
		if diff := cmp.Diff([]told{{Action: "COMMENTED", Content: new("canary")}, {Action: "COMMENTED", Content: new("stays")}}, comments(t, live, 2)); diff != "" {
			t.Errorf("told at once (-want +got):\n%s", diff)
		}
		// Read from what the server keeps in memory, while the comment stands.
		if diff := cmp.Diff([]told{{Action: "COMMENTED", Content: new("canary")}, {Action: "COMMENTED", Content: new("stays")}}, comments(t, open(cursor), 2)); diff != "" {
			t.Errorf("told to who resumes before (-want +got):\n%s", diff)
		}
		if _, _, err := a.Comments.Compensate(t.Context(), ann.Viewer(t), said.ID, new("why")); err != nil {
			t.Fatal(err)
		}
		taking := told{Action: "COMPENSATED", Content: new("why")}
		end := taking
		end.Compensates = &told{Action: "COMMENTED"}
		if diff := cmp.Diff([]told{end}, comments(t, live, 1)); diff != "" {
			t.Errorf("told when it was taken back (-want +got):\n%s", diff)
		}
		want := []told{{Action: "COMMENTED", CompensatedBy: &taking}, {Action: "COMMENTED", Content: new("stays")}, end}
		if diff := cmp.Diff(want, comments(t, open(cursor), 3)); diff != "" {
			t.Errorf("told to who resumes (-want +got):\n%s", diff)
		}
	})
}

// A comment on a tracking row is told to the person and admins, one on a restricted project to its members and admins.
func TestACommentIsToldToThoseWhoSeeTheEntity(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := a.Workspace(t)
	ann, bob, ada := w.Member(t), w.Member(t), w.Admin(t)
	secret := w.Restricted(t, ann)
	row := w.Standup(t, ann)
	streams := map[string]*apptest.Subscription{}
	for name, who := range map[string]apptest.Caller{"ann": ann, "bob": bob, "ada": ada,
		"a service": w.Service(t, authz.ActivityRead), "a service that reads rows": w.Service(t, authz.ActivityRead, authz.TrackingRead)} {
		streams[name] = l.Subscribe(t, "sse", who, commentStream, map[string]any{"ws": w.NodeID().String()})
		decode(t, streams[name].Next())
	}
	w.Comment(t, ada, row.NodeID(), "on the row")
	w.Comment(t, ann, secret.NodeID(), "on the secret")
	w.Comment(t, ann, w.NodeID(), "for all")
	for name, want := range map[string][]string{"ann": {"on the row", "on the secret", "for all"}, "ada": {"on the row", "on the secret", "for all"},
		"bob": {"for all"}, "a service": {"on the secret", "for all"}, "a service that reads rows": {"on the row", "on the secret", "for all"}} {
		var got []string
		for _, c := range comments(t, streams[name], len(want)) {
			got = append(got, *c.Content)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A repeated request is answered with the activity it made, under the rights and with the text of now, also when the entity is
// gone.
func TestRepeatedCommentsHappenOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	row := w.Standup(t, ann)
	type answer struct {
		Activity *struct {
			ID      string
			Content *string
		}
		Replayed   bool
		UserErrors []struct{ Code string }
	}
	ask := func(as apptest.Caller, field, input string) (answer, int) {
		r := a.Post(t, as, fmt.Sprintf("mutation { it: %s(input: {%s}) { activity { id content } replayed userErrors { code } } }", field, input), nil)
		var out struct{ It answer }
		if err := json.Unmarshal(r.Data, &out); err != nil {
			t.Fatalf("%v: %+v", err, r)
		}
		return out.It, len(r.Errors)
	}
	add := fmt.Sprintf(`entityId: %q, body: "canary", idempotencyKey: "k"`, row.NodeID())
	first, _ := ask(ann, "commentAdd", add)
	again, _ := ask(ann, "commentAdd", add)
	if first.Activity == nil || again.Activity == nil || first.Replayed || !again.Replayed || *again.Activity.Content != "canary" || again.Activity.ID != first.Activity.ID {
		t.Fatalf("first %+v, again %+v", first, again)
	}
	take := fmt.Sprintf(`id: %q, reason: "why", idempotencyKey: "k"`, first.Activity.ID)
	taken, _ := ask(ann, "activityCompensate", take)
	if _, err := a.Standups.Delete(t.Context(), ann.Viewer(t), row.ID); err != nil {
		t.Fatal(err)
	}
	before := a.Snapshot(t)
	if again, _ := ask(ann, "activityCompensate", take); taken.Activity == nil || again.Activity == nil || !again.Replayed || again.Activity.ID != taken.Activity.ID {
		t.Errorf("taken back %+v, again %+v", taken, again)
	}
	if again, _ := ask(ann, "activityCompensate", fmt.Sprintf(`id: %q, reason: "why", idempotencyKey: "l"`, first.Activity.ID)); len(again.UserErrors) == 0 || again.UserErrors[0].Code != "CONFLICT" {
		t.Errorf("taken back again with another key: %+v", again)
	}
	if again, _ := ask(ann, "commentAdd", add); again.Activity == nil || !again.Replayed || again.Activity.ID != first.Activity.ID || again.Activity.Content != nil {
		t.Errorf("the comment that was taken back, again: %+v", again)
	}
	if again, failed := ask(ann, "commentAdd", fmt.Sprintf(`entityId: %q, body: "other", idempotencyKey: "l"`, row.NodeID())); failed != 1 || again.Activity != nil {
		t.Errorf("a comment on what is gone: %+v", again)
	}
	for table, digest := range a.Snapshot(t) {
		if before[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}
