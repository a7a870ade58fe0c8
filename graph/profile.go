package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/slack"
)

func (r *mutationResolver) MemberUpdate(ctx context.Context, input model.MemberUpdateInput) (*model.MemberUpdatePayload, error) {
	memberID, err := input.MemberID.As(id.Member, "input.memberId")
	if err != nil {
		return nil, err
	}
	m, receipt, err := r.services.Members.UpdateProfile(ctx, authz.From(ctx), member.ProfileParams{
		MemberID: memberID, DisplayName: input.DisplayName, TimeZone: input.TimeZone})
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if m, err = stored(ctx, loader.For(ctx).Members, m, receipt); err != nil {
		return nil, err
	}
	return &model.MemberUpdatePayload{Member: m, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) SlackTrackingSet(ctx context.Context, input model.SlackTrackingSetInput) (*model.SlackTrackingSetPayload, error) {
	memberID, err := input.MemberID.As(id.Member, "input.memberId")
	if err != nil {
		return nil, err
	}
	t, receipt, err := r.services.Slack.Set(ctx, authz.From(ctx), slack.SetParams{MemberID: memberID, Consent: input.Consent, Enabled: input.Enabled})
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if t, err = stored(ctx, loader.For(ctx).SlackTracking, t, receipt); err != nil {
		return nil, err
	}
	return &model.SlackTrackingSetPayload{SlackTracking: t, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *memberResolver) SlackTracking(ctx context.Context, m *member.Member) (*slack.Tracking, error) {
	return loader.For(ctx).SlackTracking.Load(ctx, m.ID)
}
