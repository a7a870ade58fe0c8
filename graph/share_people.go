package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/authz"

	"github.com/google/uuid"
)

// peopleKey is where a group's executions find the people that it has read before.
type peopleKey struct{}

// loaders makes the loaders of an answer. Those of a group's frame know who did what it tells of, if the group does: the log
// tells of each change of a person, and what a frame shows of them is as of its place in the log or later.
func (r *Resolver) loaders(ctx context.Context) *loader.Loaders {
	v := authz.From(ctx)
	l := loader.New(r.services, v)
	if p, known := ctx.Value(peopleKey{}).(*loader.People); known {
		p.Introduce(l, r.services, v, actors(ctx))
	}
	return l
}

func actors(ctx context.Context) (ids []uuid.UUID) {
	e, given := ctx.Value(givenKey{}).(*model.ActivityStreamEvent)
	if !given {
		return nil
	}
	for _, edge := range e.Edges {
		if edge.Node.ActorID != nil {
			ids = append(ids, *edge.Node.ActorID)
		}
	}
	return ids
}
