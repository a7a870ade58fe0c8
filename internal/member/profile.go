package member

import (
	"context"
	"fmt"

	"daybook/internal/account"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// ProfileParams are what a person says of themselves; nil stays as it is.
type ProfileParams struct {
	MemberID              uuid.UUID
	DisplayName, TimeZone *string
}

// UpdateProfile changes the viewer's own name and time zone in a workspace. The account follows, so that the person is
// greeted by what they chose last; other workspaces don't. The name does not enter the log. Errors: NOT_FOUND, FORBIDDEN.
// Rejections: INVALID, REQUIRED, TOO_LONG.
func (s *Service) UpdateProfile(ctx context.Context, v *authz.Viewer, p ProfileParams) (*Member, activity.Receipt, error) {
	return s.change(ctx, v, p.MemberID, func(ctx context.Context, tx bun.Tx, m *Member) (*activity.Entry, error) {
		if err := authz.SetForSelf(v, m.WorkspaceID, m.ID, authz.DirectoryWrite); err != nil {
			return nil, err
		}
		if err := p.check(); err != nil {
			return nil, err
		}
		var d activity.Diff
		if p.DisplayName != nil {
			d.Guarded("displayName", m.DisplayName != *p.DisplayName)
			m.DisplayName = *p.DisplayName
		}
		if p.TimeZone != nil {
			d.Text("timeZone", m.TimeZone, *p.TimeZone)
			m.TimeZone = *p.TimeZone
		}
		if !d.Any() {
			return nil, nil
		}
		if err := account.Follow(ctx, tx, m.AccountID, m.DisplayName, m.TimeZone); err != nil {
			return nil, fmt.Errorf("changing a profile: %w", err)
		}
		return entry(activity.Updated, m, "changed their profile", d), nil
	})
}

func (p *ProfileParams) check() error {
	var l check.List
	if p.DisplayName != nil {
		*p.DisplayName = l.Line("displayName", *p.DisplayName, 200)
	}
	if p.TimeZone != nil {
		if _, err := day.Zone(*p.TimeZone); err != nil {
			l.Add(check.Invalid, "timeZone", "this is not an IANA time zone, such as Europe/Berlin")
		}
	}
	return l.Err()
}
