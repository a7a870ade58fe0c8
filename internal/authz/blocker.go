package authz

import (
	"daybook/internal/fault"

	"github.com/google/uuid"
)

// SeesBlocker decides about blockers and their escalations: the person, workspace admins, services, and whom they were
// escalated to; tokens need tracking:read.
func SeesBlocker(v *Viewer, row Owned) bool {
	return v.Holds(TrackingRead) && Visible(v, row, []Audience{Self, Admin, EscalationRecipient, Service})
}

// SeesDescription decides about the text of a blocker: of those it was escalated to, only the ones trusted with it read it.
func SeesDescription(v *Viewer, row Owned, trusted []uuid.UUID) bool {
	workspaceID, _ := row.Owner()
	m, ok := v.In(workspaceID)
	return SeesRaw(v, row) || ok && v.Holds(TrackingRead) && m.MemberID != uuid.Nil && contains(trusted, m.MemberID)
}

// ChangeBlocker decides who changes, resolves, reopens and escalates a blocker: the person, workspace admins, and service
// tokens. Those it was escalated to see it and are refused; to others it does not exist.
func ChangeBlocker(v *Viewer, row Owned) error {
	if !Visible(v, row, []Audience{Self, Admin, EscalationRecipient, Service}) {
		return fault.Missing()
	}
	if !v.Holds(TrackingWrite) || !Visible(v, row, []Audience{Self, Admin, Service}) {
		return NotAllowed()
	}
	return nil
}

// ShareDescription requires the person: nobody else hands on what they wrote. It comes after ChangeBlocker.
func ShareDescription(v *Viewer, row Owned) error {
	if workspaceID, memberID := row.Owner(); !v.Is(workspaceID, memberID) {
		return NotAllowed()
	}
	return nil
}

// Acknowledge decides who says that an escalation is known of: whom it was sent to, and workspace admins. Services are
// refused; to others, the person among them, it does not exist.
func Acknowledge(v *Viewer, step Owned) error {
	workspaceID, _ := step.Owner()
	if _, err := Reach(v, workspaceID); err != nil {
		return err
	}
	if v.IsService() {
		return NotAllowed()
	}
	if !Visible(v, step, []Audience{Admin, EscalationRecipient}) {
		return fault.Missing()
	}
	if !v.Holds(TrackingWrite) {
		return NotAllowed()
	}
	return nil
}
