// Package standup holds what each person did, will do and is held up by: one row per member and day, raw tracking data
// that only the person and workspace admins see.
package standup

import (
	"time"

	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/page"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Source is where a standup came from.
type Source string

// The sources.
const (
	SlackCommand Source = "slack_command"
	SlackChannel Source = "slack_channel"
	Web          Source = "web"
	API          Source = "api"
	Inferred     Source = "inferred" // nobody wrote it
)

// SentimentStatus is how far the mood analysis has come.
type SentimentStatus string

// The states of the analysis.
const (
	Scored  SentimentStatus = "scored"
	Pending SentimentStatus = "pending"
	Failed  SentimentStatus = "failed"
)

// Severity is how bad a blocker found in the text seems.
type Severity string

// Category is what kind of blocker was found in the text.
type Category string

// Severities and categories.
const (
	Low        Severity = "low"
	Medium     Severity = "medium"
	High       Severity = "high"
	Critical   Severity = "critical"
	Technical  Category = "technical"
	Dependency Category = "dependency"
	Resource   Category = "resource"
	External   Category = "external"
	Process    Category = "process"
)

// MaxText is the longest text of one part, in characters.
const MaxText = 10_000

// MaxParsed bounds the tasks and blockers an analysis may find.
const MaxParsed = 50

// Standup is one person's day. Nil texts say nothing; a nil score was not scored, which is never 0.
type Standup struct {
	bun.BaseModel `bun:"table:standups,alias:s"`

	WorkspaceID     uuid.UUID
	ID              uuid.UUID
	MemberID        uuid.UUID
	Date            day.Date
	Source          Source
	Yesterday       *string
	Today           *string
	BlockersText    *string
	ParsedTasks     []*ParsedTask    `bun:"type:jsonb"`
	ParsedBlockers  []*ParsedBlocker `bun:"type:jsonb"`
	SentimentScore  *float64
	SentimentStatus SentimentStatus
	SubmittedAt     time.Time
	CreatedAt       time.Time
	UpdatedAt       time.Time
	Version         int
}

// ParsedTask is a task that an analysis found.
type ParsedTask struct {
	Text       string     `json:"text"`
	Confidence *float64   `json:"confidence,omitempty"`
	TaskID     *uuid.UUID `json:"taskId,omitempty"`
	GithubURL  *string    `json:"githubUrl,omitempty"`

	row *Standup
}

// ParsedBlocker is a blocker that an analysis found.
type ParsedBlocker struct {
	Text       string     `json:"text"`
	Severity   Severity   `json:"severity"`
	Category   Category   `json:"category"`
	Confidence *float64   `json:"confidence,omitempty"`
	BlockerID  *uuid.UUID `json:"blockerId,omitempty"` // what was opened from it

	row *Standup
}

// NodeID is the public id.
func (s *Standup) NodeID() id.ID { return id.Of(id.Standup, s.ID) }

// Owner is the person.
func (s *Standup) Owner() (workspaceID, memberID uuid.UUID) { return s.WorkspaceID, s.MemberID }

// Owner is the standup's person.
func (t *ParsedTask) Owner() (workspaceID, memberID uuid.UUID) { return t.row.Owner() }

// Owner is the standup's person.
func (b *ParsedBlocker) Owner() (workspaceID, memberID uuid.UUID) { return b.row.Owner() }

// TracksPerson marks raw tracking data.
func (*Standup) TracksPerson() {}

// IsInferred tells that nobody wrote it.
func (s *Standup) IsInferred() bool { return s.Source == Inferred }

// tie ties what was found to its row, whose rights it shares.
func (s *Standup) tie() {
	for _, t := range s.ParsedTasks {
		t.row = s
	}
	for _, b := range s.ParsedBlockers {
		b.row = s
	}
}

// Filter says which standups to list; what is set must all hold.
type Filter struct {
	Person    *uuid.UUID // only theirs, and the viewer must be allowed to see them
	MemberIDs []uuid.UUID
	From, To  *day.Date // both included
	In, NotIn []Source
	TeamID    *uuid.UUID
	Text      *string
}

// Order is how standups are listed.
type Order struct {
	CreatedAt bool // by creation instead of by date
	Ascending bool
}

func (o Order) order() page.Order {
	if o.CreatedAt {
		return page.Order{Expr: "s.id", Type: "uuid", Desc: !o.Ascending} // ids are made in order of time
	}
	return page.Order{Expr: "s.date", Type: "date", IDExpr: "s.id", Desc: !o.Ascending}
}

func (o Order) key(s *Standup) page.Key {
	if o.CreatedAt {
		return page.Key{Value: s.ID.String()}
	}
	return page.Key{Value: s.Date.String(), ID: s.ID}
}
