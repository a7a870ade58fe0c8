// Package apitoken holds the credentials of programs: personal tokens act as their owner, service tokens as themselves
// within their scopes. Only the SHA-256 of a secret is stored.
package apitoken

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/page"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Token is a credential without its secret. MemberID is nil for service tokens, CreatorID for tokens made by the operator.
type Token struct {
	bun.BaseModel `bun:"table:api_tokens,alias:t"`

	WorkspaceID uuid.UUID
	ID          uuid.UUID
	MemberID    *uuid.UUID
	Name        string
	Scopes      []string `bun:",array,nullzero"`
	TokenHash   []byte   `bun:"type:bytea"`
	CreatorID   *uuid.UUID
	CreatedAt   time.Time `bun:",nullzero,default:clock_timestamp()"`
	ExpiresAt   *time.Time
	RevokedAt   *time.Time
	LastUsedAt  *time.Time
}

// NodeID is the public id.
func (t *Token) NodeID() id.ID { return id.Of(id.Token, t.ID) }

// Owner is the member whose personal token it is.
func (t *Token) Owner() (workspaceID, memberID uuid.UUID) {
	if t.MemberID == nil {
		return t.WorkspaceID, uuid.Nil
	}
	return t.WorkspaceID, *t.MemberID
}

// ScopeList is the scopes, empty for a personal token without bounds.
func (t *Token) ScopeList() []string {
	if t.Scopes == nil {
		return []string{}
	}
	return t.Scopes
}

// Beginnings of secrets: they tell the kind of credential.
const (
	secretPrefix = "dbk_"
	feedPrefix   = "dbf_"
)

// newSecret makes a secret: the prefix, the workspace (so that a look-up stays in it) and 256 random bits.
func newSecret(prefix string, workspaceID uuid.UUID) string {
	b := make([]byte, 32)
	rand.Read(b)
	return prefix + id.Of(id.Workspace, workspaceID).String()[4:] + "_" + base64.RawURLEncoding.EncodeToString(b)
}

// WorkspaceOf reads the workspace out of a secret, and whether it is that of a feed token; ok is false when it is not of a
// token's form.
func WorkspaceOf(secret string) (workspaceID uuid.UUID, feed, ok bool) {
	rest, found := strings.CutPrefix(secret, secretPrefix)
	if !found {
		rest, feed = strings.CutPrefix(secret, feedPrefix)
	}
	if !found && !feed || len(rest) != 26+1+43 || rest[26] != '_' {
		return uuid.Nil, false, false
	}
	parsed, err := id.Parse(id.Workspace.Prefix() + rest[:26])
	return parsed.UUID, feed, err == nil
}

// Hash is what is stored of a secret.
func Hash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// Newest first: ids are made in order of time.
var order = page.Order{Expr: "t.id", Type: "uuid", Desc: true}

// Service reads and changes tokens under a viewer's rights.
type Service struct {
	db  *bun.DB
	log *activity.Log
}

// NewService makes a service.
func NewService(db *bun.DB, log *activity.Log) *Service { return &Service{db: db, log: log} }

// Mine is a page of the viewer's personal tokens over all their workspaces, newest first.
func (s *Service) Mine(ctx context.Context, v *authz.Viewer, args page.Args, seal page.Seal) (*page.Connection[*Token], error) {
	return postgres.Connect(ctx, s.db, func() *bun.SelectQuery {
		return s.db.NewSelect().Model((*Token)(nil)).Where("t.workspace_id IN (?)", postgres.In(v.WorkspaceIDs())).
			Where("t.member_id IN (?)", postgres.In(v.MemberIDs()))
	}, order, args, seal, key)
}

// List is a page of all tokens of a workspace, newest first, for its admins.
func (s *Service) List(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, args page.Args, seal page.Seal) (*page.Connection[*Token], error) {
	if !v.IsAdmin(workspaceID) {
		return nil, authz.Forbidden([]authz.Audience{authz.Admin})
	}
	return postgres.Connect(ctx, s.db, func() *bun.SelectQuery {
		return s.db.NewSelect().Model((*Token)(nil)).Where("t.workspace_id = ?", workspaceID)
	}, order, args, seal, key)
}

func key(t *Token) page.Key { return page.Key{Value: t.ID.String()} }

// ByIDs reads the tokens the viewer may see: their own, and all for admins. Others are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Token, error) {
	rows, err := s.read(ctx, v.WorkspaceIDs(), ids)
	if err != nil {
		return nil, err
	}
	for id, t := range rows {
		if !authz.Visible(v, t, []authz.Audience{authz.Self, authz.Admin}) {
			delete(rows, id)
		}
	}
	return rows, nil
}

// Names reads the names of tokens of the viewer's workspaces, as actors of activities.
func (s *Service) Names(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := s.read(ctx, v.WorkspaceIDs(), ids)
	names := make(map[uuid.UUID]string, len(rows))
	for id, t := range rows {
		names[id] = t.Name
	}
	return names, err
}

func (s *Service) read(ctx context.Context, workspaceIDs, ids []uuid.UUID) (map[uuid.UUID]*Token, error) {
	var rows []*Token
	err := s.db.NewSelect().Model(&rows).Where("t.workspace_id IN (?)", postgres.In(workspaceIDs)).Where("t.id IN (?)", postgres.In(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading tokens: %w", err)
	}
	byID := make(map[uuid.UUID]*Token, len(rows))
	for _, t := range rows {
		byID[t.ID] = t
	}
	return byID, nil
}

// CreateParams say what a token is for. Days is how long it is good, nil for ever.
type CreateParams struct {
	WorkspaceID uuid.UUID
	Name        string
	Service     bool
	Scopes      []string
	Days        *int
	MemberID    *uuid.UUID // whose personal token; for the operator
}

// Create makes a token and returns its secret, once: personal for the caller, for the service by an admin. Rejections:
// REQUIRED, INVALID, TOO_LONG, OUT_OF_RANGE.
func (s *Service) Create(ctx context.Context, v *authz.Viewer, p CreateParams) (*Token, string, activity.Receipt, error) {
	m, err := authz.Reach(v, p.WorkspaceID)
	if err != nil {
		return nil, "", activity.Receipt{}, err
	}
	// A token must not make more of itself: only sessions and tokens without bounds create.
	if v.IsService() || v.Scopes != nil || p.Service && !v.IsAdmin(p.WorkspaceID) {
		return nil, "", activity.Receipt{}, authz.NotAllowed()
	}
	p.MemberID = &m.MemberID
	if p.Service {
		p.MemberID = nil
	}
	return s.Issue(ctx, activity.By(v, p.WorkspaceID), p)
}

// Issue is Create for the operator.
func (s *Service) Issue(ctx context.Context, by activity.Actor, p CreateParams) (*Token, string, activity.Receipt, error) {
	if err := p.check(); err != nil {
		return nil, "", activity.Receipt{}, err
	}
	secret := newSecret(secretPrefix, p.WorkspaceID)
	t := &Token{WorkspaceID: p.WorkspaceID, ID: id.New(), MemberID: p.MemberID, Name: p.Name, TokenHash: Hash(secret)}
	if len(p.Scopes) > 0 {
		t.Scopes = p.Scopes
	}
	if by.Kind == authz.KindHuman {
		t.CreatorID = by.ID
	}
	if p.Days != nil {
		end := time.Now().UTC().AddDate(0, 0, *p.Days)
		t.ExpiresAt = &end
	}
	receipt, err := s.log.Do(ctx, p.WorkspaceID, by, func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		if _, err := tx.NewInsert().Model(t).Returning("created_at").Exec(ctx); err != nil {
			return nil, fmt.Errorf("inserting a token: %w", err)
		}
		return entry(activity.Created, t, "created an API token"), nil
	})
	if err != nil {
		return nil, "", receipt, err
	}
	return t, secret, receipt, nil
}

func (p *CreateParams) check() error {
	var l check.List
	p.Name = l.Line("name", p.Name, 100)
	if p.Service && len(p.Scopes) == 0 {
		l.Add(check.Required, "scopes", "a service token needs at least one scope")
	}
	for _, s := range p.Scopes {
		if !authz.KnownScope(s) {
			l.Add(check.Invalid, "scopes", "there is no such scope: the scopes are %s", strings.Join(authz.AllScopes, ", "))
			break
		}
	}
	if p.Days != nil && (*p.Days < 1 || *p.Days > 3650) {
		l.Add(check.OutOfRange, "expiresInDays", "1 to 3650 days are allowed")
	}
	return l.Err()
}

// Revoke ends a token at once, open streams included. One that is revoked stays so.
func (s *Service) Revoke(ctx context.Context, v *authz.Viewer, tokenID uuid.UUID) (*Token, activity.Receipt, error) {
	if v.IsService() {
		return nil, activity.Receipt{}, authz.NotAllowed()
	}
	known, err := s.ByIDs(ctx, v, []uuid.UUID{tokenID})
	if err != nil {
		return nil, activity.Receipt{}, err
	}
	t := known[tokenID]
	if t == nil {
		return nil, activity.Receipt{}, fault.Missing()
	}
	if v.Scopes != nil && v.TokenID != t.ID {
		return nil, activity.Receipt{}, authz.NotAllowed()
	}
	receipt, err := s.log.Do(ctx, t.WorkspaceID, activity.By(v, t.WorkspaceID), func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		if err := postgres.Lock(ctx, tx, t, t.WorkspaceID, t.ID); err != nil {
			return nil, postgres.Missing(err)
		}
		if t.RevokedAt != nil {
			return nil, nil
		}
		_, err := tx.NewUpdate().Model(t).Set("revoked_at = clock_timestamp()").Where("workspace_id = ?", t.WorkspaceID).
			Where("id = ?", t.ID).Returning("revoked_at").Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("revoking a token: %w", err)
		}
		return entry(activity.Deleted, t, "revoked an API token"), nil
	})
	if err != nil {
		return nil, receipt, err
	}
	return t, receipt, nil
}

func entry(action activity.Action, t *Token, title string) *activity.Entry {
	return &activity.Entry{Action: action, EntityType: activity.Integration, EntityID: t.ID, SubjectID: t.MemberID,
		Visibility: activity.ToAdmins, SubjectName: t.Name, Title: title}
}

// Touch notes that a token is used, at most once a minute.
func Touch(ctx context.Context, db bun.IDB, workspaceID, tokenID uuid.UUID, before time.Time) error {
	if time.Since(before) < time.Minute {
		return nil
	}
	_, err := db.NewRaw("update api_tokens set last_used_at = date_trunc('minute', clock_timestamp()) where workspace_id = ? and id = ?",
		workspaceID, tokenID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("noting a token's use: %w", err)
	}
	return nil
}

// RevokeAllOf ends all personal tokens of a member, and their feed tokens.
func RevokeAllOf(ctx context.Context, tx bun.IDB, workspaceID, memberID uuid.UUID) error {
	if _, err := tx.NewRaw("delete from feed_tokens where workspace_id = ? and member_id = ?", workspaceID, memberID).Exec(ctx); err != nil {
		return fmt.Errorf("ending a member's feed tokens: %w", err)
	}
	_, err := tx.NewRaw("update api_tokens set revoked_at = clock_timestamp() where workspace_id = ? and member_id = ? and revoked_at is null",
		workspaceID, memberID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("revoking a member's tokens: %w", err)
	}
	return nil
}
