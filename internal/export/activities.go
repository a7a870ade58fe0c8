package export

import (
	"context"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/page"
)

// activities tell neither where a request came from nor the values of guarded fields, which the log does not hold.
func (r Rooms) activities() *sheet {
	type row = *activity.Activity
	return newSheet(r, authz.ActivityRead, func(ctx context.Context, v *authz.Viewer, w wish, args page.Args) (*page.Connection[row], error) {
		var t activity.Timeline
		if w.person != nil {
			t.MemberID = *w.person
		}
		return r.Activities.List(ctx, v, w.WorkspaceID, t, activity.Filter{From: w.from, Before: w.before}, args, w.seal)
	}, func(a row, p *pointers) {
		switch {
		case a.ActorID == nil:
		case a.ActorKind == authz.KindService:
			add(&p.tokens, a.ActorID)
		default:
			add(&p.members, a.ActorID)
		}
		if a.EntityType == activity.User {
			add(&p.members, &a.EntityID)
		}
		add(&p.projects, a.ProjectID)
	},
		column[row]{"id", func(a row, _ *beside) any { return node(a) }},
		column[row]{"occurred_at", func(a row, _ *beside) any { return instant(&a.OccurredAt) }},
		column[row]{"action", func(a row, _ *beside) any { return string(a.Action) }},
		column[row]{"entity_type", func(a row, _ *beside) any { return string(a.EntityType) }},
		column[row]{"entity_id", func(a row, _ *beside) any { return a.EntityNodeID().String() }},
		column[row]{"subject_name", func(a row, b *beside) any {
			if a.EntityType == activity.User { // the log itself holds no person's name
				return b.name(a.EntityID)
			}
			return written(a.SubjectName)
		}},
		column[row]{"title", func(a row, _ *beside) any { return written(a.Title) }},
		column[row]{"content", func(a row, _ *beside) any { return written(a.Content) }},
		column[row]{"actor_kind", func(a row, _ *beside) any { return string(a.ActorKind) }},
		column[row]{"actor_id", actorID},
		column[row]{"actor_name", actorName},
		column[row]{"project_id", func(a row, b *beside) any { return node(b.project(nil, a.ProjectID)) }},
		column[row]{"visibility", func(a row, _ *beside) any { return string(a.Visibility) }},
		column[row]{"changes", func(a row, _ *beside) any {
			if len(a.Changes) == 0 {
				return nil
			}
			return a.Changes
		}},
		column[row]{"metadata", func(a row, b *beside) any {
			if len(a.Metadata) == 0 || !authz.SeesAllMetadata(b.viewer, a.Facts()) {
				return nil
			}
			return a.Metadata
		}},
		column[row]{"compensates_id", func(a row, _ *beside) any { return public(id.Activity, a.CompensatesID) }},
	)
}

func actorID(a *activity.Activity, _ *beside) any {
	if a.ActorKind == authz.KindService {
		return public(id.Token, a.ActorID)
	}
	return public(id.Member, a.ActorID)
}

func actorName(a *activity.Activity, b *beside) any {
	switch {
	case a.ActorID == nil:
		return nil
	case a.ActorKind == authz.KindService:
		return prose(b.tokens[*a.ActorID])
	}
	return b.name(*a.ActorID)
}
