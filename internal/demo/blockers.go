package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"daybook/internal/activity"
	"daybook/internal/blocker"
	"daybook/internal/standup"
)

// hurdle is an obstacle that a standup tells of.
type hurdle struct {
	obstacle
	certain *certain // nil where chance put it there
	person  *person
	j       int // the person's day on which they met it
	about   *work
	standup *standup.Standup
}

// report opens blockers from most of what standups tell of, but for a person's first days.
func (s *story) report() {
	for _, h := range s.hurdles {
		r := chance("blocker", h.person.mail, h.person.days[h.j])
		if h.j >= 3 && (often(r, 0.6) || h.certain != nil) {
			s.open(&h, r)
		}
	}
}

// open opens a blocker from a standup a little after its last change, and lets it take its course.
func (s *story) open(h *hurdle, r *rand.Rand) {
	at := h.standup.UpdatedAt.Add(time.Duration(between(r, 2*60_000, 40*60_000)) * time.Millisecond)
	resolved := s.resolution(h, at, r)
	if h.about != nil && h.about.closedAt != nil {
		// Who closes a task has nothing in the way of it any more.
		latest := h.about.closedAt.Add(-time.Duration(between(r, 5, 40)) * time.Minute)
		if resolved == nil || resolved.After(latest) {
			resolved = &latest
		}
		if !resolved.After(at) {
			return
		}
	}
	b := &blocker.Blocker{WorkspaceID: s.workspace.ID, ID: newID(at, "blocker", h.person.mail), MemberID: h.person.row.ID, StandupID: &h.standup.ID,
		Severity: h.severity, Category: h.category, State: blocker.Open, Description: h.text, OpenedAt: at, Round: 1,
		CreatedAt: at, UpdatedAt: at, Version: 1}
	if h.about != nil {
		b.TaskID = &h.about.row.ID
	}
	if len(h.standup.ParsedBlockers) > 0 {
		h.standup.ParsedBlockers[0].BlockerID = &b.ID
	}
	s.blockers = append(s.blockers, b)
	s.tell(at, h.person, toldBlocker(activity.Created, b, "opened a blocker", activity.Diff{}, nil))
	until := s.now
	if resolved != nil {
		until = *resolved
	}
	s.climb(h, b, until, r)
	if resolved != nil {
		s.resolve(h, b, *resolved, r)
	}
}

// resolution is when the blocker is resolved: low ones take days, critical ones hours. Nil is not before today.
func (s *story) resolution(h *hurdle, opened time.Time, r *rand.Rand) *time.Time {
	p, luck := h.person, r.Float64()
	close := s.at(p.days[h.j], p.zone, 18*time.Hour+15*time.Minute)
	left := close.Sub(opened)
	k := map[standup.Severity]int{standup.Low: 2}[h.severity] + 1 + int(luck*luck*2.2)
	today := h.severity == standup.Critical || h.severity != standup.Low && luck < 0.55
	switch {
	case h.certain != nil:
		if k = slices.Index(p.days, h.certain.until) - h.j; k <= 0 {
			return nil
		}
	case today && left > time.Hour, h.j+k < len(p.days) && p.days[h.j+k]-p.days[h.j] > 5: // not over a week off
		at := opened.Add(time.Duration((0.15 + 0.8*r.Float64()) * float64(left)))
		return &at
	case h.j+k >= len(p.days):
		return nil
	}
	return ptr(s.at(p.days[h.j+k], p.zone, around(r, 13*time.Hour+30*time.Minute, 3*time.Hour)))
}

func (s *story) resolve(h *hurdle, b *blocker.Blocker, at time.Time, r *rand.Rand) {
	if len(h.ends) > 0 && often(r, 0.9) {
		b.ResolutionNote = ptr(pick(r, h.ends))
	}
	d := move(b, blocker.Resolved, at)
	d.Guarded("resolutionNote", b.ResolutionNote != nil)
	b.ResolvedAt = &at
	s.tell(at, h.person, toldBlocker(activity.Resolved, b, "resolved a blocker", d, nil))
}

// move sets the state and counts a change.
func move(b *blocker.Blocker, to blocker.State, at time.Time) activity.Diff {
	var d activity.Diff
	d.Text("state", b.State, to)
	b.State, b.UpdatedAt = to, at
	b.Version++
	return d
}
