// Package activity is the append-only log: who did what, when, to which entity, in one dense numbering per workspace.
//
// The invariant everything else stands on: an activity is appended in the transaction of the change it tells of, as its
// last statement, which locks the workspace's head row and takes the next number. The lock is held to the commit, so the
// numbers are without gaps and equal to commit order, and whoever reads "after n" never misses a late commit.
package activity

import (
	"encoding/json"
	"fmt"
	"time"

	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/page"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Action is what was done.
type Action string

// The actions.
const (
	Created          Action = "created"
	Updated          Action = "updated"
	Deleted          Action = "deleted"
	Commented        Action = "commented"
	StatusChanged    Action = "status_changed"
	Assigned         Action = "assigned"
	ProgressUpdated  Action = "progress_updated"
	Started          Action = "started"
	Stopped          Action = "stopped"
	IdleDetected     Action = "idle_detected"
	Completed        Action = "completed"
	Sent             Action = "sent"
	Paid             Action = "paid"
	Archived         Action = "archived"
	Unarchived       Action = "unarchived"
	Escalated        Action = "escalated"
	Resolved         Action = "resolved"
	Inferred         Action = "inferred"
	ConsentChanged   Action = "consent_changed"
	Generated        Action = "generated"
	Exported         Action = "exported"
	Login            Action = "login"
	Logout           Action = "logout"
	LoginFailed      Action = "login_failed"
	RoleChanged      Action = "role_changed"
	SettingsUpdated  Action = "settings_updated"
	BackupCreated    Action = "backup_created"
	Error            Action = "error"
	Compensated      Action = "compensated"
	Anonymized       Action = "anonymized"
	RetentionApplied Action = "retention_applied"
	Other            Action = "other"
)

// EntityType is what kind of thing an activity is about.
type EntityType string

// The entity types.
const (
	Task              EntityType = "task"
	Project           EntityType = "project"
	Sprint            EntityType = "sprint"
	Document          EntityType = "document"
	CRMRecord         EntityType = "crm_record"
	Deal              EntityType = "deal"
	Invoice           EntityType = "invoice"
	Client            EntityType = "client"
	Comment           EntityType = "comment"
	Standup           EntityType = "standup"
	WorkLog           EntityType = "work_log"
	TimeEntry         EntityType = "time_entry"
	TimeEntryTemplate EntityType = "time_entry_template"
	Timer             EntityType = "timer"
	Blocker           EntityType = "blocker"
	User              EntityType = "user"
	Workspace         EntityType = "workspace"
	Integration       EntityType = "integration"
	Report            EntityType = "report"
	Export            EntityType = "export"
	System            EntityType = "system"
	External          EntityType = "external"
)

// entityKinds give the ids of entities their prefix.
var entityKinds = map[EntityType]id.Kind{
	Task: id.Task, Project: id.Project, Sprint: id.Sprint, Standup: id.Standup, User: id.Member,
	Workspace: id.Workspace, Integration: id.Token, System: id.System,
	WorkLog: id.WorkLog, TimeEntry: id.TimeEntry, Timer: id.Timer, Blocker: id.Blocker, Export: id.Export,
	Document: id.External, CRMRecord: id.External, Deal: id.External, Invoice: id.External, Client: id.External, External: id.External,
}

// OwnedElsewhere tells whether entities of the type are other systems'.
func (e EntityType) OwnedElsewhere() bool { return entityKinds[e] == id.External }

// Visibility is who may see an activity.
type Visibility string

// The visibilities.
const (
	ToWorkspace Visibility = "workspace" // members who can open the project
	ToSubject   Visibility = "subject"   // the person it is about, the actor, admins
	ToAdmins    Visibility = "admin"
)

// FieldChange is one field's old and new value; both are nil when the field is guarded.
type FieldChange struct {
	Field    string  `json:"field"`
	Old      *string `json:"old,omitempty"`
	New      *string `json:"new,omitempty"`
	Redacted bool    `json:"redacted,omitempty"`
}

// Activity is one entry of the log.
type Activity struct {
	bun.BaseModel `bun:"table:activities,alias:a"`

	WorkspaceID uuid.UUID
	Seq         int64
	ID          uuid.UUID
	OccurredAt  time.Time
	ActorKind   authz.Kind
	ActorID     *uuid.UUID
	Action      Action
	EntityType  EntityType
	EntityID    uuid.UUID
	ProjectID   *uuid.UUID
	SubjectID   *uuid.UUID
	Visibility  Visibility
	SubjectName *string
	Title       *string
	Content     *string
	Changes     []*FieldChange  `bun:"type:jsonb"`
	Metadata    json.RawMessage `bun:"type:jsonb"`
	RequestID   *string
	// CompensatesID is the earlier activity that this one takes back.
	CompensatesID *uuid.UUID

	// Restricted tells whether the project it belongs to is restricted now; joined at each read.
	Restricted bool `bun:",scanonly"`
	// Recipients are those its blocker was escalated to and who still stand above the person, where it tells of the escalation
	// or the resolution of one; joined at each read.
	Recipients []uuid.UUID `bun:",array,scanonly"`
}

// NodeID is the public id.
func (a *Activity) NodeID() id.ID { return id.Of(id.Activity, a.ID) }

// EntityNodeID is the public id of the entity it is about.
func (a *Activity) EntityNodeID() id.ID { return id.Of(entityKinds[a.EntityType], a.EntityID) }

// Owner is the actor: only they and admins may see where an activity came from.
func (a *Activity) Owner() (workspaceID, memberID uuid.UUID) {
	if a.ActorKind == authz.KindHuman && a.ActorID != nil {
		return a.WorkspaceID, *a.ActorID
	}
	return a.WorkspaceID, uuid.Nil
}

// Facts is what the policy needs to know.
func (a *Activity) Facts() authz.ActivityFacts {
	return authz.ActivityFacts{
		WorkspaceID: a.WorkspaceID, Visibility: string(a.Visibility), ProjectID: a.ProjectID, Restricted: a.Restricted,
		SubjectID: a.SubjectID, ActorID: a.ActorID, Recipients: a.Recipients,
	}
}

// Key is its place in a list.
func (a *Activity) Key() page.Key { return page.Key{Value: fmt.Sprintf("%019d", a.Seq)} }

// ChangesRights tells whether it may have changed what someone may see: whoever answers over a longer time takes a fresh
// look at rights before showing anything after it.
func (a *Activity) ChangesRights() bool {
	return a.EntityType == User || a.EntityType == Project || a.EntityType == Integration || a.EntityType == Workspace
}

// ChangesJoins tells whether it may have changed what is joined to earlier activities at a read: whoever keeps some in memory
// reads them anew. Projects are opened and restricted, people move from one manager to another, blockers are escalated,
// comments are taken back.
func (a *Activity) ChangesJoins() bool {
	return a.EntityType == Project || a.EntityType == User || a.EntityType == Blocker && a.Action == Escalated || a.Action == Compensated
}
