package standup

import (
	"context"
	"encoding/json"
	"fmt"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/postgres"
	"daybook/internal/task"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Analysis is what was found in a standup's text. The score is set exactly when the status is Scored.
type Analysis struct {
	StandupID uuid.UUID
	Version   int // the version that was analysed
	Tasks     []*ParsedTask
	Blockers  []*ParsedBlocker
	Score     *float64
	Status    SentimentStatus
}

// SetAnalysis stores an analysis. Rejections: CONFLICT when the text changed since, INVALID, OUT_OF_RANGE, TOO_LONG,
// NOT_FOUND.
func (s *Service) SetAnalysis(ctx context.Context, v *authz.Viewer, a Analysis) (*Standup, activity.Receipt, error) {
	none := activity.Receipt{}
	rows, err := read(ctx, s.db, v.WorkspaceIDs(), []uuid.UUID{a.StandupID})
	if err != nil {
		return nil, none, err
	}
	row := rows[a.StandupID]
	if row == nil || !authz.Visible(v, row, []authz.Audience{authz.Self, authz.Admin, authz.Service}) {
		return nil, none, fault.Missing()
	}
	if err := authz.ServiceOnly(v, row.WorkspaceID, authz.TrackingInfer); err != nil {
		return nil, none, err
	}
	if err := a.check(); err != nil {
		return nil, none, err
	}
	receipt, err := s.log.Do(ctx, row.WorkspaceID, activity.By(v, row.WorkspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		if err := postgres.Lock(ctx, tx, row, row.WorkspaceID, row.ID); err != nil {
			return nil, postgres.Missing(err)
		}
		if row.Version != a.Version {
			return nil, check.Stale(row.Version)
		}
		if err := a.checkTasks(ctx, tx, row.WorkspaceID); err != nil {
			return nil, err
		}
		if err := a.store(ctx, tx, row); err != nil {
			return nil, err
		}
		return entry(activity.Updated, row, "analysed the standup of "+row.Date.String(), activity.Diff{}), nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return row, receipt, nil
}

func (a *Analysis) check() error {
	var l check.List
	if (a.Score != nil) != (a.Status == Scored) {
		l.Add(check.Invalid, "sentimentScore", "a score goes with SCORED and with nothing else")
	}
	if a.Score != nil && !(*a.Score >= -1 && *a.Score <= 1) {
		l.Add(check.OutOfRange, "sentimentScore", "the score must be from -1 to 1")
	}
	if len(a.Tasks) > MaxParsed || len(a.Blockers) > MaxParsed {
		l.Add(check.OutOfRange, "", "at most %d tasks and blockers each", MaxParsed)
	}
	for i, t := range a.Tasks {
		t.Text = l.Text(fmt.Sprintf("tasks.%d.text", i), t.Text, 1000)
		confidence(&l, fmt.Sprintf("tasks.%d.confidence", i), t.Confidence)
		if t.GithubURL != nil && !task.WebAddress(*t.GithubURL) {
			l.Add(check.Invalid, fmt.Sprintf("tasks.%d.githubUrl", i), "this is not an http or https address")
		}
	}
	for i, b := range a.Blockers {
		b.Text = l.Text(fmt.Sprintf("blockers.%d.text", i), b.Text, 1000)
		confidence(&l, fmt.Sprintf("blockers.%d.confidence", i), b.Confidence)
	}
	return l.Err()
}

func confidence(l *check.List, field string, c *float64) {
	if c != nil && !(*c >= 0 && *c <= 1) {
		l.Add(check.OutOfRange, field, "a confidence is from 0 to 1")
	}
}

// checkTasks refuses references that leave the workspace (R13).
func (a *Analysis) checkTasks(ctx context.Context, tx bun.IDB, workspaceID uuid.UUID) error {
	var ids []uuid.UUID
	for _, t := range a.Tasks {
		if t.TaskID != nil {
			ids = append(ids, *t.TaskID)
		}
	}
	ids = postgres.Distinct(ids)
	n, err := tx.NewSelect().Table("tasks").Where("workspace_id = ?", workspaceID).Where("id IN (?)", postgres.In(ids)).Count(ctx)
	if err != nil {
		return fmt.Errorf("looking for tasks: %w", err)
	}
	if int(n) != len(ids) {
		return check.Reject(check.NotFound, "tasks", "not all of these tasks are in the workspace")
	}
	return nil
}

func (a *Analysis) store(ctx context.Context, tx bun.IDB, row *Standup) error {
	row.ParsedTasks, row.ParsedBlockers, row.SentimentScore, row.SentimentStatus = a.Tasks, a.Blockers, a.Score, a.Status
	row.Version++
	tasks, err := json.Marshal(a.Tasks)
	if err != nil {
		return fmt.Errorf("encoding tasks: %w", err)
	}
	blockers, err := json.Marshal(a.Blockers)
	if err != nil {
		return fmt.Errorf("encoding blockers: %w", err)
	}
	err = tx.NewRaw(`
		update standups set parsed_tasks = nullif(?::jsonb, 'null'), parsed_blockers = nullif(?::jsonb, 'null'), sentiment_score = ?,
		  sentiment_status = ?, version = ?, updated_at = clock_timestamp()
		where workspace_id = ? and id = ? returning updated_at`,
		string(tasks), string(blockers), a.Score, a.Status, row.Version, row.WorkspaceID, row.ID).Scan(ctx, &row.UpdatedAt)
	if err != nil {
		return fmt.Errorf("storing an analysis: %w", err)
	}
	row.tie()
	return nil
}
