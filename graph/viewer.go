package graph

import (
	"context"
	"time"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/apitoken"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

func (r *queryResolver) Viewer(ctx context.Context) (*authz.Viewer, error) {
	return authz.From(ctx), nil
}

func (r *mutationResolver) APITokenCreate(ctx context.Context, input model.APITokenCreateInput) (*model.APITokenCreatePayload, error) {
	workspaceID, err := input.WorkspaceID.As(id.Workspace, "input.workspaceId")
	if err != nil {
		return nil, err
	}
	token, secret, receipt, err := r.services.Tokens.Create(ctx, authz.From(ctx), apitoken.CreateParams{
		WorkspaceID: workspaceID, Name: input.Name, Service: input.Service, Scopes: input.Scopes, Days: input.ExpiresInDays})
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	payload := &model.APITokenCreatePayload{APIToken: token, UserErrors: userErrors, ResumeCursor: r.resume(ctx, receipt)}
	if secret != "" {
		payload.Secret = &secret
	}
	return payload, nil
}

func (r *mutationResolver) APITokenRevoke(ctx context.Context, input model.APITokenRevokeInput) (*model.APITokenRevokePayload, error) {
	tokenID, err := input.ID.As(id.Token, "input.id")
	if err != nil {
		return nil, err
	}
	token, receipt, err := r.services.Tokens.Revoke(ctx, authz.From(ctx), tokenID)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if token, err = stored(ctx, loader.For(ctx).Tokens, token, receipt); err != nil {
		return nil, err
	}
	return &model.APITokenRevokePayload{APIToken: token, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *viewerResolver) ID(_ context.Context, v *authz.Viewer) (*id.ID, error) {
	public := id.Of(id.Account, v.AccountID)
	if v.IsService() {
		public = id.Of(id.Token, v.TokenID)
	}
	return &public, nil
}

func (r *viewerResolver) Email(_ context.Context, v *authz.Viewer) (*string, error) {
	return textOrNil(v.Email), nil
}

func (r *viewerResolver) TimeZone(_ context.Context, v *authz.Viewer) (*string, error) {
	return textOrNil(v.TimeZone), nil
}

func textOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func (r *viewerResolver) Memberships(ctx context.Context, v *authz.Viewer, first *int, after *string, last *int, before *string) (*model.MembershipConnection, error) {
	key := func(m *authz.Membership) page.Key { return page.Key{ID: m.WorkspaceID} }
	all := make([]*authz.Membership, len(v.Memberships))
	for i := range v.Memberships {
		all[i] = &v.Memberships[i]
	}
	return page.OfSlice(all, key, pageArgs(first, after, last, before), r.seal(ctx, "memberships"))
}

func (r *viewerResolver) Tokens(ctx context.Context, v *authz.Viewer, first *int, after *string, last *int, before *string) (*model.ApiTokenConnection, error) {
	if v.IsService() {
		return nil, nil
	}
	return r.services.Tokens.Mine(ctx, v, pageArgs(first, after, last, before), r.seal(ctx, "tokens"))
}

func (r *viewerResolver) Today(ctx context.Context, v *authz.Viewer, workspaceID id.ID) (*model.Today, error) {
	ws, err := workspaceID.As(id.Workspace, "workspaceId")
	if err != nil || v.IsService() {
		return nil, err
	}
	date, standup, err := r.services.Standups.Today(ctx, v, ws)
	if err != nil {
		return nil, err
	}
	m, _ := v.In(ws)
	return &model.Today{WorkspaceID: ws, MemberID: m.MemberID, Date: date, Standup: standup}, nil
}

func (r *membershipResolver) Workspace(ctx context.Context, m *authz.Membership) (*workspace.Workspace, error) {
	w, err := loader.For(ctx).Workspaces.Load(ctx, m.WorkspaceID)
	if err == nil && w == nil {
		err = fault.Missing()
	}
	return w, err
}

func (r *membershipResolver) Role(_ context.Context, m *authz.Membership) (*authz.Role, error) {
	if m.Role == "" {
		return nil, nil
	}
	return &m.Role, nil
}

func (r *membershipResolver) JoinedAt(_ context.Context, m *authz.Membership) (*time.Time, error) {
	if m.JoinedAt.IsZero() {
		return nil, nil
	}
	return &m.JoinedAt, nil
}

func (r *membershipResolver) Member(ctx context.Context, m *authz.Membership) (*member.Member, error) {
	if m.MemberID == uuid.Nil {
		return nil, nil
	}
	return loader.For(ctx).Members.Load(ctx, m.MemberID)
}

func (r *apiTokenResolver) CreatedBy(ctx context.Context, t *apitoken.Token) (*model.Actor, error) {
	if t.CreatorID == nil {
		return model.SystemActor(t.WorkspaceID), nil
	}
	return memberActor(ctx, *t.CreatorID)
}
