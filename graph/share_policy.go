package graph

import "github.com/vektah/gqlparser/v2/ast"

// Who may be answered from one execution is decided here, by the fields that are asked for.
//
// A field is on the list when its value, for everyone with equal rights in the workspace (authz.Viewer.RightsIn), is the
// same; or is the same for everyone but those with a part in the thing (authz.ActivityFacts.Parts), who are then answered
// apart. A field that is not on the list depends on who asks. That is the safe side: a new field is there until somebody has read its
// resolver, its directives and its loader, and puts it on the list.
//
// What may depend: a row's own person, other workspaces, whom an escalation was sent to, a cursor, a list with its own
// filter. What may not be asked: whether the values of today happen to agree.

// dependence is how much an answer depends on who asks.
type dependence int

const (
	// onRights: equal for all with equal rights.
	onRights dependence = iota
	// onPart: equal for all with equal rights who have no part in it.
	onPart
	// onViewer: it may be different for everyone.
	onViewer
)

var sharable = map[string]dependence{
	"Subscription.activityStream": onRights, // the rows are chosen by authz.ActivityScope, which says who has a part in them

	"ActivityStreamEvent.kind":         onRights,
	"ActivityStreamEvent.edges":        onRights,
	"ActivityStreamEvent.resumeCursor": onRights, // sealed for each person when the frame is put together
	"ActivityStreamEvent.serverTime":   onRights,
	"ActivityEdge.cursor":              onRights, // the same
	"ActivityEdge.node":                onRights,

	"Activity.id":          onRights,
	"Activity.occurredAt":  onRights,
	"Activity.actor":       onRights, // the directory is one for all of a workspace
	"Activity.action":      onRights,
	"Activity.entityType":  onRights,
	"Activity.entityId":    onRights,
	"Activity.subjectName": onRights, // of a person it is looked up in the directory
	"Activity.title":       onRights,
	"Activity.content":     onRights, // what a comment says is one for all
	"Activity.changes":     onRights,
	"Activity.visibility":  onRights,
	"Activity.displayUrl":  onRights, // the workspace's own
	"Activity.requestId":   onRights, // for admins and services
	"Activity.sequence":    onRights, // the same
	"Activity.metadata":    onPart,   // whole for the actor, the person it is about and admins; else some keys
	"Activity.ipAddress":   onPart,   // for the actor and admins
	"Activity.userAgent":   onPart,   // the same

	"FieldChange.field":    onRights,
	"FieldChange.old":      onRights,
	"FieldChange.new":      onRights,
	"FieldChange.redacted": onRights,

	"Actor.id":          onRights,
	"Actor.kind":        onRights,
	"Actor.displayName": onRights,
	"Actor.email":       onRights, // by the token's scopes
	"Actor.avatarUrl":   onRights,
	"Actor.member":      onRights,

	"Member.id":       onRights,
	"Member.actor":    onRights,
	"Member.role":     onRights,
	"Member.timeZone": onRights,
	"Member.joinedAt": onRights,
}

// dependenceOf is the strongest dependence in a selection.
func dependenceOf(set ast.SelectionSet) dependence {
	strongest := onRights
	for _, s := range set {
		var d dependence
		switch s := s.(type) {
		case *ast.Field:
			d = max(fieldDependence(s), dependenceOf(s.SelectionSet))
		case *ast.InlineFragment:
			d = dependenceOf(s.SelectionSet)
		case *ast.FragmentSpread:
			if s.Definition == nil {
				return onViewer
			}
			d = dependenceOf(s.Definition.SelectionSet)
		default:
			return onViewer
		}
		if strongest = max(strongest, d); strongest == onViewer {
			break
		}
	}
	return strongest
}

func fieldDependence(f *ast.Field) dependence {
	if f.Name == "__typename" {
		return onRights
	}
	if f.ObjectDefinition == nil {
		return onViewer
	}
	d, listed := sharable[f.ObjectDefinition.Name+"."+f.Name]
	if !listed {
		return onViewer
	}
	return d
}
