package graph_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/member"
	"daybook/internal/task"

	"github.com/google/go-cmp/cmp"
)

// Documents of each kind of dependence on who asks.
var shareQueries = map[string]string{
	"on rights": `subscription Live($ws: ID!, $after: String) { activityStream(workspaceId: $ws, after: $after) { kind resumeCursor
		edges { cursor node { id title content entityType entityId visibility subjectName changes { field old new redacted } displayUrl
			actor { id kind displayName email avatarUrl member { id role } } } } } }`,
	"on part": `subscription Live($ws: ID!, $after: String) { activityStream(workspaceId: $ws, after: $after) { kind resumeCursor
		edges { cursor node { id title subjectName metadata ipAddress requestId } } } }`,
	"on the viewer": `subscription Live($ws: ID!, $after: String) { activityStream(workspaceId: $ws, after: $after) { kind resumeCursor
		edges { cursor node { id title subjectName subject { __typename ... on Standup { id today viewerCanEdit } } } } } }`,
}

// watch opens a stream and waits for its first frame.
func watch(t *testing.T, l *apptest.Live, transport string, as apptest.Caller, w *apptest.Workspace, query string) (*apptest.Subscription, string) {
	t.Helper()
	s := l.Subscribe(t, transport, as, query, map[string]any{"ws": w.NodeID().String()})
	return s, decode(t, s.Next()).ResumeCursor
}

// joined waits until the groups have these sizes.
func joined(t *testing.T, a *apptest.App, want ...int) {
	t.Helper()
	var got []int
	for patience := time.Now().Add(20 * time.Second); time.Now().Before(patience); {
		got = a.Groups.Sizes()
		slices.Sort(got)
		if slices.Equal(got, want) {
			return
		}
		w := time.NewTimer(time.Millisecond)
		<-w.C
	}
	t.Fatalf("the groups have %v streams, want %v", got, want)
}

// until reads until an activity with the title has come: what was seen, the errors last, for they stand with a frame and not
// with a row. cursor is where the last frame ends.
func until(t *testing.T, s *apptest.Subscription, title string, again ...func(after string) *apptest.Subscription) (seen []string, cursor string) {
	t.Helper()
	var errs []string
	for {
		f := s.Next()
		var data struct {
			ActivityStream struct {
				ResumeCursor string
				Edges        []struct {
					Cursor string
					Node   json.RawMessage
				}
			}
		}
		if f.Done && len(again) > 0 { // rights changed while a frame was read
			s = again[0](cursor)
			continue
		}
		if f.Done || json.Unmarshal(f.Data, &data) != nil {
			t.Fatalf("the stream ended after %q with %+v", seen, f)
		}
		for _, e := range f.Errors {
			errs = append(errs, fmt.Sprint(e.Message, e.Path[0], e.Path[len(e.Path)-1], e.Extensions["code"]))
		}
		cursor = data.ActivityStream.ResumeCursor
		for _, e := range data.ActivityStream.Edges {
			if seen = append(seen, string(e.Node)); len(e.Cursor) < 40 || strings.Contains(e.Cursor, "~") {
				t.Fatalf("the cursor of an edge is %q", e.Cursor)
			}
			if strings.Contains(string(e.Node), title) {
				slices.Sort(errs) // resolved side by side
				return append(seen, errs...), cursor
			}
		}
	}
}

// putter writes tasks that everyone sees.
func putter(t *testing.T, w *apptest.Workspace) func(title string) {
	t.Helper()
	p := w.Project(t)
	return func(title string) {
		t.Helper()
		w.Task(t, p, func(u *task.Upsert) { u.Title = &title })
	}
}

// happen changes random things: seen by all, by some, by one.
func happen(t *testing.T, a *apptest.App, w *apptest.Workspace, people []*apptest.Person) {
	t.Helper()
	who := people[rand.N(len(people))]
	switch rand.N(7) {
	case 0, 1:
		submit(t, a, who, w, "text of "+who.DisplayName)
	case 2:
		w.Task(t, w.Project(t))
	case 3:
		w.Task(t, w.Restricted(t, who))
	case 4:
		w.Personal(t, who)
	case 5:
		w.Member(t)
	case 6:
		b := w.Blocker(t, who)
		if who.ManagerID != nil {
			w.Escalation(t, who, b)
		}
	}
}

func TestSharedStreamsShowWhatEachViewerWouldSeeAlone(t *testing.T) {
	t.Parallel()
	for name, query := range shareQueries {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, l := serve(t)
			alone := a.Beside(t, func(o *app.Options) { o.StreamsAlone = true })
			alone.Start(t)
			l2 := alone.Serve(t)
			w := a.Workspace(t)
			put := putter(t, w)
			people := []*apptest.Person{w.Owner, w.Admin(t), w.Admin(t), w.Member(t)}
			for range 2 { // whose blockers are escalated to the one before
				manager := people[len(people)-1].ID
				people = append(people, w.Member(t, func(p *member.InviteParams) { p.ManagerID = &manager }))
			}
			viewers := map[string]apptest.Caller{
				"a token without mail addresses": w.Personal(t, people[4], authz.ActivityRead, authz.TrackingRead),
				"a service":                      w.Service(t, authz.ActivityRead, authz.DirectoryRead),
				"an auditing service":            w.Service(t, authz.ActivityRead, authz.TrackingRead, authz.AuditRead, authz.DirectoryEmail),
			}
			for i, p := range people {
				viewers[fmt.Sprintf("%s %d", p.Role, i)] = p
			}
			type pair struct {
				shared, too, single *apptest.Subscription
				again               func(after string) *apptest.Subscription
			}
			streams := map[string]pair{}
			for name, v := range viewers {
				var p pair
				p.shared, _ = watch(t, l, "websocket", v, w, query)
				p.too, _ = watch(t, l, "sse", v, w, query)
				var begin string
				p.single, begin = watch(t, l2, "sse", v, w, query)
				p.again = func(after string) *apptest.Subscription {
					if after == "" {
						after = begin
					}
					return l2.Subscribe(t, "sse", v, query, map[string]any{"ws": w.NodeID().String(), "after": after})
				}
				streams[name] = p
			}
			for range 25 {
				happen(t, a, w, people)
			}
			put("the end")
			for name, p := range streams {
				want, _ := until(t, p.single, "the end", p.again)
				for _, s := range []*apptest.Subscription{p.shared, p.too} {
					got, _ := until(t, s, "the end")
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("%s (-alone +shared):\n%s", name, diff)
					}
				}
			}
			if groups := len(a.Groups.Sizes()); groups >= 2*len(viewers) {
				t.Errorf("%d streams are in %d groups", 2*len(viewers), groups)
			}
		})
	}
}

func TestStreamsAreSharedByThoseWithEqualRightsOnly(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := a.Workspace(t)
	ann, bob, admin := w.Member(t), w.Member(t), w.Admin(t)
	shared, own := shareQueries["on part"], shareQueries["on the viewer"]
	watch(t, l, "websocket", ann, w, shared)
	watch(t, l, "sse", bob, w, strings.ReplaceAll(shared, "\n", " \n ")) // spaces say nothing
	joined(t, a, 2)
	watch(t, l, "sse", admin, w, shared)
	watch(t, l, "sse", w.Owner, w, shared)
	watch(t, l, "sse", w.Personal(t, ann, authz.ActivityRead), w, shared)
	joined(t, a, 1, 1, 1, 2)
	watch(t, l, "sse", ann, w, own)
	watch(t, l, "websocket", ann, w, own)
	watch(t, l, "sse", bob, w, own)
	joined(t, a, 1, 1, 1, 1, 2, 2)
	watch(t, l, "sse", ann, w, strings.Replace(shared, "kind", "kind serverTime", 1))
	joined(t, a, 1, 1, 1, 1, 1, 2, 2)
}

func TestACursorOfASharedFrameIsThePersonsOwn(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := a.Workspace(t)
	put := putter(t, w)
	ann, bob := w.Member(t), w.Member(t)
	query := shareQueries["on rights"]
	ofAnn, _ := watch(t, l, "websocket", ann, w, query)
	ofBob, _ := watch(t, l, "websocket", bob, w, query)
	joined(t, a, 2)
	put("one")
	_, cursor := until(t, ofAnn, "one")
	until(t, ofBob, "one")
	put("two")
	again := l.Subscribe(t, "sse", ann, query, map[string]any{"ws": w.NodeID().String(), "after": cursor})
	if seen, _ := until(t, again, "two"); len(seen) != 1 {
		t.Errorf("the stream went on with %q", seen)
	}
	joined(t, a, 3)
	f := l.Subscribe(t, "sse", bob, query, map[string]any{"ws": w.NodeID().String(), "after": cursor}).Next()
	if len(f.Errors) != 1 || f.Errors[0].Extensions["code"] != "CURSOR_INVALID" {
		t.Errorf("another person's cursor: %+v", f)
	}
}

func TestStreamsRegroupWithTheirRightsBeforeTheNextFrame(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := a.Workspace(t)
	put := putter(t, w)
	ann, bob, gone := w.Member(t), w.Member(t), w.Member(t)
	streams := map[*apptest.Person]*apptest.Subscription{}
	for _, p := range []*apptest.Person{ann, bob, gone} {
		streams[p], _ = watch(t, l, "websocket", p, w, shareQueries["on part"])
	}
	joined(t, a, 3)
	for round := range 6 {
		role, was, sizes, sees := authz.RoleAdmin, authz.RoleMember, []int{1, 2}, true
		if round%2 == 1 {
			role, was, sizes, sees = authz.RoleMember, authz.RoleAdmin, []int{3}, false
		}
		if _, _, err := a.Members.SetRole(t.Context(), w.Owner.Viewer(t), ann.ID, role, was); err != nil {
			t.Fatal(err)
		}
		submit(t, a, gone, w, fmt.Sprintf("text %d", round))
		end := fmt.Sprintf("the end of round %d", round)
		put(end)
		for p, want := range map[*apptest.Person]bool{ann: sees, bob: false, gone: true} {
			seen, _ := until(t, streams[p], end)
			if got := strings.Contains(strings.Join(seen, ""), "the standup of"); got != want {
				t.Errorf("round %d: %s saw the standup: %v, want %v", round, p.DisplayName, got, want)
			}
		}
		joined(t, a, sizes...)
	}
	if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	put("after the removal")
	if f := streams[gone].Next(); !f.Done {
		t.Errorf("who was removed was shown %s", f.Data)
	}
	until(t, streams[bob], "after the removal")
	joined(t, a, 2)
}

// Streams that come from behind, and go, while much happens: none loses or repeats anything.
func TestStreamsJoinAGroupFromBehindWithoutAGap(t *testing.T) {
	t.Parallel()
	const writers, each, readers = 3, 30, 6
	a, l := serve(t)
	w := a.Workspace(t)
	project := w.Project(t)
	people := make([]*apptest.Person, readers)
	for i := range people {
		people[i] = w.Member(t)
	}
	query := shareQueries["on rights"]
	_, start := watch(t, l, "sse", people[0], w, query)
	cursors := map[int]string{0: start}
	for i := 1; i < readers; i++ {
		_, cursors[i] = watch(t, l, "sse", people[i], w, query)
	}
	written := make(chan error, writers)
	for n := range writers {
		go func() {
			for i := range each {
				title := fmt.Sprintf("task %d of %d", i, n)
				if _, _, err := a.Tasks.Put(context.Background(), activity.BySystem, task.Upsert{WorkspaceID: w.ID, ProjectID: &project.ID, Title: &title}); err != nil {
					written <- err
					return
				}
			}
			written <- nil
		}()
	}
	for i, p := range people {
		got, cursor := []string{}, cursors[i]
		for len(got) < writers*each {
			s := l.Subscribe(t, []string{"sse", "websocket"}[rand.N(2)], p, query, map[string]any{"ws": w.NodeID().String(), "after": cursor})
			for stay := rand.N(20) + 1; stay > 0 && len(got) < writers*each; stay-- {
				e := decode(t, s.Next())
				cursor = e.ResumeCursor
				got = append(got, e.titles()...)
			}
			s.Close()
		}
		var want []string
		for _, entry := range w.Log(t) {
			if entry.EntityType == activity.Task {
				want = append(want, *entry.Title)
			}
		}
		if diff := cmp.Diff(want[:len(got)], got); diff != "" {
			t.Fatalf("reader %d (-log +stream):\n%s", i, diff)
		}
	}
	for range writers {
		if err := <-written; err != nil {
			t.Error(err)
		}
	}
}

// One of many stops reading for a while. The others do not notice, and it gets everything when it reads again.
func TestASlowReaderFallsOutOfItsGroupAndComesBack(t *testing.T) {
	t.Parallel()
	const others, tasks = 40, 300
	a, l := serve(t)
	w := a.Workspace(t)
	put := putter(t, w)
	addr := strings.TrimPrefix(l.URL, "http://")
	slow := subscribeRaw(t, addr, w.Personal(t, w.Member(t)).Secret, w)
	defer slow.Close() //nolint:errcheck // the test is over
	conns := make([]net.Conn, others)
	for i := range conns {
		conns[i] = subscribeRaw(t, addr, w.Personal(t, w.Member(t)).Secret, w)
		defer conns[i].Close() //nolint:errcheck // the test is over
	}
	joined(t, a, others+1)
	done := make(chan error, others)
	for _, c := range conns {
		go func() { done <- readTasks(c, tasks) }()
	}
	filler := strings.Repeat("x", 450)
	for i := range tasks {
		put(fmt.Sprintf("n=%d; %s %s", i, filler, filler[:20]))
	}
	for range conns {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	if err := readTasks(slow, tasks); err != nil {
		t.Fatalf("the slow reader: %v", err)
	}
	joined(t, a, others+1)
}

// readTasks reads messages until the tasks 0 to n-1 have come, each once and in order.
func readTasks(conn net.Conn, n int) error {
	in := bufio.NewReader(conn)
	for next := 0; next < n; {
		text, err := readText(in)
		if err != nil {
			return fmt.Errorf("after task %d: %w", next-1, err)
		}
		for _, part := range strings.Split(text, "n=")[1:] {
			if want := fmt.Sprintf("%d;", next); !strings.HasPrefix(part, want) {
				return fmt.Errorf("task %.12q came, %s is due", part, want)
			}
			next++
		}
	}
	return nil
}

// A shared stream reads a person once, and again as soon as the log tells of a change.
func TestASharedFrameShowsPeopleAsTheyAre(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	s, _ := watch(t, l, "websocket", w.Owner, w, strings.Replace(shareQueries["on rights"], "member { id role }", "member { id role timeZone }", 1))
	joined(t, a, 1)
	role := authz.RoleMember
	for round := range 6 {
		submit(t, a, ann, w, fmt.Sprintf("text %d", round))
		seen, _ := until(t, s, "the standup of")
		if last := seen[len(seen)-1]; !strings.Contains(last, `"role":"`+strings.ToUpper(string(role))+`"`) {
			t.Errorf("round %d: %s", round, last)
		}
		if round%2 == 1 {
			next := authz.RoleAdmin
			if role == next {
				next = authz.RoleMember
			}
			if _, _, err := a.Members.SetRole(t.Context(), w.Owner.Viewer(t), ann.ID, next, role); err != nil {
				t.Fatal(err)
			}
			role = next
		}
	}
}
