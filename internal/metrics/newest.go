package metrics

import (
	"context"
	"reflect"
	"time"

	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/page"
)

// newestWithin is how far back the newest bucket is looked for, in days: more than two months and the longest of sprints.
const newestWithin = 100

// Newest is the newest bucket of a cohort, whole, as the viewer may see it now.
type Newest struct {
	// Metrics is nil where there is none: for members, no bucket has closed yet.
	Metrics *Metrics
	// Exact tells that the numbers are those of now and move with the work; others stay as they are until the next bucket
	// closes.
	Exact bool
	// Until is when the next bucket begins, or closes, at the latest an hour from now.
	Until time.Time
}

// Newest reads it, of a question without groups and without a range. Errors: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT.
func (s *Service) Newest(ctx context.Context, v *authz.Viewer, q Question) (*Newest, error) {
	scope, err := authz.Metrics(v, q.WorkspaceID)
	if err != nil {
		return nil, err
	}
	if err := q.check(scope); err != nil {
		return nil, err
	}
	p, err := s.place(ctx, q.WorkspaceID)
	if err != nil {
		return nil, err
	}
	now := s.now()
	today := day.At(now, p.zone)
	q.From, q.To = new(today.AddDays(-newestWithin)), &today
	rows, err := s.plan(ctx, v, scope.Exact, p, q)
	if err != nil {
		return nil, err
	}
	out := &Newest{Exact: scope.Exact, Until: now.Add(time.Hour)}
	sooner := func(t time.Time) {
		if t.After(now) && t.Before(out.Until) {
			out.Until = t
		}
	}
	sooner(today.AddDays(1).Start(p.zone))
	for _, m := range rows {
		closes := m.Bucket.closes(p.zone)
		if scope.Exact || !closes.After(now) {
			out.Metrics = m
			return out, s.fill(ctx, scope, p, q.Within, []*Metrics{m})
		}
		sooner(closes)
	}
	return out, nil
}

// Due tells whether it is time to look for a newer one.
func (s *Service) Due(n *Newest) bool { return !s.now().Before(n.Until) }

// closes is when members see the bucket: when all of its last piece has settled.
func (b *Bucket) closes(zone *time.Location) time.Time {
	pieces := b.pieces()
	return pieces[len(pieces)-1].to.AddDays(1).Start(zone).Add(settles)
}

// News tells whether the reading says something that an earlier one did not: other numbers, or, where they don't move,
// another bucket.
func (n *Newest) News(earlier *Newest) bool {
	switch {
	case n.Metrics == nil:
		return false
	case earlier.Metrics == nil || *n.Metrics.Bucket != *earlier.Metrics.Bucket:
		return true
	case !n.Exact && !earlier.Exact:
		return false
	}
	a, b := *n.Metrics, *earlier.Metrics
	a.ComputedAt, b.ComputedAt = time.Time{}, time.Time{}
	return !reflect.DeepEqual(a, b)
}

// Key is the row's place in a list of the same question.
func (m *Metrics) Key() page.Key { return key(m) }
