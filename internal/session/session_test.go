package session_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/session"

	"github.com/google/uuid"
)

func idsOf(t *testing.T, a *apptest.App, v *authz.Viewer) []uuid.UUID {
	t.Helper()
	rows := apptest.Forwards(t, 2, func(args page.Args) (*page.Connection[*session.Session], error) {
		return a.Sessions.Mine(t.Context(), v, args, apptest.Seal("sessions"))
	}, nil)
	ids := make([]uuid.UUID, len(rows))
	for i, s := range rows {
		ids[i] = s.ID
	}
	return ids
}

func TestMineAreTheGoodOnesNewestFirst(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	second, third, over, ended := ann.SignIn(t), ann.SignIn(t), ann.SignIn(t), ann.SignIn(t)
	bob.SignIn(t)
	if _, err := a.DB.NewRaw("update sessions set expires_at = clock_timestamp() where id = ?", over.Session).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.Sessions.Revoke(t.Context(), ann.Viewer(t), ended.Session); err != nil {
		t.Fatal(err)
	}
	if got, want := idsOf(t, a, ann.Viewer(t)), []uuid.UUID{third.Session, second.Session, ann.Session}; !slices.Equal(got, want) {
		t.Errorf("the sessions are %v, want %v", got, want)
	}
	if got := idsOf(t, a, w.Personal(t, ann).Viewer(t)); len(got) != 3 {
		t.Errorf("a token without bounds sees %v", got)
	}
	for name, v := range map[string]*authz.Viewer{"a bounded token": w.Personal(t, ann, authz.AllScopes...).Viewer(t), "a service": w.Service(t, authz.AllScopes...).Viewer(t)} {
		_, err := a.Sessions.Mine(t.Context(), v, page.Args{}, apptest.Seal("sessions"))
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A use is noted once in five minutes whoever asks, with where it came from; what ended tells nothing of its browser.
func TestUseIsNotedSeldom(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	ann := a.Workspace(t).Member(t)
	read := func() (s session.Session) {
		t.Helper()
		if err := a.DB.NewSelect().Model(&s).Where("s.id = ?", ann.Session).Scan(t.Context()); err != nil {
			t.Fatal(err)
		}
		return s
	}
	ctx := activity.WithOrigin(t.Context(), activity.Origin{IPAddress: "203.0.113.7", UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"})
	use := func() {
		t.Helper()
		if _, err := a.Authn.Session(ctx, ann.Secret); err != nil {
			t.Fatal(err)
		}
	}
	before := read()
	use()
	if now := read(); now.LastSeenAt != before.LastSeenAt || now.IPAddress != nil {
		t.Errorf("a use a moment later was written: %+v", now)
	}
	if _, err := a.DB.NewRaw("update sessions set last_seen_at = last_seen_at - interval '6 minutes' where id = ?", ann.Session).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	use()
	now := read()
	if now.LastSeenAt.Before(before.LastSeenAt) || *now.IPAddress != "203.0.113.7" || *now.Device() != "Firefox on Linux" {
		t.Errorf("a use after six minutes: %+v", now)
	}
	if _, err := a.Sessions.RevokeAll(t.Context(), ann.Viewer(t), nil, true); err != nil {
		t.Fatal(err)
	}
	if now := read(); now.RevokedAt == nil || now.IPAddress != nil || now.UserAgent != nil {
		t.Errorf("ended: %+v", now)
	}
}

// Who may end whose: oneself, and an admin of every workspace that the sessions open.
func TestWhoEndsSessions(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, mate, ada := w.Member(t), w.Member(t), w.Admin(t)
	guest := foreign.Member(t)
	here := w.Member(t, func(p *member.InviteParams) { p.Email = *guest.Email })
	for _, c := range []struct {
		name  string
		v     *authz.Viewer
		whose *apptest.Person
		of    *member.Member
		want  fault.Code // empty when allowed
	}{
		{"a mate does not", mate.Viewer(t), ann, ann.Member, fault.NotFound},
		{"a stranger does not", foreign.Owner.Viewer(t), ann, ann.Member, fault.NotFound},
		{"a service does not", w.Service(t, authz.AllScopes...).Viewer(t), ann, ann.Member, fault.Forbidden},
		{"a bounded token does not", w.Personal(t, ann, authz.AllScopes...).Viewer(t), ann, ann.Member, fault.Forbidden},
		{"an admin does", ada.Viewer(t), ann, ann.Member, ""},
		{"an admin does not end an owner's", ada.Viewer(t), w.Owner, w.Owner.Member, fault.NotFound},
		{"an owner ends an admin's", w.Owner.Viewer(t), ada, ada.Member, ""},
		{"an admin of one of two workspaces does not", w.Owner.Viewer(t), guest, here.Member, fault.NotFound},
		{"nobody does", nil, ann, ann.Member, fault.Forbidden},
	} {
		t.Run(c.name, func(t *testing.T) {
			one := c.whose.SignIn(t)
			before := a.Snapshot(t)
			errOne := a.Sessions.Revoke(t.Context(), c.v, one.Session)
			_, errAll := a.Sessions.RevokeAll(t.Context(), c.v, &c.of.ID, false)
			if c.want == "" {
				if errOne != nil || errAll != nil {
					t.Fatal(errOne, errAll)
				}
				if _, err := a.Authn.Session(t.Context(), one.Secret); !fault.Is(err, fault.Unauthenticated) {
					t.Errorf("the session is still good: %v", err)
				}
				return
			}
			apptest.WantCode(t, errOne, c.want)
			apptest.WantCode(t, errAll, c.want)
			if !maps.Equal(before, a.Snapshot(t)) {
				t.Error("something was written")
			}
		})
	}
}

// Each workspace hears once of what was ended, for its admins; ending what is over is nothing.
func TestWorkspacesHearOfEndedSessions(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, second := a.Workspace(t), a.Workspace(t)
	ann := w.Member(t)
	there := second.Member(t, func(p *member.InviteParams) { p.Email = *ann.Email })
	other := ann.SignIn(t)
	logs := map[*apptest.Workspace]int64{w: w.Seq(t), second: second.Seq(t)}
	ended, err := a.Sessions.RevokeAll(t.Context(), ann.Viewer(t), nil, false)
	if err != nil || ended != 2 { // other's, and the one of the second membership
		t.Fatalf("%d sessions ended, %v", ended, err)
	}
	if got := idsOf(t, a, ann.Viewer(t)); !slices.Equal(got, []uuid.UUID{ann.Session}) {
		t.Errorf("left are %v", got)
	}
	for ws, seq := range logs {
		log := ws.Log(t)[seq:]
		if len(log) != 1 || log[0].Action != activity.Logout || log[0].Visibility != activity.ToAdmins || log[0].EntityType != activity.User {
			t.Errorf("the log tells %+v", log)
			continue
		}
		if want := map[*apptest.Workspace]uuid.UUID{w: ann.ID, second: there.ID}[ws]; *log[0].ActorID != want || *log[0].SubjectID != want {
			t.Errorf("it was %v about %v, want the person as a member there", *log[0].ActorID, *log[0].SubjectID)
		}
	}
	before := a.Snapshot(t)
	if err := a.Sessions.Revoke(t.Context(), ann.Viewer(t), other.Session); err != nil {
		t.Errorf("ending it again: %v", err)
	}
	if !maps.Equal(before, a.Snapshot(t)) {
		t.Error("ending it again wrote something")
	}
	apptest.WantCode(t, a.Sessions.Revoke(t.Context(), ann.Viewer(t), uuid.New()), fault.NotFound)
}

// Another replica ends sockets and streams of a session that is revoked here.
func TestRevokedSessionsEndStreamsEverywhere(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	b := a.Beside(t)
	b.Start(t)
	live := b.Serve(t)
	w := a.Workspace(t)
	for _, transport := range apptest.Transports {
		ann := w.Member(t)
		stays, goes := ann, ann.SignIn(t)
		query, variables := `subscription($w: ID!) { activityStream(workspaceId: $w) { kind } }`, map[string]any{"w": w.NodeID().String()}
		kept, cut := live.Subscribe(t, transport, stays, query, variables), live.Subscribe(t, transport, goes, query, variables)
		for _, s := range []*apptest.Subscription{kept, cut} {
			if f := s.Next(); f.Done || len(f.Errors) > 0 {
				t.Fatalf("%s begins with %+v", transport, f)
			}
		}
		if _, err := a.Sessions.RevokeAll(t.Context(), stays.Viewer(t), nil, false); err != nil {
			t.Fatal(err)
		}
		for f := cut.Next(); !f.Done; f = cut.Next() {
		}
		w.Task(t, w.Project(t))
		if f := kept.Next(); f.Done {
			t.Errorf("%s: the present session's stream ended, too", transport)
		}
	}
}

func TestDevice(t *testing.T) {
	t.Parallel()
	const moz = "Mozilla/5.0 "
	for agent, want := range map[string]string{
		moz + "(X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0":                                                                 "Firefox on Linux",
		moz + "(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0":                  "Edge on Windows",
		moz + "(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15":                  "Safari on macOS",
		moz + "(iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1": "Chrome on iPhone",
		moz + "(Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36":                               "Chrome on Android",
		"curl/8.5.0":                "curl",
		"<script>alert(1)</script>": "",
		"":                          "",
	} {
		s := session.Session{UserAgent: &agent}
		got := ""
		if d := s.Device(); d != nil {
			got = *d
		}
		if got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
	if s := (&session.Session{LastSeenAt: time.Now()}); s.Device() != nil {
		t.Error("without a user agent there is a device")
	}
}
