package export

import (
	"context"
	"slices"

	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/id"
	"daybook/internal/page"
	"daybook/internal/standup"
	"daybook/internal/timeentry"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

// sheets are all kinds. Rows are listed in an order that a change of theirs does not touch, or touches so that they come
// later: one that is there from the first page to the last is in the file.
func (r Rooms) sheets() map[Kind]*sheet {
	return map[Kind]*sheet{
		Activities: r.activities(), Standups: r.standups(), WorkLogs: r.workLogs(), TimeEntries: r.timeEntries(), Blockers: r.blockers(),
	}
}

func (r Rooms) standups() *sheet {
	type row = *standup.Standup
	// The mood has a scope of its own.
	mood := func(b *beside, value any) any {
		if !b.viewer.Holds(authz.SentimentRead) {
			return nil
		}
		return value
	}
	return newSheet(r, authz.TrackingRead, func(ctx context.Context, v *authz.Viewer, w wish, args page.Args) (*page.Connection[row], error) {
		f := standup.Filter{Person: w.person, From: w.FromDay, To: w.ToDay}
		return r.Standups.List(ctx, v, w.WorkspaceID, f, standup.Order{}, args, w.seal)
	}, func(s row, p *pointers) {
		p.members = append(p.members, s.MemberID)
		for _, t := range s.ParsedTasks {
			add(&p.tasks, t.TaskID)
		}
	}, slices.Concat(
		[]column[row]{{"id", func(s row, _ *beside) any { return node(s) }}},
		of(func(s row) uuid.UUID { return s.MemberID }),
		[]column[row]{
			{"date", func(s row, _ *beside) any { return s.Date.String() }},
			{"source", func(s row, _ *beside) any { return string(s.Source) }},
			{"is_inferred", func(s row, _ *beside) any { return s.IsInferred() }},
			{"yesterday", func(s row, _ *beside) any { return written(s.Yesterday) }},
			{"today", func(s row, _ *beside) any { return written(s.Today) }},
			{"blockers_text", func(s row, _ *beside) any { return written(s.BlockersText) }},
			{"parsed_tasks", foundTasks},
			{"parsed_blockers", foundBlockers},
			{"sentiment_status", func(s row, b *beside) any { return mood(b, string(s.SentimentStatus)) }},
			{"sentiment_score", func(s row, b *beside) any {
				if s.SentimentScore == nil {
					return nil
				}
				return mood(b, *s.SentimentScore)
			}},
			{"submitted_at", func(s row, _ *beside) any { return instant(&s.SubmittedAt) }},
			{"created_at", func(s row, _ *beside) any { return instant(&s.CreatedAt) }},
			{"updated_at", func(s row, _ *beside) any { return instant(&s.UpdatedAt) }},
			{"version", func(s row, _ *beside) any { return s.Version }},
		})...)
}

type foundTask struct {
	Text       string   `json:"text"`
	Confidence *float64 `json:"confidence"`
	TaskID     any      `json:"task_id"`
	GithubURL  *string  `json:"github_url"`
}

type foundBlocker struct {
	Text       string           `json:"text"`
	Severity   standup.Severity `json:"severity"`
	Category   standup.Category `json:"category"`
	Confidence *float64         `json:"confidence"`
	BlockerID  any              `json:"blocker_id"`
}

func foundTasks(s *standup.Standup, b *beside) any {
	if s.ParsedTasks == nil {
		return nil
	}
	found := make([]foundTask, len(s.ParsedTasks))
	for i, t := range s.ParsedTasks {
		found[i] = foundTask{t.Text, t.Confidence, node(b.task(t.TaskID)), t.GithubURL}
	}
	return found
}

func foundBlockers(s *standup.Standup, _ *beside) any {
	if s.ParsedBlockers == nil {
		return nil
	}
	found := make([]foundBlocker, len(s.ParsedBlockers))
	for i, b := range s.ParsedBlockers {
		found[i] = foundBlocker{b.Text, b.Severity, b.Category, b.Confidence, public(id.Blocker, b.BlockerID)}
	}
	return found
}

func (r Rooms) workLogs() *sheet {
	type row = *worklog.WorkLog
	return newSheet(r, authz.TrackingRead, func(ctx context.Context, v *authz.Viewer, w wish, args page.Args) (*page.Connection[row], error) {
		f := worklog.Filter{Person: w.person, From: w.from, Before: w.before}
		return r.WorkLogs.List(ctx, v, w.WorkspaceID, f, args, w.seal)
	}, func(l row, p *pointers) {
		p.members = append(p.members, l.MemberID)
		add(&p.tasks, l.TaskID)
		add(&p.projects, l.ProjectID)
	}, slices.Concat(
		[]column[row]{{"id", func(l row, _ *beside) any { return node(l) }}},
		of(func(l row) uuid.UUID { return l.MemberID }),
		[]column[row]{
			{"logged_at", func(l row, _ *beside) any { return instant(&l.LoggedAt) }},
			{"note", func(l row, _ *beside) any { return prose(l.Note) }},
		},
		on(func(l row) (taskID, projectID *uuid.UUID) { return l.TaskID, l.ProjectID }),
		[]column[row]{
			{"corrects_id", func(l row, _ *beside) any { return public(id.WorkLog, l.CorrectsID) }},
			{"created_at", func(l row, _ *beside) any { return instant(&l.CreatedAt) }},
		})...)
}

func (r Rooms) timeEntries() *sheet {
	type row = *timeentry.Entry
	return newSheet(r, authz.TrackingRead, func(ctx context.Context, v *authz.Viewer, w wish, args page.Args) (*page.Connection[row], error) {
		f := timeentry.Filter{Person: w.person, From: w.FromDay, To: w.ToDay}
		c, err := r.TimeEntries.List(ctx, v, w.WorkspaceID, f, timeentry.Order{CreatedAt: true}, args, w.seal)
		if err != nil {
			return nil, err
		}
		return c.Connection, nil
	}, func(e row, p *pointers) {
		p.members = append(p.members, e.MemberID)
		add(&p.tasks, e.TaskID)
	}, slices.Concat(
		[]column[row]{{"id", func(e row, _ *beside) any { return node(e) }}},
		of(func(e row) uuid.UUID { return e.MemberID }),
		[]column[row]{
			{"spent_on", func(e row, _ *beside) any { return e.SpentOn.String() }},
			{"started_at", func(e row, _ *beside) any { return instant(e.StartedAt) }},
			{"ended_at", func(e row, _ *beside) any { return instant(e.EndedAt) }},
			{"duration_seconds", func(e row, _ *beside) any { return e.DurationSeconds }},
			{"reported_seconds", func(e row, _ *beside) any { return e.Reported }},
			{"billable", func(e row, _ *beside) any { return e.Billable }},
			{"note", func(e row, _ *beside) any { return written(e.Note) }},
		},
		on(func(e row) (taskID, projectID *uuid.UUID) { return e.TaskID, nil }),
		[]column[row]{
			{"origin", func(e row, _ *beside) any { return string(e.Origin) }},
			{"created_at", func(e row, _ *beside) any { return instant(&e.CreatedAt) }},
			{"updated_at", func(e row, _ *beside) any { return instant(&e.UpdatedAt) }},
			{"version", func(e row, _ *beside) any { return e.Version }},
		})...)
}

// blockers are listed oldest first: one that is opened again moves to the end, where it is still to come.
func (r Rooms) blockers() *sheet {
	type row = *blocker.Blocker
	return newSheet(r, authz.TrackingRead, func(ctx context.Context, v *authz.Viewer, w wish, args page.Args) (*page.Connection[row], error) {
		f := blocker.Filter{Person: w.person, From: w.from, Before: w.before}
		return r.Blockers.List(ctx, v, w.WorkspaceID, f, blocker.Order{Ascending: true}, args, w.seal)
	}, func(x row, p *pointers) {
		p.members = append(p.members, x.MemberID)
		add(&p.tasks, x.TaskID)
	}, slices.Concat(
		[]column[row]{{"id", func(x row, _ *beside) any { return node(x) }}},
		of(func(x row) uuid.UUID { return x.MemberID }),
		[]column[row]{
			{"state", func(x row, _ *beside) any { return string(x.State) }},
			{"severity", func(x row, _ *beside) any { return string(x.Severity) }},
			{"category", func(x row, _ *beside) any { return string(x.Category) }},
			{"description", func(x row, b *beside) any {
				if !authz.SeesDescription(b.viewer, x, x.Trusted) {
					return nil
				}
				return prose(x.Description)
			}},
			{"resolution_note", func(x row, b *beside) any {
				if !authz.SeesRaw(b.viewer, x) {
					return nil
				}
				return written(x.ResolutionNote)
			}},
		},
		on(func(x row) (taskID, projectID *uuid.UUID) { return x.TaskID, nil }),
		[]column[row]{
			{"standup_id", func(x row, b *beside) any {
				if !authz.SeesRaw(b.viewer, x) {
					return nil
				}
				return public(id.Standup, x.StandupID)
			}},
			{"opened_at", func(x row, _ *beside) any { return instant(&x.OpenedAt) }},
			{"escalated_at", func(x row, _ *beside) any { return instant(x.EscalatedAt) }},
			{"resolved_at", func(x row, _ *beside) any { return instant(x.ResolvedAt) }},
			{"created_at", func(x row, _ *beside) any { return instant(&x.CreatedAt) }},
			{"updated_at", func(x row, _ *beside) any { return instant(&x.UpdatedAt) }},
			{"version", func(x row, _ *beside) any { return x.Version }},
		})...)
}
