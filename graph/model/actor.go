package model

import (
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/member"

	"github.com/google/uuid"
)

// Actor is a member, a service token or the server as the API shows them.
type Actor struct {
	ID          id.ID
	Kind        authz.Kind
	DisplayName string
	Email       *string
	AvatarURL   *string
	Member      *member.Member
}

// MemberActor shows a member as an actor.
func MemberActor(m *member.Member) *Actor {
	return &Actor{ID: m.NodeID(), Kind: authz.KindHuman, DisplayName: m.DisplayName, Email: m.Email, AvatarURL: m.AvatarURL, Member: m}
}

// ServiceActor shows a service token as an actor.
func ServiceActor(tokenID uuid.UUID, name string) *Actor {
	return &Actor{ID: id.Of(id.Token, tokenID), Kind: authz.KindService, DisplayName: name}
}

// SystemActor is the server itself in a workspace.
func SystemActor(workspaceID uuid.UUID) *Actor {
	return &Actor{ID: id.Of(id.System, workspaceID), Kind: authz.KindSystem, DisplayName: "Daybook"}
}

// GoneActor is a person of whom nothing is left to show.
func GoneActor(memberID uuid.UUID) *Actor {
	return &Actor{ID: id.Of(id.Member, memberID), Kind: authz.KindDeleted, DisplayName: "Deleted User"}
}
