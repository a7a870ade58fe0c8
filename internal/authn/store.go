package authn

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"daybook/internal/authz"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// row is a credential with the person and their memberships, read in one statement.
type row struct {
	TokenHash   []byte
	SessionID   uuid.UUID
	TokenID     uuid.UUID
	AccountID   *uuid.UUID
	WorkspaceID uuid.UUID
	DisplayName string
	Email       string
	TimeZone    string
	Scopes      []string `bun:",array"`
	Service     bool
	Feed        bool
	LastSeenAt  *time.Time
	ExpiresAt   *time.Time
	LastUsedAt  *time.Time
	Memberships json.RawMessage
}

// membershipsSQL is the account's places (acc), bounded to one workspace when it is not null.
const membershipsSQL = `
coalesce((select json_agg(json_build_object('WorkspaceID', m.workspace_id, 'MemberID', m.id, 'Role', m.role, 'JoinedAt', m.joined_at,
    'Projects', (select coalesce(json_agg(pm.project_id order by pm.project_id), '[]') from project_members pm
                 where pm.workspace_id = m.workspace_id and pm.member_id = m.id)) order by m.joined_at, m.workspace_id)
  from members m where m.workspace_id = any(acc.workspace_ids) and m.account_id = acc.id and m.removed_at is null %s), '[]') as memberships`

var sessionSQL = `
select s.token_hash, s.id as session_id, s.account_id, s.expires_at, s.last_seen_at, acc.display_name, acc.email, acc.time_zone, ` + fmt.Sprintf(membershipsSQL, "") + `
from sessions s join accounts acc on acc.id = s.account_id
where s.revoked_at is null and s.expires_at > clock_timestamp() and ?`

var tokenSQL = `
select t.token_hash, t.id as token_id, t.workspace_id, t.scopes, t.expires_at, t.last_used_at, t.member_id is null as service, acc.id as account_id,
  coalesce(acc.display_name, t.name) as display_name, coalesce(acc.email, '') as email, coalesce(acc.time_zone, '') as time_zone,
  ` + fmt.Sprintf(membershipsSQL, "and m.workspace_id = t.workspace_id") + `
from api_tokens t
left join members own on own.workspace_id = t.workspace_id and own.id = t.member_id and own.removed_at is null
left join accounts acc on acc.id = own.account_id
where t.revoked_at is null and (t.expires_at is null or t.expires_at > clock_timestamp())
  and (t.member_id is null or acc.id is not null) and ?`

// A feed token is good as long as what made it is.
var feedSQL = `
select f.token_hash, f.id as token_id, f.workspace_id, array['` + authz.ActivityRead + `'] as scopes, true as feed, acc.id as account_id,
  least(f.expires_at, (select s.expires_at from sessions s where s.id = f.session_id),
    (select t.expires_at from api_tokens t where t.workspace_id = f.workspace_id and t.id = f.token_id)) as expires_at,
  acc.display_name, acc.email, acc.time_zone,
  ` + fmt.Sprintf(membershipsSQL, "and m.workspace_id = f.workspace_id") + `
from feed_tokens f
join members own on own.workspace_id = f.workspace_id and own.id = f.member_id and own.removed_at is null
join accounts acc on acc.id = own.account_id
where f.expires_at > clock_timestamp() and (
    exists (select 1 from sessions s where s.id = f.session_id and s.account_id = own.account_id
      and s.revoked_at is null and s.expires_at > clock_timestamp())
    or exists (select 1 from api_tokens t where t.workspace_id = f.workspace_id and t.id = f.token_id
      and t.revoked_at is null and (t.expires_at is null or t.expires_at > clock_timestamp()))
  ) and ?`

// kind is a kind of credential: how it is read, and found by its ids or its hashes. Of sessions no workspace is known.
type kind struct{ sql, ids, hashes string }

var (
	sessions   = kind{sessionSQL, "s.id in (?1)", "s.token_hash in (?1)"}
	tokens     = kind{tokenSQL, "t.workspace_id in (?0) and t.id in (?1)", "t.workspace_id in (?0) and t.token_hash in (?1)"}
	feedTokens = kind{feedSQL, "f.workspace_id in (?0) and f.id in (?1)", "f.workspace_id in (?0) and f.token_hash in (?1)"}
)

// load reads those credentials that are good, in one statement.
func (s *Service) load(ctx context.Context, sql, where string, args ...any) ([]row, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	var rows []row
	if err := s.rights.NewRaw(sql, bun.SafeQuery(where, args...)).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("recognising a credential: %w", err)
	}
	return rows, nil
}

func (r *row) viewer() (*authz.Viewer, error) {
	v := &authz.Viewer{Kind: authz.KindHuman, SessionID: r.SessionID, TokenID: r.TokenID, DisplayName: r.DisplayName,
		Email: r.Email, TimeZone: r.TimeZone, Scopes: r.Scopes, Feed: r.Feed}
	if r.AccountID != nil {
		v.AccountID = *r.AccountID
	}
	if r.ExpiresAt != nil {
		v.ExpiresAt = *r.ExpiresAt
	}
	if r.LastSeenAt != nil {
		v.SessionSeen = *r.LastSeenAt
	}
	if r.LastUsedAt != nil {
		v.TokenUsed = *r.LastUsedAt
	}
	if r.Service {
		v.Kind = authz.KindService
		v.Memberships = []authz.Membership{{WorkspaceID: r.WorkspaceID}}
		return v, nil
	}
	if err := json.Unmarshal(r.Memberships, &v.Memberships); err != nil {
		return nil, fmt.Errorf("reading memberships: %w", err)
	}
	return v, nil
}
