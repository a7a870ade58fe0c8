package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/team"

	"github.com/google/uuid"
)

func (r *queryResolver) Team(ctx context.Context, i id.ID) (*team.Team, error) {
	return load(ctx, loader.For(ctx).Teams, i, id.Team)
}

func (r *mutationResolver) TeamUpsert(ctx context.Context, input model.TeamUpsertInput) (*model.TeamUpsertPayload, error) {
	p := team.Upsert{Name: input.Name, Version: input.ExpectedVersion}
	var err error
	if p.WorkspaceID, err = input.WorkspaceID.As(id.Workspace, "input.workspaceId"); err != nil {
		return nil, err
	}
	if p.ID, err = id.AsPtr(input.ID, id.Team, "input.id"); err != nil {
		return nil, err
	}
	if p.ManagerID, err = patchID(input.ManagerID, id.Member, "input.managerId"); err != nil {
		return nil, err
	}
	if p.MemberIDs, err = memberIDs(input.MemberIds); err != nil {
		return nil, err
	}
	t, receipt, err := r.services.Teams.Upsert(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if t, err = stored(ctx, loader.For(ctx).Teams, t, receipt); err != nil {
		return nil, err
	}
	return &model.TeamUpsertPayload{Team: t, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

// memberIDs are the members to set; nil leaves them as they are.
func memberIDs(ids []*id.ID) (*[]uuid.UUID, error) {
	if ids == nil {
		return nil, nil
	}
	members, err := id.AsAll(ids, id.Member, "input.memberIds")
	return &members, err
}

func (r *teamResolver) Manager(ctx context.Context, t *team.Team) (*member.Member, error) {
	return follow(ctx, loader.For(ctx).Members, t.ManagerID)
}

func (r *teamResolver) Members(ctx context.Context, t *team.Team, first *int, after *string, last *int, before *string) (*model.MemberConnection, error) {
	return r.services.Members.List(ctx, authz.From(ctx), t.WorkspaceID, member.Filter{TeamID: &t.ID},
		pageArgs(first, after, last, before), r.seal(ctx, "teamMembers", t.ID))
}
