package demo

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"daybook/internal/app"
	"daybook/internal/blocker"
	"daybook/internal/day"
	"daybook/internal/standup"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func TestStoryBlockersComeFromStandups(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, s *story) {
		people, tasks := s.byID(), s.taskByID()
		standups, linked := map[uuid.UUID]*standup.Standup{}, 0
		for _, row := range s.standups {
			standups[row.ID] = row
			for _, found := range row.ParsedBlockers {
				linked += count(found.BlockerID != nil)
			}
		}
		for _, b := range s.blockers {
			p, from := people[b.MemberID], standups[*b.StandupID]
			if from.MemberID != b.MemberID || from.UpdatedAt.After(b.OpenedAt) || day.At(b.OpenedAt, p.zone) != day.At(from.UpdatedAt, p.zone) {
				t.Errorf("%s: %q of another day or person", p.mail, b.Description)
			}
			if text := *from.BlockersText; !strings.EqualFold(strings.TrimSuffix(text, "."), strings.TrimSuffix(b.Description, ".")) || strings.ContainsAny(text, "{}") {
				t.Errorf("%s: %q, the standup says %q", p.mail, b.Description, text)
			}
			if b.TaskID != nil && !s.mayTrack(p, tasks[*b.TaskID], b.OpenedAt) {
				t.Errorf("%s: %q on a task that they cannot open", p.mail, b.Description)
			}
			if len(from.ParsedBlockers) == 0 {
				continue
			}
			linked--
			if found := from.ParsedBlockers[0]; found.BlockerID == nil || *found.BlockerID != b.ID || found.Severity != b.Severity || found.Category != b.Category {
				t.Errorf("%s: %q is not what was found in the standup", p.mail, b.Description)
			}
		}
		if linked != 0 {
			t.Errorf("%d links lead to no blocker", linked)
		}
	})
}

// Whenever the demo is made, somebody is stuck: a new user finds each state, and each of those who lead something to do.
func TestStoryLeavesSomethingInTheWay(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, s *story) {
		people, states, unresolved, noted := s.byID(), map[blocker.State]int{}, map[uuid.UUID]*blocker.Blocker{}, 0
		critical := 0
		for _, b := range s.blockers {
			states[b.State]++
			noted += count(b.ResolutionNote != nil)
			if b.State == blocker.Resolved {
				if open := b.ResolvedAt.Sub(b.OpenedAt); open < 10*time.Minute || open > 12*24*time.Hour {
					t.Errorf("%q was resolved after %s", b.Description, open)
				}
				continue
			}
			unresolved[b.ID] = b
			critical += count(b.Severity == standup.Critical)
		}
		if n := len(unresolved); n < 3 || n > 5 || critical != 1 || states[blocker.Open] == 0 || states[blocker.Resolved] < 30 || noted < 25 {
			t.Errorf("%v, %d critical, %d notes", states, critical, noted)
		}
		steps, acknowledged := map[standup.Severity]int{}, map[string]int{}
		for _, e := range s.escalations {
			if b := unresolved[e.BlockerID]; b != nil {
				steps[b.Severity]++
				acknowledged[people[e.RecipientID].mail] += count(e.AcknowledgedAt != nil)
			}
		}
		if steps[standup.Critical] != 2 || acknowledged["manager"] == 0 {
			t.Errorf("steps %v, acknowledged %v", steps, acknowledged)
		}
	})
}

type rung struct {
	BlockerID, RecipientID uuid.UUID
	Step                   int
	Level                  blocker.Level
	DueAt                  time.Time
}

// What the story tells of escalations must be what the server's own job makes of the same blockers.
func TestEscalatedAsTheServerEscalates(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	a, err := app.New(t.Context(), db, app.Options{Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return wednesday }})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := a.Blockers.EscalateDue(t.Context()); n > 0 || err != nil {
		t.Errorf("%d steps were due and not told of, error %v", n, err)
	}
	scan := func(into any, sql string) {
		if err := db.NewRaw(sql).Scan(t.Context(), into); err != nil {
			t.Fatal(err)
		}
	}
	exec := func(sql string) {
		if _, err := db.NewRaw(sql).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var resolved []struct {
		ID uuid.UUID
		At time.Time
	}
	scan(&resolved, "select id, resolved_at as at from blockers where resolved_at is not null")
	rungs := func() (rows []rung) {
		scan(&rows, "select blocker_id, recipient_id, step, level, due_at from escalations order by due_at, blocker_id")
		return slices.DeleteFunc(rows, func(r rung) bool {
			for _, b := range resolved {
				if b.ID == r.BlockerID && !r.DueAt.Before(b.At) {
					return true // nobody is told of what is out of the way
				}
			}
			return false
		})
	}
	want := rungs()
	exec("delete from escalations where due_at <> sent_at") // not those by hand
	exec("update blockers set state = 'open', resolved_at = null")
	exec("update tasks set status = 'todo'")
	if _, err := a.Blockers.EscalateDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, rungs()); d != "" || len(want) < 15 {
		t.Errorf("%d steps: %s", len(want), d)
	}
}
