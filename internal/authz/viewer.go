// Package authz is the one room where rights are decided: pure functions over a Viewer, no database, no GraphQL.
//
// A Viewer is a snapshot of who asks, where they are a member and what they may open. Whoever answers over a longer
// time (a stream) takes a fresh snapshot when rights may have changed.
package authz

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// Role is what a member may do in a workspace.
type Role string

// The roles, strongest first.
const (
	RoleOwner  Role = "owner"
	RoleAdmin  Role = "admin"
	RoleMember Role = "member"
)

// Kind is what kind of caller a Viewer is.
type Kind string

// The kinds of caller.
const (
	KindHuman   Kind = "human"
	KindService Kind = "service"
	KindSystem  Kind = "system"
	KindDeleted Kind = "deleted"
)

// Membership is a Viewer's place in one workspace.
type Membership struct {
	WorkspaceID uuid.UUID
	MemberID    uuid.UUID // Nil for service tokens
	Role        Role      // empty for service tokens
	// Projects are the restricted projects the member belongs to. Admins and service tokens open all projects.
	Projects []uuid.UUID
	JoinedAt time.Time
}

// Viewer is who asks. The nil Viewer is nobody: it may see nothing.
type Viewer struct {
	Kind        Kind
	AccountID   uuid.UUID // Nil for service tokens
	TokenID     uuid.UUID // Nil for sessions
	SessionID   uuid.UUID // Nil for tokens
	SessionSeen time.Time // when the session was used before, to within minutes
	DisplayName string
	Email       string
	TimeZone    string
	// Feed tells that the credential is a feed token: it reads its member's activities and does nothing else.
	Feed bool
	// Scopes bound what a token may do. Nil means everything the person may.
	Scopes      []string
	Memberships []Membership
	// ExpiresAt is when the credential ends; zero for no end.
	ExpiresAt time.Time
	// TokenUsed is when the token was used before, to the minute; zero for never.
	TokenUsed time.Time
}

// Principal names the person or service behind the credential, the same for all their sessions and tokens.
func (v *Viewer) Principal() string {
	if v == nil {
		return ""
	}
	if v.Kind == KindService {
		return "t" + v.TokenID.String()
	}
	return "a" + v.AccountID.String()
}

// Same tells whether both are the same credential of the same person with the same rights. When it was used last is no
// part of that.
func (v *Viewer) Same(o *Viewer) bool {
	if v == nil || o == nil {
		return v == o
	}
	return v == o || v.Kind == o.Kind && v.AccountID == o.AccountID && v.TokenID == o.TokenID && v.SessionID == o.SessionID && v.Feed == o.Feed &&
		v.DisplayName == o.DisplayName && v.Email == o.Email && v.TimeZone == o.TimeZone &&
		(v.Scopes == nil) == (o.Scopes == nil) && slices.Equal(v.Scopes, o.Scopes) &&
		v.ExpiresAt.Equal(o.ExpiresAt) && slices.EqualFunc(v.Memberships, o.Memberships, Membership.same)
}

func (m Membership) same(o Membership) bool {
	return m.WorkspaceID == o.WorkspaceID && m.MemberID == o.MemberID && m.Role == o.Role && m.JoinedAt.Equal(o.JoinedAt) &&
		slices.Equal(m.Projects, o.Projects)
}

// In returns the membership in a workspace.
func (v *Viewer) In(workspaceID uuid.UUID) (Membership, bool) {
	if v == nil {
		return Membership{}, false
	}
	for _, m := range v.Memberships {
		if m.WorkspaceID == workspaceID {
			return m, true
		}
	}
	return Membership{}, false
}

// WorkspaceIDs are the workspaces the viewer belongs to.
func (v *Viewer) WorkspaceIDs() []uuid.UUID {
	if v == nil {
		return nil
	}
	ids := make([]uuid.UUID, len(v.Memberships))
	for i, m := range v.Memberships {
		ids[i] = m.WorkspaceID
	}
	return ids
}

// Is tells whether the viewer is this member.
func (v *Viewer) Is(workspaceID, memberID uuid.UUID) bool {
	m, ok := v.In(workspaceID)
	return ok && memberID != uuid.Nil && m.MemberID == memberID
}

// IsAdmin tells whether the viewer is an owner or admin of the workspace.
func (v *Viewer) IsAdmin(workspaceID uuid.UUID) bool {
	m, ok := v.In(workspaceID)
	return ok && m.admin()
}

// IsService tells whether the viewer is a service token.
func (v *Viewer) IsService() bool { return v != nil && v.Kind == KindService }

// MemberIDs are the viewer's own member ids over all workspaces.
func (v *Viewer) MemberIDs() []uuid.UUID {
	var ids []uuid.UUID
	for _, m := range v.Memberships {
		if m.MemberID != uuid.Nil {
			ids = append(ids, m.MemberID)
		}
	}
	return ids
}

func (m Membership) admin() bool { return m.Role == RoleOwner || m.Role == RoleAdmin }

// Holds tells whether the credential reaches the scope: a session holds all, a token what it was given.
func (v *Viewer) Holds(scope string) bool {
	return v != nil && (v.Scopes == nil || slices.Contains(v.Scopes, scope))
}

// Scopes a token can be given.
const (
	DirectoryRead  = "directory:read"
	DirectoryEmail = "directory:email"
	DirectoryWrite = "directory:write"
	WorkRead       = "work:read"
	WorkWrite      = "work:write"
	TrackingRead   = "tracking:read"
	TrackingWrite  = "tracking:write"
	TrackingInfer  = "tracking:infer"
	SentimentRead  = "sentiment:read"
	ActivityRead   = "activity:read"
	AuditRead      = "audit:read"
	ActivityWrite  = "activity:write"
	MetricsRead    = "metrics:read"
	ExportRead     = "export:read"
	ExportWrite    = "export:write"
)

// AllScopes are the scopes a token can be given, in the order shown.
var AllScopes = []string{
	DirectoryRead, DirectoryEmail, DirectoryWrite, WorkRead, WorkWrite, TrackingRead, TrackingWrite, TrackingInfer,
	SentimentRead, MetricsRead, ActivityRead, ActivityWrite, AuditRead, ExportRead, ExportWrite,
}

// KnownScope tells whether a token can be given the scope.
func KnownScope(s string) bool { return slices.Contains(AllScopes, s) }
