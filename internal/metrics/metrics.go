// Package metrics adds up the work of groups. Workspace admins and services with tracking:read get the numbers as they are;
// members get fixed groups of enough people, in whole closed buckets that never change again, so that nobody's own work
// can be read out of them.
package metrics

import (
	"time"

	"daybook/internal/day"
	"daybook/internal/standup"

	"github.com/google/uuid"
)

// Kind is what kind of group a cohort is.
type Kind string

// The kinds.
const (
	Workspace  Kind = "workspace"
	Team       Kind = "team"
	Project    Kind = "project"
	Sprint     Kind = "sprint"
	Task       Kind = "task"
	Members    Kind = "members"
	Unassigned Kind = "unassigned"
)

// Unit is how long a bucket is.
type Unit string

// The units.
const (
	Day       Unit = "day"
	Week      Unit = "week"
	Month     Unit = "month"
	OfASprint Unit = "sprint"
)

// Reason is why numbers are not shown.
type Reason string

// The reasons.
const (
	GroupTooSmall Reason = "group_too_small"
	Complement    Reason = "complement"
	Dominance     Reason = "dominance"
	BucketOpen    Reason = "bucket_open"
)

// Cohort is a group whose work is added up. ID is that of the team, project, sprint or task.
type Cohort struct {
	WorkspaceID uuid.UUID
	Kind        Kind
	ID          uuid.UUID
	Name        string
	MemberIDs   []uuid.UUID

	sprint sprintDays // of a sprint
}

// sprintDays are a sprint's days, and its team, Nil where it is the whole workspace's.
type sprintDays struct {
	from, to day.Date
	teamID   uuid.UUID
}

// Suppression tells why numbers are not shown.
type Suppression struct {
	Reason           Reason
	MinimumGroupSize int
}

// SeverityCount is the unresolved blockers of one severity.
type SeverityCount struct {
	Severity         standup.Severity
	Count            int
	MedianAgeSeconds *int
}

// Metrics is the work of a cohort in a bucket. Numbers are nil where they are suppressed.
type Metrics struct {
	Cohort *Cohort
	Bucket *Bucket

	Contributors            *int
	TrackedSeconds          *int
	BillableSeconds         *int
	NonBillableSeconds      *int
	StandupsHuman           *int
	StandupsInferred        *int
	StandupRate             *float64
	WorkLogs                *int
	BlockersOpened          *int
	BlockersResolved        *int
	OpenBlockersBySeverity  []*SeverityCount
	MedianBlockerAgeSeconds *int
	MeanSentiment           *float64
	SentimentCoverage       *float64

	Suppression *Suppression
	ComputedAt  time.Time
	Final       bool
}

// Owner is the workspace: the numbers belong to no person.
func (m *Metrics) Owner() (workspaceID, memberID uuid.UUID) { return m.Cohort.WorkspaceID, uuid.Nil }
