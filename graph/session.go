package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/session"
)

func (r *mutationResolver) SessionRevoke(ctx context.Context, input model.SessionRevokeInput) (*model.SessionRevokePayload, error) {
	sessionID, err := input.ID.As(id.Session, "input.id")
	if err != nil {
		return nil, err
	}
	userErrors, err := rejected(r.services.Sessions.Revoke(ctx, authz.From(ctx), sessionID))
	if err != nil {
		return nil, err
	}
	return &model.SessionRevokePayload{SessionID: &input.ID, UserErrors: userErrors}, nil
}

func (r *mutationResolver) SessionRevokeAll(ctx context.Context, input model.SessionRevokeAllInput) (*model.SessionRevokeAllPayload, error) {
	memberID, err := id.AsPtr(input.MemberID, id.Member, "input.memberId")
	if err != nil {
		return nil, err
	}
	ended, err := r.services.Sessions.RevokeAll(ctx, authz.From(ctx), memberID, input.IncludeCurrent)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	return &model.SessionRevokeAllPayload{RevokedCount: &ended, UserErrors: userErrors}, nil
}

func (r *mutationResolver) PasswordChange(ctx context.Context, input model.PasswordChangeInput) (*model.PasswordChangePayload, error) {
	ended, err := r.authn.ChangePassword(ctx, authz.From(ctx), input.CurrentPassword, input.NewPassword)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	payload := &model.PasswordChangePayload{UserErrors: userErrors}
	if len(userErrors) == 0 {
		payload.RevokedCount = &ended
	}
	return payload, nil
}

func (r *viewerResolver) Sessions(ctx context.Context, v *authz.Viewer, first *int, after *string, last *int, before *string) (*model.SessionConnection, error) {
	if v.IsService() {
		return nil, nil
	}
	return r.services.Sessions.Mine(ctx, v, pageArgs(first, after, last, before), r.seal(ctx, "sessions"))
}

func (r *sessionResolver) Current(ctx context.Context, s *session.Session) (bool, error) {
	return authz.From(ctx).SessionID == s.ID, nil
}
