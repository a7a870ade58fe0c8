package external

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/id"
	"daybook/internal/member"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Lengths of texts, in characters, and the most changes of one activity.
const (
	MaxCustomType = 100
	MaxExternalID = 255
	MaxName       = 200
	MaxURL        = 2000
	MaxTitle      = 500
	MaxContent    = 10_000
	MaxChanges    = 50
	MaxField      = 100
	MaxValue      = 1000
)

// Record is something that happened to an entity of another system.
type Record struct {
	WorkspaceID uuid.UUID
	Type        activity.EntityType
	CustomType  *string
	ExternalID  string
	Name        *string // nil leaves it
	URL         *string // nil leaves it
	Action      activity.Action
	Title       *string
	Content     *string
	Changes     []*activity.FieldChange
	Metadata    json.RawMessage // an object
	ProjectID   *uuid.UUID      // nil: that of the entity, if any
	ActorID     *uuid.UUID      // the member who did it; nil: the service itself
	Visibility  activity.Visibility
}

// ours are actions that Daybook alone tells of: of itself, and of what is taken back.
var ours = []activity.Action{activity.Compensated, activity.ConsentChanged, activity.Login, activity.Logout, activity.LoginFailed,
	activity.Anonymized, activity.RetentionApplied}

// Record keeps the entity up to date and appends the activity; it returns that, nil for a repeated request. The service
// vouches for the member who did it, and is named in the metadata then. Errors: NOT_FOUND, FORBIDDEN. Rejections: REQUIRED,
// TOO_LONG, INVALID, OUT_OF_RANGE, NOT_FOUND; INVALID at visibility or projectId for what more people would see than see the
// entity.
func (s *Service) Record(ctx context.Context, v *authz.Viewer, r Record) (*activity.Activity, activity.Receipt, error) {
	none := activity.Receipt{}
	if err := authz.ServiceOnly(v, r.WorkspaceID, authz.ActivityWrite); err != nil {
		return nil, none, err
	}
	e, err := r.check()
	if err != nil {
		return nil, none, err
	}
	if r.ActorID != nil {
		e.By = new(activity.ByMember(*r.ActorID))
		e.Metadata["recordedBy"] = id.Of(id.Token, v.TokenID).String()
	}
	receipt, err := s.log.DoAll(ctx, r.WorkspaceID, activity.By(v, r.WorkspaceID), func(ctx context.Context, tx bun.Tx) (activity.Outcome, error) {
		if r.ActorID != nil {
			if _, err := member.Present(ctx, tx, r.WorkspaceID, *r.ActorID, "actorId"); err != nil {
				return activity.Outcome{}, err
			}
		}
		row, err := r.store(ctx, tx)
		if err != nil {
			return activity.Outcome{}, err
		}
		e.EntityID, e.ProjectID = row.ID, cmp.Or(r.ProjectID, row.ProjectID)
		e.SubjectName = *cmp.Or(r.Name, row.Name, &row.ExternalID)
		if r.Content != nil {
			if err := activity.Say(ctx, tx, r.WorkspaceID, e.ID, *r.Content); err != nil {
				return activity.Outcome{}, err
			}
		}
		return activity.Outcome{Entries: []*activity.Entry{e}, Result: e.ID}, nil
	})
	if err != nil || receipt.Replayed {
		return nil, receipt, err
	}
	row, err := activity.NewService(s.db).Appended(ctx, receipt)
	return row, receipt, err
}

// check looks at all that does not depend on what is stored, and begins the entry.
func (r *Record) check() (*activity.Entry, error) {
	var l check.List
	if !r.Type.OwnedElsewhere() {
		l.Add(check.Invalid, "entityType", "DOCUMENT, CRM_RECORD, DEAL, INVOICE, CLIENT or EXTERNAL is expected: Daybook itself tells of what it owns")
	}
	optional := func(field string, s *string, most int) *string {
		if s == nil || *s == "" {
			return nil
		}
		t := l.Line(field, *s, most)
		return &t
	}
	r.CustomType = optional("customType", r.CustomType, MaxCustomType)
	if r.Type == activity.External && r.CustomType == nil {
		l.Add(check.Required, "customType", "EXTERNAL needs the kind in the other system's words")
	}
	r.ExternalID = l.Line("externalId", r.ExternalID, MaxExternalID)
	r.Name, r.URL = optional("name", r.Name, MaxName), optional("url", r.URL, MaxURL)
	r.Title = optional("title", r.Title, MaxTitle)
	r.Content = l.OptionalText("content", r.Content, MaxContent)
	if slices.Contains(ours, r.Action) {
		l.Add(check.Invalid, "action", "Daybook alone tells of this")
	}
	if r.Visibility != activity.ToWorkspace && r.Visibility != activity.ToAdmins {
		l.Add(check.Invalid, "visibility", "WORKSPACE or ADMIN is expected")
	}
	if len(r.Changes) > MaxChanges {
		l.Add(check.OutOfRange, "changes", "at most %d changes can be told of", MaxChanges)
		r.Changes = nil
	}
	for i, c := range r.Changes {
		field := fmt.Sprintf("changes.%d.", i)
		c.Field = l.Line(field+"field", c.Field, MaxField)
		c.Old, c.New = l.OptionalText(field+"old", c.Old, MaxValue), l.OptionalText(field+"new", c.New, MaxValue)
	}
	e := &activity.Entry{ID: id.New(), Action: r.Action, EntityType: r.Type, Visibility: r.Visibility, Changes: r.Changes, Metadata: map[string]any{}}
	if r.Title != nil {
		e.Title = *r.Title
	}
	var metadata map[string]json.RawMessage
	if len(r.Metadata) > 0 && json.Unmarshal(r.Metadata, &metadata) != nil {
		l.Add(check.Invalid, "metadata", "a JSON object is expected")
	}
	for key, value := range metadata {
		e.Metadata[key] = value
	}
	delete(e.Metadata, "recordedBy")
	return e, l.Err()
}

// store makes the entity, or brings it up to date, and returns it locked. What fewer people see than the entity changes
// neither its name nor its address.
func (r *Record) store(ctx context.Context, tx bun.Tx) (*Entity, error) {
	if r.ProjectID != nil {
		var there bool
		err := tx.NewRaw("select exists (select from projects where workspace_id = ? and id = ?)", r.WorkspaceID, *r.ProjectID).Scan(ctx, &there)
		if err != nil {
			return nil, fmt.Errorf("looking for a project: %w", err)
		}
		if !there {
			return nil, check.Reject(check.NotFound, "projectId", "there is no such project")
		}
	}
	row := &Entity{WorkspaceID: r.WorkspaceID, ID: id.New(), Type: r.Type, CustomType: r.CustomType, ExternalID: r.ExternalID, Name: r.Name, URL: r.URL,
		ProjectID: r.ProjectID, Visibility: r.Visibility}
	made, err := tx.NewInsert().Model(row).On("CONFLICT (workspace_id, type, coalesce(custom_type, ''), external_id) DO NOTHING").Returning("NULL").Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("inserting an entity of another system: %w", err)
	}
	if n, _ := made.RowsAffected(); n == 1 {
		return row, nil
	}
	row = new(Entity)
	q := tx.NewSelect().Model(row).Where("x.workspace_id = ?", r.WorkspaceID).Where("x.type = ?", r.Type).
		Where("coalesce(x.custom_type, '') = coalesce(?, '')", r.CustomType).Where("x.external_id = ?", r.ExternalID)
	if err := q.For("NO KEY UPDATE").Scan(ctx); err != nil {
		return nil, fmt.Errorf("reading an entity of another system: %w", err)
	}
	projectID := cmp.Or(r.ProjectID, row.ProjectID)
	if row.Facts().Widens(string(r.Visibility), projectID) {
		if row.Visibility == r.Visibility {
			return nil, check.Reject(check.Invalid, "projectId", "the entity belongs to another project")
		}
		return nil, check.Reject(check.Invalid, "visibility", "the entity is for admins only")
	}
	if r.Visibility != row.Visibility || projectID != nil && row.ProjectID == nil {
		return row, nil
	}
	return row, r.rename(ctx, tx, row)
}

func (r *Record) rename(ctx context.Context, tx bun.Tx, row *Entity) error {
	row.Name, row.URL = cmp.Or(r.Name, row.Name), cmp.Or(r.URL, row.URL)
	_, err := tx.NewUpdate().Model(row).Column("name", "url").Set("updated_at = clock_timestamp()").
		Where("workspace_id = ?", row.WorkspaceID).Where("id = ?", row.ID).
		Where("(name, url) IS DISTINCT FROM (?, ?)", row.Name, row.URL).Exec(ctx)
	if err != nil {
		return fmt.Errorf("updating an entity of another system: %w", err)
	}
	return nil
}
