package graph_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/standup"
	"daybook/internal/timer"

	"github.com/google/go-cmp/cmp"
)

const (
	trackingQuery = `subscription Live($ws: ID!, $of: ID, $kinds: [TrackingKind!], $after: String, $batch: Int! = 50) {
  stream: trackingStream(workspaceId: $ws, memberId: $of, kinds: $kinds, after: $after, batchSize: $batch) {
    kind resumeCursor serverTime edges { cursor kind action entityId node { id member { id } } }
  }
}`
	notificationQuery = `subscription Live($ws: ID!, $after: String) {
  stream: notificationStream(workspaceId: $ws, after: $after) {
    kind resumeCursor serverTime edges { cursor node { id kind message readAt escalation { id } blocker { id } } }
  }
}`
	metricsQuery = `subscription Live($ws: ID!, $cohort: CohortInput, $unit: BucketUnit! = WEEK) {
  stream: metricsStream(workspaceId: $ws, cohort: $cohort, unit: $unit) {
    kind resumeCursor serverTime edges { node { bucket { startsOn } trackedSeconds workLogs final suppression { reason } } }
  }
}`
)

// streamed is a frame of any of the streams.
type streamed[X any] struct {
	Kind, ResumeCursor string
	Edges              []X
}

type change struct {
	Cursor, Kind, Action, EntityID string
	Node                           *struct{ ID string }
}

type notice struct {
	Cursor string
	Node   struct {
		ID, Kind, Message string
		ReadAt            *time.Time
		Escalation        *struct{ ID string }
		Blocker           *struct{ ID string }
	}
}

func openStream(l *apptest.Live, t *testing.T, transport string, as apptest.Caller, w *apptest.Workspace, query string, more map[string]any) *apptest.Subscription {
	t.Helper()
	variables := map[string]any{"ws": w.NodeID().String()}
	maps.Copy(variables, more)
	return l.Subscribe(t, transport, as, query, variables)
}

// frameOf reads a frame.
func frameOf[X any](t *testing.T, f apptest.Frame) streamed[X] {
	t.Helper()
	var data struct{ Stream *streamed[X] }
	if err := json.Unmarshal(f.Data, &data); err != nil || data.Stream == nil || len(f.Errors) > 0 {
		t.Fatalf("a frame was expected, the stream ended or failed: %+v", f)
	}
	return *data.Stream
}

// begun reads the first frame, a heartbeat, and gives its cursor.
func begun(t *testing.T, s *apptest.Subscription) string {
	t.Helper()
	e := frameOf[struct{}](t, s.Next())
	if e.Kind != "HEARTBEAT" || e.ResumeCursor == "" || len(e.Edges) > 0 {
		t.Fatalf("the first frame is %+v, a heartbeat with a cursor is expected", e)
	}
	return e.ResumeCursor
}

// edgesOf reads batches until n rows have come.
func edgesOf[X any](t *testing.T, s *apptest.Subscription, n int) (edges []X, cursor string) {
	t.Helper()
	for len(edges) < n {
		e := frameOf[X](t, s.Next())
		edges, cursor = append(edges, e.Edges...), e.ResumeCursor
	}
	return edges, cursor
}

func wordsOf(changes []change) []string {
	var words []string
	for _, c := range changes {
		words = append(words, c.Kind+" "+c.Action)
	}
	return words
}

// crew is a person with a manager, a mate, an admin and a service.
type crew struct {
	*apptest.Workspace
	person, manager, mate, admin *apptest.Person
	service                      *apptest.Token
}

func newCrew(t *testing.T, a *apptest.App) crew {
	t.Helper()
	w := a.Workspace(t)
	x := crew{Workspace: w, manager: w.Member(t), mate: w.Member(t), admin: w.Admin(t), service: w.Service(t, authz.TrackingRead)}
	x.person = w.Member(t, func(p *member.InviteParams) { p.ManagerID = &x.manager.ID })
	return x
}

func TestFiveViewersOfTrackingRows(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, transport string) {
		a, l := serve(t)
		w := newCrew(t, a)
		streams := map[string]*apptest.Subscription{}
		for name, who := range map[string]apptest.Caller{"person": w.person, "manager": w.manager, "mate": w.mate, "admin": w.admin, "service": w.service} {
			streams[name] = openStream(l, t, transport, who, w.Workspace, trackingQuery, nil)
			begun(t, streams[name])
		}
		w.Standup(t, w.person)
		w.WorkLog(t, w.person)
		w.TimeEntry(t, w.person)
		if _, _, err := a.Timers.Start(t.Context(), w.person.Viewer(t), timer.StartParams{WorkspaceID: w.ID}); err != nil {
			t.Fatal(err)
		}
		w.Escalation(t, w.person, w.Blocker(t, w.person))
		w.Project(t) // is no tracking row
		for _, p := range []*apptest.Person{w.manager, w.mate} {
			w.Standup(t, p)
		}
		own := []string{"STANDUP CREATED", "WORK_LOG CREATED", "TIME_ENTRY CREATED", "TIMER STARTED", "BLOCKER CREATED", "BLOCKER ESCALATED"}
		want := map[string][]string{
			"person":  own,
			"manager": {"BLOCKER ESCALATED", "STANDUP CREATED"},
			"mate":    {"STANDUP CREATED"},
			"admin":   append(slices.Clone(own), "STANDUP CREATED", "STANDUP CREATED"),
			"service": append(slices.DeleteFunc(slices.Clone(own), func(s string) bool { return s == "TIMER STARTED" }), "STANDUP CREATED", "STANDUP CREATED"),
		}
		for name, s := range streams {
			got, _ := edgesOf[change](t, s, len(want[name]))
			if diff := cmp.Diff(want[name], wordsOf(got)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
			for _, c := range got {
				if (c.Node == nil) != (c.Kind == "TIMER") || c.Node != nil && c.Node.ID != c.EntityID || c.Cursor == "" {
					t.Errorf("%s got %+v", name, c)
				}
			}
		}
	})
}

func TestATrackingStreamOfOnePersonOrSomeKinds(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := newCrew(t, a)
	of := map[string]any{"of": w.person.NodeID().String()}
	for name, as := range map[string]apptest.Caller{"mate": w.mate, "manager": w.manager} {
		f := openStream(l, t, "sse", as, w.Workspace, trackingQuery, of).Next()
		if len(f.Errors) != 1 || f.Errors[0].Extensions["code"] != "FORBIDDEN" {
			t.Errorf("%s named another: %+v, FORBIDDEN is expected", name, f)
		}
	}
	named := openStream(l, t, "sse", w.admin, w.Workspace, trackingQuery, of)
	self := openStream(l, t, "sse", w.person, w.Workspace, trackingQuery, of)
	kinds := openStream(l, t, "sse", w.admin, w.Workspace, trackingQuery, map[string]any{"kinds": []string{"WORK_LOG", "STANDUP"}})
	for _, s := range []*apptest.Subscription{named, self, kinds} {
		begun(t, s)
	}
	w.Standup(t, w.mate)
	w.TimeEntry(t, w.person)
	w.WorkLog(t, w.person)
	for name, c := range map[string]struct {
		s    *apptest.Subscription
		want []string
	}{
		"the person's, as an admin": {named, []string{"TIME_ENTRY CREATED", "WORK_LOG CREATED"}},
		"the person's, as they":     {self, []string{"TIME_ENTRY CREATED", "WORK_LOG CREATED"}},
		"of two kinds":              {kinds, []string{"STANDUP CREATED", "WORK_LOG CREATED"}},
	} {
		got, _ := edgesOf[change](t, c.s, len(c.want))
		if diff := cmp.Diff(c.want, wordsOf(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestATrackingStreamContinuesWithoutAGap(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, transport string) {
		a, l := serve(t)
		w := newCrew(t, a)
		s := openStream(l, t, transport, w.person, w.Workspace, trackingQuery, map[string]any{"batch": 2})
		cursor := begun(t, s)
		var want, got []string
		for n := range 11 {
			want = append(want, w.WorkLog(t, w.person).NodeID().String())
			if n%3 == 0 {
				w.Standup(t, w.mate, func(p *standup.SubmitParams) { p.Today = new(fmt.Sprint("hidden ", n)) })
			}
		}
		for len(got) < len(want) {
			e := frameOf[change](t, s.Next())
			for _, c := range e.Edges {
				got, cursor = append(got, c.EntityID), c.Cursor // an edge's cursor is as good as the frame's
				if len(got)%4 == 0 {
					break
				}
			}
			s.Close()
			s = openStream(l, t, transport, w.person, w.Workspace, trackingQuery, map[string]any{"batch": 2, "after": cursor})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestAStreamBeginsWhereTheWorkspaceWasRead(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, transport string) {
		a, l := serve(t)
		w := newCrew(t, a)
		w.WorkLog(t, w.person) // before: it is read and not told
		var read struct{ Workspace struct{ ResumeCursor string } }
		r := a.Post(t, w.person, `query($w: ID!) { workspace(id: $w) { resumeCursor } }`, map[string]any{"w": w.NodeID().String()})
		if err := json.Unmarshal(r.Data, &read); err != nil {
			t.Fatal(err, r.Errors)
		}
		after := w.WorkLog(t, w.person)
		s := openStream(l, t, transport, w.person, w.Workspace, trackingQuery, map[string]any{"after": read.Workspace.ResumeCursor})
		e := frameOf[change](t, s.Next())
		if len(e.Edges) != 1 || e.Edges[0].EntityID != after.NodeID().String() {
			t.Errorf("the stream begins with %v, want the one change made since", e.Edges)
		}
	})
}

func TestANodeIsShownUnderTheRightsOfItsFrame(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := newCrew(t, a)
	cursor := begun(t, openStream(l, t, "sse", w.manager, w.Workspace, trackingQuery, nil))
	b := w.Blocker(t, w.person)
	w.Escalation(t, w.person, b)
	again := openStream(l, t, "sse", w.manager, w.Workspace, trackingQuery, map[string]any{"after": cursor})
	if got, _ := edgesOf[change](t, again, 1); got[0].Node == nil || got[0].EntityID != b.NodeID().String() {
		t.Errorf("the manager got %+v", got)
	}
	if _, _, err := a.Members.SetManager(t.Context(), w.Owner.Viewer(t), w.person.ID, nil); err != nil {
		t.Fatal(err)
	}
	last := w.WorkLog(t, w.manager).NodeID().String()
	former := openStream(l, t, "sse", w.manager, w.Workspace, trackingQuery, map[string]any{"after": cursor})
	if got, _ := edgesOf[change](t, former, 1); got[0].EntityID != last {
		t.Errorf("who is no longer above the person got %+v", got)
	}
}

func TestOnlyRecipientsAreNotifiedAndOnlyOnce(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, transport string) {
		a, l := serve(t)
		w := newCrew(t, a)
		of := map[string]*apptest.Subscription{}
		for name, p := range map[string]*apptest.Person{"manager": w.manager, "person": w.person, "admin": w.admin} {
			of[name] = openStream(l, t, transport, p, w.Workspace, notificationQuery, nil)
			begun(t, of[name])
		}
		b := w.Blocker(t, w.person, func(p *blocker.OpenParams) { p.Severity, p.Description = standup.Critical, "secret words" })
		step := w.Escalation(t, w.person, b)
		for range 2 {
			if _, _, err := a.Blockers.Acknowledge(t.Context(), w.manager.Viewer(t), step.ID); err != nil {
				t.Fatal(err)
			}
		}
		got, cursor := edgesOf[notice](t, of["manager"], 1)
		if n := got[0].Node; n.Kind != "ESCALATION" || n.Message != "A critical blocker was escalated to you at the level of manager." || n.ReadAt != nil ||
			n.Escalation == nil || n.Escalation.ID != step.NodeID().String() || n.Blocker == nil || n.Blocker.ID != b.NodeID().String() {
			t.Errorf("the manager got %+v", n)
		}
		got, _ = edgesOf[notice](t, of["person"], 1)
		if n := got[0].Node; n.Kind != "ACKNOWLEDGEMENT" || n.Message != "The escalation of your critical blocker to the manager was acknowledged." {
			t.Errorf("the person got %+v", n)
		}
		// What comes next is the next thing: nothing came twice, and nothing to the admin.
		of["manager"].Close()
		other := w.Escalation(t, w.person, w.Blocker(t, w.person))
		again := openStream(l, t, transport, w.manager, w.Workspace, notificationQuery, map[string]any{"after": cursor})
		if got, _ = edgesOf[notice](t, again, 1); got[0].Node.Escalation.ID != other.NodeID().String() {
			t.Errorf("the manager's next is %+v", got[0].Node)
		}
		report := w.Member(t, func(p *member.InviteParams) { p.ManagerID = &w.admin.ID })
		first := w.Escalation(t, report, w.Blocker(t, report))
		if got, _ = edgesOf[notice](t, of["admin"], 1); got[0].Node.Escalation.ID != first.NodeID().String() {
			t.Errorf("the admin's first is %+v", got[0].Node)
		}
	})
}

func TestANotificationIsReadByItsRecipientAlone(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := newCrew(t, a)
	s := openStream(l, t, "sse", w.manager, w.Workspace, notificationQuery, nil)
	begun(t, s)
	w.Escalation(t, w.person, w.Blocker(t, w.person))
	got, _ := edgesOf[notice](t, s, 1)
	service := w.Service(t, authz.TrackingRead, authz.TrackingWrite)
	seq := w.Seq(t)
	read := func(as apptest.Caller, i string) (at *time.Time, code any) {
		r := a.Post(t, as, `mutation($id: ID!) { notificationRead(input: {id: $id}) { notification { readAt } userErrors { code } resumeCursor } }`, map[string]any{"id": i})
		var data struct {
			NotificationRead struct{ Notification struct{ ReadAt *time.Time } }
		}
		if err := json.Unmarshal(r.Data, &data); err != nil {
			t.Fatal(err)
		}
		if len(r.Errors) > 0 {
			code = r.Errors[0].Extensions["code"]
		}
		return data.NotificationRead.Notification.ReadAt, code
	}
	for name, as := range map[string]apptest.Caller{"the blocker's person": w.person, "an admin": w.admin, "a mate": w.mate, "of another workspace": a.Workspace(t).Owner} {
		if _, code := read(as, got[0].Node.ID); code != "NOT_FOUND" {
			t.Errorf("%s is answered %v, NOT_FOUND is expected", name, code)
		}
	}
	if _, code := read(service, got[0].Node.ID); code != "FORBIDDEN" {
		t.Errorf("a service is answered %v, FORBIDDEN is expected", code)
	}
	first, code := read(w.manager, got[0].Node.ID)
	if first == nil || code != nil {
		t.Fatalf("the recipient is answered %v at %v", code, first)
	}
	if again, code := read(w.manager, got[0].Node.ID); code != nil || again == nil || !again.Equal(*first) {
		t.Errorf("read again: %v at %v, %v is expected", code, again, first)
	}
	if w.Seq(t) != seq {
		t.Error("reading a notification stands in the log")
	}
	if _, code := read(w.manager, id.Of(id.Notification, id.New()).String()); code != "NOT_FOUND" {
		t.Errorf("one that never was is answered %v", code)
	}
}

func TestEachStreamEndsWithTheRightsBehindIt(t *testing.T) {
	t.Parallel()
	for name, query := range map[string]string{"tracking": trackingQuery, "notifications": notificationQuery} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			overEach(t, func(t *testing.T, transport string) {
				a, l := serve(t)
				w := newCrew(t, a)
				s := openStream(l, t, transport, w.Personal(t, w.manager), w.Workspace, query, nil)
				begun(t, s)
				if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), w.manager.ID); err != nil {
					t.Fatal(err)
				}
				w.Standup(t, w.mate)
				if f := s.Next(); !f.Done {
					t.Errorf("after the removal the stream showed %s", f.Data)
				}
			})
		})
	}
	t.Run("an admin's stream of another", func(t *testing.T) {
		t.Parallel()
		a, l := serve(t)
		w := newCrew(t, a)
		s := openStream(l, t, "sse", w.admin, w.Workspace, trackingQuery, map[string]any{"of": w.person.NodeID().String()})
		begun(t, s)
		if _, _, err := a.Members.SetRole(t.Context(), w.Owner.Viewer(t), w.admin.ID, authz.RoleMember, authz.RoleAdmin); err != nil {
			t.Fatal(err)
		}
		w.Standup(t, w.person)
		if f := s.Next(); !f.Done {
			t.Errorf("a former admin's stream showed %s", f.Data)
		}
	})
}

func TestCursorsOfEachStreamOpenItAlone(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := newCrew(t, a)
	cursors := map[string]string{"garbage": "garbage", "empty": ""}
	for name, c := range map[string]struct {
		as    apptest.Caller
		query string
		more  map[string]any
	}{
		"tracking":                   {w.mate, trackingQuery, nil},
		"tracking of some kinds":     {w.mate, trackingQuery, map[string]any{"kinds": []string{"TIMER", "STANDUP"}}},
		"tracking of the same kinds": {w.mate, trackingQuery, map[string]any{"kinds": []string{"STANDUP", "TIMER"}}},
		"tracking of a person":       {w.mate, trackingQuery, map[string]any{"of": w.mate.NodeID().String()}},
		"another's tracking":         {w.manager, trackingQuery, nil},
		"notifications":              {w.mate, notificationQuery, nil},
		"another's notifications":    {w.manager, notificationQuery, nil},
	} {
		s := openStream(l, t, "sse", c.as, w.Workspace, c.query, c.more)
		cursors[name] = begun(t, s)
		s.Close()
	}
	flip := func(s string) string {
		if s[0] == 'A' {
			return "B" + s[1:]
		}
		return "A" + s[1:]
	}
	cursors["tampered tracking"], cursors["tampered notifications"] = flip(cursors["tracking"]), flip(cursors["notifications"])
	cursors["a write"] = submit(t, a, w.mate, w.Workspace, "mine")
	cursors["another's write"] = submit(t, a, w.manager, w.Workspace, "theirs")
	for _, c := range []struct {
		query string
		more  map[string]any
		opens []string
	}{
		{trackingQuery, nil, []string{"tracking", "a write"}},
		{trackingQuery, map[string]any{"kinds": []string{"TIMER", "STANDUP"}}, []string{"tracking of some kinds", "tracking of the same kinds", "a write"}},
		{notificationQuery, nil, []string{"notifications", "a write"}},
	} {
		for name, cursor := range cursors {
			more := map[string]any{"after": cursor}
			maps.Copy(more, c.more)
			if slices.Contains(c.opens, name) {
				if c.query == trackingQuery {
					s := openStream(l, t, "sse", w.mate, w.Workspace, c.query, more)
					if got, _ := edgesOf[change](t, s, 1); got[0].Kind != "STANDUP" {
						t.Errorf("from %s came %+v", name, got)
					}
					s.Close()
				}
				continue
			}
			f := openStream(l, t, "sse", w.mate, w.Workspace, c.query, more).Next()
			if len(f.Errors) != 1 || f.Errors[0].Extensions["code"] != "CURSOR_INVALID" {
				t.Errorf("%s: got %+v, CURSOR_INVALID is expected", name, f)
			}
		}
	}
}

func TestEachStreamIsResetAfterARestore(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := newCrew(t, a)
	queries := []string{trackingQuery, notificationQuery}
	var cursors []string
	for _, query := range queries {
		cursors = append(cursors, begun(t, openStream(l, t, "sse", w.person, w.Workspace, query, nil)))
	}
	if _, err := a.DB.NewRaw("update server_state set value = '\\x0102030405060708' where name = 'epoch'").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	b := a.Beside(t)
	b.Start(t)
	restored := b.Serve(t)
	for n, query := range queries {
		s := openStream(restored, t, "sse", w.person, w.Workspace, query, map[string]any{"after": cursors[n]})
		if e := frameOf[struct{}](t, s.Next()); e.Kind != "RESET" || e.ResumeCursor == "" {
			t.Errorf("got %+v, a RESET with a cursor is expected", e)
		}
		if f := s.Next(); !f.Done {
			t.Errorf("after RESET came %s, the end is expected", f.Data)
		}
	}
}

func TestWhoGetsNoStream(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := newCrew(t, a)
	other := a.Workspace(t).Owner
	for name, c := range map[string]struct {
		query string
		as    apptest.Caller
		code  string
	}{
		"tracking as nobody":                        {trackingQuery, nil, "UNAUTHENTICATED"},
		"tracking of another workspace":             {trackingQuery, other, "NOT_FOUND"},
		"tracking without the scope":                {trackingQuery, w.Service(t, authz.ActivityRead), "FORBIDDEN"},
		"notifications as nobody":                   {notificationQuery, nil, "UNAUTHENTICATED"},
		"notifications of another workspace":        {notificationQuery, other, "NOT_FOUND"},
		"notifications of a service":                {notificationQuery, w.service, "FORBIDDEN"},
		"notifications by a token that reads tasks": {notificationQuery, w.Personal(t, w.mate, authz.WorkRead), "FORBIDDEN"},
	} {
		f := openStream(l, t, "sse", c.as, w.Workspace, c.query, nil).Next()
		if len(f.Errors) != 1 || f.Errors[0].Extensions["code"] != c.code || (f.Data != nil && string(f.Data) != "null") {
			t.Errorf("%s: got %+v, %s is expected", name, f, c.code)
		}
	}
}

func TestHeartbeatsMoveTheCursorPastWhatIsHidden(t *testing.T) {
	t.Parallel()
	a, l := serve(t, func(o *app.Options) { o.Heartbeat = 50 * time.Millisecond })
	w := newCrew(t, a)
	s := openStream(l, t, "sse", w.mate, w.Workspace, trackingQuery, nil)
	begun(t, s)
	w.Standup(t, w.person)
	seq := w.Seq(t)
	for a.Hub.Position(w.ID) < seq { // the hub has read it
		frameOf[change](t, s.Next())
	}
	frameOf[change](t, s.Next()) // may have been made before
	last := frameOf[change](t, s.Next())
	if last.Kind != "HEARTBEAT" {
		t.Fatalf("got %+v, a heartbeat is expected", last)
	}
	// An admin's cursor would show whether it moved: the mate becomes one, whose stream from there has nothing of before.
	if _, _, err := a.Members.SetRole(t.Context(), w.Owner.Viewer(t), w.mate.ID, authz.RoleAdmin, authz.RoleMember); err != nil {
		t.Fatal(err)
	}
	log := w.WorkLog(t, w.person)
	again := openStream(l, t, "sse", w.mate, w.Workspace, trackingQuery, map[string]any{"after": last.ResumeCursor})
	if got, _ := edgesOf[change](t, again, 1); got[0].EntityID != log.NodeID().String() {
		t.Errorf("the first change is %+v", got[0])
	}
}
