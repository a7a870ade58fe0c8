package metrics

import (
	"context"
	"fmt"

	"daybook/internal/postgres"
	"daybook/internal/standup"

	"github.com/google/uuid"
)

// exactly fills in the numbers of rows as they are now. All rows are of groups of one kind within the cohort. It takes two
// statements, however many rows there are.
func (s *Service) exactly(ctx context.Context, p *place, within Cohort, rows []*Metrics) error {
	if len(rows) == 0 {
		return nil
	}
	now, x := s.now().UTC(), newShape(p, within, rows)
	args := append(x.stretches.args(p, now), postgres.In(x.ids), within.ID, postgres.In(within.MemberIDs))
	var flows []flow
	if err := s.db.NewRaw(x.flows(), args...).Scan(ctx, &flows); err != nil {
		return fmt.Errorf("adding up work: %w", err)
	}
	var open []unresolved
	if err := s.db.NewRaw(x.open(), args...).Scan(ctx, &open); err != nil {
		return fmt.Errorf("adding up unresolved blockers: %w", err)
	}
	for _, m := range rows {
		m.ComputedAt = now
		flow{}.fill(m, x.withStandups(m.Cohort))
		m.noBlockers()
	}
	for _, f := range flows {
		if m := x.rows[cell{f.N, f.Key}]; m != nil {
			f.fill(m, x.withStandups(m.Cohort))
		}
	}
	for _, u := range open {
		if m := x.rows[cell{u.N, u.Key}]; m != nil {
			u.fill(m)
		}
	}
	return nil
}

// flow is what was added by a group in a bucket.
type flow struct {
	N   int
	Key uuid.UUID

	Contributors, Seconds, Billable, Logs, Human, Inferred, Met, Due, Opened, Resolved, Scored int

	Score *float64
}

func (f flow) fill(m *Metrics, standups bool) {
	m.Contributors, m.WorkLogs, m.BlockersOpened, m.BlockersResolved = &f.Contributors, &f.Logs, &f.Opened, &f.Resolved
	m.TrackedSeconds, m.BillableSeconds, m.NonBillableSeconds = &f.Seconds, &f.Billable, new(f.Seconds-f.Billable)
	if !standups {
		return
	}
	m.StandupsHuman, m.StandupsInferred = &f.Human, &f.Inferred
	if f.Due > 0 {
		m.StandupRate = new(float64(f.Met) / float64(f.Due))
	}
	if f.Score != nil {
		m.MeanSentiment = new(*f.Score / float64(f.Scored))
	}
	if f.Human > 0 {
		m.SentimentCoverage = new(float64(f.Scored) / float64(f.Human))
	}
}

// unresolved are the blockers of a severity, or of all where there is none, at the end of a bucket.
type unresolved struct {
	N        int
	Key      uuid.UUID
	Severity *standup.Severity
	Count    int
	Age      int
}

func (u unresolved) fill(m *Metrics) {
	if u.Severity == nil {
		m.MedianBlockerAgeSeconds = &u.Age
		return
	}
	for _, c := range m.OpenBlockersBySeverity {
		if c.Severity == *u.Severity {
			c.Count, c.MedianAgeSeconds = u.Count, &u.Age
		}
	}
}

// noBlockers lists every severity, the worst first.
func (m *Metrics) noBlockers() {
	for _, s := range []standup.Severity{standup.Critical, standup.High, standup.Medium, standup.Low} {
		m.OpenBlockersBySeverity = append(m.OpenBlockersBySeverity, &SeverityCount{Severity: s})
	}
}
