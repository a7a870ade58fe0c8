package authz

import (
	"daybook/internal/fault"

	"github.com/google/uuid"
)

// MetricsScope says how a viewer sees numbers of groups.
type MetricsScope struct {
	// Exact numbers are seen as they are and at once. Others see groups of enough people, in whole weeks, months and sprints
	// that are over.
	Exact bool
	// People may be named one by one.
	People bool
	// MemberID is the viewer's own, whose part in the numbers they know; Nil for services.
	MemberID uuid.UUID
}

// Metrics is the viewer's scope in a workspace: exact numbers are for admins and service tokens that may read the rows they
// come from. Errors: NOT_FOUND, FORBIDDEN.
func Metrics(v *Viewer, workspaceID uuid.UUID) (MetricsScope, error) {
	m, err := Reach(v, workspaceID)
	if err != nil {
		return MetricsScope{}, err
	}
	if !v.Holds(MetricsRead) {
		return MetricsScope{}, NotAllowed()
	}
	exact := v.Holds(TrackingRead) && (m.admin() || v.IsService())
	return MetricsScope{Exact: exact, People: exact && m.admin(), MemberID: m.MemberID}, nil
}

// PersonalMetrics decides who sees one person's work added up, which is as good as their rows: the person, workspace admins
// and service tokens. It answers NOT_FOUND where the person does not exist for the viewer, else FORBIDDEN.
func PersonalMetrics(v *Viewer, person Owned) error {
	workspaceID, _ := person.Owner()
	if _, ok := v.In(workspaceID); !ok {
		return fault.Missing()
	}
	if !SeesRaw(v, person) {
		return Forbidden([]Audience{Self, Admin, Service})
	}
	return nil
}

// MetricsQuestion is what of a question depends on who asks.
type MetricsQuestion struct {
	Names   bool // people one by one
	Days    bool // buckets of a day
	Crosses bool // groups that are cut by another: of a project's tasks only the part that a team worked on
}

// Ask decides about a question. Error: FORBIDDEN.
func (s MetricsScope) Ask(q MetricsQuestion) error {
	switch {
	case q.Names && !s.People:
		return Forbidden([]Audience{Admin})
	case (q.Days || q.Crosses) && !s.Exact:
		return Forbidden([]Audience{Admin, Service})
	}
	return nil
}
