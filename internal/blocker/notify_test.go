package blocker_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/blocker"
	"daybook/internal/check"
	"daybook/internal/notification"
	"daybook/internal/standup"

	"github.com/google/uuid"
)

// notifications are all those of the workspace, in the order of the activities that they came with.
func (b *bench) notifications(t *testing.T) []*notification.Notification {
	t.Helper()
	var rows []*notification.Notification
	if err := b.DB.NewSelect().Model(&rows).Join("JOIN activities AS a ON a.workspace_id = n.workspace_id AND a.id = n.activity_id").
		Where("n.workspace_id = ?", b.w.ID).OrderExpr("a.seq").Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	return rows
}

func (b *bench) wantTold(t *testing.T, want ...string) {
	t.Helper()
	got := []string{}
	for _, n := range b.notifications(t) {
		got = append(got, string(n.Kind)+" to "+b.who(n.MemberID)+", "+n.Severity+", "+n.Level)
	}
	if !slices.Equal(got, want) {
		t.Errorf("told were %q, want %q", got, want)
	}
}

// R8: whom a step is sent to is told of it once, though three servers do it at the same time, and three people by hand.
func TestRecipientsAreToldOnceR8(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	byJob, byHand := b.w.Blocker(t, b.ann, severity(standup.Critical)), b.w.Blocker(t, b.ann, severity(standup.Low))
	b.later(5 * time.Hour)
	var wg sync.WaitGroup
	for _, server := range []*apptest.App{b.App, b.Beside(t), b.Beside(t)} {
		wg.Go(func() {
			if _, err := server.Blockers.EscalateDue(t.Context()); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			_, _, _, err := server.Blockers.Escalate(t.Context(), b.ann.Viewer(t), blocker.EscalateParams{ID: byHand.ID, Version: new(1)})
			if err != nil {
				apptest.WantRejection(t, err, check.Conflict, "expectedVersion")
			}
		})
	}
	wg.Wait()
	told := map[uuid.UUID]int{}
	for _, n := range b.notifications(t) {
		told[n.BlockerID]++
		if n.Kind != notification.Escalation || n.MemberID != b.manager.ID || n.Level != "manager" {
			t.Errorf("told is %+v", n)
		}
	}
	if told[byJob.ID] != 1 || told[byHand.ID] != 1 || len(told) != 2 {
		t.Errorf("told of each: %v", told)
	}
}

func TestWhoIsToldOfAnEscalation(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	row := b.w.Blocker(t, b.ann, severity(standup.High))
	first := b.w.Escalation(t, b.ann, row)
	for range 2 { // the second time changes nothing
		if _, _, err := b.Blockers.Acknowledge(t.Context(), b.manager.Viewer(t), first.ID); err != nil {
			t.Fatal(err)
		}
	}
	b.w.Escalation(t, b.admin, row)
	b.wantTold(t, "escalation to manager, high, manager", "acknowledgement to ann, high, manager", "escalation to director, high, director")
	for n, a := range b.w.Log(t) {
		if a.EntityType == activity.Blocker && a.Action == activity.Escalated && !slices.ContainsFunc(b.notifications(t), func(x *notification.Notification) bool { return x.ActivityID == a.ID }) {
			t.Errorf("nothing came with the activity %d", n)
		}
	}
}

func TestNobodyIsToldOfWhatTheyDid(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if _, _, err := b.Members.SetManager(t.Context(), b.w.Owner.Viewer(t), b.bob.ID, &b.admin.ID); err != nil {
		t.Fatal(err)
	}
	b.w.Escalation(t, b.admin, b.w.Blocker(t, b.bob)) // to the admin, by the admin
	b.wantTold(t)
	if _, _, err := b.Members.SetManager(t.Context(), b.w.Owner.Viewer(t), b.admin.ID, &b.vp.ID); err != nil {
		t.Fatal(err)
	}
	own := b.w.Escalation(t, b.admin, b.w.Blocker(t, b.admin, severity(standup.Medium)))
	if _, _, err := b.Blockers.Acknowledge(t.Context(), b.admin.Viewer(t), own.ID); err != nil { // as an admin, of their own
		t.Fatal(err)
	}
	b.wantTold(t, "escalation to vp, medium, manager")
}
