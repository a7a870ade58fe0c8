package app_test

import (
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/app"
	"daybook/internal/apptest"
)

// The scheduled work is done by an app that was asked to, and told of in its metrics.
func TestJobsAreDoneWhereTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	if _, err := a.Timers.IdleReport(t.Context(), ann.Viewer(t), w.Timer(t, ann).ID, nil); err != nil {
		t.Fatal(err)
	}
	a.Clock.Set(apptest.Noon.Add(time.Hour))
	seq := w.Seq(t)
	asked := a.Beside(t, func(o *app.Options) { o.URL, o.Jobs = a.Database.URL, true })
	asked.Start(t)
	for deadline := time.Now().Add(20 * time.Second); w.Seq(t) == seq; {
		if time.Now().After(deadline) {
			t.Fatal("the idle timer was not stopped")
		}
	}
	if log := w.Log(t); log[seq].Action != activity.Stopped || log[seq+1].Action != activity.IdleDetected {
		t.Errorf("the log tells %+v", log[seq:])
	}
	for name, c := range map[string]struct {
		a    *apptest.App
		want bool
	}{
		"asked":                      {asked, true},
		"not asked":                  {a.Beside(t, func(o *app.Options) { o.URL = a.Database.URL }), false},
		"without an address to lead": {a.Beside(t, func(o *app.Options) { o.Jobs = true }), false},
	} {
		families, err := c.a.Metrics.Gather()
		if err != nil {
			t.Fatal(err)
		}
		leads := false
		for _, f := range families {
			leads = leads || f.GetName() == "daybook_jobs_leader" && f.GetMetric()[0].GetGauge().GetValue() == 1
		}
		if leads != c.want {
			t.Errorf("%s: it leads: %v", name, leads)
		}
	}
}
