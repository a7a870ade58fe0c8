// Package slack keeps who agreed that what they write in Slack becomes standups (R16). Nothing from Slack is stored of a
// person who has not; switching it off stops new rows and leaves those that are there.
package slack

import (
	"context"
	"fmt"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/member"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Tracking is what a person agreed to. Without a row they never said anything.
type Tracking struct {
	bun.BaseModel `bun:"table:slack_tracking,alias:st"`

	WorkspaceID  uuid.UUID
	MemberID     uuid.UUID
	ConsentedAt  time.Time
	RevokedAt    *time.Time // nil while the consent holds
	Enabled      bool
	LastIngestAt *time.Time // of the last standup from Slack
}

// Owner is the person.
func (t *Tracking) Owner() (workspaceID, memberID uuid.UUID) { return t.WorkspaceID, t.MemberID }

func (t *Tracking) consents() bool { return t != nil && t.RevokedAt == nil }

// Service reads and changes consent under a viewer's rights.
type Service struct {
	db  *bun.DB
	log *activity.Log
}

// NewService makes a service.
func NewService(db *bun.DB, log *activity.Log) *Service { return &Service{db: db, log: log} }

// ByMembers reads what members agreed to, by the member: the viewer's own, and everyone's for admins. Others, and those who
// never said anything, are missing from the map.
func (s *Service) ByMembers(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Tracking, error) {
	var rows []*Tracking
	err := s.db.NewSelect().Model(&rows).Where("st.workspace_id IN (?)", postgres.In(v.WorkspaceIDs())).
		Where("st.member_id IN (?)", postgres.In(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading consent: %w", err)
	}
	byMember := make(map[uuid.UUID]*Tracking, len(rows))
	for _, t := range rows {
		if authz.Visible(v, t, []authz.Audience{authz.Self, authz.Admin}) {
			byMember[t.MemberID] = t
		}
	}
	return byMember, nil
}

// SetParams say what a person wants; nil stays as it is. Enabled follows Consent where only that is given.
type SetParams struct {
	MemberID         uuid.UUID
	Consent, Enabled *bool
}

// Set gives or takes back the viewer's own consent, and switches the reading on and off. The result is nil for who never
// agreed. Errors: NOT_FOUND, FORBIDDEN. Rejection: CONSENT_REQUIRED.
func (s *Service) Set(ctx context.Context, v *authz.Viewer, p SetParams) (*Tracking, activity.Receipt, error) {
	none := activity.Receipt{}
	workspaceID, err := s.workspaceOf(ctx, v, p.MemberID)
	if err != nil {
		return nil, none, err
	}
	if err := authz.SetForSelf(v, workspaceID, p.MemberID, authz.TrackingWrite); err != nil {
		return nil, none, err
	}
	var now *Tracking
	receipt, err := s.log.Do(ctx, workspaceID, activity.By(v, workspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		if err := member.LockDays(ctx, tx, workspaceID, p.MemberID); err != nil { // writers from Slack wait
			return nil, err
		}
		old, err := read(ctx, tx, workspaceID, p.MemberID)
		if err != nil {
			return nil, err
		}
		consent, enabled, err := p.decide(old)
		if err != nil {
			return nil, err
		}
		now = old
		if old == nil && !consent || old != nil && consent == old.consents() && enabled == old.Enabled {
			return nil, nil
		}
		if now, err = store(ctx, tx, workspaceID, p.MemberID, consent, enabled); err != nil {
			return nil, err
		}
		var d activity.Diff
		d.Text("consent", old.consents(), consent)
		d.Text("enabled", old != nil && old.Enabled, enabled)
		return &activity.Entry{Action: activity.ConsentChanged, EntityType: activity.User, EntityID: p.MemberID, SubjectID: &p.MemberID,
			Visibility: activity.ToSubject, Title: "changed their consent to Slack tracking", Changes: d.Changes,
			Metadata: map[string]any{"consent": consent, "enabled": enabled}}, nil
	})
	return now, receipt, err
}

// workspaceOf finds the workspace of a member the viewer can see. Error: NOT_FOUND.
func (s *Service) workspaceOf(ctx context.Context, v *authz.Viewer, memberID uuid.UUID) (uuid.UUID, error) {
	var found []uuid.UUID
	err := s.db.NewRaw("select workspace_id from members where workspace_id in (?) and id = ? and removed_at is null",
		postgres.In(v.WorkspaceIDs()), memberID).Scan(ctx, &found)
	if err != nil {
		return uuid.Nil, fmt.Errorf("finding a member's workspace: %w", err)
	}
	if len(found) == 0 {
		return uuid.Nil, fault.Missing()
	}
	return found[0], nil
}

func (p SetParams) decide(old *Tracking) (consent, enabled bool, err error) {
	consent, enabled = old.consents(), old != nil && old.Enabled
	if p.Consent != nil {
		consent, enabled = *p.Consent, *p.Consent
	}
	if p.Enabled != nil {
		enabled = *p.Enabled
	}
	if enabled && !consent {
		return false, false, check.Reject(check.ConsentRequired, "enabled", "messages are read with your consent only")
	}
	return consent, enabled, nil
}

func read(ctx context.Context, tx bun.IDB, workspaceID, memberID uuid.UUID) (*Tracking, error) {
	var rows []*Tracking
	err := tx.NewSelect().Model(&rows).Where("st.workspace_id = ?", workspaceID).Where("st.member_id = ?", memberID).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading consent: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil //nolint:nilnil // absence is the answer here
	}
	return rows[0], nil
}

// store keeps when the consent was given first and taken back last; one that is given again begins anew.
func store(ctx context.Context, tx bun.IDB, workspaceID, memberID uuid.UUID, consent, enabled bool) (*Tracking, error) {
	t := new(Tracking)
	err := tx.NewRaw(`
		insert into slack_tracking as st (workspace_id, member_id, consented_at, enabled) values (?0, ?1, clock_timestamp(), ?3)
		on conflict (workspace_id, member_id) do update set
		  consented_at = case when ?2 and st.revoked_at is not null then clock_timestamp() else st.consented_at end,
		  revoked_at = case when ?2 then null else coalesce(st.revoked_at, clock_timestamp()) end,
		  enabled = ?3
		returning *`, workspaceID, memberID, consent, enabled).Scan(ctx, t)
	if err != nil {
		return nil, fmt.Errorf("storing consent: %w", err)
	}
	return t, nil
}

// Ingest notes that a row from Slack is stored, in that row's transaction, which holds the person's days. Rejection:
// CONSENT_REQUIRED at source when the person did not agree, or has switched it off.
func Ingest(ctx context.Context, tx bun.IDB, workspaceID, memberID uuid.UUID) error {
	done, err := tx.NewRaw("update slack_tracking set last_ingest_at = clock_timestamp() where workspace_id = ? and member_id = ? and enabled",
		workspaceID, memberID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("noting a row from Slack: %w", err)
	}
	if n, _ := done.RowsAffected(); n == 0 {
		return check.Reject(check.ConsentRequired, "source", "the person has not agreed to standups from Slack")
	}
	return nil
}
