package relay_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/relay"
	"daybook/internal/relay/natstest"
	"daybook/internal/secret"

	"github.com/nats-io/nats-server/v2/server"
)

// follow runs what follows the log on an app, and nothing else: no credential is looked at by the clock.
func follow(t *testing.T, a *apptest.App, s *natstest.Server) *relay.Relay {
	t.Helper()
	key, err := secret.Load(t.Context(), a.DB, "relay_key", relay.KeySize)
	if err != nil {
		t.Fatal(err)
	}
	epoch, err := secret.Load(t.Context(), a.DB, "epoch", 8)
	if err != nil {
		t.Fatal(err)
	}
	r, err := relay.New(a.DB, a.Hub, relay.Options{Server: relay.Server{URL: s.URL}, Key: key, Epoch: [8]byte(epoch), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	for _, run := range []func(context.Context) error{a.Hub.Run, r.Run} {
		running.Go(func() {
			if err := run(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(func() { stop(); running.Wait() })
	return r
}

// What ends rights stands in the log, and so it reaches the streams of every replica with the log: they need not wait for the
// next look at their credentials, which does not happen here at all.
func TestRightsEndOnEveryReplicaWithTheLog(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(t *testing.T, a *apptest.App, w *apptest.Workspace, p *apptest.Person){
		"signed out": func(t *testing.T, a *apptest.App, _ *apptest.Workspace, p *apptest.Person) {
			if err := a.Authn.SignOut(t.Context(), p.Viewer(t)); err != nil {
				t.Fatal(err)
			}
		},
		"removed": func(t *testing.T, a *apptest.App, w *apptest.Workspace, p *apptest.Person) {
			if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), p.ID); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := natstest.Start(t)
			a := apptest.New(t, over(s))
			a.Start(t)
			b := a.Beside(t)
			r := follow(t, b, s)
			w := a.Workspace(t)
			p := w.Member(t)
			connected(t, a, true)
			eventually(t, "the other one is connected", r.Connected)
			l := b.Serve(t)
			of, others := open(t, l, "sse", p, w, ""), open(t, l, "sse", w.Owner, w, "")
			of.next(t)
			others.next(t)
			end(t, a, w, p)
			shown := w.Project(t) // must not be shown to them any more
			if f := of.Next(); !f.Done {
				t.Errorf("after the end of its rights the stream showed %s", f.Data)
			}
			others.until(t, shown.Name)
		})
	}
}

func TestADemotionReachesEveryReplicaWithTheLog(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	a := apptest.New(t, over(s))
	a.Start(t)
	b := a.Beside(t)
	r := follow(t, b, s)
	w := a.Workspace(t)
	admin, member := w.Admin(t), w.Member(t)
	connected(t, a, true)
	eventually(t, "the other one is connected", r.Connected)
	of := open(t, b.Serve(t), "websocket", admin, w, "")
	of.next(t)
	if _, _, err := a.Members.SetRole(t.Context(), w.Owner.Viewer(t), admin.ID, authz.RoleMember, authz.RoleAdmin); err != nil {
		t.Fatal(err)
	}
	w.Standup(t, member) // not for a former admin
	for _, node := range of.until(t, w.Project(t).Name) {
		if strings.Contains(node, `"STANDUP"`) {
			t.Errorf("a former admin is shown %s", node)
		}
	}
}

// lines is a log that is read while it is written.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// A server that refuses us, is gone or comes back is told of in the log; what the address says for its ears alone is not.
func TestPasswordsAreNeverLogged(t *testing.T) {
	t.Parallel()
	const user, password, wrong = "hildegard", "opensesame", "abracadabra"
	s := natstest.New(t, func(o *server.Options) { o.Username, o.Password = user, password })
	at := func(password string) (*apptest.App, *lines) {
		log := &lines{}
		a := apptest.New(t, func(o *app.Options) {
			o.NATS.URL = s.As(user, password)
			o.Log = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug - 4}))
		})
		a.Start(t)
		return a, log
	}
	good, log := at(password)
	bad, refused := at(wrong)
	for which, l := range map[string]*lines{"the good one": log, "the refused one": refused} {
		eventually(t, "a server that is gone is logged by "+which, func() bool { return strings.Contains(l.String(), "cannot be reached") })
	}
	s.Start(t)
	connected(t, good, true)
	eventually(t, "a connection is logged", func() bool { return strings.Contains(log.String(), "connected to NATS") })
	eventually(t, "a refusal is logged", func() bool { return strings.Contains(strings.ToLower(refused.String()), "authorization") })
	s.Stop()
	eventually(t, "a loss is logged", func() bool { return strings.Contains(log.String(), "NATS is lost") })
	connected(t, bad, false)
	for _, text := range []string{log.String(), refused.String()} {
		for _, word := range []string{user, password, wrong} {
			if strings.Contains(text, word) {
				t.Errorf("the log tells %q", word)
			}
		}
	}
}
