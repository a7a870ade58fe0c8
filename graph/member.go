package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/team"

	"github.com/google/uuid"
)

func (r *queryResolver) Member(ctx context.Context, i id.ID) (*member.Member, error) {
	return load(ctx, loader.For(ctx).Members, i, id.Member)
}

func (r *mutationResolver) MemberInvite(ctx context.Context, input model.MemberInviteInput) (*model.MemberInvitePayload, error) {
	p := member.InviteParams{Email: input.Email, DisplayName: input.DisplayName, Role: input.Role}
	var err error
	if p.WorkspaceID, err = input.WorkspaceID.As(id.Workspace, "input.workspaceId"); err != nil {
		return nil, err
	}
	if p.TeamID, err = id.AsPtr(input.TeamID, id.Team, "input.teamId"); err != nil {
		return nil, err
	}
	if p.ManagerID, err = id.AsPtr(input.ManagerID, id.Member, "input.managerId"); err != nil {
		return nil, err
	}
	if input.TimeZone != nil {
		p.TimeZone = *input.TimeZone
	}
	m, receipt, err := r.services.Members.Invite(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if m, err = stored(ctx, loader.For(ctx).Members, m, receipt); err != nil {
		return nil, err
	}
	return &model.MemberInvitePayload{Member: m, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) MemberRoleSet(ctx context.Context, input model.MemberRoleSetInput) (*model.MemberRoleSetPayload, error) {
	memberID, err := input.MemberID.As(id.Member, "input.memberId")
	if err != nil {
		return nil, err
	}
	m, receipt, err := r.services.Members.SetRole(ctx, authz.From(ctx), memberID, input.Role, input.ExpectedRole)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if m, err = stored(ctx, loader.For(ctx).Members, m, receipt); err != nil {
		return nil, err
	}
	return &model.MemberRoleSetPayload{Member: m, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) MemberManagerSet(ctx context.Context, input model.MemberManagerSetInput) (*model.MemberManagerSetPayload, error) {
	memberID, err := input.MemberID.As(id.Member, "input.memberId")
	if err != nil {
		return nil, err
	}
	managerID, err := id.AsPtr(input.ManagerID, id.Member, "input.managerId")
	if err != nil {
		return nil, err
	}
	m, receipt, err := r.services.Members.SetManager(ctx, authz.From(ctx), memberID, managerID)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if m, err = stored(ctx, loader.For(ctx).Members, m, receipt); err != nil {
		return nil, err
	}
	return &model.MemberManagerSetPayload{Member: m, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) MemberRemove(ctx context.Context, input model.MemberRemoveInput) (*model.MemberRemovePayload, error) {
	memberID, err := input.MemberID.As(id.Member, "input.memberId")
	if err != nil {
		return nil, err
	}
	m, receipt, err := r.services.Members.Remove(ctx, authz.From(ctx), memberID)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if m, err = stored(ctx, loader.For(ctx).Members, m, receipt); err != nil {
		return nil, err
	}
	payload := &model.MemberRemovePayload{Member: m, UserErrors: userErrors}
	if m != nil && authz.From(ctx).Is(m.WorkspaceID, m.ID) { // who left sees nothing of the workspace any more
		payload.Member = nil
		return payload, nil
	}
	payload.ResumeCursor = r.resume(ctx, receipt)
	return payload, nil
}

func (r *memberResolver) Actor(_ context.Context, m *member.Member) (*model.Actor, error) {
	return model.MemberActor(m), nil
}

func (r *memberResolver) Team(ctx context.Context, m *member.Member) (*team.Team, error) {
	return follow(ctx, loader.For(ctx).Teams, m.TeamID)
}

func (r *memberResolver) Manager(ctx context.Context, m *member.Member) (*member.Member, error) {
	return follow(ctx, loader.For(ctx).Members, m.ManagerID)
}

func (r *memberResolver) ManagementChain(ctx context.Context, m *member.Member) ([]*member.Member, error) {
	return loader.For(ctx).Chains.Load(ctx, m.ID)
}

func (r *memberResolver) Standups(ctx context.Context, m *member.Member, first *int, after *string, last *int, before *string, filter *model.StandupFilter, orderBy *model.StandupOrder) (*model.StandupConnection, error) {
	f, err := standupFilter(filter)
	if err != nil {
		return nil, err
	}
	f.Person = &m.ID
	order := standupOrder(orderBy)
	return r.services.Standups.List(ctx, authz.From(ctx), m.WorkspaceID, f, order, pageArgs(first, after, last, before),
		r.seal(ctx, "standups", m.WorkspaceID, f, order))
}

func (r *memberResolver) Activities(ctx context.Context, m *member.Member, first *int, after *string, last *int, before *string, filter *model.ActivityFilter) (*model.ActivityConnection, error) {
	return r.timeline(ctx, m.WorkspaceID, activity.Timeline{MemberID: m.ID}, filter, pageArgs(first, after, last, before))
}

// memberActor shows a member by id as an actor; one of whom no row is left is a deleted user.
func memberActor(ctx context.Context, memberID uuid.UUID) (*model.Actor, error) {
	m, err := loader.For(ctx).Members.Load(ctx, memberID)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return model.GoneActor(memberID), nil
	}
	return model.MemberActor(m), nil
}
