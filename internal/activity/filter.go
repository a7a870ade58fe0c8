package activity

import (
	"slices"
	"time"

	"daybook/internal/fault"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Filter says which activities are wanted; what is set must all hold. The same filter becomes SQL for lists and is
// applied in memory to streams.
type Filter struct {
	ActorIDs    []uuid.UUID
	EntityTypes Set[EntityType]
	EntityID    *uuid.UUID
	Actions     Set[Action]
	From        *time.Time // included
	Before      *time.Time // not included
	Visibility  []Visibility
	// Words must all be among those of the entity's name and the title; the last may be the beginning of one. People's names
	// are no part of the log, and what comments say is not searched.
	Words []string
}

// Set is what an enum filter admits: any of In (all when nil), none of NotIn.
type Set[T comparable] struct{ In, NotIn []T }

func (s Set[T]) has(v T) bool {
	return (s.In == nil || slices.Contains(s.In, v)) && !slices.Contains(s.NotIn, v)
}

// Check refuses a range that can hold nothing.
func (f Filter) Check() error {
	if f.From != nil && f.Before != nil && !f.From.Before(*f.Before) {
		return fault.BadArgument("filter.occurredAt", "the range is reversed or empty: gte must be before lt")
	}
	return nil
}

// Matches applies the filter in memory.
func (f Filter) Matches(a *Activity) bool {
	return (f.ActorIDs == nil || a.ActorID != nil && slices.Contains(f.ActorIDs, *a.ActorID)) &&
		f.EntityTypes.has(a.EntityType) &&
		(f.EntityID == nil || a.EntityID == *f.EntityID) &&
		f.Actions.has(a.Action) &&
		(f.From == nil || !a.OccurredAt.Before(kept(*f.From))) &&
		(f.Before == nil || a.OccurredAt.Before(kept(*f.Before))) &&
		(f.Visibility == nil || slices.Contains(f.Visibility, a.Visibility)) &&
		a.hasWords(f.Words)
}

// kept is an instant as precise as the database keeps it.
func kept(t time.Time) time.Time { return t.Truncate(time.Microsecond) }

func (f Filter) where(q *bun.SelectQuery) *bun.SelectQuery {
	if f.ActorIDs != nil {
		q = q.Where("a.actor_id IN (?)", postgres.In(f.ActorIDs))
	}
	if f.EntityID != nil {
		q = q.Where("a.entity_id = ?", *f.EntityID)
	}
	q = whereSet(q, "a.entity_type", f.EntityTypes)
	q = whereSet(q, "a.action", f.Actions)
	if f.From != nil {
		q = q.Where("a.occurred_at >= ?", kept(*f.From))
	}
	if f.Before != nil {
		q = q.Where("a.occurred_at < ?", kept(*f.Before))
	}
	if f.Visibility != nil {
		q = q.Where("a.visibility IN (?)", postgres.In(f.Visibility))
	}
	if len(f.Words) > 0 {
		q = q.Where("daybook_words(a.subject_name, a.title) @@ ?::tsquery", wordQuery(f.Words))
	}
	return q
}

func whereSet[T comparable](q *bun.SelectQuery, column string, s Set[T]) *bun.SelectQuery {
	if s.In != nil {
		q = q.Where("? IN (?)", bun.Safe(column), postgres.In(s.In))
	}
	if len(s.NotIn) > 0 {
		q = q.Where("? NOT IN (?)", bun.Safe(column), postgres.In(s.NotIn))
	}
	return q
}
