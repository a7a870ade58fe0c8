package metrics

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"daybook/internal/day"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// crew makes ties of a few words: "a b c: team 1, project 2, day 3, 50 s" are three people with an hour, or so many seconds,
// each. "wrote" and "open" are a standup and an open blocker instead.
func crew(lines ...string) []tie {
	var out []tie
	for _, line := range lines {
		who, what, _ := strings.Cut(line, ": ")
		t := tie{kind: timed, seconds: 3600}
		for word := range strings.SplitSeq(what, ", ") {
			var n int
			switch {
			case word == "wrote":
				t.kind = stood
			case word == "open":
				t.kind = stands
			case word == "logged":
				t.kind = worked
			case scan(word, "team %d", &n):
				t.team = someID(100 + n)
			case scan(word, "project %d", &n):
				t.project = someID(200 + n)
			case scan(word, "sprint %d", &n):
				t.sprint = someID(300 + n)
			case scan(word, "task %d", &n):
				t.task = someID(400 + n)
			case scan(word, "day %d", &n):
				t.day = n
			case scan(word, "%d s", &n):
				t.seconds = n
			default:
				panic("what is " + word)
			}
		}
		for name := range strings.FieldsSeq(who) {
			t.person = uuid.UUID{15: name[0]}
			out = append(out, t)
		}
	}
	return out
}

func scan(word, form string, n *int) bool {
	found, err := fmt.Sscanf(word, form, n)
	return found == 1 && err == nil && fmt.Sprintf(form, *n) == word
}

// told names what is shown.
func told(shown map[part]bool) string {
	var out []string
	for p := range shown {
		name := string(p.kind)
		if p.id != uuid.Nil {
			name += fmt.Sprintf(" %d", (int(p.id[0])<<8|int(p.id[15]))%100)
		}
		if p.days != 0 {
			name += fmt.Sprintf(" in %07b", p.days)
		}
		out = append(out, name)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func TestShown(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ties []tie
		cuts []days
		want string
	}{
		"nobody":                 {crew(), nil, ""},
		"too few":                {crew("a b: project 1"), nil, ""},
		"enough":                 {crew("a b c: project 1"), nil, "project 1, workspace"},
		"everyone is one team's": {crew("a b c: team 1, project 1"), nil, "project 1, team 1, workspace"},
		"a small rest hides the smallest that could be shown": {crew("a b c d e: team 1, wrote", "f g h: team 2, wrote", "i: wrote"), nil, "team 1, workspace"},
		"no rest hides nothing":                               {crew("a b c d e: team 1, wrote", "f g h: team 2, wrote"), nil, "team 1, team 2, workspace"},
		"a rest of enough":                                    {crew("a b c d: team 1, wrote", "e f: team 2, wrote", "g: wrote"), nil, "team 1, workspace"},
		"of two alike, the first":                             {crew("a b c: team 2, wrote", "d e f: team 1, wrote", "g: team 3, wrote"), nil, "team 1, workspace"},
		"unassigned work stands beside the projects":          {crew("a b c d: project 1", "a b c: team 1"), nil, "project 1, team 1, unassigned, workspace"},
		"few without a task":                                  {crew("a b c d: project 1", "e: wrote", "a b: team 1"), nil, "workspace"},
		"standups are on no work":                             {crew("a b c: project 1", "d e f: wrote"), nil, "project 1, workspace"},
		"two projects of enough people":                       {crew("a b c d: project 1", "c d e f: project 2"), nil, "project 1, project 2, workspace"},
		"one of three is small":                               {crew("a b c d: project 1", "c d e: project 2", "f: project 3"), nil, "project 1, workspace"},
		"a team but for one is a project":                     {crew("a b c: team 1, project 1", "a: team 1, project 2", "d e f: team 2, project 2"), nil, "team 1, team 2, workspace"},
		"teams and projects that cross":                       {crew("a b c: team 1, project 1", "a b c: team 1, project 2", "d e f: team 2, project 2", "d e f: team 2, project 1"), nil, "project 1, project 2, team 1, team 2, workspace"},
		"time of two":                                         {crew("a b: project 1", "a b c d e: wrote"), nil, ""},
		"logs of two beside time of many":                     {crew("a b c d: project 1", "e: project 2, logged", "f: project 2, logged"), nil, "workspace"},
		"one has most":                                        {crew("a: project 1, 99999 s", "b c d: project 1"), nil, ""},
		"one has most of the rest":                            {crew("a: team 2, 18000 s", "b c d: team 2", "e f g h i: team 1"), nil, "unassigned, workspace"},
		"open blockers of two besides":                        {crew("a b c: team 1, wrote", "d e: open, day 6"), nil, "workspace"},
		"open blockers of enough":                             {crew("a b c: team 1, wrote", "d e f: open, day 6"), nil, "team 1, unassigned, workspace"},
		"a sprint":                                            {crew("a b c: project 1, sprint 1", "b c d: project 1"), nil, "project 1, sprint 1, workspace"},
		"a sprint that is nearly its project":                 {crew("a b c d: project 1, sprint 1", "d: project 1"), nil, "project 1, workspace"},
		"a sprint that is its project":                        {crew("a b c: project 1, sprint 1"), nil, "project 1, sprint 1, workspace"},
		"a sprint over two projects, in one of which is one":  {crew("a b c: project 1, sprint 1", "d: project 2, sprint 1", "e f g: project 2"), nil, "project 1, project 2, workspace"},
		"tasks":                            {crew("a b c d: project 1, task 1", "b c d: project 1, task 2", "a: project 1, task 3"), nil, "project 1, task 1, workspace"},
		"days of a sprint":                 {crew("a b c d: wrote, day 1", "a b c d: wrote, day 5"), []days{0b11}, "workspace, workspace in 0000011"},
		"days but for one person's":        {crew("a b c d: team 1, wrote, day 1", "a: team 1, wrote, day 5"), []days{0b11}, "team 1, workspace"},
		"days of all, not of a small team": {crew("a b c d: team 1, wrote, day 1", "a b c d: team 1, wrote, day 5", "e f g: team 2, wrote, day 1", "e: team 2, wrote, day 5"), []days{0b11}, "team 1, team 1 in 0000011, team 2, workspace"},
	} {
		if got := told(shown(c.ties, 3, c.cuts, nil, toTasks)); got != c.want {
			t.Errorf("%s: shown are %q, want %q", name, got, c.want)
		}
	}
}

// A larger smallest group shows nothing that was not shown before: the next smaller group does not come in another's place.
func TestShownAmong(t *testing.T) {
	t.Parallel()
	ties := crew("a b c d: team 1, wrote", "e f g: team 2, wrote", "h i j k: wrote")
	before := shown(ties, 3, nil, nil, toTasks)
	if got := told(before); got != "team 1, team 2, workspace" {
		t.Fatalf("with three: %s", got)
	}
	if got := told(shown(ties, 4, nil, before, toTasks)); got != "team 1, workspace" {
		t.Errorf("with four: %s", got)
	}
	delete(before, part{kind: Team, id: someID(101)})
	if got := told(shown(ties, 3, nil, before, toTasks)); got != "team 2, workspace" {
		t.Errorf("without the first team: %s", got)
	}
}

// What is shown does not depend on the order of the rows, nor on how much else was read: sprints and tasks change nothing
// for teams.
func TestShownIsTheSameHoweverFarItGoes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := drawOrganisation(t)
		for _, snap := range o.snapshot {
			var ties []tie
			for i := range snap.facts {
				ties = append(ties, snap.facts[i].ties(snap, time.UTC)...)
			}
			all := shown(ties, o.k, snap.cuts, nil, toTasks)
			if again := shown(rapid.Permutation(ties).Draw(t, "order"), o.k, snap.cuts, nil, toTasks); !maps.Equal(all, again) {
				t.Fatalf("in another order: %s, not %s", told(again), told(all))
			}
			for to, kinds := range map[depth][]Kind{toTeams: {Workspace, Team}, toProjects: {Workspace, Team, Project, Unassigned}, toCuts: {Workspace, Team, Project, Unassigned, Sprint}} {
				coarse := slices.Clone(ties)
				for i := range coarse { // as they are read for less
					c := &coarse[i]
					if c.task = uuid.Nil; to < toCuts {
						c.sprint = uuid.Nil
						if c.kind != stands {
							c.day = 0
						}
					}
					if to < toProjects {
						c.project = uuid.Nil
					}
				}
				want := maps.Clone(all)
				maps.DeleteFunc(want, func(p part, _ bool) bool { return !slices.Contains(kinds, p.kind) || p.days != 0 && to < toCuts })
				if got := shown(coarse, o.k, snap.cuts, nil, to); !maps.Equal(got, want) {
					t.Fatalf("to depth %d: %s, not %s", to, told(got), told(want))
				}
			}
		}
	})
}

func TestPieces(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from, to day.Date
		want     string
	}{
		"a week":                {day.Of(2026, time.February, 2), day.Of(2026, time.February, 8), "2026-02-02..2026-02-08"},
		"a week over two years": {day.Of(2025, time.December, 29), day.Of(2026, time.January, 4), "2025-12-29..2025-12-31 2026-01-01..2026-01-04"},
		"a month from Sunday to Saturday": {day.Of(2026, time.February, 1), day.Of(2026, time.February, 28),
			"2026-02-01..2026-02-01 2026-02-02..2026-02-08 2026-02-09..2026-02-15 2026-02-16..2026-02-22 2026-02-23..2026-02-28"},
		"a sprint inside": {day.Of(2026, time.February, 4), day.Of(2026, time.February, 10), "2026-02-02..2026-02-08 2026-02-09..2026-02-15"},
	} {
		var got []string
		for _, p := range (&Bucket{StartsOn: c.from, EndsOn: c.to}).pieces() {
			got = append(got, p.from.String()+".."+p.to.String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	p := piece{day.Of(2026, time.February, 23), day.Of(2026, time.February, 28)}
	for want, from := range map[days]int{0: 23, 0b111110: 24, 0b100000: 28} {
		if got := p.cut(day.Of(2026, time.February, from), day.Of(2026, time.March, 3)); got != want {
			t.Errorf("from the %d. on it is %b, want %b", from, got, want)
		}
	}
}
