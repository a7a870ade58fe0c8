package graph

import (
	"context"
	"slices"

	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/transport/coded"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

func (r *mutationResolver) FeedTokenCreate(ctx context.Context, input model.FeedTokenCreateInput) (*model.FeedTokenCreatePayload, error) {
	workspaceID, err := input.WorkspaceID.As(id.Workspace, "input.workspaceId")
	if err != nil {
		return nil, err
	}
	token, secret, receipt, err := r.services.Tokens.CreateFeed(ctx, authz.From(ctx), workspaceID, input.TTLSeconds)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	payload := &model.FeedTokenCreatePayload{UserErrors: userErrors, ResumeCursor: r.resume(ctx, receipt)}
	if token != nil {
		payload.Secret, payload.ExpiresAt = &secret, &token.ExpiresAt
	}
	return payload, nil
}

// feedFields is all that a feed token asks for, by type: what a list of activities shows, and nothing else. A field that is
// not here is refused whatever its own rules say, so a new one is closed until somebody opens it. Types of which nothing
// is guarded, such as pages, are open as a whole.
var feedFields = map[string][]string{
	"Query":        {"activity", "rateLimit", "serverInfo", "viewer", "workspace"},
	"Subscription": {"activityStream"},
	"Viewer":       {"id", "kind", "displayName", "timeZone", "memberships"},
	"Membership":   {"workspace", "role", "joinedAt", "member"},
	"Workspace":    {"id", "slug", "name", "timeZone", "weekStart", "viewerRole", "activities"},
	"Activity": {"id", "occurredAt", "actor", "action", "entityType", "entityId", "subject", "subjectName", "title", "content", "changes",
		"metadata", "visibility", "displayUrl", "compensates", "compensatedBy"},
	"Actor":          {"id", "kind", "displayName", "avatarUrl", "member"},
	"Member":         {"id", "actor"},
	"Task":           {"id", "key", "title", "status", "externalUrl"},
	"Project":        {"id", "key", "name"},
	"Sprint":         {"id", "name"},
	"ExternalEntity": {"id", "type", "customType", "externalId", "name", "url"},
	"Blocker":        {"id"},
	"Standup":        {"id"},
	"WorkLog":        {"id"},
	"TimeEntry":      {"id"},
	"Node":           {"id"},
	"HasTimeline":    {},
	"TrackingRow":    {"id"},
}

// feedOpen are the types of which a feed token may ask for everything.
var feedOpen = []string{"MembershipConnection", "MembershipEdge", "ActivityConnection", "ActivityEdge", "ActivityStreamEvent", "ActivitySubject",
	"FieldChange", "PageInfo", "Count", "RateLimit", "Limit", "ServerInfo", "ServerLimits"}

// feedOnly keeps feed tokens to the feed, before anything runs: they read activities and change nothing.
type feedOnly struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = feedOnly{}

func (feedOnly) ExtensionName() string { return "FeedOnly" }

func (feedOnly) Validate(graphql.ExecutableSchema) error { return nil }

func (feedOnly) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if v := authz.From(ctx); v == nil || !v.Feed {
		return nil
	}
	if beyond := beyondFeed(op.Operation.SelectionSet); beyond != "" {
		return coded.Present(ctx, fault.New(fault.Forbidden, "a feed token reads activities and nothing else").With("field", beyond))
	}
	return nil
}

// beyondFeed is the first field that a feed token does not ask for, empty when there is none.
func beyondFeed(set ast.SelectionSet) string {
	for _, s := range set {
		var inner ast.SelectionSet
		switch s := s.(type) {
		case *ast.Field:
			if !inFeed(s) {
				return s.ObjectDefinition.Name + "." + s.Name
			}
			inner = s.SelectionSet
		case *ast.InlineFragment:
			inner = s.SelectionSet
		case *ast.FragmentSpread:
			inner = s.Definition.SelectionSet
		}
		if beyond := beyondFeed(inner); beyond != "" {
			return beyond
		}
	}
	return ""
}

func inFeed(f *ast.Field) bool {
	return f.Name == "__typename" || slices.Contains(feedOpen, f.ObjectDefinition.Name) || slices.Contains(feedFields[f.ObjectDefinition.Name], f.Name)
}
