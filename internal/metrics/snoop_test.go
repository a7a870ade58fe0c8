package metrics

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"daybook/internal/day"
	"daybook/internal/standup"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// organisation is people at work over five weeks with a whole month inside, made up at random.
type organisation struct {
	k        int
	viewer   uuid.UUID
	cohorts  []*Cohort
	facts    []fact // day counts from the first day
	first    day.Date
	lastDay  day.Date
	sprints  []*Cohort
	snapshot map[day.Date]*snapshot
}

func someID(n int) uuid.UUID { return uuid.UUID{0: byte(n >> 8), 15: byte(n)} }

func drawOrganisation(t *rapid.T) *organisation {
	o := &organisation{k: rapid.IntRange(2, 4).Draw(t, "k"), first: day.Of(2026, time.January, 26), lastDay: day.Of(2026, time.March, 1), snapshot: map[day.Date]*snapshot{}}
	o.cohorts = []*Cohort{{Kind: Workspace, Name: "all"}, {Kind: Unassigned, Name: "unassigned"}}
	add := func(kind Kind, n int) *Cohort {
		c := &Cohort{Kind: kind, ID: someID(n), Name: fmt.Sprint(kind, " ", n)}
		o.cohorts = append(o.cohorts, c)
		return c
	}
	teams := rapid.IntRange(0, 3).Draw(t, "teams")
	for n := range teams {
		add(Team, 100+n)
	}
	for n := range rapid.IntRange(0, 2).Draw(t, "sprints") {
		c := add(Sprint, 300+n)
		from := rapid.IntRange(0, 30).Draw(t, "sprint from")
		c.sprint.from = o.first.AddDays(from)
		c.sprint.to = o.first.AddDays(rapid.IntRange(from, 34).Draw(t, "sprint to"))
		if team := rapid.IntRange(0, teams).Draw(t, "sprint team"); team > 0 {
			c.sprint.teamID = someID(99 + team)
		}
		o.sprints = append(o.sprints, c)
	}
	type task struct{ id, project, sprint uuid.UUID }
	tasks := []task{{}} // none
	for n := range rapid.IntRange(1, 3).Draw(t, "projects") {
		project := add(Project, 200+n)
		for i := range rapid.IntRange(1, 2).Draw(t, "tasks") {
			one := task{id: someID(400 + 10*n + i), project: project.ID}
			if s := rapid.IntRange(0, len(o.sprints)).Draw(t, "task sprint"); s > 0 {
				one.sprint = o.sprints[s-1].ID
			}
			tasks = append(tasks, one)
			add(Task, 400+10*n+i)
		}
	}
	people := rapid.IntRange(3, 9).Draw(t, "people")
	if v := rapid.IntRange(0, people).Draw(t, "viewer"); v > 0 {
		o.viewer = someID(v)
	}
	for n := 1; n <= people; n++ {
		who := spot{person: someID(n)}
		if team := rapid.IntRange(0, teams).Draw(t, "team"); team > 0 {
			who.team = someID(99 + team)
		}
		// Most people work on few tasks, and some weeks on none.
		usual := rapid.SliceOfN(rapid.IntRange(0, len(tasks)-1), 1, 3).Draw(t, "tasks of a person")
		for week := range 5 {
			for range rapid.IntRange(0, 3).Draw(t, "rows") {
				f := fact{spot: who}
				f.day = 7*week + rapid.SampledFrom([]int{0, 1, 1, 2, 3, 4, 4, 4, 5, 6}).Draw(t, "day")
				switch rapid.IntRange(0, 9).Draw(t, "what") {
				case 0, 1:
					f.human = 1
				case 2:
					f.logs = 1
				case 3:
					at := o.first.AddDays(f.day).Start(time.UTC).Add(time.Hour)
					f.blocker = &standing{severity: standup.High, openedAt: at.AddDate(0, 0, -rapid.IntRange(0, 20).Draw(t, "age"))}
					if open := rapid.IntRange(0, 20).Draw(t, "open for"); open < 15 {
						f.blocker.resolvedAt = at.AddDate(0, 0, open)
					}
				default:
					f.entries, f.seconds = 1, 3600
				}
				if f.human == 0 {
					on := tasks[usual[rapid.IntRange(0, len(usual)-1).Draw(t, "task")]]
					f.task, f.project, f.sprint = on.id, on.project, on.sprint
				}
				o.facts = append(o.facts, f)
				if f.blocker != nil {
					o.openedAndResolved(f)
				}
			}
		}
	}
	o.take()
	return o
}

// openedAndResolved adds what a blocker counts as besides.
func (o *organisation) openedAndResolved(f fact) {
	b := f.blocker
	f.blocker = nil
	if f.day = day.At(b.openedAt, time.UTC).DaysSince(o.first); f.day >= 0 {
		f.opened = 1
		o.facts = append(o.facts, f)
	}
	f.opened = 0
	if f.day = day.At(b.resolvedAt, time.UTC).DaysSince(o.first); !b.resolvedAt.IsZero() && f.day < 35 {
		f.resolved = 1
		o.facts = append(o.facts, f)
	}
}

// inSprint tells whether a fact of a sprint's task lies within the sprint.
func (o *organisation) inSprint(f *fact) bool {
	on := o.first.AddDays(f.day)
	return slices.ContainsFunc(o.sprints, func(c *Cohort) bool {
		return c.ID == f.sprint && !on.Before(c.sprint.from) && !on.After(c.sprint.to)
	})
}

// take does with the facts what takeSQL does.
func (o *organisation) take() {
	for d := o.first; !d.After(o.lastDay); {
		snap := &snapshot{piece: pieceOf(d), k: o.k}
		for _, c := range o.sprints {
			if cut := snap.cut(c.sprint.from, c.sprint.to); cut != 0 && !c.sprint.from.After(snap.to) && !c.sprint.to.Before(snap.from) && !slices.Contains(snap.cuts, cut) {
				snap.cuts = append(snap.cuts, cut)
			}
		}
		o.snapshot[snap.from] = snap
		d = snap.to.AddDays(1)
	}
	for i := range o.facts {
		f := o.facts[i]
		if b := f.blocker; b != nil {
			for _, snap := range o.snapshot {
				end := snap.to.AddDays(1).Start(time.UTC)
				if b.openedAt.Before(end) && (b.resolvedAt.IsZero() || !b.resolvedAt.Before(snap.from.Start(time.UTC))) {
					g := f
					g.blocker = new(*b)
					if !b.resolvedAt.Before(end) {
						g.blocker.resolvedAt = time.Time{}
					}
					snap.facts = append(snap.facts, g)
				}
			}
			continue
		}
		if !o.inSprint(&f) {
			f.sprint = uuid.Nil
		}
		snap := o.snapshot[pieceOf(o.first.AddDays(f.day)).from]
		f.day = snap.firstAlike(f.day - snap.from.DaysSince(o.first))
		snap.facts = append(snap.facts, f)
	}
}

// firstAlike is the first day that lies in the same cuts.
func (s *snapshot) firstAlike(day int) int {
	return slices.IndexFunc([]int{0, 1, 2, 3, 4, 5, 6}, func(d int) bool {
		return !slices.ContainsFunc(s.cuts, func(c days) bool { return c.holds(d) != c.holds(day) })
	})
}

// all are the rows that a member may ask for: each cohort in each bucket.
func (o *organisation) all() []*Metrics {
	var out []*Metrics
	var sprints []sprintDays
	for _, c := range o.sprints {
		sprints = append(sprints, c.sprint)
	}
	for _, c := range o.cohorts {
		for _, unit := range []Unit{Week, OfASprint} {
			weeks, _ := bucketsOf(Week, o.first, o.lastDay)
			for _, b := range c.buckets(unit, weeks, sprints) {
				out = append(out, &Metrics{Cohort: c, Bucket: b})
			}
		}
		out = append(out, &Metrics{Cohort: c, Bucket: bucketOf(Month, day.Of(2026, time.February, 1))})
	}
	return out
}

// look fills in what the viewer sees.
func (o *organisation) look(rows []*Metrics) {
	views := map[day.Date]*view{}
	for d, snap := range o.snapshot {
		views[d] = newView(snap, o.viewer, o.k, toTasks, time.UTC)
	}
	for _, m := range rows {
		m.see(views, o.viewer, time.UTC)
	}
}

// counts tells whether a row of data is in a number: it lies in the bucket, or it is a blocker that is open at its end.
func (o *organisation) counts(m *Metrics, f *fact) bool {
	p := m.part(pieceOf(m.Bucket.StartsOn))
	if !p.covers(&f.spot) {
		return false
	}
	if f.blocker != nil {
		return f.blocker.openAt(m.Bucket.EndsOn.AddDays(1).Start(time.UTC))
	}
	on := o.first.AddDays(f.day)
	if on.Before(m.Bucket.StartsOn) || on.After(m.Bucket.EndsOn) {
		return false
	}
	switch p.kind {
	case Workspace, Team:
		return true
	case Sprint:
		return f.human == 0 && o.inSprint(f)
	}
	return f.human == 0
}

// countsWithTeam tells whether a row of data belongs to what is shown with a sprint of its team: that of the team on those
// days, though of that only standups are shown.
func (o *organisation) countsWithTeam(m *Metrics, f *fact) bool {
	s := m.Cohort.sprint
	if m.Cohort.Kind != Sprint || m.StandupsHuman == nil || f.blocker != nil || f.team != s.teamID {
		return false
	}
	on := o.first.AddDays(f.day)
	return (&Bucket{StartsOn: s.from, EndsOn: s.to}).touches(on, on) && m.Bucket.touches(on, on)
}

// T27: whoever adds, subtracts and multiplies what they are shown finds out about no fewer people than the smallest group.
// The rows shown span a space; were anything in it about few people, it would be nothing outside of their columns.
func TestNothingShownAddsUpToFewPeopleT27(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := drawOrganisation(t)
		rows := o.all()
		o.look(rows)
		look := func(what string, m *matrix) {
			for _, few := range m.fewer(o.k) {
				if m.tells(few) {
					t.Fatalf("%s: something is told about %v alone, with a smallest group of %d", what, few, o.k)
				}
			}
		}
		look("standups and work", o.matrix(rows, true, func(f *fact) bool { return f.blocker == nil }))
		look("work", o.matrix(rows, true, func(f *fact) bool { return f.blocker == nil && f.human == 0 }))
		look("time", o.matrix(rows, true, func(f *fact) bool { return f.entries > 0 }))
		// Blockers are counted where they are open at a bucket's end: together with what was added in its last piece, since
		// it is that which says of how many people a number is.
		for _, piece := range o.pieces() {
			for last := piece.from; !last.After(piece.to); last = last.AddDays(1) {
				ending := slices.DeleteFunc(slices.Clone(rows), func(m *Metrics) bool { return m.Bucket.EndsOn != last })
				look("open blockers", o.matrix(ending, false, func(f *fact) bool {
					return f.blocker != nil || pieceOf(o.first.AddDays(f.day)) == piece
				}))
			}
		}
	})
}

func (o *organisation) pieces() []piece {
	return (&Bucket{StartsOn: o.first, EndsOn: o.lastDay}).pieces()
}

const prime = 2147483647

// matrix has a line for each number shown and a column for each row of data that is another's.
type matrix struct {
	lines  [][]uint64
	person []uuid.UUID // of each column
}

// matrix is of the rows that are shown, also of what is shown with sprints of their teams, and of the data that is looked at.
func (o *organisation) matrix(rows []*Metrics, teams bool, of func(*fact) bool) *matrix {
	var shown []*Metrics
	for _, r := range rows {
		if r.Suppression == nil {
			shown = append(shown, r)
		}
	}
	m := &matrix{lines: make([][]uint64, 2*len(shown))}
	seen := map[string]bool{}
	for i := range o.facts {
		f := &o.facts[i]
		if f.person == o.viewer || !of(f) {
			continue
		}
		column := make([]byte, 2*len(shown))
		for n, r := range shown {
			if o.counts(r, f) {
				column[2*n] = 1
			}
			if teams && o.countsWithTeam(r, f) { // another number of the same row
				column[2*n+1] = 1
			}
		}
		if name := f.person.String() + string(column); !seen[name] { // columns of one person that always count together are one
			seen[name] = true
			m.person = append(m.person, f.person)
			for n := range m.lines {
				m.lines[n] = append(m.lines[n], uint64(column[n]))
			}
		}
	}
	return m
}

// fewer are all sets of people below the smallest group, the largest that there are.
func (m *matrix) fewer(k int) [][]uuid.UUID {
	people := slices.Clone(m.person)
	slices.SortFunc(people, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	people = slices.Compact(people)
	if len(people) < k {
		return [][]uuid.UUID{people}
	}
	var out [][]uuid.UUID
	var choose func(from int, chosen []uuid.UUID)
	choose = func(from int, chosen []uuid.UUID) {
		if len(chosen) == k-1 {
			out = append(out, slices.Clone(chosen))
			return
		}
		for i := from; i < len(people); i++ {
			choose(i+1, append(chosen, people[i]))
		}
	}
	choose(0, nil)
	return out
}

// tells eliminates every column of all others; what is left of a line is about the few alone.
func (m *matrix) tells(few []uuid.UUID) bool {
	lines := make([][]uint64, len(m.lines))
	for i := range lines {
		lines[i] = slices.Clone(m.lines[i])
	}
	top := 0
	for c, person := range m.person {
		if slices.Contains(few, person) {
			continue
		}
		pivot := slices.IndexFunc(lines[top:], func(line []uint64) bool { return line[c] != 0 })
		if pivot < 0 {
			continue
		}
		lines[top], lines[top+pivot] = lines[top+pivot], lines[top]
		inverse := power(lines[top][c], prime-2)
		for _, line := range lines[top+1:] {
			if line[c] == 0 {
				continue
			}
			factor := prime - line[c]*inverse%prime
			for i := range line {
				line[i] = (line[i] + factor*lines[top][i]) % prime
			}
		}
		if top++; top == len(lines) {
			return false
		}
	}
	return slices.ContainsFunc(lines[top:], func(line []uint64) bool {
		return slices.ContainsFunc(line, func(v uint64) bool { return v != 0 })
	})
}

func power(base, exponent uint64) uint64 {
	out := uint64(1)
	for ; exponent > 0; exponent >>= 1 {
		if exponent&1 == 1 {
			out = out * base % prime
		}
		base = base * base % prime
	}
	return out
}
