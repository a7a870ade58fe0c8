package slack_test

import (
	"maps"
	"sync"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/slack"
	"daybook/internal/standup"
)

// from sends a standup of a day from Slack, as the integration does.
func from(t *testing.T, a *apptest.App, bot *authz.Viewer, w *apptest.Workspace, p *apptest.Person, date string) error {
	t.Helper()
	on, err := day.Parse(date)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = a.Standups.Submit(t.Context(), bot, standup.SubmitParams{WorkspaceID: w.ID, Date: &on, Today: new("x"),
		Source: new(standup.SlackChannel), OnBehalfOf: &p.ID})
	return err
}

// R16: nothing from Slack without consent; switching it off stops new rows and keeps the old ones.
func TestR16(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	bot := w.Service(t, authz.TrackingWrite, authz.TrackingRead).Viewer(t)
	set := func(p slack.SetParams) *slack.Tracking {
		t.Helper()
		p.MemberID = ann.ID
		now, _, err := a.Slack.Set(t.Context(), ann.Viewer(t), p)
		if err != nil {
			t.Fatal(err)
		}
		return now
	}
	apptest.WantRejection(t, from(t, a, bot, w, ann, "2026-02-09"), check.ConsentRequired, "source")
	first := set(slack.SetParams{Consent: new(true)})
	if !first.Enabled || first.RevokedAt != nil || first.LastIngestAt != nil {
		t.Errorf("agreed: %+v", first)
	}
	if err := from(t, a, bot, w, ann, "2026-02-09"); err != nil {
		t.Fatal(err)
	}
	apptest.WantRejection(t, from(t, a, bot, w, bob, "2026-02-09"), check.ConsentRequired, "source")
	for name, p := range map[string]slack.SetParams{"switched off": {Enabled: new(false)}, "taken back": {Consent: new(false)}} {
		set(slack.SetParams{Consent: new(true)})
		now := set(p)
		if now.Enabled || (now.RevokedAt != nil) != (p.Consent != nil) || now.LastIngestAt == nil {
			t.Errorf("%s: %+v", name, now)
		}
		before := a.Snapshot(t)
		apptest.WantRejection(t, from(t, a, bot, w, ann, "2026-02-10"), check.ConsentRequired, "source")
		apptest.WantRejection(t, from(t, a, bot, w, ann, "2026-02-09"), check.ConsentRequired, "source") // nor over what is there
		if !maps.Equal(before, a.Snapshot(t)) {
			t.Errorf("%s: something was written", name)
		}
	}
	rows, err := a.Standups.OfDay(t.Context(), w.ID, ann.ID, day.Of(2026, 2, 9))
	if err != nil || rows == nil || rows.Source != standup.SlackChannel {
		t.Errorf("what was recorded before is %+v, %v", rows, err)
	}
	again := set(slack.SetParams{Consent: new(true)})
	if !again.ConsentedAt.After(first.ConsentedAt) || again.RevokedAt != nil {
		t.Errorf("agreed again: %+v", again)
	}
}

func TestSetRejectsAndTells(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, mate := w.Member(t), w.Member(t)
	for name, c := range map[string]struct {
		v    *authz.Viewer
		code fault.Code
	}{
		"a mate": {mate.Viewer(t), fault.Forbidden}, "an admin": {w.Owner.Viewer(t), fault.Forbidden}, "a stranger": {foreign.Owner.Viewer(t), fault.NotFound},
		"a service":                         {w.Service(t, authz.AllScopes...).Viewer(t), fault.Forbidden},
		"a token that does not write those": {w.Personal(t, ann, authz.TrackingRead).Viewer(t), fault.Forbidden},
	} {
		if _, _, err := a.Slack.Set(t.Context(), c.v, slack.SetParams{MemberID: ann.ID, Consent: new(true)}); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, p := range []slack.SetParams{{Enabled: new(true)}, {Consent: new(false), Enabled: new(true)}} {
		p.MemberID = ann.ID
		_, _, err := a.Slack.Set(t.Context(), ann.Viewer(t), p)
		apptest.WantRejection(t, err, check.ConsentRequired, "enabled")
	}
	seq := w.Seq(t)
	for _, p := range []slack.SetParams{{Consent: new(false)}, {}, {Consent: new(true)}, {Consent: new(true)}, {Enabled: new(true)}, {Enabled: new(false)}} {
		p.MemberID = ann.ID
		if _, _, err := a.Slack.Set(t.Context(), ann.Viewer(t), p); err != nil {
			t.Fatal(err)
		}
	}
	log := w.Log(t)[seq:]
	if len(log) != 2 {
		t.Fatalf("%d activities of two changes", len(log))
	}
	for _, e := range log {
		if e.Action != activity.ConsentChanged || e.Visibility != activity.ToSubject || *e.SubjectID != ann.ID {
			t.Errorf("the log tells %+v", e)
		}
	}
}

// A row from Slack is stored before the consent is taken back, or not at all: never after it.
func TestConsentIsTakenBackAtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	bot := w.Service(t, authz.TrackingWrite).Viewer(t)
	for range 20 {
		ann := w.Member(t)
		v := ann.Viewer(t)
		if _, _, err := a.Slack.Set(t.Context(), v, slack.SetParams{MemberID: ann.ID, Consent: new(true)}); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		var sent error
		wg.Go(func() { sent = from(t, a, bot, w, ann, "2026-02-09") })
		now, _, err := a.Slack.Set(t.Context(), v, slack.SetParams{MemberID: ann.ID, Consent: new(false)})
		wg.Wait()
		if err != nil {
			t.Fatal(err)
		}
		row, err := a.Standups.OfDay(t.Context(), w.ID, ann.ID, day.Of(2026, 2, 9))
		if err != nil || (row != nil) != (sent == nil) || row != nil && now.LastIngestAt == nil {
			t.Errorf("sent: %v, stored: %v, at the end: %+v, %v", sent, row, now, err)
		}
	}
}
