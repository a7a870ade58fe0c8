package activity_test

import (
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/id"

	"github.com/google/uuid"
)

func TestDiffTellsWhatChanged(t *testing.T) {
	t.Parallel()
	var d activity.Diff
	d.Text("same", "a", "a")
	d.Text("both empty", "", (*string)(nil))
	d.ID("same reference", id.Team, nil, nil)
	d.Guarded("same text", false)
	if d.Any() {
		t.Errorf("nothing changed, it tells %v", d.Changes)
	}
	at := time.Date(2026, 2, 11, 13, 0, 0, 0, time.FixedZone("", 3600))
	team := uuid.New()
	d.Text("name", "a", new("b"))
	if !d.Only("name") || !d.Has("name") || d.Has("other") || *d.Changes[0].Old != "a" || *d.Changes[0].New != "b" {
		t.Errorf("it tells %v", d.Changes)
	}
	d.Text("at", (*time.Time)(nil), &at)
	d.Text("role", authz.RoleMember, authz.RoleAdmin)
	d.ID("team", id.Team, nil, &team)
	d.Guarded("text", true)
	if d.Only("name") || len(d.Changes) != 5 || *d.Changes[1].New != "2026-02-11T12:00:00Z" || d.Changes[1].Old != nil ||
		*d.Changes[2].Old != "member" || *d.Changes[3].New != id.Of(id.Team, team).String() {
		t.Errorf("it tells %v", d.Changes)
	}
	if g := d.Changes[4]; !g.Redacted || g.Old != nil || g.New != nil {
		t.Errorf("a guarded value is told: %+v", g)
	}
}

func TestActivityTellsItsIDsAndOwner(t *testing.T) {
	t.Parallel()
	w, m := uuid.New(), uuid.New()
	a := &activity.Activity{WorkspaceID: w, ID: uuid.New(), Seq: 12, EntityType: activity.Task, EntityID: uuid.New(), ActorKind: authz.KindHuman, ActorID: &m}
	if a.NodeID() != id.Of(id.Activity, a.ID) || a.EntityNodeID() != id.Of(id.Task, a.EntityID) || a.Key().Value != "0000000000000000012" {
		t.Errorf("its ids are %s and %s, its key %v", a.NodeID(), a.EntityNodeID(), a.Key())
	}
	if _, owner := a.Owner(); owner != m {
		t.Errorf("its owner is %s", owner)
	}
	a.ActorKind = authz.KindService
	if ws, owner := a.Owner(); owner != uuid.Nil || ws != w {
		t.Errorf("the owner of a service's is %s", owner)
	}
	for kind, changes := range map[activity.EntityType]bool{activity.User: true, activity.Project: true, activity.Integration: true,
		activity.Workspace: true, activity.Task: false, activity.Standup: false, activity.Sprint: false} {
		if a.EntityType = kind; a.ChangesRights() != changes {
			t.Errorf("%s changes rights: %v", kind, a.ChangesRights())
		}
	}
}
