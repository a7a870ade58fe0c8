package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"daybook/internal/activity"
	"daybook/internal/blocker"
	"daybook/internal/standup"
)

// levels are those of the steps 1, 2 and 3.
var levels = []blocker.Level{blocker.Manager, blocker.Director, blocker.VP}

// course is something that happens to a blocker.
type course struct {
	at     time.Time
	happen func()
}

// climb tells those further up, until the blocker is resolved: the person by hand, who then shares what is in the way, and the
// server at the hours that its own rules say. Most of those who are told acknowledge it.
func (s *story) climb(h *hurdle, b *blocker.Blocker, until time.Time, r *rand.Rand) {
	above := s.above(h.person)
	var all []course
	told := 0
	step := func(n int, due, at time.Time, by *person) {
		if n <= told || n > len(above) || !at.Before(until) {
			return
		}
		told = n
		to := above[n-1]
		e := &blocker.Escalation{WorkspaceID: b.WorkspaceID, ID: newID(at, "escalation", h.person.mail, n), BlockerID: b.ID, Round: b.Round, Step: n,
			Level: levels[n-1], RecipientID: to.row.ID, DueAt: due, SentAt: at, DescriptionShared: by != nil}
		all = append(all, course{at, func() { s.escalate(b, e, by) }})
		known, ok := s.free(to, at, r)
		if (often(r, 0.75) || h.certain != nil) && ok && known.Before(until) {
			all = append(all, course{known, func() { s.acknowledge(b, e, known, to) }})
		}
	}
	if byHand := b.OpenedAt.Add(time.Duration(between(r, 12*60_000, 45*60_000)) * time.Millisecond); h.severity == standup.Critical && (often(r, 0.5) || h.certain != nil) {
		step(1, byHand, byHand, h.person)
	}
	for _, rule := range blocker.DefaultRules() {
		if rule.Severity != b.Severity {
			continue
		}
		for _, level := range rule.Levels {
			due := b.OpenedAt.Add(time.Duration(rule.AfterMinutes) * time.Minute)
			step(slices.Index(levels, level)+1, due, due.Add(time.Duration(between(r, 100, 30_000))*time.Millisecond), nil)
		}
	}
	slices.SortStableFunc(all, func(a, b course) int { return a.at.Compare(b.at) })
	for _, next := range all {
		next.happen()
	}
}

// escalate tells one of those further up; by nil is the server.
func (s *story) escalate(b *blocker.Blocker, e *blocker.Escalation, by *person) {
	if b.EscalatedAt == nil {
		b.EscalatedAt = &e.SentAt
	}
	s.escalations = append(s.escalations, e)
	s.tell(e.SentAt, by, toldEscalation(b, e, move(b, blocker.Escalated, e.SentAt)))
}

func (s *story) acknowledge(b *blocker.Blocker, e *blocker.Escalation, at time.Time, by *person) {
	e.AcknowledgedAt = &at
	s.tell(at, by, toldBlocker(activity.Updated, b, "acknowledged an escalation", activity.Diff{},
		map[string]any{"acknowledged": true, "escalationId": e.NodeID().String(), "step": e.Step}))
}

// above are those above a person, from below.
func (s *story) above(p *person) []*person {
	var chain []*person
	for boss := p.row.ManagerID; boss != nil; boss = chain[len(chain)-1].row.ManagerID {
		i := slices.IndexFunc(s.people, func(p *person) bool { return p.row.ID == *boss })
		chain = append(chain, s.people[i])
	}
	return chain
}
