package authz

import (
	"daybook/internal/fault"

	"github.com/google/uuid"
)

// ExportFacts is what the decision about one export needs to know of it.
type ExportFacts struct {
	WorkspaceID uuid.UUID
	MemberID    *uuid.UUID // who asked for it; nil for a service
	TokenID     *uuid.UUID // the service that asked for it; nil for a person
	Whole       bool       // it holds the workspace's rows, not the requester's own
}

// ExportScope says which exports of a workspace the viewer may see. The same scope becomes SQL in the export room;
// TestListsAgreeWithLookups keeps the two equal.
type ExportScope struct {
	WorkspaceID uuid.UUID
	Whole       bool      // all those of the workspace
	MemberID    uuid.UUID // those that this person asked for; Nil for none
	TokenID     uuid.UUID // those that this service asked for; Nil for none
}

// Exports is the viewer's scope in a workspace: admins and services see all those of the workspace, but nobody sees what
// another took along of their own data.
func Exports(v *Viewer, workspaceID uuid.UUID) ExportScope {
	s := ExportScope{WorkspaceID: workspaceID}
	m, ok := v.In(workspaceID)
	if !ok || !v.Holds(ExportRead) {
		return s
	}
	s.Whole, s.MemberID = m.admin() || v.IsService(), m.MemberID
	if v.IsService() {
		s.TokenID = v.TokenID
	}
	return s
}

// Shows decides about one export.
func (s ExportScope) Shows(x ExportFacts) bool {
	return x.WorkspaceID == s.WorkspaceID && (s.Whole && x.Whole || s.asked(x))
}

func (s ExportScope) asked(x ExportFacts) bool {
	return x.MemberID != nil && s.MemberID != uuid.Nil && *x.MemberID == s.MemberID ||
		x.TokenID != nil && s.TokenID != uuid.Nil && *x.TokenID == s.TokenID
}

// AskForExport decides who asks for rows: people for their own, workspace admins and service tokens for the workspace's.
func AskForExport(v *Viewer, workspaceID uuid.UUID, whole bool) error {
	if whole {
		return Manage(v, workspaceID, ExportWrite)
	}
	m, err := Reach(v, workspaceID)
	if err != nil {
		return err
	}
	if m.MemberID == uuid.Nil || !v.Holds(ExportWrite) {
		return NotAllowed()
	}
	return nil
}

// TakesExport decides whose file it is: the requester's alone, whatever others see of the export.
func TakesExport(v *Viewer, x ExportFacts) bool {
	s := Exports(v, x.WorkspaceID)
	return s.asked(x) && (s.Whole || !x.Whole)
}

// OpenExport decides at each page of the file who takes it along. A member who is no admin any more gets nothing of the
// workspace. needs is the scope that the list of the same rows asks for. Errors: NOT_FOUND, FORBIDDEN.
func OpenExport(v *Viewer, x ExportFacts, needs string) error {
	if !TakesExport(v, x) {
		return fault.Missing()
	}
	if !v.Holds(needs) {
		return fault.New(fault.Forbidden, "the token lacks the scope %s", needs).With("scope", needs)
	}
	return nil
}

// OwnExports decides who lists what a person took along of their own data: nobody but they. Errors: NOT_FOUND, FORBIDDEN.
func OwnExports(v *Viewer, workspaceID, memberID uuid.UUID) error {
	if _, err := Reach(v, workspaceID); err != nil {
		return err
	}
	if !v.Is(workspaceID, memberID) || !v.Holds(ExportRead) {
		return Forbidden([]Audience{Self})
	}
	return nil
}
