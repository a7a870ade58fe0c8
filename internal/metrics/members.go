package metrics

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"daybook/internal/day"

	"github.com/google/uuid"
)

// forMembers fills in what a member may see of the rows: numbers of what was taken for good, or why there are none. viewer
// is the member whose own part doesn't count as another's; Nil for none.
func (s *Service) forMembers(ctx context.Context, p *place, viewer uuid.UUID, rows []*Metrics) error {
	now := s.now()
	to, wanted := toTeams, map[piece]bool{}
	for _, m := range rows {
		to = max(to, m.depth())
		pieces := m.Bucket.pieces()
		if !pieces[len(pieces)-1].settled(now, p.zone) {
			m.ComputedAt, m.Suppression = now.UTC(), &Suppression{Reason: BucketOpen, MinimumGroupSize: *p.MinimumGroupSize}
			continue
		}
		for _, piece := range pieces {
			wanted[piece] = true
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	snapshots, err := s.snapshots(ctx, p, inOrder(wanted), to)
	if err != nil {
		return err
	}
	views := make(map[day.Date]*view, len(snapshots))
	for d, snap := range snapshots {
		views[d] = newView(snap, viewer, *p.MinimumGroupSize, to, p.zone)
	}
	for _, m := range rows {
		if m.Suppression == nil {
			m.see(views, viewer, p.zone)
		}
	}
	return nil
}

func inOrder(wanted map[piece]bool) []piece {
	return slices.SortedFunc(maps.Keys(wanted), func(a, b piece) int { return a.from.DaysSince(b.from) })
}

// depth is how far to decide for this row.
func (m *Metrics) depth() depth {
	switch {
	case m.Cohort.Kind == Task:
		return toTasks
	case m.Cohort.Kind == Sprint || m.Bucket.Unit == OfASprint:
		return toCuts
	case m.Cohort.Kind == Project || m.Cohort.Kind == Unassigned:
		return toProjects
	}
	return toTeams
}

// view is a snapshot as one member sees it.
type view struct {
	*snapshot
	k     int
	ties  []tie // of the others
	shown map[part]bool
}

// newView decides what is shown of a snapshot: at most what was when it was taken. Had a larger group been asked for since,
// others could be shown in place of those that are not, and who has seen both could subtract.
func newView(snap *snapshot, viewer uuid.UUID, k int, to depth, zone *time.Location) *view {
	v := &view{snapshot: snap, k: max(k, snap.k)}
	for i := range snap.facts {
		if f := &snap.facts[i]; f.person != viewer {
			v.ties = append(v.ties, f.ties(snap, zone)...)
		}
	}
	v.shown = shown(v.ties, snap.k, snap.cuts, nil, to)
	if v.k > snap.k {
		v.shown = shown(v.ties, v.k, snap.cuts, v.shown, to)
	}
	return v
}

// ties are what a fact holds together. Open blockers do where numbers end: with the piece, or with a cut.
func (f *fact) ties(snap *snapshot, zone *time.Location) []tie {
	var out []tie
	if f.blocker != nil {
		for i := range snap.to.DaysSince(snap.from) + 1 {
			if snap.endsOn(i) && f.blocker.openAt(snap.from.AddDays(i+1).Start(zone)) {
				t := tie{spot: f.spot, kind: stands}
				t.day = i
				out = append(out, t)
			}
		}
		return out
	}
	if f.human+f.inferred > 0 {
		t := tie{spot: f.spot, kind: stood}
		t.project, t.task, t.sprint = uuid.Nil, uuid.Nil, uuid.Nil
		out = append(out, t)
	}
	if f.logs+f.opened+f.resolved > 0 {
		out = append(out, tie{spot: f.spot, kind: worked})
	}
	if f.entries > 0 {
		out = append(out, tie{spot: f.spot, kind: timed, seconds: f.seconds})
	}
	return out
}

// endsOn tells whether a number ends with the day.
func (s *snapshot) endsOn(i int) bool {
	return i == s.to.DaysSince(s.from) || slices.ContainsFunc(s.cuts, func(c days) bool { return c>>i == 1 })
}

// lets tells whether a part is shown; one that holds nobody else's work tells nothing. Days that were no cut when the snapshot
// was taken are not known.
func (v *view) lets(p part) bool {
	if p.days != 0 && !slices.Contains(v.cuts, p.days) {
		return !slices.ContainsFunc(v.facts, func(f fact) bool { return p.covers(&f.spot) })
	}
	return v.shown[p] || !slices.ContainsFunc(v.ties, func(t tie) bool { return p.has(&t) })
}

// part of a piece that a row adds up.
func (m *Metrics) part(of piece) part {
	p := part{kind: m.Cohort.Kind, id: m.Cohort.ID}
	if p.kind == Workspace {
		p.id = uuid.Nil
	}
	if p.kind != Sprint { // whose days are looked at with each row of it
		p.days = of.cut(m.Bucket.StartsOn, m.Bucket.EndsOn)
	}
	return p
}

// see adds up what is shown, or tells why nothing is.
func (m *Metrics) see(views map[day.Date]*view, viewer uuid.UUID, zone *time.Location) {
	all, k, lets := newSum(), 0, true
	ofPeople := m.Cohort.Kind == Workspace || m.Cohort.Kind == Team
	pieces := m.Bucket.pieces()
	for _, piece := range pieces {
		v, p := views[piece.from], m.part(piece)
		k, lets = max(k, v.k), lets && v.lets(p)
		if v.takenAt.After(m.ComputedAt) {
			m.ComputedAt = v.takenAt
		}
		all.work(v.facts, p)
		if ofPeople {
			all.standups(v.facts, p)
		}
	}
	last := pieces[len(pieces)-1]
	all.stand(views[last.from].facts, m.part(last), m.Bucket.EndsOn.AddDays(1).Start(zone))
	m.Final = true
	if reason := all.reason(viewer, k); reason != "" || !lets {
		m.Suppression = &Suppression{Reason: cmp.Or(reason, Complement), MinimumGroupSize: k}
		return
	}
	all.fill(m, m.addTeam(all, views) || ofPeople)
}

// addTeam adds the standups of a sprint's team on the sprint's days, where those of the team are shown by themselves.
func (m *Metrics) addTeam(all *sum, views map[day.Date]*view) bool {
	s := m.Cohort.sprint
	if s.teamID == uuid.Nil {
		return false
	}
	team := newSum()
	for _, piece := range m.Bucket.pieces() {
		if piece.to.Before(s.from) || piece.from.After(s.to) {
			continue
		}
		v, p := views[piece.from], part{kind: Team, id: s.teamID, days: piece.cut(s.from, s.to)}
		if !v.lets(p) {
			return false
		}
		team.standups(v.facts, p)
	}
	all.Human, all.Inferred, all.Due, all.Met = team.Human, team.Inferred, team.Due, team.Met
	maps.Copy(all.people, team.people)
	return true
}
