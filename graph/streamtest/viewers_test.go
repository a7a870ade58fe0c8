package streamtest

import (
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/project"

	"github.com/google/uuid"
)

// seat is somebody who may listen, with what they may.
type seat struct {
	reader
	as apptest.Caller
}

// cast is a subject, a teammate without and one with access to the closed project, an admin, the recipient of escalations,
// and a service.
func (w *world) cast(t *testing.T) []seat {
	t.Helper()
	person := func(name string, p *apptest.Person, may rights) seat {
		may.in = true
		return seat{reader{name: name, member: p.ID, before: may, after: may}, p}
	}
	mate := w.join(t, authz.RoleMember)
	w.admit(t, mate.ID)
	service := rights{in: true, service: true}
	return []seat{
		person("the subject", w.join(t, authz.RoleMember), rights{}),
		person("a mate without the project", w.join(t, authz.RoleMember), rights{}),
		person("a mate on the project", mate, rights{project: true}),
		person("an admin", w.join(t, authz.RoleAdmin), rights{admin: true}),
		person("the recipient", w.boss, rights{}),
		{reader{name: "a service", before: service, after: service},
			w.Service(t, authz.ActivityRead, authz.TrackingRead, authz.MetricsRead)},
	}
}

// admit sets who is on the closed project.
func (w *world) admit(t *testing.T, members ...uuid.UUID) int64 {
	t.Helper()
	if members == nil {
		members = []uuid.UUID{}
	}
	_, receipt, err := w.apps[0].Projects.Upsert(t.Context(), w.Owner.Viewer(t), project.Upsert{WorkspaceID: w.ID, ID: &w.closed.ID, MemberIDs: &members})
	if err != nil {
		t.Fatal(err)
	}
	return receipt.Seq
}

// T5: six viewers of each stream get exactly what the matrix says of random activity, in the log's order, on both servers
// and over both transports, and so does who comes later and reads from the beginning.
func TestEachViewerGetsExactlyWhatTheMatrixSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cast := w.cast(t)
	begin := w.Seq(t)
	type open struct {
		*seat
		*tap
	}
	var taps []open
	cursors := map[*seat]map[string]string{}
	for i := range cast {
		c := &cast[i]
		cursors[c] = map[string]string{}
		for stream := range documents {
			if stream == "notifications" && c.before.service {
				continue // refused; matrixtest says so
			}
			for replica, l := range w.lives {
				transport := apptest.Transports[(i+replica)%2]
				s := listen(t, l, transport, c.as, stream, w.workspace(), nil)
				taps = append(taps, open{c, s})
				cursors[c][stream] = s.cursor()
			}
		}
	}
	var people []actor
	for _, c := range cast {
		if p, human := c.as.(*apptest.Person); human && p != w.boss { // nobody is above the boss
			people = append(people, w.actor(t, p))
		}
	}
	w.work(t, people, 4, size(60, 2500), 0)()
	log := w.Log(t)
	for _, o := range taps {
		o.keepUp(t, "all that "+o.name+" may see", w.complete(&o.reader, o.tap, log, begin))
		w.judge(t, &o.reader, o.tap, log, begin)
	}
	for c, of := range cursors {
		for stream, cursor := range of {
			if stream == "metrics" {
				continue // tells what is, not what was
			}
			s := listen(t, w.lives[0], apptest.Transports[0], c.as, stream, w.workspace(), map[string]any{"after": cursor})
			s.keepUp(t, "what "+c.name+" may see of the past", w.complete(&c.reader, s, log, begin))
			w.judge(t, &c.reader, s, log, begin)
		}
	}
}
