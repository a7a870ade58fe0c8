package blocker

import (
	"context"
	"fmt"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/patch"
	"daybook/internal/postgres"
	"daybook/internal/standup"
	"daybook/internal/task"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// OpenParams are a new blocker; From is what it was found in. OnBehalfOf is for services, which must give it.
type OpenParams struct {
	WorkspaceID uuid.UUID
	TaskID      *uuid.UUID
	From        standup.Link
	Severity    Severity
	Category    Category
	Description string
	OnBehalfOf  *uuid.UUID
}

// Open stores a new blocker. Errors: NOT_FOUND, FORBIDDEN. Rejections: REQUIRED, TOO_LONG, INVALID, NOT_FOUND for a person
// who left, for a task that the writer cannot open and for a standup of another; OUT_OF_RANGE and DUPLICATE as in
// standup.Link.
func (s *Service) Open(ctx context.Context, v *authz.Viewer, p OpenParams) (*Blocker, activity.Receipt, error) {
	none := activity.Receipt{}
	memberID, err := member.Author(v, p.WorkspaceID, p.OnBehalfOf)
	if err != nil {
		return nil, none, err
	}
	var l check.List
	p.Description = l.RequiredText("description", p.Description, MaxText)
	p.From.Check(&l)
	if err := l.Err(); err != nil {
		return nil, none, err
	}
	var stored *Blocker
	receipt, err := s.log.Do(ctx, p.WorkspaceID, activity.By(v, p.WorkspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		if _, err := member.Present(ctx, tx, p.WorkspaceID, memberID, "onBehalfOf"); err != nil {
			return nil, err
		}
		if err := openable(ctx, tx, v, p.WorkspaceID, p.TaskID); err != nil {
			return nil, err
		}
		b := &Blocker{WorkspaceID: p.WorkspaceID, ID: id.New(), MemberID: memberID, TaskID: p.TaskID, StandupID: p.From.StandupID,
			Severity: p.Severity, Category: p.Category, State: Open, Description: p.Description, OpenedAt: s.instant(), Round: 1}
		if err := p.From.Store(ctx, tx, p.WorkspaceID, memberID, b.ID); err != nil {
			return nil, err
		}
		if _, err := tx.NewInsert().Model(b).Exec(ctx); err != nil {
			return nil, fmt.Errorf("storing a blocker: %w", err)
		}
		if stored, err = b.reread(ctx, tx); err != nil {
			return nil, err
		}
		return stored.entry(activity.Created, "opened a blocker", activity.Diff{}, nil), nil
	})
	return done(stored, receipt, err)
}

// openable refuses a task that the writer cannot open, as one that is not there.
func openable(ctx context.Context, tx bun.IDB, v *authz.Viewer, workspaceID uuid.UUID, taskID *uuid.UUID) error {
	if taskID == nil {
		return nil
	}
	found, err := task.Openable(ctx, tx, authz.Projects(v), workspaceID, []uuid.UUID{*taskID})
	if err == nil && !found.Has(*taskID) {
		err = check.Reject(check.NotFound, "taskId", "there is nothing with this id here")
	}
	return err
}

// told is what a change says of itself.
type told struct {
	action activity.Action
	title  string
	diff   activity.Diff
}

// change locks a blocker that the viewer may change, lets decide, and stores it; nil tells that nothing changed.
func (s *Service) change(ctx context.Context, v *authz.Viewer, blockerID uuid.UUID, decide func(ctx context.Context, tx bun.Tx, b *Blocker) (*told, error)) (*Blocker, activity.Receipt, error) {
	stored, err := s.changeable(ctx, v, blockerID)
	if err != nil {
		return nil, activity.Receipt{}, err
	}
	workspaceID := stored.WorkspaceID
	receipt, err := s.log.Do(ctx, workspaceID, activity.By(v, workspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		b := &Blocker{}
		if err := postgres.Lock(ctx, tx, b, workspaceID, blockerID); err != nil {
			return nil, postgres.Missing(err)
		}
		what, err := decide(ctx, tx, b)
		if err != nil {
			return nil, err
		}
		if what == nil {
			stored, err = b.reread(ctx, tx)
			return nil, err
		}
		if stored, err = b.store(ctx, tx); err != nil {
			return nil, err
		}
		return stored.entry(what.action, what.title, what.diff, nil), nil
	})
	return done(stored, receipt, err)
}

func done(stored *Blocker, receipt activity.Receipt, err error) (*Blocker, activity.Receipt, error) {
	if err != nil {
		return nil, receipt, err
	}
	return stored, receipt, nil
}

// UpdateParams change the fields given. Version is the one the change is based on, if it is based on one.
type UpdateParams struct {
	ID          uuid.UUID
	TaskID      patch.Field[uuid.UUID]
	Severity    *Severity
	Category    *Category
	Description *string
	Version     *int
}

// Update stores it. Errors: NOT_FOUND, FORBIDDEN. Rejections: ALREADY_RESOLVED, CONFLICT, REQUIRED, TOO_LONG, INVALID,
// NOT_FOUND for a task that the writer cannot open.
func (s *Service) Update(ctx context.Context, v *authz.Viewer, p UpdateParams) (*Blocker, activity.Receipt, error) {
	var l check.List
	if p.Description != nil {
		p.Description = new(l.RequiredText("description", *p.Description, MaxText))
	}
	if err := l.Err(); err != nil {
		return nil, activity.Receipt{}, err
	}
	return s.change(ctx, v, p.ID, func(ctx context.Context, tx bun.Tx, b *Blocker) (*told, error) {
		if err := b.unresolved(p.Version); err != nil {
			return nil, err
		}
		if err := openable(ctx, tx, v, b.WorkspaceID, p.TaskID.Value); err != nil {
			return nil, err
		}
		d := p.apply(b)
		if !d.Any() {
			return nil, nil
		}
		return &told{activity.Updated, "changed a blocker", d}, nil
	})
}

// apply sets what is given and tells what changed; of the description only that it did.
func (p *UpdateParams) apply(b *Blocker) activity.Diff {
	var d activity.Diff
	taskID := p.TaskID.Apply(b.TaskID)
	d.ID("task", id.Task, b.TaskID, taskID)
	b.TaskID = taskID
	if p.Severity != nil {
		d.Text("severity", b.Severity, *p.Severity)
		b.Severity = *p.Severity
	}
	if p.Category != nil {
		d.Text("category", b.Category, *p.Category)
		b.Category = *p.Category
	}
	if p.Description != nil {
		d.Guarded("description", b.Description != *p.Description)
		b.Description = *p.Description
	}
	return d
}

// ResolveParams say what took a blocker out of the way.
type ResolveParams struct {
	ID      uuid.UUID
	Note    *string
	Version *int
}

// Resolve says that it is out of the way; who says so first, stands (R7). Errors: NOT_FOUND, FORBIDDEN. Rejections:
// ALREADY_RESOLVED, CONFLICT, TOO_LONG, INVALID.
func (s *Service) Resolve(ctx context.Context, v *authz.Viewer, p ResolveParams) (*Blocker, activity.Receipt, error) {
	var l check.List
	note := l.OptionalText("note", p.Note, MaxText)
	if err := l.Err(); err != nil {
		return nil, activity.Receipt{}, err
	}
	return s.change(ctx, v, p.ID, func(_ context.Context, _ bun.Tx, b *Blocker) (*told, error) {
		if err := b.unresolved(p.Version); err != nil {
			return nil, err
		}
		d := b.move(Resolved)
		d.Guarded("resolutionNote", note != nil)
		b.ResolvedAt, b.ResolutionNote = new(s.instant()), note
		return &told{activity.Resolved, "resolved a blocker", d}, nil
	})
}

// Reopen says that it is in the way again: a new round begins, and the note on how it was resolved is
// dropped. Errors: NOT_FOUND, FORBIDDEN. Rejections: INVALID for one that is not resolved, CONFLICT.
func (s *Service) Reopen(ctx context.Context, v *authz.Viewer, blockerID uuid.UUID, version *int) (*Blocker, activity.Receipt, error) {
	return s.change(ctx, v, blockerID, func(_ context.Context, _ bun.Tx, b *Blocker) (*told, error) {
		if b.State != Resolved {
			return nil, check.Reject(check.Invalid, "id", "it is not resolved")
		}
		if err := b.at(version); err != nil {
			return nil, err
		}
		d := b.move(Open)
		d.Guarded("resolutionNote", b.ResolutionNote != nil)
		b.OpenedAt, b.EscalatedAt, b.ResolvedAt, b.ResolutionNote = s.instant(), nil, nil, nil
		b.Round++
		return &told{activity.StatusChanged, "reopened a blocker", d}, nil
	})
}

// move sets the state and tells of it.
func (b *Blocker) move(to State) activity.Diff {
	var d activity.Diff
	d.Text("state", b.State, to)
	b.State = to
	return d
}
