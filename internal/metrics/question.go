package metrics

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/postgres"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

// Question asks for the work of a cohort, or of each group of a kind within it, in each bucket that touches a range.
type Question struct {
	WorkspaceID uuid.UUID
	Within      Cohort // Workspace, or one of the kinds with an id, or Members
	By          Kind   // Team, Project, Sprint or Task; empty for all of the cohort
	Unit        Unit
	From, To    *day.Date
}

// check decides what the scope may ask, and brings the question into one form.
func (q *Question) check(scope authz.MetricsScope) error {
	switch q.By {
	case "", Team, Project, Sprint, Task:
	default:
		return fault.BadArgument("by", "by takes TEAM, PROJECT, SPRINT or TASK")
	}
	if q.By == q.Within.Kind {
		q.By = ""
	}
	if q.Within.Kind == Members {
		q.Within.MemberIDs = postgres.Distinct(q.Within.MemberIDs)
		if len(q.Within.MemberIDs) == 0 {
			return fault.BadArgument("cohort.memberIds", "at least one person must be named")
		}
	}
	return scope.Ask(authz.MetricsQuestion{Names: q.Within.Kind == Members, Days: q.Unit == Day,
		Crosses: q.By != "" && q.Within.Kind != Workspace && (q.Within.Kind != Project || q.By != Task)})
}

// kind is what kind of group each row is of.
func (q *Question) kind() Kind {
	if q.By != "" {
		return q.By
	}
	return q.Within.Kind
}

// place is the workspace that is asked about.
type place struct {
	id       uuid.UUID
	Name     string
	TimeZone string
	SQLZone  string // as the database knows it
	zone     *time.Location

	MinimumGroupSize *int
	RoundingMinutes  *int
	RoundingMode     *workspace.Rounding
}

func (s *Service) place(ctx context.Context, workspaceID uuid.UUID) (*place, error) {
	p := &place{id: workspaceID}
	err := s.db.NewRaw(`
		select w.name, w.time_zone, known_zone(w.time_zone) as sql_zone, ws.minimum_group_size, ws.rounding_minutes, ws.rounding_mode
		from workspaces w left join workspace_settings ws on ws.workspace_id = w.id where w.id = ?`, workspaceID).Scan(ctx, p)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.Missing()
	}
	if err != nil {
		return nil, fmt.Errorf("reading the workspace of numbers: %w", err)
	}
	if p.zone, err = day.Zone(p.TimeZone); err != nil {
		p.zone = time.UTC
	}
	d := workspace.Defaults(workspaceID)
	p.MinimumGroupSize = cmp.Or(p.MinimumGroupSize, &d.MinimumGroupSize)
	p.RoundingMinutes = cmp.Or(p.RoundingMinutes, &d.RoundingMinutes)
	p.RoundingMode = cmp.Or(p.RoundingMode, &d.RoundingMode)
	return p, nil
}

// plan lists the rows that answer a question, without their numbers: newest bucket first, then by the cohort's name.
// Errors: NOT_FOUND, BAD_USER_INPUT.
func (s *Service) plan(ctx context.Context, v *authz.Viewer, exact bool, p *place, q Question) ([]*Metrics, error) {
	first, last, err := span(q.From, q.To, day.At(s.now(), p.zone))
	if err != nil {
		return nil, err
	}
	cohorts, err := s.cohorts(ctx, v, exact, p, q, first, last)
	if err != nil {
		return nil, err
	}
	var common []*Bucket
	var sprints []sprintDays
	switch {
	case q.Unit != OfASprint:
		common, err = bucketsOf(q.Unit, first, last)
	case q.kind() != Sprint:
		sprints, err = s.sprints(ctx, p, first, last)
	}
	if err != nil {
		return nil, err
	}
	if len(cohorts)*max(len(common), len(sprints)) > MaxRows {
		return nil, tooMany("rows", MaxRows)
	}
	var rows []*Metrics
	for _, c := range cohorts {
		for _, b := range c.buckets(q.Unit, common, sprints) {
			rows = append(rows, &Metrics{Cohort: c, Bucket: b})
		}
	}
	inPlace(rows)
	return rows, nil
}

// inPlace sorts rows by their keys, which are made once each.
func inPlace(rows []*Metrics) {
	keys := make(map[*Metrics]page.Key, len(rows))
	for _, m := range rows {
		keys[m] = key(m)
	}
	slices.SortFunc(rows, func(a, b *Metrics) int {
		ka, kb := keys[a], keys[b]
		return cmp.Or(cmp.Compare(ka.Value, kb.Value), slices.Compare(ka.ID[:], kb.ID[:]))
	})
}

// buckets are those of a cohort: a sprint has only those that touch its days, a team no sprints of other teams.
func (c *Cohort) buckets(unit Unit, common []*Bucket, sprints []sprintDays) []*Bucket {
	var out []*Bucket
	switch {
	case c.Kind == Sprint && unit == OfASprint:
		return []*Bucket{{Unit: unit, StartsOn: c.sprint.from, EndsOn: c.sprint.to}}
	case unit == OfASprint:
		for _, d := range sprints {
			known := slices.ContainsFunc(out, func(b *Bucket) bool { return b.StartsOn == d.from && b.EndsOn == d.to })
			if !known && (c.Kind != Team || d.teamID == uuid.Nil || d.teamID == c.ID) {
				out = append(out, &Bucket{Unit: unit, StartsOn: d.from, EndsOn: d.to})
			}
		}
	case c.Kind == Sprint:
		for _, b := range common {
			if b.touches(c.sprint.from, c.sprint.to) {
				out = append(out, b)
			}
		}
	default:
		return common
	}
	return out
}

// key is a row's place: the later a bucket begins, and the later it ends, the earlier it comes.
func key(m *Metrics) page.Key {
	down := func(d day.Date) int {
		year, month, day := d.Start(time.UTC).Date()
		return 999_999_999 - year*10_000 - int(month)*100 - day
	}
	return page.Key{Value: fmt.Sprintf("%09d%09d%s", down(m.Bucket.StartsOn), down(m.Bucket.EndsOn), strings.ToLower(m.Cohort.Name)), ID: m.Cohort.ID}
}
