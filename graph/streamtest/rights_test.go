package streamtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"

	"github.com/coder/websocket"
	"github.com/google/uuid"
)

// loser is somebody who loses rights while they listen through one server, by a change made through the other one.
type loser struct {
	seat
	taps    []*tap
	replica int
	took    time.Time
	// take takes the rights, and tells the change's number in the log.
	take func(t *testing.T, a *apptest.App) int64
	// ends tells that nothing is left, closes that the credential itself is gone.
	ends, closes bool
}

// losses are the ways to lose rights.
var losses = []struct {
	name string
	make func(t *testing.T, w *world) *loser
}{
	{"removed", func(t *testing.T, w *world) *loser {
		p := w.join(t, authz.RoleMember)
		return &loser{seat: w.losing(p.ID, p, rights{in: true}, rights{}), ends: true, take: w.remove(p)}
	}},
	{"removed, with a token", func(t *testing.T, w *world) *loser {
		p := w.join(t, authz.RoleAdmin)
		return &loser{seat: w.losing(p.ID, w.Personal(t, p), rights{in: true, admin: true}, rights{}), ends: true, closes: true, take: w.remove(p)}
	}},
	{"demoted", func(t *testing.T, w *world) *loser {
		p := w.join(t, authz.RoleAdmin)
		return &loser{seat: w.losing(p.ID, p, rights{in: true, admin: true}, rights{in: true}), take: func(t *testing.T, a *apptest.App) int64 {
			t.Helper()
			_, receipt, err := a.Members.SetRole(t.Context(), w.Owner.Viewer(t), p.ID, authz.RoleMember, authz.RoleAdmin)
			if err != nil {
				t.Fatal(err)
			}
			return receipt.Seq
		}}
	}},
	{"taken off the project", func(t *testing.T, w *world) *loser {
		p := w.join(t, authz.RoleMember)
		w.onProject = append(w.onProject, p.ID)
		return &loser{seat: w.losing(p.ID, p, rights{in: true, project: true}, rights{in: true}), take: func(t *testing.T, _ *apptest.App) int64 {
			t.Helper()
			w.onProject = slices.DeleteFunc(w.onProject, func(id uuid.UUID) bool { return id == p.ID })
			return w.admit(t, w.onProject...)
		}}
	}},
	{"signed out", func(t *testing.T, w *world) *loser {
		p := w.join(t, authz.RoleAdmin)
		return &loser{seat: w.losing(p.ID, p, rights{in: true, admin: true}, rights{}), ends: true, closes: true, take: func(t *testing.T, a *apptest.App) int64 {
			t.Helper()
			if err := a.Authn.SignOut(t.Context(), p.Viewer(t)); err != nil {
				t.Fatal(err)
			}
			for _, x := range slices.Backward(w.Log(t)) {
				if x.Action == activity.Logout && x.EntityID == p.ID {
					return x.Seq
				}
			}
			t.Fatal("the log does not tell of it")
			return 0
		}}
	}},
	{"whose token was revoked", func(t *testing.T, w *world) *loser {
		p := w.join(t, authz.RoleAdmin)
		key := w.Personal(t, p)
		return &loser{seat: w.losing(p.ID, key, rights{in: true, admin: true}, rights{}), ends: true, closes: true, take: w.revoke(key.ID)}
	}},
	{"a service whose token was revoked", func(t *testing.T, w *world) *loser {
		key := w.Service(t, authz.ActivityRead, authz.TrackingRead, authz.MetricsRead)
		return &loser{seat: w.losing(uuid.Nil, key, rights{in: true, service: true}, rights{}), ends: true, closes: true, take: w.revoke(key.ID)}
	}},
}

func (w *world) losing(member uuid.UUID, as apptest.Caller, before, after rights) seat {
	return seat{reader{member: member, before: before, after: after}, as}
}

func (w *world) remove(p *apptest.Person) func(*testing.T, *apptest.App) int64 {
	return func(t *testing.T, a *apptest.App) int64 {
		t.Helper()
		_, receipt, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		return receipt.Seq
	}
}

func (w *world) revoke(token uuid.UUID) func(*testing.T, *apptest.App) int64 {
	return func(t *testing.T, a *apptest.App) int64 {
		t.Helper()
		_, receipt, err := a.Tokens.Revoke(t.Context(), w.Owner.Viewer(t), token)
		if err != nil {
			t.Fatal(err)
		}
		return receipt.Seq
	}
}

// open opens every stream that the person may have.
func (l *loser) open(t *testing.T, w *world, transport string) {
	t.Helper()
	for stream := range documents {
		if stream != "notifications" || !l.before.service {
			l.taps = append(l.taps, listen(t, w.lives[l.replica], transport, l.as, stream, w.workspace(), nil))
		}
	}
}

// T4: people listen to every stream over both transports on two servers and lose their rights through the other server, in
// each way there is, while others write. Nothing that was committed after the change, and that they may no longer see, is
// shown; streams end as they must; everybody else gets all of theirs.
func TestNothingComesAfterTheRightsHaveGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var losers []*loser
	for _, way := range losses {
		for n := range size(4, 20) {
			l := way.make(t, w)
			l.name, l.replica = fmt.Sprintf("one %s (%d)", way.name, n), n/2%2
			losers = append(losers, l)
		}
	}
	for _, c := range w.bystanders(t) {
		for n := range size(4, 8) {
			losers = append(losers, &loser{seat: c, replica: n / 2 % 2})
		}
	}
	w.admit(t, w.onProject...)
	begin := w.Seq(t)
	for n, l := range losers {
		l.open(t, w, apptest.Transports[n%2])
	}

	people := make([]actor, 3)
	for i := range people {
		people[i] = w.actor(t, w.join(t, authz.RoleMember))
	}
	written := w.work(t, people, 3, size(40, 200), 40*time.Millisecond)
	for _, l := range shuffled(losers) {
		if l.take != nil {
			l.at = l.take(t, w.apps[1-l.replica])
			l.took = time.Now()
		}
	}
	written()
	// A last one of each kind, which tells who goes on that they have got everything before.
	for _, l := range losers {
		if p, human := l.as.(*apptest.Person); human && !l.ends && p != w.boss {
			if err := workLog(t.Context(), w, w.apps[0], w.actor(t, p)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := putTask(t.Context(), w, w.apps[0], w.open); err != nil {
		t.Fatal(err)
	}
	log := w.Log(t)
	for _, l := range losers {
		for _, s := range l.taps {
			if l.ends {
				s.until(t, "the end, as "+l.name, s.over)
				l.judgeEnd(t, s)
			} else {
				s.keepUp(t, "all that "+l.name+" may see", w.complete(&l.reader, s, log, begin))
			}
			w.judge(t, &l.reader, s, log, begin)
		}
	}
}

// complete tells, under the tap's mutex, whether everything that must come has.
func (w *world) complete(r *reader, s *tap, log []*activity.Activity, after int64) func() bool {
	if s.stream == "metrics" {
		return func() bool { return true }
	}
	rows := w.wanted(r, s.stream, log, after)
	return func() bool {
		_, missing := match(rows, s.keys)
		return len(missing) == 0
	}
}

// bystanders keep their rights.
func (w *world) bystanders(t *testing.T) []seat {
	t.Helper()
	cast := w.cast(t)
	for _, c := range cast {
		if c.before.project {
			w.onProject = append(w.onProject, c.member)
		}
	}
	return cast
}

// judgeEnd: a socket whose credential is gone closes with 4403 and without a "complete", which a client would take for the
// ordinary end; where only the workspace is gone, and with server-sent events, the stream completes.
func (l *loser) judgeEnd(t *testing.T, s *tap) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	first := s.ends[0]
	want := websocket.StatusCode(0)
	if l.closes && s.transport == "websocket" {
		want = 4403
	}
	if first.Code != want {
		t.Errorf("%s, %s over %s: it ended with code %d, want %d", l.name, s.stream, s.transport, first.Code, want)
	}
	latencies.Lock()
	defer latencies.Unlock()
	latencies.all = append(latencies.all, max(0, s.ended.Sub(l.took)))
}

func shuffled(all []*loser) []*loser {
	all = slices.Clone(all)
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// A token that expires while its owner listens shows nothing that was committed after that instant, by the database's clock.
func TestNothingComesAfterATokenHasExpired(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.join(t, authz.RoleAdmin)
	people := []actor{w.actor(t, w.join(t, authz.RoleMember))}
	var taps []*tap
	var expires time.Time
	for life := 3 * time.Second; ; life *= 2 {
		key := w.Personal(t, p)
		w.apps[0].AsOwner(t, fmt.Sprintf("update api_tokens set expires_at = clock_timestamp() + interval '%d ms' where id = '%s'", life.Milliseconds(), key.ID))
		for _, transport := range apptest.Transports {
			for stream := range documents {
				for _, live := range w.lives {
					taps = append(taps, open(t, live, transport, key, stream, w.workspace(), nil))
				}
			}
		}
		in := slices.IndexFunc(taps, func(s *tap) bool { return !s.began(t) }) < 0
		var soon bool
		if err := w.apps[0].DB.NewRaw("select expires_at, expires_at < clock_timestamp() + interval '1 second' from api_tokens where id = ?", key.ID).Scan(t.Context(), &expires, &soon); err != nil {
			t.Fatal(err)
		}
		if in && !soon {
			break
		}
		for _, s := range taps { // this machine is slow
			s.sub.Close()
		}
		taps = nil
	}
	begin := w.Seq(t)
	stop := make(chan struct{})
	var writing sync.WaitGroup
	writing.Go(func() {
		for {
			if err := workLog(t.Context(), w, w.apps[0], people[0]); err != nil {
				t.Error(err)
				return
			}
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	})
	for _, s := range taps {
		s.until(t, "the end", s.over)
	}
	close(stop)
	writing.Wait()
	log := w.Log(t)
	r := &loser{seat: seat{reader: reader{name: "one whose token expired", member: p.ID, before: rights{in: true, admin: true}, at: 1 << 62}}, closes: true, took: expires}
	for _, a := range log {
		if !a.OccurredAt.Before(expires) {
			r.at = a.Seq
			break
		}
	}
	for _, s := range taps {
		r.judgeEnd(t, s)
		w.judge(t, &r.reader, s, log, begin)
	}
}
