package browser

import (
	"strings"
	"testing"
)

// noted is the note and the task's title of what runs for the member, as the server has them.
func (s *site) noted(t *testing.T) (note, task string) {
	t.Helper()
	var data struct {
		Viewer struct {
			Today struct {
				Timer struct {
					Note string
					Task *struct{ Key, Title string }
				}
			}
		}
	}
	s.ask(t, member, `query($w: ID!) { viewer { today(workspaceId: $w) { timer { note task { key title } } } } }`, map[string]any{"w": s.place(t).ID}, &data)
	if on := data.Viewer.Today.Timer.Task; on != nil {
		task = on.Key + " " + on.Title
	}
	return data.Viewer.Today.Timer.Note, task
}

func TestATimerIsEditedWhileItRunsFromAnyPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.startTimer(t, member, "Painting")
	a, b := s.as(t, member), s.as(t, member)
	b.one("button", "Edit timer: Painting")
	b.sees("Live")
	a.shows("/blockers")
	a.press("button", "Edit timer: Painting")
	a.waitFor("the note to have the focus", func() bool { return a.one("textbox", "Note").focused })
	a.accessible("editing the timer")

	a.fill("Note", "Forget this")
	a.keys("Escape")
	a.waitFor("the focus to go back", func() bool { return a.one("button", "Edit timer: Painting").focused })
	if note, _ := s.noted(t); note != "Painting" || len(a.all("textbox", "Note")) > 0 {
		t.Errorf("after Escape the note is %q", note)
	}

	a.keys("Enter")
	a.fill("Note", "Painting the shed")
	a.keys("Enter")
	a.one("button", "Edit timer: Painting the shed")
	b.one("button", "Edit timer: Painting the shed") // heard live
	if note, task := s.noted(t); note != "Painting the shed" || task != "" {
		t.Errorf("the note is %q, the task %q", note, task)
	}

	a.press("button", "Edit timer: ")
	chosen := a.chooseTask("No task")
	a.keys("Enter")
	title := chosen[strings.Index(chosen, " ")+1:]
	a.one("button", "Edit timer: "+title)
	b.one("button", "Edit timer: "+title)
	if note, task := s.noted(t); note != "Painting the shed" || task != chosen {
		t.Errorf("the note is %q, the task %q, want %q", note, task, chosen)
	}
	a.press("button", "Stop")
	a.one("button", "Start timer")
	b.one("button", "Start timer")
}

// chooseTask goes to the next task in the list, when there is one beside the text.
func (p *tab) chooseTask(beside string) (chosen string) {
	p.t.Helper()
	p.waitFor("tasks to choose", func() bool { return len(p.all("option", "")) > 1 })
	p.focus("combobox", "Task")
	p.keys("ArrowDown")
	p.waitFor("a task to be chosen", func() bool {
		chosen = p.one("combobox", "Task").value
		return chosen != beside
	})
	return chosen
}

// What is refused is told beside its field, which gets the focus; what was chosen stays.
func TestATimerIsNotMovedToAnArchivedProject(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.startTimer(t, member, "Painting")
	p := s.as(t, member)
	p.size(360, 740)
	p.press("button", "Edit timer: Painting")
	p.fits("editing the timer")
	chosen := p.chooseTask("No task")
	for _, project := range s.place(t).Projects.Nodes {
		s.ask(t, admin, `mutation($input: ProjectArchiveInput!) { projectArchive(input: $input) { userErrors { message } } }`,
			map[string]any{"input": map[string]any{"id": project.ID}}, nil)
	}
	p.press("button", "Save")
	p.waitFor("the refusal at the field", func() bool {
		at := p.one("combobox", "Task")
		return at.told == "The project of this task is archived." && at.focused && at.value == chosen
	})
	p.accessible("a task that was refused")
	if _, task := s.noted(t); task != "" {
		t.Errorf("it runs on %q", task)
	}
}

// A timer that was stopped elsewhere takes nothing any more: what was typed stays and it is said.
func TestATimerThatWasStoppedElsewhereIsNotEdited(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.startTimer(t, member, "Painting")
	a, b := s.as(t, member), s.as(t, member)
	a.sees("Live")
	a.press("button", "Edit timer: Painting")
	a.fill("Note", "Painting the shed")
	b.press("button", "Stop")
	a.sees("This timer was stopped in the meantime.")
	if note := a.one("textbox", "Note"); note.value != "Painting the shed" {
		t.Errorf("the note says %q", note.value)
	}
	a.press("button", "Cancel")
	a.one("button", "Start timer")
}

func TestTheTimerOfThePageOfTimeIsEdited(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.startTimer(t, member, "Painting")
	p := s.as(t, member)
	p.shows("/time")
	p.waitFor("the timer to edit", func() bool {
		for _, b := range p.all("button", "Edit") {
			if b.name == "Edit" {
				return p.click(b.id) == nil
			}
		}
		return false
	})
	p.accessible("editing the timer")
	p.waitFor("the note to have the focus", func() bool {
		for _, f := range p.all("textbox", "Note") {
			if f.focused {
				return f.value == "Painting"
			}
		}
		return false
	})
	p.keys("Control+a")
	p.types("Painting the shed")
	p.keys("Enter")
	p.one("button", "Edit timer: Painting the shed")
	if note, _ := s.noted(t); note != "Painting the shed" {
		t.Errorf("the note is %q", note)
	}
}
