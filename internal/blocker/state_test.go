package blocker_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/check"
	"daybook/internal/patch"
	"daybook/internal/standup"

	"github.com/google/uuid"
)

// R7: which change is possible in which state, and where it leads.
func TestStatesR7(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.ann.Viewer(t)
	ops := map[string]func(id uuid.UUID) error{
		"update": func(id uuid.UUID) error {
			_, _, err := b.Blockers.Update(t.Context(), v, blocker.UpdateParams{ID: id, Severity: new(standup.Low)})
			return err
		},
		"escalate": func(id uuid.UUID) error {
			_, _, _, err := b.Blockers.Escalate(t.Context(), v, blocker.EscalateParams{ID: id})
			return err
		},
		"resolve": func(id uuid.UUID) error {
			_, _, err := b.Blockers.Resolve(t.Context(), v, blocker.ResolveParams{ID: id})
			return err
		},
		"reopen": func(id uuid.UUID) error {
			_, _, err := b.Blockers.Reopen(t.Context(), v, id, nil)
			return err
		},
	}
	for _, c := range []struct {
		before []string
		op     string
		want   blocker.State
		code   check.Code
	}{
		{nil, "update", blocker.Open, ""},
		{nil, "escalate", blocker.Escalated, ""},
		{nil, "resolve", blocker.Resolved, ""},
		{nil, "reopen", blocker.Open, check.Invalid},
		{[]string{"escalate"}, "update", blocker.Escalated, ""},
		{[]string{"escalate"}, "escalate", blocker.Escalated, ""},
		{[]string{"escalate"}, "resolve", blocker.Resolved, ""},
		{[]string{"escalate"}, "reopen", blocker.Escalated, check.Invalid},
		{[]string{"resolve"}, "update", blocker.Resolved, check.AlreadyResolved},
		{[]string{"resolve"}, "escalate", blocker.Resolved, check.AlreadyResolved},
		{[]string{"resolve"}, "resolve", blocker.Resolved, check.AlreadyResolved},
		{[]string{"resolve"}, "reopen", blocker.Open, ""},
		{[]string{"escalate", "resolve"}, "reopen", blocker.Open, ""},
		{[]string{"resolve", "reopen"}, "escalate", blocker.Escalated, ""},
		{[]string{"resolve", "reopen"}, "resolve", blocker.Resolved, ""},
	} {
		row := b.w.Blocker(t, b.ann)
		for _, op := range c.before {
			if err := ops[op](row.ID); err != nil {
				t.Fatal(err)
			}
		}
		seq := b.w.Seq(t)
		err := ops[c.op](row.ID)
		if c.code == "" && err != nil {
			t.Errorf("%v, then %s: %v", c.before, c.op, err)
		}
		if c.code != "" {
			apptest.WantRejection(t, err, c.code, "id")
		}
		after := b.see(t, v, row.ID)
		if after.State != c.want || (after.ResolvedAt != nil) != (c.want == blocker.Resolved) || c.want != blocker.Resolved && (after.EscalatedAt != nil) != (c.want == blocker.Escalated) {
			t.Errorf("%v, then %s: it is %+v", c.before, c.op, after)
		}
		if n := b.w.Seq(t) - seq; n != 1 && err == nil || n != 0 && err != nil { // R9
			t.Errorf("%v, then %s: %d activities", c.before, c.op, n)
		}
	}
}

// R7: of twenty who resolve at once one does, and their word stands.
func TestResolvingAtOnceR7(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	row := b.w.Blocker(t, b.ann)
	viewers := []*authz.Viewer{b.ann.Viewer(t), b.admin.Viewer(t)}
	var mu sync.Mutex
	var winners []string
	var wg sync.WaitGroup
	for n := range 20 {
		wg.Go(func() {
			note := string(rune('a' + n))
			_, r, err := b.Blockers.Resolve(t.Context(), viewers[n%2], blocker.ResolveParams{ID: row.ID, Note: &note})
			var rejection *check.Rejection
			switch {
			case err == nil && r.Seq > 0:
				mu.Lock()
				defer mu.Unlock()
				winners = append(winners, note)
			case !errors.As(err, &rejection) || rejection.Errors[0].Code != check.AlreadyResolved:
				t.Errorf("resolving: %+v, %v", r, err)
			}
		})
	}
	wg.Wait()
	after := b.see(t, b.ann.Viewer(t), row.ID)
	if len(winners) != 1 || *after.ResolutionNote != winners[0] || after.Version != 2 {
		t.Errorf("%v resolved it, it is %+v", winners, after)
	}
	if log := b.log(t, row.ID); !slices.Equal(log, []string{"opened a blocker", "resolved a blocker"}) {
		t.Errorf("the log says %q", log)
	}
	b.later(time.Hour)
	_, _, err := b.Blockers.Resolve(t.Context(), b.admin.Viewer(t), blocker.ResolveParams{ID: row.ID, Note: new("no, I")})
	apptest.WantRejection(t, err, check.AlreadyResolved, "id")
	if again := b.see(t, b.ann.Viewer(t), row.ID); !again.ResolvedAt.Equal(apptest.Noon) || *again.ResolutionNote != winners[0] {
		t.Errorf("resolving it again left %+v", again)
	}
}

func TestReopeningBeginsARound(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.ann.Viewer(t)
	row := b.w.Blocker(t, b.ann)
	b.w.Escalation(t, b.ann, row)
	if _, _, err := b.Blockers.Resolve(t.Context(), v, blocker.ResolveParams{ID: row.ID, Note: new("  Got access.\r\n")}); err != nil {
		t.Fatal(err)
	}
	if got := b.see(t, v, row.ID); *got.ResolutionNote != "Got access." {
		t.Errorf("the note is %q", *got.ResolutionNote)
	}
	b.later(time.Hour)
	after, _, err := b.Blockers.Reopen(t.Context(), v, row.ID, new(3))
	if err != nil {
		t.Fatal(err)
	}
	if after.Round != 2 || !after.OpenedAt.Equal(apptest.Noon.Add(time.Hour)) || after.EscalatedAt != nil || after.ResolvedAt != nil || after.ResolutionNote != nil || after.Version != 4 {
		t.Errorf("reopened it is %+v", after)
	}
	// Escalation begins anew: whoever was told before is told again.
	if _, step, _, err := b.Blockers.Escalate(t.Context(), v, blocker.EscalateParams{ID: row.ID}); err != nil || step.Round != 2 || step.RecipientID != b.manager.ID {
		t.Errorf("the first step of the second round is %+v, %v", step, err)
	}
	b.wantSteps(t, row.ID, "1 manager: manager", "1 manager: manager")
}

// R9, R17: each change tells what changed, without what was written.
func TestTheLogOfABlocker(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.ann.Viewer(t)
	task := b.w.Task(t, b.w.Project(t))
	row := b.w.Blocker(t, b.ann, func(p *blocker.OpenParams) { p.Description = "secret words" })
	do := func(_ any, _ activity.Receipt, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	do(b.Blockers.Update(t.Context(), v, blocker.UpdateParams{ID: row.ID, Description: new("other secret words"), Severity: new(standup.Critical), TaskID: patch.To(&task.ID)}))
	step := b.w.Escalation(t, b.ann, row)
	do(b.Blockers.Acknowledge(t.Context(), b.manager.Viewer(t), step.ID))
	do(b.Blockers.Resolve(t.Context(), b.admin.Viewer(t), blocker.ResolveParams{ID: row.ID, Note: new("secret words at the end")}))
	do(b.Blockers.Reopen(t.Context(), v, row.ID, nil))

	type line struct {
		action  activity.Action
		actor   string
		changes string
	}
	var got []line
	for _, a := range b.w.Log(t) {
		if a.EntityID != row.ID {
			continue
		}
		got = append(got, line{a.Action, b.who(*a.ActorID), changed(a)})
		if a.Visibility != activity.ToSubject || *a.SubjectID != b.ann.ID || a.ProjectID != nil || a.EntityType != activity.Blocker || a.Content != nil {
			t.Errorf("it is not the person's alone: %+v", a)
		}
		for _, text := range []string{string(a.Metadata), *a.Title, *a.SubjectName, changed(a)} {
			if containsAny(text, "secret", b.ann.DisplayName, *b.ann.Email, b.manager.DisplayName) {
				t.Errorf("the log tells %q", text)
			}
		}
	}
	want := []line{
		{activity.Created, "ann", ""},
		{activity.Updated, "ann", "task - > " + task.NodeID().String() + ", severity high > critical, description (redacted)"},
		{activity.Escalated, "ann", "state open > escalated"},
		{activity.Updated, "manager", ""},
		{activity.Resolved, "admin", "state escalated > resolved, resolutionNote (redacted)"},
		{activity.StatusChanged, "ann", "state resolved > open, resolutionNote (redacted)"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("the log is\n%+v, want\n%+v", got, want)
	}
}

func TestWhatChangesNothingIsNotAChange(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.ann.Viewer(t)
	row := b.w.Blocker(t, b.ann)
	step := b.w.Escalation(t, b.ann, row)
	if _, _, err := b.Blockers.Acknowledge(t.Context(), b.manager.Viewer(t), step.ID); err != nil {
		t.Fatal(err)
	}
	before := b.Snapshot(t)
	b.later(time.Hour)
	after, r, err := b.Blockers.Update(t.Context(), v, blocker.UpdateParams{ID: row.ID, Severity: &row.Severity, Category: &row.Category, Description: new(" " + row.Description + "\n"), TaskID: patch.To[uuid.UUID](nil)})
	if err != nil || r != (activity.Receipt{}) || after.State != blocker.Escalated {
		t.Errorf("the same again: %+v, %v", r, err)
	}
	again, r, err := b.Blockers.Acknowledge(t.Context(), b.manager.Viewer(t), step.ID)
	if err != nil || r != (activity.Receipt{}) || !again.AcknowledgedAt.Equal(apptest.Noon) {
		t.Errorf("acknowledging again: %+v, %+v, %v", again, r, err)
	}
	for table, digest := range b.Snapshot(t) {
		if before[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}

func TestStaleChangesAreConflicts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.ann.Viewer(t)
	row := b.w.Blocker(t, b.ann)
	_, _, err := b.Blockers.Update(t.Context(), v, blocker.UpdateParams{ID: row.ID, Severity: new(standup.Low), Version: new(2)})
	apptest.WantRejection(t, err, check.Conflict, "expectedVersion")
	_, _, _, err = b.Blockers.Escalate(t.Context(), v, blocker.EscalateParams{ID: row.ID, Version: new(2)})
	apptest.WantRejection(t, err, check.Conflict, "expectedVersion")
	_, _, err = b.Blockers.Resolve(t.Context(), v, blocker.ResolveParams{ID: row.ID, Version: new(2)})
	apptest.WantRejection(t, err, check.Conflict, "expectedVersion")
	if _, _, err = b.Blockers.Resolve(t.Context(), v, blocker.ResolveParams{ID: row.ID, Version: new(1)}); err != nil {
		t.Error(err)
	}
	_, _, err = b.Blockers.Reopen(t.Context(), v, row.ID, new(1))
	apptest.WantRejection(t, err, check.Conflict, "expectedVersion")
}
