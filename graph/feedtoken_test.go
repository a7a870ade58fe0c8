package graph_test

import (
	"encoding/json"
	"slices"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/standup"

	"github.com/google/go-cmp/cmp"
)

const feedCreate = `mutation($w: ID!, $s: Int! = 3600) { feedTokenCreate(input: {workspaceId: $w, ttlSeconds: $s}) { secret expiresAt userErrors { code field } } }`

func code(r *apptest.Response) any {
	if len(r.Errors) == 0 {
		return nil
	}
	return r.Errors[0].Extensions["code"]
}

func TestWhoMakesFeedTokens(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, other := a.Workspace(t), a.Workspace(t)
	ann := w.Member(t)
	for _, c := range []struct {
		name string
		as   apptest.Caller
		in   *apptest.Workspace
		want any
	}{
		{"a session does", ann, w, nil},
		{"a personal token does", w.Personal(t, ann), w, nil},
		{"a personal token that reads activities does", w.Personal(t, ann, authz.ActivityRead), w, nil},
		{"a personal token that does not read them is refused", w.Personal(t, ann, authz.WorkRead), w, "FORBIDDEN"},
		{"a service is refused", w.Service(t, authz.AllScopes...), w, "FORBIDDEN"},
		{"a feed token is refused", w.Feed(t, ann), w, "FORBIDDEN"},
		{"nobody is refused", nil, w, "UNAUTHENTICATED"},
		{"another workspace does not exist", ann, other, "NOT_FOUND"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := c.in.Seq(t)
			r := a.Post(t, c.as, feedCreate, map[string]any{"w": c.in.NodeID().String()})
			if code(r) != c.want {
				t.Errorf("answered %s %v, want %v", r.Data, r.Errors, c.want)
			}
			log := c.in.Log(t)[before:]
			if c.want != nil {
				if len(log) > 0 {
					t.Errorf("the log tells of %s", log[0].Action)
				}
				return
			}
			if len(log) != 1 || log[0].Visibility != activity.ToAdmins || log[0].Action != activity.Created || *log[0].ActorID != ann.ID {
				t.Errorf("the log tells %v", log)
			}
		})
	}
	for _, seconds := range []int{0, -1, 3601} {
		r := a.Post(t, ann, feedCreate, map[string]any{"w": w.NodeID().String(), "s": seconds})
		if want := `{"feedTokenCreate":{"secret":null,"expiresAt":null,"userErrors":[{"code":"OUT_OF_RANGE","field":["ttlSeconds"]}]}}`; string(r.Data) != want {
			t.Errorf("%d seconds: %s %v", seconds, r.Data, r.Errors)
		}
	}
}

// A feed token shows what its member sees of the activities, as admins too, and nothing else.
func TestFeedTokensReadActivitiesAndNothingElse(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, other := a.Workspace(t), a.Workspace(t)
	ann, ada := w.Member(t), w.Admin(t)
	w.Standup(t, ann)
	w.Task(t, w.Project(t))
	w.Standup(t, ada)
	variables := map[string]any{"w": w.NodeID().String()}
	for name, p := range map[string]*apptest.Person{"a member": ann, "an admin": ada} {
		t.Run("what "+name+" sees", func(t *testing.T) {
			const list = `query($w: ID!) { workspace(id: $w) { name activities(first: 100) { count { value } nodes { id title actor { displayName avatarUrl } displayUrl subjectName changes { field new } } } } }`
			feed := w.Feed(t, p)
			want, got := a.Post(t, p, list, variables), a.Post(t, feed, list, variables)
			type answer struct {
				Workspace struct {
					Activities struct {
						Count struct{ Value int }
						Nodes []map[string]any
					}
				}
			}
			var with, without answer
			if err := json.Unmarshal(got.Data, &with); err != nil || len(got.Errors) > 0 {
				t.Fatal(err, got.Errors)
			}
			if err := json.Unmarshal(want.Data, &without); err != nil {
				t.Fatal(err)
			}
			// What is for admins in the audit log needs a scope that feed tokens lack.
			shown := without.Workspace.Activities.Nodes[:0]
			for _, n := range without.Workspace.Activities.Nodes {
				if slices.ContainsFunc(with.Workspace.Activities.Nodes, func(m map[string]any) bool { return m["id"] == n["id"] }) {
					shown = append(shown, n)
				}
			}
			if diff := cmp.Diff(shown, with.Workspace.Activities.Nodes); diff != "" || len(shown) < 2 {
				t.Errorf("the feed shows other things:\n%s", diff)
			}
			for _, row := range w.Log(t) {
				seen := slices.ContainsFunc(with.Workspace.Activities.Nodes, func(m map[string]any) bool { return m["id"] == row.NodeID().String() })
				if should := row.Visibility == activity.ToWorkspace || row.Visibility == activity.ToSubject && (p == ada || *row.SubjectID == ann.ID); seen != should {
					t.Errorf("%s %s (%s): in the feed %v, want %v", row.Action, row.EntityType, row.Visibility, seen, should)
				}
			}
		})
	}
	feed := w.Feed(t, ada)
	before := a.Snapshot(t)
	for _, document := range []string{
		`{ viewer { email } }`, `{ viewer { tokens { count { value } } } }`, `{ viewer { sessions { nodes { ipAddress } } } }`,
		`{ viewer { memberships { nodes { member { role } } } } }`, `{ __schema { types { name } } }`, `{ workspaces { nodes { id } } }`,
		`query($w: ID!) { node(id: $w) { id } }`,
		`query($w: ID!) { workspace(id: $w) { settings { minimumGroupSize } } }`, `query($w: ID!) { workspace(id: $w) { ...W } } fragment W on Workspace { apiTokens { nodes { name } } }`,
		`query($w: ID!) { workspace(id: $w) { ... on HasTimeline { activities { nodes { ipAddress } } } } }`,
		`query($w: ID!) { workspace(id: $w) { auditLog { nodes { id } } } }`, `query($w: ID!) { workspace(id: $w) { standupDay(date: "2026-02-11") { sentCount } } }`,
		`query($w: ID!) { workspace(id: $w) { activities { nodes { actor { email } subject { ... on Standup { today } } } } } }`,
		`mutation($w: ID!) { feedTokenCreate(input: {workspaceId: $w}) { secret } }`,
		`mutation($w: ID!) { workspaceSettingsUpdate(input: {workspaceId: $w, minimumGroupSize: 9, expectedVersion: 0}) { replayed } }`,
		`mutation($w: ID!) { apiTokenCreate(input: {workspaceId: $w, name: "more"}) { secret } }`,
		`mutation { sessionRevokeAll(input: {includeCurrent: true}) { revokedCount } }`,
		`subscription($w: ID!) { notificationStream(workspaceId: $w) { kind } }`,
	} {
		if r := a.Post(t, feed, document, variables); code(r) != "FORBIDDEN" || r.Data != nil && string(r.Data) != "null" {
			t.Errorf("%s is answered with %s %v", document, r.Data, r.Errors)
		}
	}
	if diff := cmp.Diff(before, a.Snapshot(t)); diff != "" {
		t.Errorf("something was written:\n%s", diff)
	}
	if r := a.Post(t, feed, `query($w: ID!) { workspace(id: $w) { name } }`, map[string]any{"w": other.NodeID().String()}); code(r) != "NOT_FOUND" {
		t.Errorf("another workspace: %s %v", r.Data, r.Errors)
	}
}

// A feed token ends with what it hangs on, on every replica and in the middle of a stream.
func TestFeedTokensEnd(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	b := a.Beside(t)
	b.Start(t)
	live := b.Serve(t)
	for name, end := range map[string]func(t *testing.T, w *apptest.Workspace, p *apptest.Person, made *apptest.Token, feed apptest.Bearer){
		"when the session that made it is revoked": func(t *testing.T, _ *apptest.Workspace, p *apptest.Person, _ *apptest.Token, _ apptest.Bearer) {
			if _, err := a.Sessions.RevokeAll(t.Context(), p.Viewer(t), nil, true); err != nil {
				t.Fatal(err)
			}
		},
		"when its time is over": func(t *testing.T, w *apptest.Workspace, _ *apptest.Person, _ *apptest.Token, _ apptest.Bearer) {
			if _, err := a.DB.NewRaw("update feed_tokens set expires_at = clock_timestamp() where workspace_id = ?", w.ID).Exec(t.Context()); err != nil {
				t.Fatal(err)
			}
		},
		"when the member is removed": func(t *testing.T, w *apptest.Workspace, p *apptest.Person, _ *apptest.Token, _ apptest.Bearer) {
			if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), p.ID); err != nil {
				t.Fatal(err)
			}
		},
		"when the token that made it is revoked": func(t *testing.T, w *apptest.Workspace, _ *apptest.Person, made *apptest.Token, _ apptest.Bearer) {
			if _, _, err := a.Tokens.Revoke(t.Context(), w.Owner.Viewer(t), made.ID); err != nil {
				t.Fatal(err)
			}
		},
	} {
		for _, transport := range apptest.Transports {
			t.Run(name+", over "+transport, func(t *testing.T) {
				t.Parallel()
				w := a.Workspace(t)
				p := w.Member(t)
				made := w.Personal(t, p)
				var by apptest.Caller = p
				if name == "when the token that made it is revoked" {
					by = made
				}
				feed := w.Feed(t, by)
				s := live.Subscribe(t, transport, feed, `subscription($w: ID!) { activityStream(workspaceId: $w) { kind edges { node { title } } } }`,
					map[string]any{"w": w.NodeID().String()})
				if f := s.Next(); f.Done || len(f.Errors) > 0 {
					t.Fatalf("the stream begins with %+v", f)
				}
				end(t, w, p, made, feed)
				w.Standup(t, w.Owner, func(*standup.SubmitParams) {})
				for f := s.Next(); !f.Done; f = s.Next() {
				}
				if r := b.Post(t, feed, `{ viewer { id } }`, nil); code(r) != "UNAUTHENTICATED" {
					t.Errorf("afterwards it is answered with %s %v", r.Data, r.Errors)
				}
			})
		}
	}
}
