package demo

import (
	"context"
	"fmt"

	"daybook/internal/activity"
	"daybook/internal/standup"

	"github.com/uptrace/bun"
)

// store puts the whole story into the database, the log last.
func (s *story) store(ctx context.Context, tx bun.IDB, passwordHash string) error {
	for _, a := range s.accounts {
		a.PasswordHash = passwordHash
	}
	analysed, plain := split(s.standups, func(row *standup.Standup) bool { return row.ParsedTasks != nil })
	for _, rows := range []*bun.InsertQuery{
		tx.NewInsert().Model(s.workspace),
		tx.NewInsert().Model(&s.accounts),
		tx.NewInsert().Model(&s.teams).ExcludeColumn("manager_id"), // they come before the members they refer to
		tx.NewInsert().Model(&s.members),
		tx.NewInsert().Model(&s.projects),
		tx.NewInsert().Model(&s.projectMembers),
		tx.NewInsert().Model(&s.sprints),
		tx.NewInsert().Model(&s.tasks),
		tx.NewInsert().Model(&analysed),
		tx.NewInsert().Model(&plain).ExcludeColumn("parsed_tasks", "parsed_blockers"), // nothing found is not an empty find
		tx.NewInsert().Model(&s.workLogs),
		tx.NewInsert().Model(&s.timeEntries),
		tx.NewInsert().Model(&s.timers),
		tx.NewInsert().Model(&s.blockers),
		tx.NewInsert().Model(&s.escalations),
		tx.NewInsert().Model(&s.comments),
	} {
		if _, err := rows.Exec(ctx); err != nil {
			return fmt.Errorf("inserting into %s: %w", rows.GetTableName(), err)
		}
	}
	for _, t := range s.teams {
		_, err := tx.NewRaw("update teams set manager_id = ? where workspace_id = ? and id = ?", t.ManagerID, t.WorkspaceID, t.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("setting a team's manager: %w", err)
		}
	}
	if err := activity.CreateHead(ctx, tx, s.workspace.ID); err != nil {
		return err
	}
	return activity.Fill(ctx, tx, s.workspace.ID, s.log)
}

func split[T any](all []T, first func(T) bool) (in, out []T) {
	for _, one := range all {
		if first(one) {
			in = append(in, one)
		} else {
			out = append(out, one)
		}
	}
	return in, out
}
