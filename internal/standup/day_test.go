package standup_test

import (
	"slices"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/postgres"
	"daybook/internal/standup"
)

// Each member is judged by the clock on their own wall: the same instant is Wednesday evening for one, Thursday for another.
func TestDayIsJudgedInEachZone(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	in := func(name, zone string) *apptest.Person {
		return w.Member(t, func(p *member.InviteParams) { p.DisplayName, p.TimeZone = name, zone })
	}
	west, utc, east := in("west", "Pacific/Pago_Pago"), in("UTC", "UTC"), in("east", "Pacific/Kiritimati")
	sent, inferred, late := in("sent", "UTC"), in("inferred", "UTC"), in("late", "UTC")
	if _, err := a.DB.NewRaw("update members set joined_at = '2026-01-01' where workspace_id = ?", w.ID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	on := func(s string) day.Date {
		d, err := day.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	wednesday := on("2026-02-11") // the clock stands at its noon
	w.Standup(t, sent)
	a.Clock.Set(apptest.Noon.Add(24 * time.Hour))
	w.Standup(t, late, func(p *standup.SubmitParams) { p.Date = &wednesday })
	a.Clock.Set(apptest.Noon)
	bot := w.Service(t, authz.TrackingInfer, authz.TrackingRead).Viewer(t)
	if _, _, err := a.Standups.Infer(t.Context(), bot, standup.InferParams{WorkspaceID: w.ID, MemberID: inferred.ID, Date: wednesday, Today: new("x")}); err != nil {
		t.Fatal(err)
	}
	status := func(d *standup.Day, p *apptest.Person) standup.DayStatus {
		for _, r := range d.Members {
			if r.MemberID == p.ID {
				return r.Status
			}
		}
		return "not listed"
	}
	for _, c := range []struct {
		at, date        string
		west, utc, east standup.DayStatus
	}{
		{"2026-02-11T12:00:00Z", "2026-02-11", standup.NotDueYet, standup.NotDueYet, standup.MissingDay},
		{"2026-02-12T10:00:00Z", "2026-02-11", standup.NotDueYet, standup.MissingDay, standup.MissingDay},
		{"2026-02-12T11:00:00Z", "2026-02-11", standup.MissingDay, standup.MissingDay, standup.MissingDay},
		{"2026-02-12T11:00:00Z", "2026-02-14", standup.NotDue, standup.NotDue, standup.NotDue}, // a Saturday to come
		{"2026-02-20T11:00:00Z", "2026-02-15", standup.NotDue, standup.NotDue, standup.NotDue}, // a Sunday that is over
		{"2026-02-12T11:00:00Z", "2026-02-16", standup.NotDueYet, standup.NotDueYet, standup.NotDueYet},
		{"2026-02-12T11:00:00Z", "2025-12-30", standup.NotDue, standup.NotDue, standup.NotDue}, // before they joined
	} {
		instant, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		a.Clock.Set(instant)
		d, err := a.Standups.Day(t.Context(), w.Owner.Viewer(t), w.ID, on(c.date))
		if err != nil {
			t.Fatal(err)
		}
		if got := [3]standup.DayStatus{status(d, west), status(d, utc), status(d, east)}; got != [3]standup.DayStatus{c.west, c.utc, c.east} {
			t.Errorf("at %s the day %s is %v, want %v", c.at, c.date, got, c)
		}
		if c.date == "2026-02-11" && (status(d, sent) != standup.Sent || status(d, late) != standup.Sent || status(d, inferred) != standup.InferredOnly) {
			t.Errorf("sent: %s, late: %s, inferred: %s", status(d, sent), status(d, late), status(d, inferred))
		}
		if n := d.SentCount() + d.InferredOnlyCount() + d.MissingCount() + d.NotDueYetCount(); c.date == "2026-02-11" && n != len(d.Members) {
			t.Errorf("%d members are counted, there are %d", n, len(d.Members))
		}
	}
}

func TestDayListsPresentMembersByName(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	names := []string{"Zoe", "adam", "Berta", "Ärger", "carl", "Carl"}
	var gone *apptest.Person
	for _, n := range append(names, "gone") {
		gone = w.Member(t, func(p *member.InviteParams) { p.DisplayName = n })
	}
	if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	d, err := a.Standups.Day(t.Context(), w.Owner.Viewer(t), w.ID, day.Of(2026, 2, 11))
	if err != nil || len(d.Members) != len(names)+1 {
		t.Fatalf("%d members, %v", len(d.Members), err)
	}
	fetch := func(args page.Args) (*page.Connection[*standup.DayRow], error) {
		return d.Page(nil, args, apptest.Seal("day"))
	}
	if all := apptest.Forwards(t, 2, fetch, nil); !slices.Equal(all, d.Members) {
		t.Error("pages forwards are not the whole")
	}
	if all := apptest.Backwards(t, 3, fetch); !slices.Equal(all, d.Members) {
		t.Error("pages backwards are not the whole")
	}
	some, err := d.Page([]standup.DayStatus{standup.Sent}, page.Args{}, apptest.Seal("day"))
	if err != nil || len(some.Nodes()) != 0 {
		t.Errorf("nobody sent one, and %d are listed: %v", len(some.Nodes()), err)
	}
}

func TestDayRightsAndCost(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	date := day.Of(2026, 2, 11)
	for name, c := range map[string]struct {
		v    *authz.Viewer
		code fault.Code
	}{
		"a member":                           {w.Member(t).Viewer(t), fault.Forbidden},
		"a service that does not read those": {w.Service(t, authz.ActivityRead).Viewer(t), fault.Forbidden},
		"a stranger":                         {foreign.Owner.Viewer(t), fault.NotFound},
	} {
		if _, err := a.Standups.Day(t.Context(), c.v, w.ID, date); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for range 30 {
		w.Standup(t, w.Member(t))
	}
	v := w.Owner.Viewer(t)
	ctx, statements := postgres.CountStatements(t.Context())
	d, err := a.Standups.Day(ctx, v, w.ID, date)
	if err != nil || statements.Load() != 1 || d.SentCount() != 30 {
		t.Errorf("%d statements for %d standups, %v", statements.Load(), d.SentCount(), err)
	}
}
