package browser

import (
	"strings"
	"testing"
)

func (p *tab) title() string {
	var title string
	if err := p.tryEval("document.title", &title); err != nil {
		return err.Error()
	}
	return title
}

func TestATimerIsStartedAndStoppedFromAnyPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.shows("/blockers")
	p.press("button", "Start timer")
	p.one("dialog", "Start a timer")
	p.accessible("starting a timer")
	var started string
	p.waitFor("a task to choose", func() bool {
		for _, b := range p.all("button", "") {
			if name, _, found := strings.Cut(b.name, " WEB-"); found {
				started = name
				return p.click(b.id) == nil
			}
		}
		return false
	})
	p.one("button", "Stop")
	p.waitFor("the timer in the tab's title", func() bool { return strings.HasPrefix(p.title(), "0:00 - "+started) })
	for _, path := range []string{"/team", "/activity", "/today"} {
		p.shows(path)
		p.one("button", "Stop")
	}
	p.press("button", "Stop")
	p.sees("Start timer")
	p.waitFor("the tab's title to be as before", func() bool { return p.title() == "Today - Daybook" })
}

func TestTwoWindowsAgreeOnTheTimer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a, b := s.as(t, member), s.as(t, member)
	for _, p := range []*tab{a, b} {
		p.sees("Live")
	}
	s.startTimer(t, member, "Painting")
	for _, p := range []*tab{a, b} {
		p.one("button", "Stop")
	}
	b.offline(true) // and so does not hear of it
	a.press("button", "Stop")
	a.sees("No timer is running.")
	b.one("button", "Stop")
	b.offline(false)
	b.sees("No timer is running.")
}

func TestASecondTimerAsksWhichToKeep(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.press("button", "Start timer")
	p.one("dialog", "Start a timer")
	p.fill("Note", "From this window")
	s.startTimer(t, member, "From elsewhere")
	p.press("button", "Start without a task")
	p.one("dialog", "A timer runs already")
	p.sees("From elsewhere")
	p.accessible("a timer runs already")
	p.press("button", "Switch to this")
	p.one("button", "Stop")
	var data struct {
		Viewer struct {
			Today struct{ Timer struct{ Note string } }
		}
	}
	s.ask(t, member, `query($w: ID!) { viewer { today(workspaceId: $w) { timer { note } } } }`, map[string]any{"w": s.place(t).ID}, &data)
	if note := data.Viewer.Today.Timer.Note; note != "From this window" {
		t.Errorf("the timer that runs says %q", note)
	}
}
