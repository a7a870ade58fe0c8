package blocker

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/id"
	"daybook/internal/standup"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Bounds of a policy.
const (
	MaxRules   = 20
	MaxMinutes = 43_200 // 30 days
)

// Rule tells levels of blockers of a severity that stay unresolved.
type Rule struct {
	Severity          Severity `json:"severity"`
	AfterMinutes      int      `json:"afterMinutes"` // since it was opened
	Levels            []Level  `json:"levels"`
	BusinessHoursOnly bool     `json:"businessHoursOnly"`
}

// due is when the rule's levels are told of a blocker.
func (r *Rule) due(openedAt time.Time, zone *time.Location) time.Time {
	after := time.Duration(r.AfterMinutes) * time.Minute
	if r.BusinessHoursOnly {
		return afterBusinessHours(openedAt, after, zone).UTC()
	}
	return openedAt.Add(after)
}

// Policy says to whom a workspace's blockers are escalated, and when. Version 0 are the defaults, which need no row.
type Policy struct {
	bun.BaseModel `bun:"table:escalation_policies,alias:p"`

	WorkspaceID uuid.UUID
	Rules       []*Rule `bun:"type:jsonb"`
	Version     int
}

// NodeID is the public id.
func (p *Policy) NodeID() id.ID { return id.Of(id.EscalationPolicy, p.WorkspaceID) }

// DefaultRules are those of a workspace that never set any; low blockers are not escalated.
func DefaultRules() []*Rule {
	rule := func(s Severity, hours int, l Level) *Rule {
		return &Rule{Severity: s, AfterMinutes: hours * 60, Levels: []Level{l}}
	}
	return []*Rule{
		rule(standup.Critical, 4, Manager), rule(standup.Critical, 8, Director), rule(standup.Critical, 24, VP),
		rule(standup.High, 24, Manager), rule(standup.High, 48, Director), rule(standup.High, 96, VP),
		rule(standup.Medium, 48, Manager),
	}
}

// Policy reads it for an admin of the workspace. Errors: NOT_FOUND, FORBIDDEN.
func (s *Service) Policy(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID) (*Policy, error) {
	if err := authz.AdminOnly(v, workspaceID); err != nil {
		return nil, err
	}
	return readPolicy(ctx, s.db.NewSelect(), workspaceID)
}

func readPolicy(ctx context.Context, q *bun.SelectQuery, workspaceID uuid.UUID) (*Policy, error) {
	p := new(Policy)
	err := q.Model(p).Where("p.workspace_id = ?", workspaceID).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return &Policy{WorkspaceID: workspaceID, Rules: DefaultRules()}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading a workspace's escalation policy: %w", err)
	}
	return p, nil
}

// SetPolicy stores the rules. version is the one they are based on, 0 for the defaults. Errors: NOT_FOUND, FORBIDDEN.
// Rejections: REQUIRED, INVALID, OUT_OF_RANGE, CONFLICT.
func (s *Service) SetPolicy(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, rules []*Rule, version int) (*Policy, activity.Receipt, error) {
	none := activity.Receipt{}
	if err := authz.ChangeSettings(v, workspaceID); err != nil {
		return nil, none, err
	}
	if err := checkRules(rules); err != nil {
		return nil, none, err
	}
	var row *Policy
	receipt, err := s.log.Do(ctx, workspaceID, activity.By(v, workspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		var err error
		if row, err = readPolicy(ctx, tx.NewSelect().For("NO KEY UPDATE"), workspaceID); err != nil {
			return nil, err
		}
		if row.Version != version {
			return nil, check.Stale(row.Version)
		}
		var d activity.Diff
		for _, severity := range []Severity{standup.Critical, standup.High, standup.Medium, standup.Low} {
			d.Text("escalation."+string(severity), said(row.Rules, severity), said(rules, severity))
		}
		if !d.Any() {
			return nil, nil
		}
		row.Rules = append([]*Rule{}, rules...) // none are an empty list
		if err := row.store(ctx, tx); err != nil {
			return nil, err
		}
		return &activity.Entry{Action: activity.SettingsUpdated, EntityType: activity.Workspace, EntityID: workspaceID,
			Visibility: activity.ToAdmins, Title: "changed the escalation of blockers", Changes: d.Changes,
			Metadata: map[string]any{"rules": len(rules), "version": row.Version}}, nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return row, receipt, nil
}

// store counts the version up. The first row of a workspace is made by one: who comes second finds it changed.
func (p *Policy) store(ctx context.Context, tx bun.IDB) error {
	p.Version++
	done, err := tx.NewInsert().Model(p).On("CONFLICT (workspace_id) DO UPDATE").
		Set("rules = excluded.rules, version = excluded.version, updated_at = clock_timestamp()").
		Where("p.version = ?", p.Version-1).Exec(ctx)
	if err != nil {
		return fmt.Errorf("storing a workspace's escalation policy: %w", err)
	}
	if n, _ := done.RowsAffected(); n == 1 {
		return nil
	}
	present, err := readPolicy(ctx, tx.NewSelect(), p.WorkspaceID)
	if err != nil {
		return err
	}
	return check.Stale(present.Version)
}

// checkRules refuses rules that don't tell one level after the other: of a severity each level is told at most once, and none
// before the one below it. Business hours take longer than hours, so what follows them counts them too.
func checkRules(rules []*Rule) error {
	var l check.List
	if len(rules) > MaxRules {
		l.Add(check.OutOfRange, "rules", "at most %d rules are allowed", MaxRules)
		return l.Err()
	}
	told := map[Severity]map[Level]*Rule{}
	for n, r := range rules {
		field := fmt.Sprintf("rules.%d.", n)
		if r.AfterMinutes < 1 || r.AfterMinutes > MaxMinutes {
			l.Add(check.OutOfRange, field+"afterMinutes", "1 to %d minutes are expected", MaxMinutes)
		}
		if len(r.Levels) == 0 {
			l.Add(check.Required, field+"levels", "a rule tells at least one level")
		}
		if told[r.Severity] == nil {
			told[r.Severity] = map[Level]*Rule{}
		}
		for _, level := range r.Levels {
			if told[r.Severity][level] != nil {
				l.Add(check.Invalid, field+"levels", "the %s is told of %s blockers already", level.called(), r.Severity)
			}
			told[r.Severity][level] = r
		}
	}
	for n, r := range rules {
		for _, level := range r.Levels {
			for _, below := range levels[:level.step()-1] {
				if first := told[r.Severity][below]; first != nil && (r.AfterMinutes < first.AfterMinutes || first.BusinessHoursOnly && !r.BusinessHoursOnly) {
					l.Add(check.Invalid, fmt.Sprintf("rules.%d.afterMinutes", n), "the %s would be told before the %s", level.called(), below.called())
				}
			}
		}
	}
	return l.Err()
}

// said is what rules say of a severity, for the log.
func said(rules []*Rule, severity Severity) string {
	var parts []string
	for _, level := range levels {
		for _, r := range rules {
			if r.Severity != severity || !slices.Contains(r.Levels, level) {
				continue
			}
			hours := ""
			if r.BusinessHoursOnly {
				hours = " of business hours"
			}
			parts = append(parts, fmt.Sprintf("%s after %d min%s", level.called(), r.AfterMinutes, hours))
		}
	}
	return cmp.Or(strings.Join(parts, ", "), "nobody")
}
