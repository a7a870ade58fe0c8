package demo

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
)

func TestStoryTextsAreWholeAndAboutWhatTheirWriterCanOpen(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, s *story) {
		people, tasks := s.byID(), s.taskByID()
		texts := map[string]string{}
		for _, row := range s.workLogs {
			texts[row.Note] = "work log"
			if p := people[row.MemberID]; row.TaskID != nil && !s.mayTrack(p, tasks[*row.TaskID], row.LoggedAt) {
				t.Errorf("%s logged %q on a task that they cannot open", p.mail, row.Note)
			}
		}
		for _, row := range s.timeEntries {
			if row.Note != nil {
				texts[*row.Note] = "time entry"
			}
		}
		for _, row := range s.comments {
			texts[row.Body] = "comment"
		}
		for _, a := range s.log {
			if a.Action == "commented" && !s.mayTrack(people[*a.By.ID], tasks[a.EntityID], a.At) {
				t.Errorf("a comment at %s on a task that the person cannot open", a.At)
			}
		}
		for text, kind := range texts {
			if strings.ContainsAny(text, "{}") || strings.TrimSpace(text) != text || len(text) < 4 || !strings.ContainsAny(text[len(text)-1:], ".!?") {
				t.Errorf("a %s says %q", kind, text)
			}
		}
		if n := len(s.comments); n < 100 || n > 220 {
			t.Errorf("%d comments", n)
		}
	})
}

// R17: neither what people write nor their names enter the log.
func TestStoryLogHoldsNoTextsAndNoNames(t *testing.T) {
	t.Parallel()
	s, err := newStory(wednesday)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	for _, a := range s.log {
		text, err := json.Marshal(a.Entry)
		if err != nil {
			t.Fatal(err)
		}
		log.Write(text)
	}
	var said []*string
	for _, p := range cast {
		for name := range strings.FieldsSeq(p.name) {
			said = append(said, &name)
		}
	}
	for _, row := range s.workLogs {
		said = append(said, &row.Note)
	}
	for _, row := range s.timeEntries {
		said = append(said, row.Note)
	}
	for _, row := range s.blockers {
		said = append(said, &row.Description, row.ResolutionNote)
	}
	for _, row := range s.comments {
		said = append(said, &row.Body)
	}
	for _, text := range said {
		if text == nil {
			continue
		}
		if quoted := strconv.Quote(*text); strings.Contains(log.String(), quoted[1:len(quoted)-1]) {
			t.Errorf("the log says %q", *text)
		}
	}
}
