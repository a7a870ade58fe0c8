package workspace_test

import (
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/patch"
	"daybook/internal/workspace"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"
)

func wantSettings(t testing.TB, got, want *workspace.Settings) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b day.Date) bool { return a == b }), cmp.Transformer("model", func(bun.BaseModel) bool { return true })); diff != "" {
		t.Errorf("the settings differ (-want +got):\n%s", diff)
	}
}

func TestSettingsAreTheDefaultsUntilTheyAreChanged(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	v := w.Admin(t).Viewer(t)
	before := w.Seq(t)
	read := func() *workspace.Settings {
		t.Helper()
		s, err := a.Workspaces.Settings(t.Context(), v, w.ID)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	want := workspace.Defaults(w.ID)
	wantSettings(t, read(), want)

	// Given as they are, they stay without a row, and the log is silent.
	same := workspace.SettingsUpdate{WorkspaceID: w.ID, MinimumGroupSize: new(3), TimerIdleMinutes: new(30), RoundingMinutes: new(0),
		RoundingMode: new(workspace.Nearest), ClosedThrough: patch.To[day.Date](nil)}
	got, receipt, err := a.Workspaces.UpdateSettings(t.Context(), v, same)
	if err != nil || receipt.Seq != 0 {
		t.Fatalf("setting what is: %+v %v", receipt, err)
	}
	wantSettings(t, got, want)

	closed := day.Of(2026, time.January, 31)
	change := workspace.SettingsUpdate{WorkspaceID: w.ID, MinimumGroupSize: new(5), TimerIdleMinutes: new(0), RoundingMinutes: new(15),
		RoundingMode: new(workspace.Up), ClosedThrough: patch.To(&closed)}
	got, receipt, err = a.Workspaces.UpdateSettings(t.Context(), v, change)
	if err != nil || receipt.Seq != before+1 {
		t.Fatalf("changing all: %+v %v", receipt, err)
	}
	want = &workspace.Settings{WorkspaceID: w.ID, MinimumGroupSize: 5, RoundingMinutes: 15, RoundingMode: workspace.Up, ClosedThrough: &closed, Version: 1}
	wantSettings(t, got, want)
	wantSettings(t, read(), want)

	entry := w.Log(t)[before]
	changed := map[string][2]string{}
	for _, c := range entry.Changes {
		changed[c.Field] = [2]string{deref(c.Old), deref(c.New)}
	}
	if diff := cmp.Diff(map[string][2]string{"minimumGroupSize": {"3", "5"}, "timerIdleMinutes": {"30", "0"}, "roundingMinutes": {"0", "15"},
		"roundingMode": {"nearest", "up"}, "closedThrough": {"", "2026-01-31"}}, changed); diff != "" {
		t.Errorf("the log tells of other changes (-want +got):\n%s", diff)
	}
	if entry.Action != activity.SettingsUpdated || entry.EntityType != activity.Workspace || entry.EntityID != w.ID || entry.Visibility != activity.ToAdmins {
		t.Errorf("the entry is %+v", entry)
	}

	// What isn't given stays; null opens.
	got, _, err = a.Workspaces.UpdateSettings(t.Context(), v, workspace.SettingsUpdate{WorkspaceID: w.ID, RoundingMinutes: new(6), Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	want.RoundingMinutes, want.Version = 6, 2
	wantSettings(t, got, want)
	got, _, err = a.Workspaces.UpdateSettings(t.Context(), v, workspace.SettingsUpdate{WorkspaceID: w.ID, ClosedThrough: patch.To[day.Date](nil), Version: 2})
	if err != nil {
		t.Fatal(err)
	}
	want.ClosedThrough, want.Version = nil, 3
	wantSettings(t, got, want)
	wantSettings(t, read(), want)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func TestSettingsAreForAdminsInPerson(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	before := a.Snapshot(t)
	ann, ada := w.Member(t), w.Admin(t)
	for name, c := range map[string]struct {
		v            *authz.Viewer
		read, change fault.Code
	}{
		"a member":              {ann.Viewer(t), fault.Forbidden, fault.Forbidden},
		"a service":             {w.Service(t, authz.AllScopes...).Viewer(t), fault.Forbidden, fault.Forbidden},
		"an admin's own token":  {w.Personal(t, ada, authz.ActivityRead).Viewer(t), "", fault.Forbidden},
		"an owner of another":   {a.Workspace(t).Owner.Viewer(t), fault.NotFound, fault.NotFound},
		"nobody":                {nil, fault.NotFound, fault.NotFound},
		"an admin":              {ada.Viewer(t), "", ""},
		"an admin's full token": {w.Personal(t, ada).Viewer(t), "", ""},
	} {
		_, err := a.Workspaces.Settings(t.Context(), c.v, w.ID)
		if c.read == "" && err != nil || c.read != "" && !fault.Is(err, c.read) {
			t.Errorf("%s reads: %v, want %q", name, err, c.read)
		}
		_, _, err = a.Workspaces.UpdateSettings(t.Context(), c.v, workspace.SettingsUpdate{WorkspaceID: w.ID})
		if c.change == "" && err != nil || c.change != "" && !fault.Is(err, c.change) {
			t.Errorf("%s changes: %v, want %q", name, err, c.change)
		}
	}
	if after := a.Snapshot(t); after["workspace_settings"] != before["workspace_settings"] {
		t.Error("something was stored")
	}
}

func TestSettingsOutOfRangeAreRejectedAtTheirField(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	// At noon in UTC it is the 12th already here.
	w := a.Workspace(t, func(p *workspace.CreateParams) { p.TimeZone = "Pacific/Kiritimati" })
	v := w.Owner.Viewer(t)
	before := a.Snapshot(t)
	type update = workspace.SettingsUpdate
	field := map[string][]update{
		"minimumGroupSize": {{MinimumGroupSize: new(1)}, {MinimumGroupSize: new(51)}, {MinimumGroupSize: new(math.MinInt)}},
		"timerIdleMinutes": {{TimerIdleMinutes: new(-1)}, {TimerIdleMinutes: new(481)}},
		"roundingMinutes":  {{RoundingMinutes: new(-15)}, {RoundingMinutes: new(7)}, {RoundingMinutes: new(120)}},
		"closedThrough":    {{ClosedThrough: patch.To(new(day.Of(2026, time.February, 13)))}},
	}
	for name, cases := range field {
		for _, p := range cases {
			p.WorkspaceID = w.ID
			_, receipt, err := a.Workspaces.UpdateSettings(t.Context(), v, p)
			apptest.WantRejection(t, err, check.OutOfRange, name)
			if receipt.Seq != 0 {
				t.Errorf("%s: there is a receipt: %+v", name, receipt)
			}
		}
	}
	if diff := cmp.Diff(before, a.Snapshot(t)); diff != "" {
		t.Errorf("something was stored:\n%s", diff)
	}
	version := 0
	for _, p := range []update{{MinimumGroupSize: new(2)}, {MinimumGroupSize: new(50)}, {TimerIdleMinutes: new(0)}, {TimerIdleMinutes: new(480)},
		{RoundingMinutes: new(60)}, {ClosedThrough: patch.To(new(day.Of(2026, time.February, 12)))}} {
		p.WorkspaceID, p.Version = w.ID, version
		s, _, err := a.Workspaces.UpdateSettings(t.Context(), v, p)
		if err != nil {
			t.Fatalf("at the edge: %v", err)
		}
		version = s.Version
	}
}

// Each change is based on a version; of many made at once on the same one, the first row included, one is stored.
func TestSettingsChangedAtOnceAreChangedByOne(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	v := w.Owner.Viewer(t)
	for version := range 2 {
		before := w.Seq(t)
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				_, _, errs[i] = a.Workspaces.UpdateSettings(t.Context(), v, workspace.SettingsUpdate{WorkspaceID: w.ID, TimerIdleMinutes: new(100*(version+1) + i), Version: version})
			})
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
				continue
			}
			apptest.WantRejection(t, err, check.Conflict, "expectedVersion")
		}
		if s, err := workspace.ReadSettings(t.Context(), a.DB, w.ID); err != nil || won != 1 || s.Version != version+1 || w.Seq(t) != before+1 {
			t.Errorf("on version %d: %d were stored, the version is %d, %d entries: %v", version, won, s.Version, w.Seq(t)-before, err)
		}
	}
	for _, stale := range []int{0, 1, 3} {
		_, _, err := a.Workspaces.UpdateSettings(t.Context(), v, workspace.SettingsUpdate{WorkspaceID: w.ID, MinimumGroupSize: new(9), Version: stale})
		apptest.WantRejection(t, err, check.Conflict, "expectedVersion")
	}
}

func TestRoundingStepsAreThoseOfTheTable(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	for minutes := -1; minutes <= 61; minutes++ {
		_, err := a.DB.NewRaw(`insert into workspace_settings (workspace_id, rounding_minutes) values (?0, ?1)
			on conflict (workspace_id) do update set rounding_minutes = ?1`, w.ID, minutes).Exec(t.Context())
		if stored := err == nil; stored != slices.Contains(workspace.RoundingSteps, minutes) {
			t.Errorf("%d minutes: %v", minutes, err)
		}
	}
}
