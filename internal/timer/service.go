package timer

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/member"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Service starts and stops timers under a viewer's rights.
type Service struct {
	db   *bun.DB
	log  *activity.Log
	now  func() time.Time
	slog *slog.Logger
}

// NewService makes a service. now is the clock that timers run by.
func NewService(db *bun.DB, log *activity.Log, now func() time.Time, slog *slog.Logger) *Service {
	return &Service{db: db, log: log, now: now, slog: slog}
}

// ByIDs reads the timers the viewer may see, also those that ended; others are missing from the map. Services get the rows
// of what they started, whose fields are kept from them one by one.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Timer, error) {
	rows, err := read(ctx, s.db, v.WorkspaceIDs(), ids)
	if err != nil {
		return nil, err
	}
	for id, t := range rows {
		if !authz.SeesRaw(v, t) {
			delete(rows, id)
		}
	}
	return rows, nil
}

func read(ctx context.Context, db bun.IDB, workspaceIDs, ids []uuid.UUID) (map[uuid.UUID]*Timer, error) {
	var rows []*Timer
	err := db.NewSelect().Model(&rows).Where("t.workspace_id IN (?)", postgres.In(workspaceIDs)).Where("t.id IN (?)", postgres.In(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading timers: %w", err)
	}
	byID := make(map[uuid.UUID]*Timer, len(rows))
	for _, t := range rows {
		byID[t.ID] = t
	}
	return byID, nil
}

// Running reads the timer that runs for each of the members, as far as the viewer is told; others are missing from the map.
func (s *Service) Running(ctx context.Context, v *authz.Viewer, memberIDs []uuid.UUID) (map[uuid.UUID]*Timer, error) {
	var rows []*Timer
	err := s.db.NewSelect().Model(&rows).Where("t.workspace_id IN (?)", postgres.In(v.WorkspaceIDs())).
		Where("t.member_id IN (?)", postgres.In(memberIDs)).Where("t.ended_at IS NULL").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading running timers: %w", err)
	}
	byMember := make(map[uuid.UUID]*Timer, len(rows))
	for _, t := range rows {
		if authz.SeesTimer(v, t) {
			byMember[t.MemberID] = t
		}
	}
	return byMember, nil
}

// Elapsed is how long a timer has run, in whole seconds.
func (s *Service) Elapsed(t *Timer) int {
	until := s.now()
	if t.EndedAt != nil {
		until = *t.EndedAt
	}
	return max(0, int(until.Sub(t.StartedAt)/time.Second))
}

// Tracked adds up what the viewer tracked on a local date of theirs, in seconds: the entries of that date, and of a running
// timer the part that lies in it.
func (s *Service) Tracked(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, date day.Date) (int, error) {
	m, err := authz.Reach(v, workspaceID)
	if err != nil {
		return 0, err
	}
	var found struct {
		TimeZone  string
		Seconds   int
		StartedAt *time.Time
	}
	err = s.db.NewRaw(`
		select m.time_zone, t.started_at, (
		  select coalesce(sum(e.duration_seconds), 0) from time_entries e
		  where e.workspace_id = m.workspace_id and e.member_id = m.id and e.spent_on = ?2 and e.deleted_at is null
		) as seconds
		from members m left join timers t on t.workspace_id = m.workspace_id and t.member_id = m.id and t.ended_at is null
		where m.workspace_id = ?0 and m.id = ?1`, workspaceID, m.MemberID, date).Scan(ctx, &found)
	if err != nil {
		return 0, postgres.Missing(err)
	}
	if found.StartedAt == nil {
		return found.Seconds, nil
	}
	zone := (&member.Member{TimeZone: found.TimeZone}).Zone()
	from, to := date.Start(zone), date.AddDays(1).Start(zone)
	if found.StartedAt.After(from) {
		from = *found.StartedAt
	}
	if now := s.now(); now.Before(to) {
		to = now
	}
	return found.Seconds + max(0, int(to.Sub(from)/time.Second)), nil
}
