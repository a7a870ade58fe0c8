package authn

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
)

const (
	// rememberFor is for how long a look can begin where the one before it ended; after that it reads everything.
	rememberFor = 30 * time.Second
	// forgetEvery is how often what is of no use to anyone any more is removed: longer than any look remembers.
	forgetEvery = 2 * rememberFor
)

// moment is when something was read: what the database showed then, and what time it was there. The zero moment is never.
type moment struct {
	Snapshot string
	At       time.Time
}

// changesSQL tells what the table of changes shows now that it did not show at an earlier moment. Numbers of transactions say
// nothing about the order of commits, snapshots do: so nothing is passed over that was begun early and committed late.
const changesSQL = `
select pg_current_snapshot()::text as snapshot, clock_timestamp() as at, c.who
from (select) one left join (select distinct who from rights_changes
  where xact >= pg_snapshot_xmin(?0::pg_snapshot) and not pg_visible_in_snapshot(xact, ?0::pg_snapshot)) c on true`

const nowSQL = "select pg_current_snapshot()::text as snapshot, clock_timestamp() as at"

// changes are the accounts, sessions and tokens whose rights have changed since a moment. all means that it is too long ago
// to tell: everything has to be read.
func (s *Service) changes(ctx context.Context, since moment) (now moment, who []uuid.UUID, all bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	var rows []struct {
		moment
		Who *uuid.UUID
	}
	q := s.rights.NewRaw(nowSQL)
	if all = since.Snapshot == ""; !all {
		q = s.rights.NewRaw(changesSQL, since.Snapshot)
	}
	if err := q.Scan(ctx, &rows); err != nil {
		return moment{}, nil, false, fmt.Errorf("looking for changes of rights: %w", err)
	}
	for _, r := range rows {
		now = r.moment
		if r.Who != nil {
			who = append(who, *r.Who)
		}
	}
	if passed := now.At.Sub(since.At); passed < 0 || passed > rememberFor {
		all = true
	}
	return now, who, all, nil
}

// forget removes the changes that every look of every process has seen, or has given up to find here.
func (s *Service) forget(ctx context.Context, old moment) error {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	_, err := s.db.NewRaw("delete from rights_changes where xact < pg_snapshot_xmax(?0::pg_snapshot) and pg_visible_in_snapshot(xact, ?0::pg_snapshot)", old.Snapshot).Exec(ctx)
	if err != nil {
		return fmt.Errorf("removing old changes of rights: %w", err)
	}
	return nil
}
