package blocker

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"daybook/internal/activity"
	"daybook/internal/member"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

const (
	dueBatch    = 200 // blockers looked at in one statement
	maxFailures = 10  // blockers that may fail before a run is given up
)

// candidate is a blocker of which a step may be due.
type candidate struct {
	Blocker `bun:",extend"`
	round   `bun:",extend"`

	TimeZone string
	Rules    []*Rule `bun:"type:jsonb"`
}

// EscalateDue records the steps that are due by now, in order, and tells how many. It may run on any number of servers at once
// and any number of times: whoever holds a blocker's row records its steps, and others pass it over. A blocker whose task is
// finished is left alone: it asks whether it can be resolved. What fails is passed over, too, and told in the error.
func (s *Service) EscalateDue(ctx context.Context) (recorded int, err error) {
	now := s.instant()
	var failures []error
	next := func(q *bun.SelectQuery) *bun.SelectQuery { return q }
	for {
		batch, err := candidates(ctx, s.db, now, next)
		if err != nil {
			return recorded, errors.Join(append(failures, err)...)
		}
		for _, c := range batch {
			if len(c.due(now)) == 0 { // by business hours not yet, or there is nobody to tell
				continue
			}
			n, err := s.recordDue(ctx, c, now)
			recorded += n
			if err != nil {
				failures = append(failures, fmt.Errorf("escalating the blocker %s: %w", c.NodeID(), err))
			}
			if len(failures) == maxFailures {
				return recorded, errors.Join(failures...)
			}
		}
		if len(batch) < dueBatch {
			return recorded, errors.Join(failures...)
		}
		last := batch[len(batch)-1]
		next = func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.Where("(b.workspace_id, b.opened_at, b.id) > (?::uuid, ?::timestamptz, ?::uuid)", last.WorkspaceID, last.OpenedAt, last.ID)
		}
	}
}

// recordDue records what is due of one blocker: looked at anew, because it may have changed since it was found.
func (s *Service) recordDue(ctx context.Context, found *candidate, now time.Time) (recorded int, err error) {
	_, err = s.log.DoAll(ctx, found.WorkspaceID, activity.BySystem, func(ctx context.Context, tx bun.Tx) (activity.Outcome, error) {
		recorded = 0
		this := func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.Where("b.workspace_id = ?", found.WorkspaceID).Where("b.id = ?", found.ID)
		}
		err := this(tx.NewSelect().Model((*Blocker)(nil)).Column("id")).
			For("NO KEY UPDATE SKIP LOCKED").Scan(ctx, new(uuid.UUID))
		if errors.Is(err, sql.ErrNoRows) {
			return activity.Outcome{}, nil // someone else is at it
		}
		if err != nil {
			return activity.Outcome{}, fmt.Errorf("locking a blocker: %w", err)
		}
		again, err := candidates(ctx, tx, now, this)
		if err != nil || len(again) == 0 {
			return activity.Outcome{}, err
		}
		c := again[0]
		steps := c.due(now)
		if len(steps) == 0 {
			return activity.Outcome{}, nil
		}
		_, entries, err := c.record(ctx, tx, activity.BySystem, steps)
		recorded = len(entries)
		return activity.Outcome{Entries: entries}, err
	})
	if err != nil {
		return 0, err
	}
	return recorded, nil
}

// due makes the steps that are due and find somebody to tell: those after the last one, from below. The candidate itself
// stays as it is.
func (c *candidate) due(now time.Time) []*Escalation {
	zone := (&member.Member{TimeZone: c.TimeZone}).Zone()
	at := map[Level]time.Time{}
	for _, r := range c.Rules {
		if r.Severity == c.Severity {
			for _, level := range r.Levels {
				at[level] = r.due(c.OpenedAt, zone)
			}
		}
	}
	r := c.round
	r.Told = slices.Clone(r.Told)
	var steps []*Escalation
	for _, level := range levels[r.LastStep:] {
		if due, ruled := at[level]; ruled && !due.After(now) {
			if step := r.take(&c.Blocker, level.step(), due, now); step != nil {
				steps = append(steps, step)
			}
		}
	}
	return steps
}

// candidates reads a batch of blockers of which a step after the last one may be due, by workspace and time of opening:
// business hours can only make it later. which says where the batch begins, or names a blocker.
func candidates(ctx context.Context, db bun.IDB, now time.Time, which func(*bun.SelectQuery) *bun.SelectQuery) ([]*candidate, error) {
	defaults, err := json.Marshal(DefaultRules())
	if err != nil {
		return nil, fmt.Errorf("encoding rules: %w", err)
	}
	var rows []*candidate
	q := db.NewSelect().TableExpr("blockers AS b").ColumnExpr("b.*, r.*, m.time_zone, coalesce(p.rules, ?::jsonb) AS rules", string(defaults)).
		Join("JOIN members AS m ON m.workspace_id = b.workspace_id AND m.id = b.member_id AND m.removed_at IS NULL AND m.manager_id IS NOT NULL").
		Join("LEFT JOIN tasks AS t ON t.workspace_id = b.workspace_id AND t.id = b.task_id").
		Join("LEFT JOIN escalation_policies AS p ON p.workspace_id = b.workspace_id").
		Join("CROSS JOIN LATERAL ("+roundSQL+") AS r").
		Where("b.state <> 'resolved'").Where("coalesce(t.status, '') NOT IN ('done', 'canceled')").
		Where(`EXISTS (SELECT 1 FROM jsonb_to_recordset(coalesce(p.rules, ?0::jsonb)) AS rule (severity text, "afterMinutes" integer, levels jsonb)
			WHERE rule.severity = b.severity AND b.opened_at + make_interval(mins => rule."afterMinutes") <= ?1
			  AND r.last_step < CASE WHEN rule.levels @> '["vp"]' THEN 3 WHEN rule.levels @> '["director"]' THEN 2 ELSE 1 END)`, string(defaults), now).
		OrderExpr("b.workspace_id, b.opened_at, b.id").Limit(dueBatch)
	if err := which(q).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("looking for blockers to escalate: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return rows, readAbove(ctx, db, rows)
}

// readAbove reads the chains of all of them at once.
func readAbove(ctx context.Context, db bun.IDB, rows []*candidate) error {
	var workspaceIDs, memberIDs []uuid.UUID
	for _, c := range rows {
		workspaceIDs, memberIDs = append(workspaceIDs, c.WorkspaceID), append(memberIDs, c.MemberID)
	}
	chains, err := readChains(ctx, db, postgres.Distinct(workspaceIDs), postgres.Distinct(memberIDs))
	for _, c := range rows {
		c.chain = chains[c.MemberID]
	}
	return err
}
