package graph

import (
	"context"
	"encoding/json"
	"slices"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/page"

	"github.com/google/uuid"
)

func (r *queryResolver) Activity(ctx context.Context, i id.ID) (*activity.Activity, error) {
	return load(ctx, loader.For(ctx).Activities, i, id.Activity)
}

// timeline is a page of one object's activities, under the viewer's rights.
func (r *Resolver) timeline(ctx context.Context, workspaceID uuid.UUID, t activity.Timeline, filter *model.ActivityFilter, args page.Args) (*model.ActivityConnection, error) {
	f, err := activityFilter(filter)
	if err != nil {
		return nil, err
	}
	return r.services.Activities.List(ctx, authz.From(ctx), workspaceID, t, f, args, r.activitySeal(ctx, workspaceID, t, f))
}

// activitySeal binds the cursors of activities; a stream's edges carry those of the same list and filter.
func (r *Resolver) activitySeal(ctx context.Context, workspaceID uuid.UUID, t activity.Timeline, f activity.Filter) page.Seal {
	return r.seal(ctx, "activities", workspaceID, t, f)
}

func (r *activityResolver) Actor(ctx context.Context, a *activity.Activity) (*model.Actor, error) {
	return actorOf(ctx, a.WorkspaceID, a.ActorKind, a.ActorID)
}

// actorOf shows who did something; without an id it was the server.
func actorOf(ctx context.Context, workspaceID uuid.UUID, kind authz.Kind, actorID *uuid.UUID) (*model.Actor, error) {
	switch {
	case actorID == nil:
		return model.SystemActor(workspaceID), nil
	case kind == authz.KindService:
		name, err := loader.For(ctx).TokenNames.Load(ctx, *actorID)
		return model.ServiceActor(*actorID, name), err
	}
	return memberActor(ctx, *actorID)
}

func (r *activityResolver) Subject(ctx context.Context, a *activity.Activity) (model.ActivitySubject, error) {
	l := loader.For(ctx)
	switch a.EntityType {
	case activity.Task:
		return subject(l.Tasks.Load(ctx, a.EntityID))
	case activity.Project:
		return subject(l.Projects.Load(ctx, a.EntityID))
	case activity.Sprint:
		return subject(l.Sprints.Load(ctx, a.EntityID))
	case activity.Standup:
		return subject(l.Standups.Load(ctx, a.EntityID))
	case activity.WorkLog:
		return subject(l.WorkLogs.Load(ctx, a.EntityID))
	case activity.TimeEntry:
		return subject(l.TimeEntries.Load(ctx, a.EntityID))
	case activity.Blocker:
		return subject(l.Blockers.Load(ctx, a.EntityID))
	case activity.Document, activity.CRMRecord, activity.Deal, activity.Invoice, activity.Client, activity.External:
		return subject(l.Externals.Load(ctx, a.EntityID))
	case activity.User:
		return subject(l.Members.Load(ctx, a.EntityID))
	case activity.Workspace:
		return subject(l.Workspaces.Load(ctx, a.EntityID))
	}
	return nil, nil
}

// subject is the entity of an activity; one that is gone or hidden is nil without an error.
func subject[T any, P interface {
	*T
	model.ActivitySubject
}](row P, err error) (model.ActivitySubject, error) {
	if err != nil || row == nil {
		return nil, err
	}
	return row, nil
}

// SubjectName of a person is joined now: the log itself holds no person's name.
func (r *activityResolver) SubjectName(ctx context.Context, a *activity.Activity) (*string, error) {
	if a.EntityType != activity.User {
		return a.SubjectName, nil
	}
	actor, err := memberActor(ctx, a.EntityID)
	if err != nil {
		return nil, err
	}
	return &actor.DisplayName, nil
}

// shownMetadata are the keys that members see; the person it is about, the actor, admins and services see all.
var shownMetadata = []string{"date", "source", "teamId", "progress"}

func (r *activityResolver) Metadata(ctx context.Context, a *activity.Activity) (json.RawMessage, error) {
	v := authz.From(ctx)
	if len(a.Metadata) == 0 || authz.SeesAllMetadata(v, a.Facts()) {
		return a.Metadata, nil
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(a.Metadata, &all); err != nil {
		return nil, err
	}
	for key := range all {
		if !slices.Contains(shownMetadata, key) {
			delete(all, key)
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	return json.Marshal(all)
}

var pages = map[activity.EntityType]string{
	activity.Task: "tasks", activity.Project: "projects", activity.Sprint: "sprints", activity.Standup: "standups", activity.User: "people",
	activity.WorkLog: "work-logs", activity.TimeEntry: "time-entries", activity.Blocker: "blockers",
}

// DisplayURL of another system's entity is where that shows it.
func (r *activityResolver) DisplayURL(ctx context.Context, a *activity.Activity) (*string, error) {
	if a.EntityType.OwnedElsewhere() {
		e, err := loader.For(ctx).Externals.Load(ctx, a.EntityID)
		if err != nil || e != nil && e.URL != nil {
			return e.Address(), err
		}
	}
	w, err := loader.For(ctx).Workspaces.Load(ctx, a.WorkspaceID)
	if err != nil || w == nil {
		return nil, err
	}
	address := r.options.PublicURL + "/" + w.Slug
	if room := pages[a.EntityType]; room != "" {
		address += "/" + room + "/" + a.EntityNodeID().String()
	}
	return &address, nil
}

func (r *activityResolver) IPAddress(ctx context.Context, a *activity.Activity) (*string, error) {
	o, err := loader.For(ctx).Origins.Load(ctx, activity.Place{WorkspaceID: a.WorkspaceID, Seq: a.Seq})
	return textOrNil(o.IPAddress), err
}

func (r *activityResolver) UserAgent(ctx context.Context, a *activity.Activity) (*string, error) {
	o, err := loader.For(ctx).Origins.Load(ctx, activity.Place{WorkspaceID: a.WorkspaceID, Seq: a.Seq})
	return textOrNil(o.UserAgent), err
}

func (r *activityResolver) Sequence(_ context.Context, a *activity.Activity) (*int, error) {
	n := int(a.Seq)
	return &n, nil
}
