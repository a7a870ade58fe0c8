package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// entry is what tests read of someone's newest time entry.
type entry struct {
	StartedAt, EndedAt time.Time
	DurationSeconds    int
	Note               string
}

// entries are the time entries of someone with a note, newest first.
func (s *site) entries(t *testing.T, mail, note string) []entry {
	t.Helper()
	var data struct {
		Workspace struct{ TimeEntries struct{ Nodes []entry } }
	}
	s.ask(t, mail, `query($w: ID!, $note: String!) { workspace(id: $w) { timeEntries(first: 20, filter: {text: $note}) { nodes { startedAt endedAt durationSeconds note } } } }`,
		map[string]any{"w": s.place(t).ID, "note": note}, &data)
	return data.Workspace.TimeEntries.Nodes
}

// noted waits for the one time entry that someone has with a note: a page shows a stop before the server has answered.
func (p *tab) noted(mail, note string) (one entry) {
	p.t.Helper()
	p.waitFor(fmt.Sprintf("an entry %q", note), func() bool {
		found := p.site.entries(p.t, mail, note)
		if len(found) == 1 {
			one = found[0]
		}
		return len(found) == 1
	})
	return one
}

// startSince has someone start a timer that began a while ago.
func (s *site) startSince(t *testing.T, mail, note string, ago time.Duration) (began time.Time) {
	t.Helper()
	began = s.now().Add(-ago).UTC().Truncate(time.Second)
	place := s.place(t)
	s.ask(t, mail, `mutation($input: TimerStartInput!) { timerStart(input: $input) { userErrors { message } } }`,
		map[string]any{"input": map[string]any{"workspaceId": place.ID, "taskId": place.Tasks.Nodes[0].ID, "note": note, "startedAt": began.Format(time.RFC3339)}}, nil)
	return began
}

// attend tells the server that someone is at their timer, as an open page does every minute.
func (s *site) attend(t *testing.T, mail string) {
	t.Helper()
	var data struct {
		Viewer struct {
			Today struct{ Timer struct{ ID string } }
		}
	}
	s.ask(t, mail, `query($w: ID!) { viewer { today(workspaceId: $w) { timer { id } } } }`, map[string]any{"w": s.place(t).ID}, &data)
	s.ask(t, mail, `mutation($input: TimerIdleReportInput!) { timerIdleReport(input: $input) { userErrors { message } } }`,
		map[string]any{"input": map[string]any{"id": data.Viewer.Today.Timer.ID}}, nil)
}

func TestComingBackToATimerAsksWhatToKeep(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.asLate(t, member)
	away := func(note string) (last string) {
		s.startSince(t, member, note, 0)
		p.one("button", "Stop")
		before := s.now()
		p.keys("Escape")
		left := s.now()
		p.later(41 * time.Minute)
		p.keys("Escape")
		p.one("dialog", "Are you still on it?")
		var stop seen
		p.waitFor("until when to count", func() bool {
			for _, b := range p.all("button", "Stop at ") {
				stop = b
				return true
			}
			return false
		})
		if !strings.HasSuffix(stop.name, clock(t, before)) && !strings.HasSuffix(stop.name, clock(t, left)) {
			t.Errorf("left at %s, the page offers %q", left, stop.name)
		}
		return stop.name
	}

	last := away("Stopped in retrospect")
	p.accessible("coming back to a timer")
	p.press("button", last)
	p.sees("Start timer")
	if e := p.noted(member, "Stopped in retrospect"); e.DurationSeconds > 120 {
		t.Errorf("of the timer is kept %+v", e)
	}

	away("Kept")
	p.press("button", "Keep")
	p.waitFor("the question to go", func() bool { return len(p.all("dialog", "Are you still on it?")) == 0 })
	p.press("button", "Stop")
	p.sees("Start timer")
	if e := p.noted(member, "Kept"); e.DurationSeconds < 41*60 {
		t.Errorf("of the timer is kept %+v", e)
	}

	away("Thrown away")
	p.press("button", "Discard")
	p.sees("Start timer")
	if found := s.entries(t, member, "Thrown away"); len(found) != 0 {
		t.Errorf("of the timer is kept %+v", found)
	}
}

func TestTheNextDayACardOffersToCorrectTheEnd(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	began := s.startSince(t, member, "Left running", 2*time.Hour)
	s.attend(t, member)
	s.ahead.Add(int64(20 * time.Hour))
	if n, err := s.Timers.StopIdle(t.Context(), s.now()); err != nil || n != 1 {
		t.Fatalf("stopping idle timers: %d, %v", n, err)
	}
	p := s.asLate(t, member)
	p.sees("nobody was at it afterwards.")
	p.accessible("a timer was stopped")
	p.press("button", "Change the end")
	end := began.Add(75 * time.Minute).Truncate(time.Minute)
	p.moment("End", began.Add(-time.Hour).In(berlin(t)))
	p.press("button", "Save")
	p.sees("The end lies after the start and not in the future.")
	p.moment("End", end.In(berlin(t)))
	p.press("button", "Save")
	p.lacks("nobody was at it afterwards.")
	if e := p.noted(member, "Left running"); !e.EndedAt.Equal(end) {
		t.Errorf("the corrected entry is %+v, its end should be %s", e, end)
	}
	p.shows("/time")
	p.lacks("nobody was at it afterwards.")
}

// berlin is where most of the demo's people are.
func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
