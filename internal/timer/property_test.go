package timer_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/timer"

	"pgregory.net/rapid"
)

// model is what a person's timer and entries should be, told step by step.
type model struct {
	now     time.Time
	running *timer.Timer // as it was handed out; nil when none runs
	active  *time.Time   // the last activity that was reported of it
	spans   [][2]time.Time
}

func (m *model) end(at time.Time) {
	m.spans = append(m.spans, [2]time.Time{m.running.StartedAt, at})
	m.running, m.active = nil, nil
}

// R3, R4, R5, R6: whatever a person does in whatever order, one timer runs at most, what ended has become entries that don't
// overlap and last as long as they say, and who was away is credited until their last activity.
func TestPropertiesR3R5R6(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	rapid.Check(t, func(r *rapid.T) {
		ann := w.Member(t)
		h := &harness{T: r, t: t, a: a, w: w, ann: ann, v: ann.Viewer(t), model: model{now: apptest.Noon}}
		a.Clock.Set(h.now)
		r.Cleanup(func() { // the next person's job is not to find it
			if _, err := a.DB.NewRaw("delete from timers where ended_at is null").Exec(t.Context()); err != nil {
				t.Error(err)
			}
		})
		r.Repeat(map[string]func(*rapid.T){
			"start": func(*rapid.T) { h.start(false) }, "switch": func(*rapid.T) { h.start(true) }, "stop": func(*rapid.T) { h.stop() },
			"discard": func(*rapid.T) { h.discard() }, "report": func(*rapid.T) { h.report() }, "job": func(*rapid.T) { h.job() },
			"": func(*rapid.T) { h.check() },
		})
	})
}

type harness struct {
	*rapid.T
	model
	t   *testing.T
	a   *apptest.App
	w   *apptest.Workspace
	ann *apptest.Person
	v   *authz.Viewer
}

// pass lets time go by: mostly some minutes with a fraction of a second.
func (h *harness) pass() {
	h.now = h.now.Add(time.Duration(rapid.IntRange(0, int(3*time.Hour/time.Millisecond)).Draw(h.T, "passes")) * time.Millisecond)
	h.a.Clock.Set(h.now)
}

// instant is now, not given, or somewhere around.
func (h *harness) instant(label string) *time.Time {
	if rapid.Bool().Draw(h.T, label+" is not given") {
		return nil
	}
	return new(h.now.Add(-time.Duration(rapid.IntRange(-1, 5*3600).Draw(h.T, label+", seconds ago")) * time.Second))
}

// want checks that an error is a rejection with one of the codes, or none where there are no codes.
func (h *harness) want(err error, codes ...check.Code) {
	h.Helper()
	if err == nil && len(codes) == 0 {
		return
	}
	if r, ok := errors.AsType[*check.Rejection](err); ok {
		if slices.Contains(codes, r.Errors[0].Code) {
			return
		}
	}
	h.Fatalf("the error is %v, want one of %v", err, codes)
}

func (h *harness) start(switches bool) {
	h.pass()
	asked := h.instant("start")
	at := h.now
	if asked != nil {
		at = *asked
	}
	at = at.Truncate(time.Second)
	made, _, err := h.a.Timers.Start(h.Context(), h.v, timer.StartParams{WorkspaceID: h.w.ID, Switch: switches, StartedAt: asked})
	last := time.Time{}
	for _, s := range h.spans {
		if s[1].After(last) && s[1].After(s[0]) {
			last = s[1]
		}
	}
	switch {
	case h.running != nil && !switches:
		h.want(err, check.AlreadyRunning)
		return
	case at.After(h.now):
		h.want(err, check.OutOfRange)
		return
	case h.running != nil && at.Before(h.running.StartedAt):
		h.want(err, check.Invalid)
		return
	case h.running != nil && at.Sub(h.running.StartedAt) > 24*time.Hour || err != nil && h.tooMuch(err):
		h.want(err, check.OutOfRange)
		return
	case at.Before(last):
		h.want(err, check.Overlap)
		return
	}
	h.want(err)
	if h.running != nil {
		h.end(at)
	}
	h.running = made.Timer
	if !made.Timer.StartedAt.Equal(at) {
		h.Fatalf("it starts %s, want %s", made.Timer.StartedAt, at)
	}
}

// tooMuch tells whether a day would have more hours than it has, which the entries decide.
func (h *harness) tooMuch(err error) bool {
	r, ok := errors.AsType[*check.Rejection](err)
	return ok && h.running != nil && r.Errors[0].Code == check.OutOfRange
}

func (h *harness) stop() {
	if h.running == nil {
		h.Skip("none runs")
	}
	h.pass()
	asked := h.instant("end")
	at := h.now
	if asked != nil {
		at = *asked
	}
	at = at.Truncate(time.Second)
	e, _, err := h.a.Timers.Stop(h.Context(), h.v, h.running.ID, asked)
	switch {
	case at.After(h.now), at.Sub(h.running.StartedAt) > 24*time.Hour, err != nil && h.tooMuch(err):
		h.want(err, check.OutOfRange)
		return
	case at.Before(h.running.StartedAt):
		h.want(err, check.Invalid)
		return
	}
	h.want(err)
	if !e.EndedAt.Equal(at) {
		h.Fatalf("it ends %s, want %s", e.EndedAt, at)
	}
	h.end(at)
}

func (h *harness) discard() {
	if h.running == nil {
		h.Skip("none runs")
	}
	_, err := h.a.Timers.Discard(h.Context(), h.v, h.running.ID)
	h.want(err)
	h.running, h.active = nil, nil
}

func (h *harness) report() {
	if h.running == nil {
		h.Skip("none runs")
	}
	h.pass()
	since := h.instant("away since")
	_, err := h.a.Timers.IdleReport(h.Context(), h.v, h.running.ID, since)
	h.want(err)
	h.active = &h.now
	if since != nil && since.Before(h.now) {
		h.active = since
	}
	if h.active.Before(h.running.StartedAt) {
		h.active = &h.running.StartedAt
	}
	h.active = new(*h.active)
}

func (h *harness) job() {
	h.pass()
	n, err := h.a.Timers.StopIdle(h.Context(), h.now)
	if err != nil {
		h.Fatal(err)
	}
	idle := h.running != nil && h.active != nil && h.now.Sub(*h.active) >= 30*time.Minute && h.active.Sub(h.running.StartedAt) <= 24*time.Hour
	switch {
	case n == 1 && idle:
		end := h.active.Truncate(time.Second)
		if end.Before(h.running.StartedAt) {
			end = h.running.StartedAt
		}
		h.end(end)
	case n != 0 || idle && h.spent() < 86400:
		h.Fatalf("the job stopped %d; the last activity was %v", n, h.active)
	}
	if again, err := h.a.Timers.StopIdle(h.Context(), h.now); err != nil || again != 0 {
		h.Fatalf("run again, the job stopped %d: %v", again, err)
	}
}

// spent is what the day of the running timer would have if the timer ended with its last activity.
func (h *harness) spent() (seconds float64) {
	for _, s := range append(h.spans, [2]time.Time{h.running.StartedAt, *h.active}) {
		if s[0].YearDay() == h.running.StartedAt.YearDay() {
			seconds += s[1].Sub(s[0]).Seconds()
		}
	}
	return seconds
}

func (h *harness) check() {
	rows, stored := runningRows(h.t, h.a, h.ann), entries(h.t, h.a, h.ann)
	if len(rows) > 1 || (len(rows) == 1) != (h.running != nil) || len(rows) == 1 && rows[0].ID != h.running.ID {
		h.Fatalf("%d timers run, want %v", len(rows), h.running)
	}
	if len(stored) != len(h.spans) {
		h.Fatalf("%d entries, want %d", len(stored), len(h.spans))
	}
	found := map[[2]int64]int{}
	for i, e := range stored {
		if e.EndedAt.Sub(*e.StartedAt) != time.Duration(e.DurationSeconds)*time.Second || e.DurationSeconds < 0 {
			h.Fatalf("%s to %s is said to last %d s", e.StartedAt, e.EndedAt, e.DurationSeconds)
		}
		found[[2]int64{e.StartedAt.Unix(), e.EndedAt.Unix()}]++
		for _, o := range stored[:i] {
			if e.StartedAt.Before(*o.EndedAt) && o.StartedAt.Before(*e.EndedAt) && e.DurationSeconds > 0 && o.DurationSeconds > 0 {
				h.Fatalf("%s to %s overlaps %s to %s", e.StartedAt, e.EndedAt, o.StartedAt, o.EndedAt)
			}
		}
	}
	for _, s := range h.spans {
		if found[[2]int64{s[0].Unix(), s[1].Unix()}]--; found[[2]int64{s[0].Unix(), s[1].Unix()}] < 0 {
			h.Fatalf("%s to %s was not stored", s[0], s[1])
		}
	}
}
