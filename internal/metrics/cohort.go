package metrics

import (
	"context"
	"fmt"

	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/postgres"
	"daybook/internal/project"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// cohorts are the groups that a question is about. Error: NOT_FOUND for one that is named and that the viewer can't see.
func (s *Service) cohorts(ctx context.Context, v *authz.Viewer, exact bool, p *place, q Question, first, last day.Date) ([]*Cohort, error) {
	if q.By != "" && q.Within.Kind != Workspace {
		if _, err := s.named(ctx, v, p, q.Within); err != nil {
			return nil, err
		}
	}
	if q.By == "" {
		c, err := s.named(ctx, v, p, q.Within)
		if err != nil {
			return nil, err
		}
		if c.Kind == Sprint && !(&Bucket{StartsOn: first, EndsOn: last}).touches(c.sprint.from, c.sprint.to) {
			return nil, nil
		}
		return []*Cohort{c}, nil
	}
	rows := s.groups(v, p.id, q.By)
	switch {
	case q.By == Task && q.Within.Kind == Project:
		rows = rows.Where("t.project_id = ?", q.Within.ID)
	case q.By == Task && q.Within.Kind == Sprint:
		rows = rows.Where("t.sprint_id = ?", q.Within.ID)
	case q.By == Sprint:
		rows = rows.Where("g.starts_on <= ?", last).Where("g.ends_on >= ?", first)
	}
	out, err := scanGroups(ctx, rows, p.id, q.By)
	if err != nil {
		return nil, err
	}
	if q.By == Project && (q.Within.Kind == Workspace || exact && q.Within.Kind != Sprint && q.Within.Kind != Task) {
		out = append(out, &Cohort{WorkspaceID: p.id, Kind: Unassigned, Name: "Unassigned"})
	}
	return out, nil
}

// named is one cohort. Error: NOT_FOUND.
func (s *Service) named(ctx context.Context, v *authz.Viewer, p *place, c Cohort) (*Cohort, error) {
	c.WorkspaceID = p.id
	switch c.Kind {
	case Workspace:
		c.Name, c.ID = p.Name, p.id
		return &c, nil
	case Members:
		return s.people(ctx, c)
	}
	found, err := scanGroups(ctx, s.groups(v, p.id, c.Kind).Where("?.id = ?", bun.Ident(tables[c.Kind]), c.ID), p.id, c.Kind)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.Missing()
	}
	return found[0], nil
}

// people is a cohort of members who were named, also such as were removed since.
func (s *Service) people(ctx context.Context, c Cohort) (*Cohort, error) {
	var names []string
	err := s.db.NewRaw("select display_name from members where workspace_id = ? and id in (?)", c.WorkspaceID, postgres.In(c.MemberIDs)).Scan(ctx, &names)
	if err != nil {
		return nil, fmt.Errorf("reading the people of numbers: %w", err)
	}
	if len(names) != len(c.MemberIDs) {
		return nil, fault.Missing()
	}
	c.Name = fmt.Sprintf("%d people", len(names))
	if len(names) == 1 {
		c.Name = names[0]
	}
	return &c, nil
}

type group struct {
	ID               uuid.UUID
	Name             string
	StartsOn, EndsOn day.Date
	TeamID           *uuid.UUID
}

// tables are what the table of each kind of group is named in queries.
var tables = map[Kind]string{Team: "g", Sprint: "g", Project: "p", Task: "t"}

// groups are all the groups of a kind that the viewer can open.
func (s *Service) groups(v *authz.Viewer, workspaceID uuid.UUID, kind Kind) *bun.SelectQuery {
	q := s.db.NewSelect().Where("?.workspace_id = ?", bun.Ident(tables[kind]), workspaceID).Limit(MaxRows + 1)
	switch kind {
	case Team:
		return q.TableExpr("teams AS g").ColumnExpr("g.id, g.name")
	case Sprint:
		return q.TableExpr("sprints AS g").ColumnExpr("g.id, g.name, g.starts_on, g.ends_on, g.team_id")
	case Project:
		return project.Opened(q.TableExpr("projects AS p"), v).ColumnExpr("p.id, p.name")
	}
	q = q.TableExpr("tasks AS t").Join("JOIN projects AS p ON p.workspace_id = t.workspace_id AND p.id = t.project_id")
	return project.Opened(q, v).ColumnExpr("t.id, t.key || ' ' || t.title AS name")
}

func scanGroups(ctx context.Context, q *bun.SelectQuery, workspaceID uuid.UUID, kind Kind) ([]*Cohort, error) {
	var rows []group
	if err := q.Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("reading the groups of numbers: %w", err)
	}
	if len(rows) > MaxRows {
		return nil, tooMany("rows", MaxRows)
	}
	out := make([]*Cohort, len(rows))
	for i, r := range rows {
		out[i] = &Cohort{WorkspaceID: workspaceID, Kind: kind, ID: r.ID, Name: r.Name, sprint: sprintDays{from: r.StartsOn, to: r.EndsOn}}
		if r.TeamID != nil {
			out[i].sprint.teamID = *r.TeamID
		}
	}
	return out, nil
}

// sprints are the days of those that touch a range, at most MaxBuckets.
func (s *Service) sprints(ctx context.Context, p *place, first, last day.Date) ([]sprintDays, error) {
	var rows []group
	err := s.db.NewRaw(`select distinct starts_on, ends_on, team_id from sprints
		where workspace_id = ? and starts_on <= ? and ends_on >= ? limit ?`, p.id, last, first, MaxBuckets+1).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("reading the sprints of numbers: %w", err)
	}
	if len(rows) > MaxBuckets {
		return nil, tooMany("buckets", MaxBuckets)
	}
	out := make([]sprintDays, len(rows))
	for i, r := range rows {
		out[i] = sprintDays{from: r.StartsOn, to: r.EndsOn}
		if r.TeamID != nil {
			out[i].teamID = *r.TeamID
		}
	}
	return out, nil
}

// ofSprints are rows of the sprints that are the workspace's, each of all its days.
func (s *Service) ofSprints(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, sprintIDs []uuid.UUID) ([]*Metrics, error) {
	found, err := scanGroups(ctx, s.groups(v, workspaceID, Sprint).Where("g.id IN (?)", postgres.In(sprintIDs)), workspaceID, Sprint)
	if err != nil {
		return nil, err
	}
	rows := make([]*Metrics, len(found))
	for i, c := range found {
		rows[i] = &Metrics{Cohort: c, Bucket: c.buckets(OfASprint, nil, nil)[0]}
	}
	return rows, nil
}
