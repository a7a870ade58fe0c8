package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// clock is an instant as pages write it for them.
func clock(t *testing.T, at time.Time) string { return at.In(berlin(t)).Format("03:04 PM") }

func TestTheRunningTimerStandsInTitleAndIcon(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.startSince(t, member, "", 62*time.Minute)
	task := s.place(t).Tasks.Nodes[0].Title
	p := s.asLate(t, member)
	icon := func() string {
		var href string
		p.eval(`document.querySelector('link[rel=icon]').href`, &href)
		return href[strings.LastIndex(href, "/")+1:]
	}
	shows := func(title, file string) {
		t.Helper()
		p.waitFor(fmt.Sprintf("the title %q with %s", title, file), func() bool { return p.title() == title && strings.HasPrefix(icon(), file) })
	}
	shows("1:02 - "+task+" - Daybook", "icon-running")
	p.later(time.Minute)
	shows("1:03 - "+task+" - Daybook", "icon-running")
	p.press("link", "Settings")
	p.press("checkbox", "Running timer in the tab’s title and icon")
	shows("Settings - Daybook", "icon-")
	p.one("button", "Stop") // it still runs
	p.press("checkbox", "Running timer in the tab’s title and icon")
	shows("1:03 - "+task+" - Daybook", "icon-running")
	p.press("button", "Stop")
	shows("Settings - Daybook", "icon-")
	if name := icon(); strings.HasPrefix(name, "icon-running") {
		t.Errorf("after the stop the icon is %s", name)
	}
}

func TestStoppingAStoppedTimerSaysSinceWhen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.startSince(t, member, "Stopped by the other", 30*time.Minute)
	deaf := s.tab(t)
	deaf.before(noSockets + noStreams) // it does not hear of the stop
	deaf.signedIn(member)
	deaf.open("/blockers")
	deaf.one("button", "Stop")
	other := s.as(t, member)
	other.press("button", "Stop")
	other.sees("Start timer")
	ended := other.noted(member, "Stopped by the other").EndedAt
	deaf.press("button", "Stop")
	deaf.sees("This timer was already stopped at " + clock(t, ended) + ".")
	deaf.accessible("already stopped")
	if n := len(s.entries(t, member, "Stopped by the other")); n != 1 {
		t.Errorf("%d entries came of one timer", n)
	}
}

func TestTheRunningTimerCanBeKept(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.press("button", "Start timer")
	p.one("dialog", "Start a timer")
	s.startSince(t, member, "From elsewhere", 10*time.Minute)
	p.press("button", "Start without a task")
	p.one("dialog", "A timer runs already")
	p.sees("“" + s.place(t).Tasks.Nodes[0].Title + "” has been running since")
	p.press("button", "Keep the other")
	p.waitFor("the question to go", func() bool { return len(p.all("dialog", "")) == 0 })
	p.press("button", "Stop")
	p.sees("Start timer")
	if e := p.noted(member, "From elsewhere"); e.DurationSeconds < 600 {
		t.Errorf("of the timer that was kept is stored %+v", e)
	}
}
