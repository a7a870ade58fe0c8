package streamtest

import (
	"fmt"
	"testing"
	"time"

	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/authz"
)

// A server that stops: each stream gets a last heartbeat with where to continue, completes, and its socket closes with 1012; on the
// other server it continues there without a gap, while people write on.
func TestAServerThatStopsTellsEachStreamWhereToContinue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cast := w.cast(t)
	begin := w.Seq(t)
	type open struct {
		*seat
		*tap
	}
	var taps []open
	for i := range cast {
		c := &cast[i]
		for stream := range documents {
			if stream == "notifications" && c.before.service {
				continue
			}
			for _, transport := range apptest.Transports {
				taps = append(taps, open{c, listen(t, w.lives[0], transport, c.as, stream, w.workspace(), nil)})
			}
		}
	}
	people := []actor{w.actor(t, w.join(t, authz.RoleMember)), w.actor(t, w.join(t, authz.RoleMember)), w.actor(t, cast[0].as.(*apptest.Person))}
	written := w.work(t, people, 3, size(60, 300), 20*time.Millisecond)
	if err := w.apps[0].Registry.Drain(t.Context(), 200*time.Millisecond); err != nil {
		t.Errorf("draining: %v", err)
	}
	for _, o := range taps {
		o.until(t, "the end, as "+o.name, func() bool { return len(o.ends) == 2 || o.over() && o.transport == "sse" })
		o.mu.Lock()
		last := o.frames[len(o.frames)-1]
		if len(o.frames) < 2 || last.Kind != "HEARTBEAT" || last.ResumeCursor == "" {
			t.Errorf("%s, %s over %s: the last of %d frames is %+v", o.name, o.stream, o.transport, len(o.frames), last)
		}
		if code := o.ends[len(o.ends)-1].Code; o.transport == "websocket" && (o.ends[0].Code != 0 || code != 1012) {
			t.Errorf("%s, %s: it ended with %+v", o.name, o.stream, o.ends)
		}
		o.mu.Unlock()
		o.move(t, w.lives[1])
	}
	written()
	log := w.Log(t)
	for _, o := range taps {
		o.keepUp(t, "all that "+o.name+" may see", w.complete(&o.reader, o.tap, log, begin))
		w.judge(t, &o.reader, o.tap, log, begin)
	}
}

// Heartbeats come while nothing else does, with a cursor that moves past what is hidden.
func TestEachStreamBeats(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *app.Options) { o.Heartbeat = 50 * time.Millisecond })
	p := w.join(t, authz.RoleMember)
	for stream := range documents {
		for _, transport := range apptest.Transports {
			s := listen(t, w.lives[0], transport, p, stream, w.workspace(), nil)
			s.until(t, "heartbeats", func() bool { return len(s.frames) > 3 })
			s.blame(t, fmt.Sprintf("%s over %s", stream, transport))
			s.mu.Lock()
			for n, f := range s.frames {
				numbers := stream == "metrics" && n == 0 // which come at once
				if f.Kind != "HEARTBEAT" && !numbers || f.ResumeCursor == "" {
					t.Errorf("%s over %s: got %+v", stream, transport, f)
				}
			}
			s.mu.Unlock()
			s.sub.Close()
		}
	}
}
