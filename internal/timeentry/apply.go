package timeentry

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"daybook/internal/check"
	"daybook/internal/member"

	"github.com/uptrace/bun"
)

// apply sets what is given.
func (p Update) apply(ctx context.Context, tx bun.IDB, e *Entry, now time.Time) error {
	e.TaskID, e.Note = p.TaskID.Apply(e.TaskID), p.Note.Apply(e.Note)
	if p.Billable != nil {
		e.Billable = *p.Billable
	}
	if !p.StartedAt.Given && !p.EndedAt.Given && p.SpentOn == nil && p.DurationSeconds == nil {
		return nil
	}
	person, err := member.Read(ctx, tx, e.WorkspaceID, e.MemberID)
	if err != nil {
		return fmt.Errorf("reading a person: %w", err)
	}
	return p.move(e, person.Zone(), now)
}

// move sets the times given, with those of the entry that they leave. What begins as before stays on its day, wherever the
// person is by now.
func (p Update) move(e *Entry, zone *time.Location, now time.Time) error {
	var l check.List
	t := p.times(&l, e)
	if err := l.Err(); err != nil {
		return err
	}
	day, stays := e.SpentOn, e.StartedAt != nil && sameInstant(e.StartedAt, wholeSecond(t.StartedAt))
	if stays {
		t.SpentOn = nil
	}
	t.settle(&l, e, zone, now)
	if stays {
		if e.SpentOn = day; p.SpentOn != nil && *p.SpentOn != day {
			l.Add(check.Invalid, "spentOn", "the day is that of the start: it is %s", day)
		}
	}
	return l.Err()
}

// times completes what is given: what is left of two of start, end and duration, or of a day and a duration.
func (p Update) times(l *check.List, e *Entry) Times {
	start, end := p.StartedAt.Value, p.EndedAt.Value
	noStart, noEnd := p.StartedAt.Given && start == nil, p.EndedAt.Given && end == nil
	if e.StartedAt != nil && noStart != noEnd {
		field := "startedAt"
		if noEnd {
			field = "endedAt"
		}
		l.Add(check.Invalid, field, "start and end are cleared together")
	}
	t := Times{StartedAt: start, EndedAt: end, SpentOn: p.SpentOn, DurationSeconds: p.DurationSeconds}
	switch hadStart := e.StartedAt != nil; {
	case start == nil && end == nil && (noStart || !hadStart):
		t.SpentOn, t.DurationSeconds = cmp.Or(p.SpentOn, &e.SpentOn), cmp.Or(p.DurationSeconds, &e.DurationSeconds)
	case start == nil && hadStart && end != nil:
		t.StartedAt = e.StartedAt
	case start == nil && hadStart:
		t.StartedAt, t.DurationSeconds = e.StartedAt, cmp.Or(p.DurationSeconds, &e.DurationSeconds)
	case end == nil:
		t.DurationSeconds = cmp.Or(p.DurationSeconds, &e.DurationSeconds)
	}
	return t
}
