package activity

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"daybook/internal/authz"
	"daybook/internal/page"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Timeline says whose activities a list holds. The zero Timeline holds the whole workspace's.
type Timeline struct {
	EntityID  uuid.UUID // those about one entity
	ProjectID uuid.UUID // those of a project and its tasks
	MemberID  uuid.UUID // what a person did and what was done to them
	AdminOnly bool      // those for admins
}

// order is the log's order, newest first.
var order = page.Order{Expr: "a.seq", Type: "bigint", Desc: true}

// selectActivities reads with the project's present access joined.
func selectActivities(db bun.IDB) *bun.SelectQuery {
	return db.NewSelect().Model((*Activity)(nil)).
		Join("LEFT JOIN projects AS p ON p.workspace_id = a.workspace_id AND p.id = a.project_id")
}

// columns are what a row is read with; the count selects none of them. What people say is kept beside the log and joined at
// each read, so that nothing shows it once it was taken back.
func columns(q *bun.SelectQuery) *bun.SelectQuery {
	return q.ExcludeColumn("content").ColumnExpr("coalesce(a.content, c.body) AS content").
		Join("LEFT JOIN comments AS c ON c.workspace_id = a.workspace_id AND c.activity_id = a.id").
		ColumnExpr("coalesce(p.access = 'restricted', false) AS restricted").
		ColumnExpr("CASE WHEN " + ofRecipients + " THEN (" + recipientsSQL + ") END AS recipients")
}

// ofRecipients are the activities that those a blocker was escalated to may see, besides the person and admins.
const ofRecipients = "a.visibility = 'subject' AND a.entity_type = 'blocker' AND a.action IN ('escalated', 'resolved')"

// recipientsSQL are those the blocker was escalated to, as long as they stand above the person.
const recipientsSQL = `SELECT array_agg(s.recipient_id) FROM escalations AS s
	WHERE s.workspace_id = a.workspace_id AND s.blocker_id = a.entity_id AND in_chain(a.workspace_id, a.subject_id, s.recipient_id)`

// whereScope keeps what the viewer may see; it says in SQL what authz.ActivityScope.Shows says in Go.
func whereScope(q *bun.SelectQuery, s authz.ActivityScope) *bun.SelectQuery {
	q = q.Where("a.workspace_id = ?", s.WorkspaceID)
	if s.Workspace && s.AllProjects && s.Subject && s.Admin {
		return q
	}
	return q.WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
		q = q.Where("FALSE")
		if s.Workspace && s.AllProjects {
			q = q.WhereOr("a.visibility = 'workspace'")
		} else if s.Workspace {
			q = q.WhereOr("a.visibility = 'workspace' AND (p.access IS DISTINCT FROM 'restricted' OR p.id IN (?))", postgres.In(s.Projects))
		}
		if s.Subject {
			q = q.WhereOr("a.visibility = 'subject'")
		} else if s.MemberID != uuid.Nil {
			q = q.WhereOr("a.visibility = 'subject' AND (a.subject_id = ?0 OR a.actor_id = ?0)", s.MemberID)
		}
		if s.Escalated && !s.Subject {
			q = q.WhereOr(ofRecipients+` AND a.entity_id IN (SELECT s.blocker_id FROM escalations AS s
				WHERE s.workspace_id = ?0 AND s.recipient_id = ?1) AND in_chain(a.workspace_id, a.subject_id, ?1)`, s.WorkspaceID, s.MemberID)
		}
		if s.Admin {
			q = q.WhereOr("a.visibility = 'admin'")
		}
		return q
	})
}

func whereTimeline(q *bun.SelectQuery, t Timeline) *bun.SelectQuery {
	if t.EntityID != uuid.Nil {
		q = q.Where("a.entity_id = ?", t.EntityID)
	}
	if t.ProjectID != uuid.Nil {
		q = q.Where("a.project_id = ?", t.ProjectID)
	}
	if t.MemberID != uuid.Nil {
		q = q.Where("(a.subject_id = ?0 OR a.actor_id = ?0)", t.MemberID)
	}
	if t.AdminOnly {
		q = q.Where("a.visibility = 'admin'")
	}
	return q
}

// byIDs reads activities by a column of ids.
func byIDs(ctx context.Context, db bun.IDB, column bun.Safe, workspaceIDs, ids []uuid.UUID) ([]*Activity, error) {
	var rows []*Activity
	err := columns(selectActivities(db)).Where("a.workspace_id IN (?)", postgres.In(workspaceIDs)).Where("? IN (?)", column, postgres.In(ids)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("reading activities: %w", err)
	}
	return rows, nil
}

// After reads a workspace's log after a number, in order.
func After(ctx context.Context, db bun.IDB, workspaceID uuid.UUID, seq int64, limit int64) ([]*Activity, error) {
	var rows []*Activity
	err := columns(selectActivities(db)).Where("a.workspace_id = ?", workspaceID).Where("a.seq > ?", seq).
		OrderExpr("a.seq").Limit(limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("reading the log: %w", err)
	}
	return rows, nil
}

// Say stores what an activity says, at most 10,000 characters: beside the log, so that it can be taken back.
func Say(ctx context.Context, tx bun.IDB, workspaceID, activityID uuid.UUID, body string) error {
	_, err := tx.NewRaw("insert into comments (workspace_id, activity_id, body) values (?, ?, ?)", workspaceID, activityID, body).Exec(ctx)
	if err != nil {
		return fmt.Errorf("storing what an activity says: %w", err)
	}
	return nil
}

// NameOf is what an entity is called where the log last tells of it; empty for people, whose names are not there.
func NameOf(ctx context.Context, db bun.IDB, workspaceID, entityID uuid.UUID) (string, error) {
	var name string
	err := db.NewRaw("select coalesce(subject_name, '') from activities where workspace_id = ? and entity_id = ? order by seq desc limit 1",
		workspaceID, entityID).Scan(ctx, &name)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("reading an entity's name: %w", err)
	}
	return name, nil
}

// Heads are the last numbers of the workspaces' logs.
func Heads(ctx context.Context, db bun.IDB, workspaceIDs []uuid.UUID) (map[uuid.UUID]int64, error) {
	var rows []struct {
		WorkspaceID uuid.UUID
		Seq         int64
	}
	err := db.NewRaw("select workspace_id, seq from workspace_heads where workspace_id in (?)", postgres.In(workspaceIDs)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("reading the logs' heads: %w", err)
	}
	heads := make(map[uuid.UUID]int64, len(rows))
	for _, r := range rows {
		heads[r.WorkspaceID] = r.Seq
	}
	return heads, nil
}

// Place is where one activity stands.
type Place struct {
	WorkspaceID uuid.UUID
	Seq         int64
}

// Origins reads where activities came from; those purged or without one are missing from the map.
func Origins(ctx context.Context, db bun.IDB, places []Place) (map[Place]Origin, error) {
	var rows []struct {
		Place     `bun:",extend"`
		IPAddress string
		UserAgent string
	}
	keys := make([]bun.TupleValues, len(places))
	for i, p := range places {
		keys[i] = bun.Tuple([]any{p.WorkspaceID, p.Seq})
	}
	err := db.NewRaw(`select workspace_id, seq, coalesce(ip_address, '') as ip_address, coalesce(user_agent, '') as user_agent
		from activity_origins where (workspace_id, seq) in (?)`, bun.List(keys)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("reading origins: %w", err)
	}
	origins := make(map[Place]Origin, len(rows))
	for _, r := range rows {
		origins[r.Place] = Origin{IPAddress: r.IPAddress, UserAgent: r.UserAgent}
	}
	return origins, nil
}
