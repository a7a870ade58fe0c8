package blocker_test

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/standup"

	"github.com/google/go-cmp/cmp"
)

func rule(s blocker.Severity, minutes int, l ...blocker.Level) *blocker.Rule {
	return &blocker.Rule{Severity: s, AfterMinutes: minutes, Levels: l}
}

func inHours(r *blocker.Rule) *blocker.Rule {
	r.BusinessHoursOnly = true
	return r
}

func TestPolicyDefaults(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	p, err := b.Blockers.Policy(t.Context(), b.admin.Viewer(t), b.w.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := []*blocker.Rule{
		rule(standup.Critical, 240, blocker.Manager), rule(standup.Critical, 480, blocker.Director), rule(standup.Critical, 1440, blocker.VP),
		rule(standup.High, 1440, blocker.Manager), rule(standup.High, 2880, blocker.Director), rule(standup.High, 5760, blocker.VP),
		rule(standup.Medium, 2880, blocker.Manager),
	}
	if diff := cmp.Diff(want, p.Rules); diff != "" || p.Version != 0 {
		t.Errorf("version %d: %s", p.Version, diff)
	}
}

func TestWhoSetsThePolicy(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for name, c := range map[string]struct {
		v         *authz.Viewer
		see, sets fault.Code // empty: allowed
	}{
		"a member":              {b.ann.Viewer(t), fault.Forbidden, fault.Forbidden},
		"a manager":             {b.manager.Viewer(t), fault.Forbidden, fault.Forbidden},
		"a service":             {b.bot.Viewer(t), fault.Forbidden, fault.Forbidden},
		"a stranger":            {b.foreign.Owner.Viewer(t), fault.NotFound, fault.NotFound},
		"an admin's own token":  {b.w.Personal(t, b.admin, authz.TrackingWrite).Viewer(t), "", fault.Forbidden},
		"an admin":              {b.admin.Viewer(t), "", ""},
		"an owner, as he found": {b.w.Owner.Viewer(t), "", ""},
	} {
		present, err := b.Blockers.Policy(t.Context(), b.w.Owner.Viewer(t), b.w.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, err = b.Blockers.Policy(t.Context(), c.v, b.w.ID)
		if c.see == "" && err != nil || c.see != "" && !fault.Is(err, c.see) {
			t.Errorf("%s reads it: %v", name, err)
		}
		_, _, err = b.Blockers.SetPolicy(t.Context(), c.v, b.w.ID, []*blocker.Rule{rule(standup.Low, 10+present.Version, blocker.VP)}, present.Version)
		if c.sets == "" && err != nil || c.sets != "" && !fault.Is(err, c.sets) {
			t.Errorf("%s sets it: %v", name, err)
		}
	}
}

func TestSettingThePolicy(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.admin.Viewer(t)
	seq := b.w.Seq(t)
	rules := []*blocker.Rule{rule(standup.Critical, 60, blocker.Manager, blocker.Director), inHours(rule(standup.Low, 480, blocker.Manager))}
	p, r, err := b.Blockers.SetPolicy(t.Context(), v, b.w.ID, rules, 0)
	if err != nil || p.Version != 1 || r.Seq != seq+1 {
		t.Fatalf("%+v, %+v, %v", p, r, err)
	}
	read, err := b.Blockers.Policy(t.Context(), v, b.w.ID)
	if diff := cmp.Diff(rules, read.Rules); err != nil || diff != "" || read.Version != 1 {
		t.Errorf("stored %+v, %v: %s", read, err, diff)
	}
	a := b.w.Log(t)[seq]
	if a.Action != activity.SettingsUpdated || a.Visibility != activity.ToAdmins || a.EntityType != activity.Workspace || a.EntityID != b.w.ID || a.SubjectID != nil {
		t.Errorf("the activity is %+v", a)
	}
	want := "escalation.critical manager after 240 min, director after 480 min, VP after 1440 min > manager after 60 min, director after 60 min, " +
		"escalation.high manager after 1440 min, director after 2880 min, VP after 5760 min > nobody, " +
		"escalation.medium manager after 2880 min > nobody, escalation.low nobody > manager after 480 min of business hours"
	if got := changed(a); got != want {
		t.Errorf("it tells\n%s, want\n%s", got, want)
	}
	if _, r, err := b.Blockers.SetPolicy(t.Context(), v, b.w.ID, rules, 1); err != nil || r != (activity.Receipt{}) {
		t.Errorf("the same again: %+v, %v", r, err)
	}
	for _, stale := range []int{0, 2} {
		_, _, err := b.Blockers.SetPolicy(t.Context(), v, b.w.ID, nil, stale)
		apptest.WantRejection(t, err, check.Conflict, "expectedVersion")
	}
	if p, _, err := b.Blockers.SetPolicy(t.Context(), v, b.w.ID, nil, 1); err != nil || len(p.Rules) != 0 || p.Version != 2 {
		t.Errorf("no rules at all: %+v, %v", p, err)
	}
	b.w.Blocker(t, b.ann, severity(standup.Critical))
	b.later(1000 * time.Hour)
	if n := b.run(t); n != 0 {
		t.Errorf("without rules %d were recorded", n)
	}
}

// Of ten who change the defaults at once one does.
func TestSettingThePolicyAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.admin.Viewer(t)
	var set atomic.Int64
	var wg sync.WaitGroup
	for n := range 10 {
		wg.Go(func() {
			_, _, err := b.Blockers.SetPolicy(t.Context(), v, b.w.ID, []*blocker.Rule{rule(standup.Low, n+1, blocker.Manager)}, 0)
			if err == nil {
				set.Add(1)
				return
			}
			apptest.WantRejection(t, err, check.Conflict, "expectedVersion")
		})
	}
	wg.Wait()
	if set.Load() != 1 {
		t.Errorf("%d set it", set.Load())
	}
}

func TestRulesThatAreRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for name, c := range map[string]struct {
		rules []*blocker.Rule
		code  check.Code // empty: allowed
		field string
	}{
		"too many":                 {slices.Repeat([]*blocker.Rule{rule(standup.Low, 1, blocker.Manager)}, 21), check.OutOfRange, "rules"},
		"no minutes":               {[]*blocker.Rule{rule(standup.Low, 0, blocker.Manager)}, check.OutOfRange, "rules.0.afterMinutes"},
		"too many minutes":         {[]*blocker.Rule{rule(standup.Low, 43_201, blocker.Manager)}, check.OutOfRange, "rules.0.afterMinutes"},
		"the most minutes":         {[]*blocker.Rule{rule(standup.Low, 43_200, blocker.Manager)}, "", ""},
		"no levels":                {[]*blocker.Rule{rule(standup.High, 1, blocker.Manager), rule(standup.Low, 1)}, check.Required, "rules.1.levels"},
		"a level twice in a rule":  {[]*blocker.Rule{rule(standup.Low, 1, blocker.VP, blocker.VP)}, check.Invalid, "rules.0.levels"},
		"a level in two rules":     {[]*blocker.Rule{rule(standup.Low, 1, blocker.VP), rule(standup.Low, 2, blocker.VP)}, check.Invalid, "rules.1.levels"},
		"of two severities":        {[]*blocker.Rule{rule(standup.Low, 1, blocker.VP), rule(standup.High, 2, blocker.VP)}, "", ""},
		"the later one first":      {[]*blocker.Rule{rule(standup.Low, 10, blocker.Manager), rule(standup.Low, 9, blocker.VP)}, check.Invalid, "rules.1.afterMinutes"},
		"in whatever order":        {[]*blocker.Rule{rule(standup.Low, 9, blocker.Director), rule(standup.Low, 10, blocker.Manager)}, check.Invalid, "rules.0.afterMinutes"},
		"both at the same time":    {[]*blocker.Rule{rule(standup.Low, 9, blocker.Director), rule(standup.Low, 9, blocker.Manager)}, "", ""},
		"hours after working ones": {[]*blocker.Rule{inHours(rule(standup.Low, 9, blocker.Manager)), rule(standup.Low, 99, blocker.VP)}, check.Invalid, "rules.1.afterMinutes"},
		"working ones after hours": {[]*blocker.Rule{rule(standup.Low, 9, blocker.Manager), inHours(rule(standup.Low, 9, blocker.VP))}, "", ""},
		"none":                     {nil, "", ""},
		"the defaults":             {blocker.DefaultRules(), "", ""},
	} {
		version := 0
		if p, err := b.Blockers.Policy(t.Context(), b.admin.Viewer(t), b.w.ID); err == nil {
			version = p.Version
		}
		_, _, err := b.Blockers.SetPolicy(t.Context(), b.admin.Viewer(t), b.w.ID, c.rules, version)
		if c.code == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if c.code != "" {
			apptest.WantRejection(t, err, c.code, c.field)
		}
	}
}
