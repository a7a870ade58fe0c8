package graph

import (
	"context"
	"sync"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/id"

	"github.com/99designs/gqlgen/graphql"
)

func (r *queryResolver) Node(ctx context.Context, i id.ID) (model.Node, error) { return node(ctx, i) }

func (r *queryResolver) Nodes(ctx context.Context, ids []*id.ID) ([]model.Node, error) {
	nodes := make([]model.Node, len(ids))
	var wg sync.WaitGroup // side by side, so that loaders see all of them at once
	for n, i := range ids {
		wg.Go(func() {
			ctx := graphql.WithPathContext(ctx, graphql.NewPathWithIndex(n))
			found, err := node(ctx, *i)
			if err != nil {
				graphql.AddError(ctx, err)
				return
			}
			nodes[n] = found
		})
	}
	wg.Wait()
	return nodes, nil
}

// node reads any object by its id, through the loader of its type, which decides about it.
func node(ctx context.Context, i id.ID) (model.Node, error) {
	if err := nodeScope(ctx, i.Kind); err != nil {
		return nil, err
	}
	l := loader.For(ctx)
	switch i.Kind {
	case id.Workspace:
		return asNode(load(ctx, l.Workspaces, i, i.Kind))
	case id.Member:
		return asNode(load(ctx, l.Members, i, i.Kind))
	case id.Team:
		return asNode(load(ctx, l.Teams, i, i.Kind))
	case id.Project:
		return asNode(load(ctx, l.Projects, i, i.Kind))
	case id.Sprint:
		return asNode(load(ctx, l.Sprints, i, i.Kind))
	case id.Task:
		return asNode(load(ctx, l.Tasks, i, i.Kind))
	case id.Standup:
		return asNode(load(ctx, l.Standups, i, i.Kind))
	case id.WorkLog:
		return asNode(load(ctx, l.WorkLogs, i, i.Kind))
	case id.TimeEntry:
		return asNode(load(ctx, l.TimeEntries, i, i.Kind))
	case id.Blocker:
		return asNode(load(ctx, l.Blockers, i, i.Kind))
	case id.External:
		return asNode(load(ctx, l.Externals, i, i.Kind))
	case id.Activity:
		return asNode(load(ctx, l.Activities, i, i.Kind))
	case id.Token:
		return asNode(load(ctx, l.Tokens, i, i.Kind))
	case id.Export:
		return asNode(load(ctx, l.Exports, i, i.Kind))
	}
	return nil, fault.Missing()
}

// nodeScope asks of tokens what the query fields of the same types ask. Which scope an activity, or an entity that only
// activities name, needs would tell what it is about: their loaders answer NOT_FOUND, as that of exports does.
func nodeScope(ctx context.Context, kind id.Kind) error {
	v := authz.From(ctx)
	scope := ""
	switch kind {
	case id.Member, id.Team, id.Project, id.Sprint, id.Task:
		scope = authz.DirectoryRead
	case id.Standup, id.WorkLog, id.TimeEntry, id.Blocker:
		scope = authz.TrackingRead
	case id.Token:
		if v.IsService() {
			return authz.Forbidden([]authz.Audience{authz.Self, authz.Admin})
		}
	}
	if scope != "" && !v.Holds(scope) {
		return lackingScope(scope)
	}
	return nil
}

// asNode keeps a nil row from becoming a node that is not nil.
func asNode[T any, P interface {
	*T
	model.Node
}](row P, err error) (model.Node, error) {
	if err != nil {
		return nil, err
	}
	return row, nil
}
