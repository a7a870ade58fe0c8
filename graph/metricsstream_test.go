package graph_test

import (
	"testing"
	"time"

	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/timeentry"
)

type numbers struct {
	Node struct {
		Bucket         struct{ StartsOn string }
		TrackedSeconds *int
		WorkLogs       *int
		Final          bool
		Suppression    *struct{ Reason string }
	}
}

func often(o *app.Options) { o.MetricsEvery = 20 * time.Millisecond }

// numbersOf reads a batch, which has one row.
func numbersOf(t *testing.T, s *apptest.Subscription) numbers {
	t.Helper()
	e := frameOf[numbers](t, s.Next())
	if e.Kind != "BATCH" || len(e.Edges) != 1 || e.ResumeCursor == "" {
		t.Fatalf("got %+v, a BATCH of one bucket is expected", e)
	}
	return e.Edges[0]
}

func TestExactNumbersFollowTheWork(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, transport string) {
		a, l := serve(t, often)
		w := newCrew(t, a)
		for name, as := range map[string]apptest.Caller{"admin": w.admin, "service": w.Service(t, authz.MetricsRead, authz.TrackingRead)} {
			s := openStream(l, t, transport, as, w.Workspace, metricsQuery, map[string]any{"unit": "DAY"})
			before := *numbersOf(t, s).Node.WorkLogs
			w.Project(t) // changes no number: no frame
			w.WorkLog(t, w.person)
			if got := numbersOf(t, s).Node; *got.WorkLogs != before+1 || got.Bucket.StartsOn != "2026-02-11" || got.Final {
				t.Errorf("%s got %+v", name, got)
			}
			a.Clock.Set(a.Clock.Now().Add(24 * time.Hour))
			if got := numbersOf(t, s).Node; *got.WorkLogs != 0 || got.Bucket.StartsOn != "2026-02-12" {
				t.Errorf("on the next day %s got %+v", name, got)
			}
			a.Clock.Set(apptest.Noon)
			s.Close()
		}
	})
}

// R15: members get a bucket's numbers when it has closed, and nothing of what is done meanwhile.
func TestMembersNumbersComeWhenABucketCloses(t *testing.T) {
	t.Parallel()
	a, l := serve(t, often)
	w := newCrew(t, a)
	for range 5 {
		w.TimeEntry(t, w.Member(t), func(p *timeentry.CreateParams) { p.DurationSeconds = new(3600) })
	}
	s := openStream(l, t, "sse", w.mate, w.Workspace, metricsQuery, nil)
	admins := openStream(l, t, "sse", w.admin, w.Workspace, metricsQuery, nil)
	if got := numbersOf(t, s).Node; got.Bucket.StartsOn != "2026-02-02" || !got.Final {
		t.Errorf("first came %+v", got)
	}
	numbersOf(t, admins)
	w.WorkLog(t, w.person)
	numbersOf(t, admins)
	a.Clock.Set(time.Date(2026, time.February, 16, 23, 59, 59, 0, time.UTC)) // the week is over, for less than a day
	numbersOf(t, admins)
	w.WorkLog(t, w.person)
	numbersOf(t, admins)
	a.Clock.Set(time.Date(2026, time.February, 17, 0, 0, 0, 0, time.UTC))
	if got := numbersOf(t, s).Node; got.Bucket.StartsOn != "2026-02-09" || !got.Final || got.Suppression != nil || *got.TrackedSeconds != 5*3600 {
		t.Errorf("when the week had closed came %+v", got)
	}
}

func TestAMetricsStreamEndsWithTheRightsBehindIt(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, transport string) {
		a, l := serve(t, often)
		w := newCrew(t, a)
		s := openStream(l, t, transport, w.Personal(t, w.admin), w.Workspace, metricsQuery, nil)
		numbersOf(t, s)
		if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), w.admin.ID); err != nil {
			t.Fatal(err)
		}
		w.WorkLog(t, w.person)
		if f := s.Next(); !f.Done {
			t.Errorf("after the removal the stream showed %s", f.Data)
		}
	})
}

func TestWhoGetsNoNumbers(t *testing.T) {
	t.Parallel()
	a, l := serve(t)
	w := newCrew(t, a)
	people := map[string]any{"cohort": map[string]any{"memberIds": []string{w.person.NodeID().String()}}}
	secret := map[string]any{"cohort": map[string]any{"projectId": w.Restricted(t, w.person).NodeID().String()}}
	for name, c := range map[string]struct {
		as   apptest.Caller
		more map[string]any
		code string
	}{
		"nobody":                     {nil, nil, "UNAUTHENTICATED"},
		"of another workspace":       {a.Workspace(t).Owner, nil, "NOT_FOUND"},
		"a service without scope":    {w.service, nil, "FORBIDDEN"},
		"a member of people":         {w.mate, people, "FORBIDDEN"},
		"a member of oneself":        {w.person, people, "FORBIDDEN"},
		"a service of people":        {w.Service(t, authz.MetricsRead, authz.TrackingRead), people, "FORBIDDEN"},
		"a member of days":           {w.mate, map[string]any{"unit": "DAY"}, "FORBIDDEN"},
		"of a project that is shut":  {w.mate, secret, "NOT_FOUND"},
		"a service without tracking": {w.Service(t, authz.MetricsRead), map[string]any{"unit": "DAY"}, "FORBIDDEN"},
	} {
		f := openStream(l, t, "sse", c.as, w.Workspace, metricsQuery, c.more).Next()
		if len(f.Errors) != 1 || f.Errors[0].Extensions["code"] != c.code || (f.Data != nil && string(f.Data) != "null") {
			t.Errorf("%s: got %+v, %s is expected", name, f, c.code)
		}
	}
}
