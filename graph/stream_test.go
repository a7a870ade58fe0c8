package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/project"
	"daybook/internal/task"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

const streamQuery = `subscription Live($ws: ID!, $after: String, $filter: ActivityFilter, $batch: Int! = 50) {
  activityStream(workspaceId: $ws, after: $after, filter: $filter, batchSize: $batch) {
    kind resumeCursor serverTime
    edges { cursor node { id title entityType visibility subjectName subject { __typename } actor { displayName } } }
  }
}`

// event is a frame of the stream.
type event struct {
	Kind         string
	ResumeCursor string
	Edges        []struct {
		Cursor string
		Node   struct{ ID, Title, EntityType, Visibility string }
	}
}

func (e event) titles() []string {
	titles := []string{}
	for _, edge := range e.Edges {
		titles = append(titles, edge.Node.Title)
	}
	return titles
}

func decode(t *testing.T, f apptest.Frame) event {
	t.Helper()
	if f.Done || len(f.Errors) > 0 {
		t.Fatalf("a frame was expected, the stream ended or failed: %+v", f)
	}
	var data struct{ ActivityStream event }
	if err := json.Unmarshal(f.Data, &data); err != nil {
		t.Fatal(err)
	}
	return data.ActivityStream
}

// collect reads batches until n activities have come.
func collect(t *testing.T, s *apptest.Subscription, n int) (titles []string, cursor string) {
	t.Helper()
	for len(titles) < n {
		e := decode(t, s.Next())
		titles = append(titles, e.titles()...)
		cursor = e.ResumeCursor
	}
	return titles, cursor
}

func serve(t *testing.T, change ...func(*app.Options)) (*apptest.App, *apptest.Live) {
	t.Helper()
	a := apptest.New(t, change...)
	a.Start(t)
	return a, a.Serve(t)
}

func stream(l *apptest.Live, t *testing.T, transport string, as apptest.Caller, w *apptest.Workspace, more map[string]any) *apptest.Subscription {
	t.Helper()
	variables := map[string]any{"ws": w.NodeID().String()}
	maps.Copy(variables, more)
	return l.Subscribe(t, transport, as, streamQuery, variables)
}

func submit(t *testing.T, a *apptest.App, as apptest.Caller, w *apptest.Workspace, text string) (resumeCursor string) {
	t.Helper()
	r := a.Post(t, as, `mutation($ws: ID!, $text: String!) { standupSubmit(input: {workspaceId: $ws, today: $text}) {
		standup { id } userErrors { code message } resumeCursor } }`, map[string]any{"ws": w.NodeID().String(), "text": text})
	var data struct {
		StandupSubmit struct {
			Standup      *struct{ ID string }
			ResumeCursor string
		}
	}
	if err := json.Unmarshal(r.Data, &data); err != nil || data.StandupSubmit.Standup == nil {
		t.Fatalf("submitting: %v %+v", err, r)
	}
	return data.StandupSubmit.ResumeCursor
}

func overEach(t *testing.T, test func(t *testing.T, transport string)) {
	for _, transport := range apptest.Transports {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			test(t, transport)
		})
	}
}

func TestAStandupReachesThePersonAndAdminsAndNobodyElse(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, transport string) {
		a, l := serve(t)
		w := a.Workspace(t)
		self, mate, admin := w.Member(t), w.Member(t), w.Admin(t)
		streams := map[string]*apptest.Subscription{}
		for name, who := range map[string]apptest.Caller{"self": self, "mate": mate, "admin": admin} {
			streams[name] = stream(l, t, transport, who, w, nil)
			if e := decode(t, streams[name].Next()); e.Kind != "HEARTBEAT" || e.ResumeCursor == "" || len(e.Edges) > 0 {
				t.Fatalf("%s: the first frame is %+v, a heartbeat with a cursor is expected", name, e)
			}
		}
		submit(t, a, self, w, "write the stream")
		w.Task(t, w.Project(t))
		want := map[string]int{"self": 3, "mate": 2, "admin": 3} // the standup, the project, the task
		for name, s := range streams {
			titles, _ := collect(t, s, want[name])
			if got := slices.Contains(titles, "submitted the standup of 2026-02-11"); got != (name != "mate") {
				t.Errorf("%s got %v", name, titles)
			}
		}
	})
}

func TestAStreamContinuesFromACursorWithoutAGap(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, transport string) {
		const writers, each = 4, 25
		a, l := serve(t)
		w := a.Workspace(t)
		p := w.Project(t)
		admin := w.Admin(t)
		s := stream(l, t, transport, admin, w, map[string]any{"batch": 7})
		decode(t, s.Next())

		var wg sync.WaitGroup
		for n := range writers {
			wg.Go(func() {
				for i := range each {
					title := fmt.Sprintf("task %d of writer %d", i, n)
					if _, _, err := a.Tasks.Put(context.Background(), activity.BySystem, task.Upsert{WorkspaceID: w.ID, ProjectID: &p.ID, Title: &title}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		var got []string
		for len(got) < writers*each {
			e := decode(t, s.Next())
			for _, edge := range e.Edges {
				got = append(got, edge.Node.ID)
			}
			if rand.N(3) == 0 { // the network is lost, and found again
				s.Close()
				s = stream(l, t, transport, admin, w, map[string]any{"batch": 7, "after": e.ResumeCursor})
			}
		}
		wg.Wait()
		var want []string
		for _, entry := range w.Log(t) {
			if entry.EntityType == activity.Task {
				want = append(want, entry.NodeID().String())
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the resumed stream differs from the log (-log +stream):\n%s", diff)
		}
	})
}

func TestAnotherProcessOnTheSameDatabaseSeesTheSameEvents(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	b := a.Beside(t, func(o *app.Options) { o.URL = a.Database.URL })
	b.Start(t)
	l := b.Serve(t)
	w := a.Workspace(t)
	ada := w.Member(t)
	s := stream(l, t, "sse", ada, w, nil)
	cursor := decode(t, s.Next()).ResumeCursor
	submit(t, a, ada, w, "written on the other one")
	titles, _ := collect(t, s, 1)
	if diff := cmp.Diff([]string{"submitted the standup of 2026-02-11"}, titles); diff != "" {
		t.Error(diff)
	}
	// A cursor of one process continues on the other.
	a.Start(t)
	again := stream(a.Serve(t), t, "websocket", ada, w, map[string]any{"after": cursor})
	if titles, _ := collect(t, again, 1); len(titles) != 1 {
		t.Errorf("the other process continued with %v", titles)
	}
}

func TestAStreamEndsWithTheRightsBehindIt(t *testing.T) {
	t.Parallel()
	ends := map[string]func(t *testing.T, a *apptest.App, w *apptest.Workspace, p *apptest.Person, key *apptest.Token){
		"removed from the workspace": func(t *testing.T, a *apptest.App, w *apptest.Workspace, p *apptest.Person, _ *apptest.Token) {
			if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), p.ID); err != nil {
				t.Fatal(err)
			}
		},
		"token revoked": func(t *testing.T, a *apptest.App, _ *apptest.Workspace, p *apptest.Person, key *apptest.Token) {
			if _, _, err := a.Tokens.Revoke(t.Context(), p.Viewer(t), key.ID); err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			overEach(t, func(t *testing.T, transport string) {
				a, l := serve(t)
				w := a.Workspace(t)
				p := w.Member(t)
				key := w.Personal(t, p)
				s := stream(l, t, transport, key, w, nil)
				decode(t, s.Next())
				end(t, a, w, p, key)
				w.Project(t) // must not be shown any more
				if f := s.Next(); !f.Done {
					t.Errorf("after the end of its rights the stream showed %s", f.Data)
				}
			})
		})
	}
}

func TestSignOutEndsTheStreamsOfTheSession(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, transport string) {
		a, l := serve(t)
		w := a.Workspace(t)
		p := w.Member(t)
		s := stream(l, t, transport, p, w, nil)
		decode(t, s.Next())
		if err := a.Authn.SignOut(t.Context(), p.Viewer(t)); err != nil {
			t.Fatal(err)
		}
		f := s.Next()
		if !f.Done {
			t.Errorf("the stream went on with %s", f.Data)
		}
		if transport == "websocket" && f.Code != 0 && f.Code != 4403 {
			t.Errorf("the socket closed with %d, 4403 is expected", f.Code)
		}
	})
}

func TestAStreamShowsWhatTheViewerMaySeeNow(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := a.Workspace(t)
	admin, member, self := w.Admin(t), w.Member(t), w.Member(t)
	secret := w.Restricted(t, member)
	ofAdmin, ofMember := stream(l, t, "sse", admin, w, nil), stream(l, t, "sse", member, w, nil)
	decode(t, ofAdmin.Next())
	decode(t, ofMember.Next())

	if _, _, err := a.Members.SetRole(t.Context(), w.Owner.Viewer(t), admin.ID, authz.RoleMember, authz.RoleAdmin); err != nil {
		t.Fatal(err)
	}
	nobody := []uuid.UUID{}
	if _, _, err := a.Projects.Upsert(t.Context(), w.Owner.Viewer(t), project.Upsert{WorkspaceID: w.ID, ID: &secret.ID, MemberIDs: &nobody}); err != nil {
		t.Fatal(err)
	}
	submit(t, a, self, w, "not for the former admin")
	w.Task(t, secret) // not for the former project member
	open := w.Project(t)
	for name, s := range map[string]*apptest.Subscription{"former admin": ofAdmin, "former project member": ofMember} {
		titles, _ := collect(t, s, 1)
		if diff := cmp.Diff([]string{"created the project " + open.Name}, titles); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAWriterCanWaitForItsOwnChange(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := a.Workspace(t)
	p := w.Member(t)
	cursor := submit(t, a, p, w, "first")
	s := stream(l, t, "sse", p, w, map[string]any{"after": cursor, "filter": map[string]any{"entityType": map[string]any{"eq": "STANDUP"}}})
	if titles, _ := collect(t, s, 1); titles[0] != "submitted the standup of 2026-02-11" {
		t.Errorf("the stream began with %v", titles)
	}
}

func TestAFilterHoldsBackWhatDoesNotMatchAndStillMovesTheCursor(t *testing.T) {
	t.Parallel()
	a, l := serve(t, func(o *app.Options) { o.Heartbeat = 50 * time.Millisecond })
	w := a.Workspace(t)
	filter := map[string]any{"entityType": map[string]any{"in": []string{"SPRINT"}}}
	s := stream(l, t, "sse", w.Owner, w, map[string]any{"filter": filter})
	decode(t, s.Next())
	w.Project(t)
	sprint := w.Sprint(t)
	var last event
	for last.Kind != "BATCH" {
		last = decode(t, s.Next())
	}
	if diff := cmp.Diff([]string{"created the sprint " + sprint.Name}, last.titles()); diff != "" {
		t.Error(diff)
	}
	w.Project(t)
	seq := w.Seq(t)
	for a.Hub.Position(w.ID) < seq { // the hub has read the last one
		decode(t, s.Next())
	}
	decode(t, s.Next()) // may have been made before
	last = decode(t, s.Next())
	again := stream(l, t, "sse", w.Owner, w, map[string]any{"filter": filter, "after": last.ResumeCursor})
	other := w.Sprint(t)
	for {
		e := decode(t, again.Next())
		if e.Kind == "BATCH" {
			if diff := cmp.Diff([]string{"created the sprint " + other.Name}, e.titles()); diff != "" {
				t.Error(diff)
			}
			return
		}
	}
}

func TestACursorOpensOnlyWhatItWasMadeFor(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ada, bob := w.Member(t), w.Member(t)
	cursorOf := func(as apptest.Caller, ws *apptest.Workspace, more map[string]any) string {
		s := stream(l, t, "sse", as, ws, more)
		defer s.Close()
		return decode(t, s.Next()).ResumeCursor
	}
	good := cursorOf(ada, w, nil)
	tampered := "A" + good[1:]
	if good[0] == 'A' {
		tampered = "B" + good[1:]
	}
	for name, cursor := range map[string]string{
		"garbage":           "garbage",
		"empty":             "",
		"tampered":          tampered,
		"truncated":         good[:len(good)-4],
		"another person":    cursorOf(bob, w, nil),
		"another workspace": cursorOf(foreign.Owner, foreign, nil),
		"another filter":    cursorOf(ada, w, map[string]any{"filter": map[string]any{"entityType": map[string]any{"eq": "TASK"}}}),
	} {
		f := stream(l, t, "sse", ada, w, map[string]any{"after": cursor}).Next()
		if len(f.Errors) != 1 || f.Errors[0].Extensions["code"] != "CURSOR_INVALID" {
			t.Errorf("%s: got %+v, CURSOR_INVALID is expected", name, f)
		}
	}
}

func TestACursorOfALogThatWasRestoredResetsTheStream(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := a.Workspace(t)
	s := stream(l, t, "sse", w.Owner, w, nil)
	cursor := decode(t, s.Next()).ResumeCursor
	if _, err := a.DB.NewRaw("update server_state set value = '\\x0102030405060708' where name = 'epoch'").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	b := a.Beside(t)
	b.Start(t)
	again := stream(b.Serve(t), t, "sse", w.Owner, w, map[string]any{"after": cursor})
	e := decode(t, again.Next())
	if e.Kind != "RESET" || e.ResumeCursor == "" {
		t.Fatalf("got %+v, a RESET with a cursor is expected", e)
	}
	if f := again.Next(); !f.Done {
		t.Errorf("after RESET came %+v, the end is expected", f)
	}
}

func TestStrangersCannotOpenAStream(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, transport string) {
		a, l := serve(t)
		w, other := a.Workspace(t), a.Workspace(t)
		bot := w.Service(t, authz.TrackingRead)
		for name, c := range map[string]struct {
			as   apptest.Caller
			code string
		}{
			"nobody":                 {nil, "UNAUTHENTICATED"},
			"of another workspace":   {other.Owner, "NOT_FOUND"},
			"a token without scopes": {bot, "FORBIDDEN"},
		} {
			f := stream(l, t, transport, c.as, w, nil).Next()
			if len(f.Errors) != 1 || f.Errors[0].Extensions["code"] != c.code || (f.Data != nil && string(f.Data) != "null") {
				t.Errorf("%s: got %+v, %s is expected", name, f, c.code)
			}
		}
	})
}
