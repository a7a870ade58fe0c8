package apptest_test

import (
	"strings"
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/authz"
)

func TestAppHasEverythingATestNeeds(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, ada := w.Member(t), w.Admin(t)
	bot := w.Service(t, authz.TrackingRead)
	w.Task(t, w.Project(t))
	w.Task(t, w.Restricted(t, ann))
	w.Team(t)
	w.Sprint(t)
	w.Standup(t, ann)
	if !ada.Viewer(t).IsAdmin(w.ID) || ann.Viewer(t).IsAdmin(w.ID) || !bot.Viewer(t).IsService() {
		t.Error("the people do not have the roles they were given")
	}
	if log := w.Log(t); int64(len(log)) != w.Seq(t) {
		t.Errorf("the log has %d entries, its head says %d", len(log), w.Seq(t))
	}
	for _, as := range []apptest.Caller{ann, bot} {
		r := a.Post(t, as, `{ viewer { id displayName } }`, nil)
		if len(r.Errors) > 0 || !strings.Contains(string(r.Data), "displayName") {
			t.Errorf("asking who I am: %d %s %v", r.Status, r.Data, r.Errors)
		}
	}
	if b := a.Beside(t); b.DB == a.DB {
		t.Error("the app beside shares the pool")
	}
}
