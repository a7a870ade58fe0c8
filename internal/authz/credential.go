package authz

import (
	"slices"

	"daybook/internal/fault"

	"github.com/google/uuid"
)

// MakeFeedToken decides who makes a feed token: people for themselves, by a session or a personal token that reads
// activities. A feed token makes no others. Errors: NOT_FOUND, FORBIDDEN.
func MakeFeedToken(v *Viewer, workspaceID uuid.UUID) error {
	m, err := Reach(v, workspaceID)
	if err != nil {
		return err
	}
	if m.MemberID == uuid.Nil || v.Feed || !v.Holds(ActivityRead) {
		return NotAllowed()
	}
	return nil
}

// OwnAccount requires a person with all their rights: what concerns their sign-in is not for tokens that are bounded to
// scopes, nor for services. Error: FORBIDDEN.
func OwnAccount(v *Viewer) error {
	if v == nil || v.Kind != KindHuman || v.Scopes != nil {
		return NotAllowed()
	}
	return nil
}

// Home is a place of an account: a workspace, and its role there.
type Home struct {
	WorkspaceID uuid.UUID
	Role        Role
}

// EndSessions decides who ends sessions of an account: the person, or whoever is an admin of every workspace the account
// belongs to (an owner where it is an owner), since a session opens all of them. To others, sessions do not exist. Errors:
// NOT_FOUND, FORBIDDEN.
func EndSessions(v *Viewer, accountID uuid.UUID, homes []Home) error {
	if err := OwnAccount(v); err != nil {
		return err
	}
	if v.AccountID == accountID {
		return nil
	}
	beyond := func(h Home) bool { return !v.IsAdmin(h.WorkspaceID) || GrantRole(v, h.WorkspaceID, h.Role) != nil }
	if len(homes) == 0 || slices.ContainsFunc(homes, beyond) {
		return fault.Missing()
	}
	return nil
}

// SetForSelf requires the member in person: nobody says so for another, admins and services included. Errors: NOT_FOUND,
// FORBIDDEN.
func SetForSelf(v *Viewer, workspaceID, memberID uuid.UUID, scope string) error {
	m, err := Reach(v, workspaceID)
	if err != nil {
		return err
	}
	if memberID == uuid.Nil || m.MemberID != memberID || !v.Holds(scope) {
		return NotAllowed()
	}
	return nil
}
