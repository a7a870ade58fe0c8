package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// deep is a script's function that finds elements by a selector, through shadow roots.
const deep = `((selector) => { const out = []; const walk = (root) => { for (const el of root.querySelectorAll('*')) { if (el.matches(selector)) out.push(el); if (el.shadowRoot) walk(el.shadowRoot); } }; walk(document); return out; })`

// texts are what can be read in the elements of a selector.
func (p *tab) texts(selector string) (out []string) {
	p.t.Helper()
	p.eval(fmt.Sprintf(`%s(%q).map((el) => el.innerText.trim())`, deep, selector), &out)
	return out
}

// minutes reads "1:05" of a table; nothing is none.
func minutes(t *testing.T, text string) int {
	t.Helper()
	if text == "" {
		return 0
	}
	var h, m int
	if n, err := fmt.Sscanf(text, "%d:%d", &h, &m); n != 2 || err != nil {
		t.Fatalf("%q is no duration", text)
	}
	return h*60 + m
}

// pressLast presses the last thing of a role whose name begins with the text: what was opened stands behind what opened it.
func (p *tab) pressLast(role, name string) {
	p.t.Helper()
	p.waitFor(fmt.Sprintf("the last %s %q to press", role, name), func() bool {
		found, err := p.tryAll(role, name)
		return err == nil && len(found) > 0 && p.click(found[len(found)-1].id) == nil
	})
}

// fillLast fills in the last field of a name.
func (p *tab) fillLast(name, value string) {
	p.t.Helper()
	p.pressLast("textbox", name)
	p.keys("Control+a")
	p.types(value)
}

// monday is that of last week where most of the demo's people are: all of it has passed.
func monday(t *testing.T) time.Time {
	t.Helper()
	today := time.Now().In(berlin(t))
	return today.AddDate(0, 0, -(int(today.Weekday())+6)%7-7)
}

// sheet is what the week sheet says: the totals of the days and of the week, and those of its rows; nothing while it is not there.
func (p *tab) sheet() (days []int, week int, rows []int) {
	p.t.Helper()
	foot := p.texts("tfoot td")
	if len(foot) != 8 {
		return make([]int, 7), 0, nil
	}
	for _, text := range foot[:7] {
		days = append(days, minutes(p.t, text))
	}
	for _, text := range p.texts("tbody td:last-child") {
		rows = append(rows, minutes(p.t, text))
	}
	return days, minutes(p.t, foot[7]), rows
}

func TestAWeekIsFilledInByTabAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, owner) // who has noted no time so far
	week := "/time/week?week=" + monday(t).Format(time.DateOnly)
	p.shows(week)
	p.focus("button", "Add a row")
	p.keys("Enter")
	p.one("textbox", "No task, ")
	p.focus("textbox", "No task, ") // round by the end of the page
	for i, typed := range []string{"1:30", "45m", "abc", "2", "1,5h"} {
		if i > 0 {
			p.keys("Tab")
		}
		p.types(typed)
	}
	p.sees("= 1h 30m")
	p.keys("Tab")
	p.waitFor("the row's total", func() bool { _, _, rows := p.sheet(); return slices.Equal(rows, []int{345}) })
	days, sum, _ := p.sheet()
	if !slices.Equal(days, []int{90, 45, 0, 120, 90, 0, 0}) || sum != 345 {
		t.Errorf("the days have %v minutes, the week has %d", days, sum)
	}
	cells := p.all("textbox", "No task, ")
	for i, value := range []string{"1:30", "0:45", "abc", "2:00", "1:30", "", ""} {
		wrong := strings.Contains(cells[i].told, "Write it like 1:30, 1h 30m, 90m or 1.5.")
		if cells[i].value != value || wrong != (value == "abc") {
			t.Errorf("cell %d holds %q and says %q", i+1, cells[i].value, cells[i].told)
		}
	}
	p.accessible("one wrong cell")
	p.shows(week)
	if days, sum, _ := p.sheet(); !slices.Equal(days, []int{90, 45, 0, 120, 90, 0, 0}) || sum != 345 {
		t.Errorf("loaded again, the days have %v minutes, the week has %d", days, sum)
	}
	p.into("textbox", "No task, ", "9")
	p.keys("Escape")
	if v := p.one("textbox", "No task, ").value; v != "1:30" {
		t.Errorf("after Escape the cell holds %q", v)
	}
}

func TestADurationIsReadBackBeforeItCounts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.shows("/time")
	p.press("button", "Add time")
	p.fill("Duration", "8.2h")
	p.sees("= 8h 12m")
	p.keys("Tab")
	p.waitFor("what was understood", func() bool { return p.one("textbox", "Duration").value == "8:12" })
	p.fill("Duration", "90")
	p.keys("Tab")
	p.sees("That is more than 24 hours.")
	p.accessible("a duration is refused")
	if v := p.one("textbox", "Duration").value; v != "90" {
		t.Errorf("what was refused became %q", v)
	}
	p.press("button", "90 min?")
	p.sees("= 1h 30m")
	p.fillLast("Note", "An hour and a half")
	p.fill("Duration", "١:٣٠")
	p.sees("= 1h 30m")
	p.pressLast("button", "Add")
	p.waitFor("the entry", func() bool {
		found := s.entries(t, member, "An hour and a half")
		return len(found) == 1 && found[0].DurationSeconds == 5400
	})
}

func TestAnOverlapIsToldBesideItsFieldAndLeadsToTheOther(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	place := s.place(t)
	sunday := monday(t).AddDate(0, 0, -1) // nobody of the demo works then
	at := func(hour, minute int) time.Time {
		return time.Date(sunday.Year(), sunday.Month(), sunday.Day(), hour, minute, 0, 0, berlin(t))
	}
	var made struct {
		TimeEntryCreate struct{ TimeEntry struct{ ID string } }
	}
	s.ask(t, member, `mutation($input: TimeEntryCreateInput!) { timeEntryCreate(input: $input) { timeEntry { id } userErrors { message } } }`,
		map[string]any{"input": map[string]any{"workspaceId": place.ID, "note": "Was first", "startedAt": at(9, 0).Format(time.RFC3339), "endedAt": at(10, 0).Format(time.RFC3339)}}, &made)
	p := s.as(t, member)
	p.shows("/time")
	p.press("button", "Add time")
	p.day("Day", sunday)
	p.clockTime("From", "09:30")
	p.clockTime("To", "10:30")
	p.fillLast("Note", "Came second")
	p.pressLast("button", "Add")
	p.sees("This time is taken by another entry")
	from := p.one("InputTime", "From")
	if !strings.Contains(from.told, "This time is taken by another entry") {
		t.Errorf("the field says %q", from.told)
	}
	var state []string
	p.eval(deep+`('day-time-form #startedAt, #startedAt').map((el) => [el.value, el.getAttribute('aria-invalid'), el === el.getRootNode().activeElement].join())`, &state)
	if len(state) == 0 || state[0] != "09:30,true,true" {
		t.Errorf("value, error and focus of the field are %v", state)
	}
	if notes := p.all("textbox", "Note"); notes[len(notes)-1].value != "Came second" {
		t.Errorf("the notes became %v", notes)
	}
	p.accessible("an overlap")
	p.press("button", "Show the other entry: ")
	p.waitFor("the other entry to have the focus", func() bool {
		var id string
		p.eval(`(() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at?.dataset?.id ?? ''; })()`, &id)
		return id == made.TimeEntryCreate.TimeEntry.ID
	})
	p.sees("Was first")
	if n := len(s.entries(t, member, "Came second")); n != 0 {
		t.Errorf("%d entries were stored over the other", n)
	}
	p.clockTime("From", "10:00")
	p.pressLast("button", "Add")
	p.waitFor("the entry behind the other", func() bool { return len(s.entries(t, member, "Came second")) == 1 })
}
