package standup

import (
	"cmp"
	"context"
	"fmt"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/member"
	"daybook/internal/slack"
	"daybook/internal/standuptext"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// SubmitParams are a day's texts. A nil Date is today for the person; a nil Source follows from the credential; OnBehalfOf
// is for services, which must give it.
type SubmitParams struct {
	WorkspaceID                uuid.UUID
	Date                       *day.Date
	Yesterday, Today, Blockers *string
	Source                     *Source
	OnBehalfOf                 *uuid.UUID
}

// Submit stores a person's standup of a day: the first, or a new text for the one that is there, which keeps its id and
// createdAt and loses its analysis (R1). A human text replaces an inferred one (R2). Rejections: REQUIRED, TOO_LONG,
// INVALID, FUTURE_DATE, CONSENT_REQUIRED, NOT_FOUND.
func (s *Service) Submit(ctx context.Context, v *authz.Viewer, p SubmitParams) (*Standup, activity.Receipt, error) {
	none := activity.Receipt{}
	memberID, err := member.Author(v, p.WorkspaceID, p.OnBehalfOf)
	if err != nil {
		return nil, none, err
	}
	source, err := allowedSource(v, p.Source)
	if err != nil {
		return nil, none, err
	}
	row := &Standup{WorkspaceID: p.WorkspaceID, MemberID: memberID, Source: source}
	if err := row.setTexts(p.Yesterday, p.Today, p.Blockers); err != nil {
		return nil, none, err
	}
	if row.Date, err = s.allowedDay(ctx, p.WorkspaceID, memberID, p.Date, "onBehalfOf"); err != nil {
		return nil, none, err
	}
	stored, receipt, err := s.Store(ctx, activity.By(v, p.WorkspaceID), row)
	return stored, receipt, err
}

// Store puts a human text into its day, without looking at rights. What comes from Slack needs the person's consent at this
// very moment: it cannot be taken back in between. Rejection: CONSENT_REQUIRED.
func (s *Service) Store(ctx context.Context, by activity.Actor, row *Standup) (*Standup, activity.Receipt, error) {
	var stored *Standup
	receipt, err := s.log.Do(ctx, row.WorkspaceID, by, func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		old, err := lockDay(ctx, tx, row.WorkspaceID, row.MemberID, row.Date)
		if err != nil {
			return nil, err
		}
		if row.Source == SlackCommand || row.Source == SlackChannel { // R16
			if err := slack.Ingest(ctx, tx, row.WorkspaceID, row.MemberID); err != nil {
				return nil, err
			}
		}
		if stored, err = put(ctx, tx, row); err != nil {
			return nil, fmt.Errorf("storing a standup: %w", err)
		}
		if old == nil {
			return entry(activity.Created, stored, "submitted the standup of "+stored.Date.String(), activity.Diff{}), nil
		}
		return entry(activity.Updated, stored, "changed the standup of "+stored.Date.String(), difference(old, stored)), nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return stored, receipt, nil
}

// InferParams are what was found of a person's day.
type InferParams struct {
	WorkspaceID, MemberID uuid.UUID
	Date                  day.Date
	Yesterday, Today      *string
}

// Infer stores what was found of a day, unless a person wrote it themselves: that one is returned untouched (R2).
// Rejections: REQUIRED, TOO_LONG, INVALID, FUTURE_DATE, NOT_FOUND.
func (s *Service) Infer(ctx context.Context, v *authz.Viewer, p InferParams) (*Standup, activity.Receipt, error) {
	none := activity.Receipt{}
	if err := authz.ServiceOnly(v, p.WorkspaceID, authz.TrackingInfer); err != nil {
		return nil, none, err
	}
	row := &Standup{WorkspaceID: p.WorkspaceID, MemberID: p.MemberID, Source: Inferred}
	if err := row.setTexts(p.Yesterday, p.Today, nil); err != nil {
		return nil, none, err
	}
	var err error
	if row.Date, err = s.allowedDay(ctx, p.WorkspaceID, p.MemberID, &p.Date, "memberId"); err != nil {
		return nil, none, err
	}
	var stored *Standup
	receipt, err := s.log.Do(ctx, p.WorkspaceID, activity.By(v, p.WorkspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		old, err := lockDay(ctx, tx, p.WorkspaceID, p.MemberID, p.Date)
		if err != nil {
			return nil, err
		}
		if old != nil && (!old.IsInferred() || same(old.Yesterday, row.Yesterday) && same(old.Today, row.Today)) {
			stored = old
			return nil, nil
		}
		if stored, err = put(ctx, tx, row); err != nil {
			return nil, fmt.Errorf("storing an inferred standup: %w", err)
		}
		return entry(activity.Inferred, stored, "inferred the standup of "+stored.Date.String(), activity.Diff{}), nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return stored, receipt, nil
}

// Delete takes back the person's own standup of their present day. The id is returned. Rejection: CLOSED_PERIOD.
func (s *Service) Delete(ctx context.Context, v *authz.Viewer, standupID uuid.UUID) (activity.Receipt, error) {
	none := activity.Receipt{}
	rows, err := read(ctx, s.db, v.WorkspaceIDs(), []uuid.UUID{standupID})
	if err != nil {
		return none, err
	}
	row := rows[standupID]
	if row == nil {
		if earlier, err := s.log.Earlier(ctx, v); earlier != nil || err != nil {
			return *cmp.Or(earlier, &none), err
		}
		return none, fault.Missing()
	}
	if err := authz.WriteOwnRow(v, row); err != nil {
		return none, err
	}
	p, err := member.Read(ctx, s.db, row.WorkspaceID, row.MemberID)
	if err != nil {
		return none, fmt.Errorf("reading a person: %w", err)
	}
	if row.Date != p.Today(s.now()) {
		return none, check.Reject(check.ClosedPeriod, "id", "only the standup of the present day can be taken back")
	}
	return s.log.Do(ctx, row.WorkspaceID, activity.By(v, row.WorkspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		gone, err := tx.NewDelete().Model((*Standup)(nil)).Where("s.workspace_id = ?", row.WorkspaceID).Where("s.id = ?", row.ID).Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("deleting a standup: %w", err)
		}
		if n, _ := gone.RowsAffected(); n == 0 {
			return nil, fault.Missing()
		}
		return entry(activity.Deleted, row, "took back the standup of "+row.Date.String(), activity.Diff{}), nil
	})
}

// setTexts checks and normalises the three texts; words that mean "no blocker" become none.
func (r *Standup) setTexts(yesterday, today, blockers *string) error {
	var l check.List
	r.Yesterday = l.OptionalText("yesterday", yesterday, MaxText)
	r.Today = l.OptionalText("today", today, MaxText)
	r.BlockersText = l.OptionalText("blockers", blockers, MaxText)
	if err := l.Err(); err != nil {
		return err
	}
	if r.BlockersText != nil && standuptext.IsNone(*r.BlockersText) {
		r.BlockersText = nil
		if r.Yesterday == nil && r.Today == nil {
			return nil // "no blockers" alone says something
		}
	}
	if r.Yesterday == nil && r.Today == nil && r.BlockersText == nil {
		return check.Reject(check.Required, "", "at least one of yesterday, today and blockers must say something")
	}
	return nil
}

// allowedDay is the day to write to: today for the person by default, never a day that has not begun for them.
func (s *Service) allowedDay(ctx context.Context, workspaceID, memberID uuid.UUID, date *day.Date, personField string) (day.Date, error) {
	p, err := member.Present(ctx, s.db, workspaceID, memberID, personField)
	if err != nil {
		return day.Date{}, err
	}
	today := p.Today(s.now())
	if date == nil {
		return today, nil
	}
	if date.After(today) {
		return day.Date{}, check.Reject(check.FutureDate, "date", "the day has not begun for this person: it is %s there", today)
	}
	return *date, nil
}

// allowedSource: by default what the credential tells; Slack's sources need consent, which Store looks at; INFERRED is never
// given (R2, R16).
func allowedSource(v *authz.Viewer, asked *Source) (Source, error) {
	if asked == nil {
		if v.SessionID != uuid.Nil {
			return Web, nil
		}
		return API, nil
	}
	switch *asked {
	case Web, API, SlackCommand, SlackChannel:
		return *asked, nil
	}
	return "", check.Reject(check.Invalid, "source", "this source is set by the server only")
}

func entry(action activity.Action, s *Standup, title string, d activity.Diff) *activity.Entry {
	return &activity.Entry{Action: action, EntityType: activity.Standup, EntityID: s.ID, SubjectID: &s.MemberID,
		Visibility: activity.ToSubject, SubjectName: "Standup " + s.Date.String(), Title: title, Changes: d.Changes,
		Metadata: map[string]any{"date": s.Date.String(), "source": string(s.Source), "version": s.Version}}
}

// difference tells which fields changed; the texts themselves never enter the log.
func difference(old, now *Standup) activity.Diff {
	var d activity.Diff
	d.Text("source", old.Source, now.Source)
	d.Guarded("yesterday", !same(old.Yesterday, now.Yesterday))
	d.Guarded("today", !same(old.Today, now.Today))
	d.Guarded("blockers", !same(old.BlockersText, now.BlockersText))
	return d
}

func same(a, b *string) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }
