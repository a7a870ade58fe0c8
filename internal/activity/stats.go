package activity

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"daybook/internal/authz"
	"daybook/internal/page"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// maxBusiest is how many actors statistics tell.
const maxBusiest = 50

// Stats is the activity of the last days, counted. Most comes first. The numbers are nil where there are too few people.
type Stats struct {
	WorkspaceID uuid.UUID
	PeriodDays  int
	Total       *page.Count
	ByEntity    []*EntityCount
	ByAction    []*ActionCount
	ByActor     []*ActorCount // for workspace admins; nil for others
	// TooFew is the smallest group where fewer contributed; 0 where numbers are shown.
	TooFew int
}

// EntityCount is how often something was done to a kind of entity.
type EntityCount struct {
	EntityType EntityType
	Count      int
}

// ActionCount is how often an action was done.
type ActionCount struct {
	Action Action
	Count  int
}

// ActorCount is how much someone did.
type ActorCount struct {
	WorkspaceID uuid.UUID
	Kind        authz.Kind
	ID          *uuid.UUID // nil: the server
	Count       int
}

// Owner is the workspace: the numbers are of no one person.
func (s *Stats) Owner() (workspaceID, memberID uuid.UUID) { return s.WorkspaceID, uuid.Nil }

// Period is a stretch of days, up to now.
type Period struct {
	Days int
	From time.Time // the start of the first day
}

// tally is what one actor did of one kind.
type tally struct {
	ActorKind  authz.Kind
	ActorID    *uuid.UUID
	EntityType EntityType
	Action     Action
	Count      int
}

// Count counts what happened in a period, in one statement. For admins and services it is all they may see; the totals are
// those of the list of the same period. For members see suppress; smallest is the smallest group.
func Count(ctx context.Context, db bun.IDB, v *authz.Viewer, workspaceID uuid.UUID, p Period, smallest int) (*Stats, error) {
	scope, grouped := authz.CountedActivities(v, workspaceID)
	rows, err := tallies(ctx, db, scope, p.From)
	if err != nil {
		return nil, err
	}
	s := &Stats{WorkspaceID: workspaceID, PeriodDays: p.Days}
	entities, actions := counts[EntityType]{}, counts[Action]{}
	total := 0
	for _, r := range rows {
		total += r.Count
		entities[r.EntityType] += r.Count
		actions[r.Action] += r.Count
	}
	if grouped {
		m, _ := v.In(workspaceID)
		if !suppress(rows, m.MemberID, smallest, entities, actions) {
			s.TooFew = smallest
			return s, nil
		}
	}
	s.Total = &page.Count{Value: total, Exact: true}
	s.ByEntity = ranked(entities, func(e EntityType, n int) *EntityCount { return &EntityCount{e, n} })
	s.ByAction = ranked(actions, func(a Action, n int) *ActionCount { return &ActionCount{a, n} })
	if v.IsAdmin(workspaceID) {
		s.ByActor = busiest(workspaceID, rows)
	}
	return s, nil
}

func tallies(ctx context.Context, db bun.IDB, scope authz.ActivityScope, from time.Time) ([]tally, error) {
	var rows []tally
	err := countedSince(db, scope, from).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("counting activities: %w", err)
	}
	return rows, nil
}

func countedSince(db bun.IDB, scope authz.ActivityScope, from time.Time) *bun.SelectQuery {
	return whereScope(selectActivities(db), scope).Where("a.occurred_at >= ?", from).
		ColumnExpr("a.actor_kind, a.actor_id, a.entity_type, a.action, count(*) AS count").
		GroupExpr("a.actor_kind, a.actor_id, a.entity_type, a.action")
}

type counts[K ~string] map[K]int

// ranked are the counts, most first.
func ranked[K ~string, T any](c counts[K], row func(K, int) T) []T {
	keys := slices.SortedFunc(maps.Keys(c), func(a, b K) int { return cmp.Or(c[b]-c[a], cmp.Compare(a, b)) })
	out := make([]T, len(keys))
	for i, k := range keys {
		out[i] = row(k, c[k])
	}
	return out
}

func busiest(workspaceID uuid.UUID, rows []tally) []*ActorCount {
	type actor struct {
		kind authz.Kind
		id   uuid.UUID // Nil: the server
	}
	sums := map[actor]*ActorCount{}
	for _, r := range rows {
		key := actor{kind: r.ActorKind}
		if r.ActorID != nil {
			key.id = *r.ActorID
		}
		if sums[key] == nil {
			sums[key] = &ActorCount{WorkspaceID: workspaceID, Kind: r.ActorKind, ID: r.ActorID}
		}
		sums[key].Count += r.Count
	}
	out := slices.SortedFunc(maps.Keys(sums), func(a, b actor) int {
		return cmp.Or(sums[b].Count-sums[a].Count, cmp.Compare(a.kind, b.kind), slices.Compare(a.id[:], b.id[:]))
	})
	all := []*ActorCount{}
	for _, key := range out[:min(len(out), maxBusiest)] {
		all = append(all, sums[key])
	}
	return all
}
