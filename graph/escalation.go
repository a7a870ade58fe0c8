package graph

import (
	"context"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/workspace"
)

func (r *mutationResolver) BlockerEscalate(ctx context.Context, input model.BlockerEscalateInput) (*model.BlockerEscalatePayload, error) {
	p := blocker.EscalateParams{ShareDescription: input.ShareDescription, Version: input.ExpectedVersion}
	var err error
	if p.ID, err = input.ID.As(id.Blocker, "input.id"); err != nil {
		return nil, err
	}
	b, step, receipt, err := r.services.Blockers.Escalate(ctx, authz.From(ctx), p)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	loader.Renew(ctx, r.services, authz.From(ctx)) // an earlier field of the request may have read them as they were
	if receipt.Replayed {
		var made blocker.EscalateResult
		if err := receipt.Result(&made); err != nil {
			return nil, err
		}
		if b, err = loader.For(ctx).Blockers.Load(ctx, made.BlockerID); err != nil {
			return nil, err
		}
		if step, err = loader.For(ctx).Escalations.Load(ctx, made.EscalationID); err != nil {
			return nil, err
		}
	}
	return &model.BlockerEscalatePayload{Blocker: b, Escalation: step, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) EscalationAcknowledge(ctx context.Context, input model.EscalationAcknowledgeInput) (*model.EscalationAcknowledgePayload, error) {
	stepID, err := input.ID.As(id.Escalation, "input.id")
	if err != nil {
		return nil, err
	}
	step, receipt, err := r.services.Blockers.Acknowledge(ctx, authz.From(ctx), stepID)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	loader.Renew(ctx, r.services, authz.From(ctx))
	if step, err = stored(ctx, loader.For(ctx).Escalations, step, receipt); err != nil {
		return nil, err
	}
	return &model.EscalationAcknowledgePayload{Escalation: step, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *mutationResolver) EscalationPolicySet(ctx context.Context, input model.EscalationPolicySetInput) (*model.EscalationPolicySetPayload, error) {
	workspaceID, err := input.WorkspaceID.As(id.Workspace, "input.workspaceId")
	if err != nil {
		return nil, err
	}
	rules := make([]*blocker.Rule, len(input.Rules))
	for n, in := range input.Rules {
		rules[n] = &blocker.Rule{Severity: in.Severity, AfterMinutes: in.AfterMinutes, Levels: in.Levels, BusinessHoursOnly: in.BusinessHoursOnly}
	}
	p, receipt, err := r.services.Blockers.SetPolicy(ctx, authz.From(ctx), workspaceID, rules, input.ExpectedVersion)
	userErrors, err := rejected(err)
	if err != nil {
		return nil, err
	}
	if receipt.Replayed {
		if p, err = r.services.Blockers.Policy(ctx, authz.From(ctx), workspaceID); err != nil {
			return nil, err
		}
	}
	return &model.EscalationPolicySetPayload{EscalationPolicy: p, UserErrors: userErrors, Replayed: receipt.Replayed, ResumeCursor: r.resume(ctx, receipt)}, nil
}

func (r *workspaceResolver) EscalationPolicy(ctx context.Context, w *workspace.Workspace) (*blocker.Policy, error) {
	return r.services.Blockers.Policy(ctx, authz.From(ctx), w.ID)
}

func (r *blockerResolver) Escalations(ctx context.Context, b *blocker.Blocker) ([]*blocker.Escalation, error) {
	return loader.For(ctx).BlockerEscalations.Load(ctx, b.ID)
}

func (r *escalationResolver) Blocker(ctx context.Context, s *blocker.Escalation) (*blocker.Blocker, error) {
	return follow(ctx, loader.For(ctx).Blockers, &s.BlockerID)
}

func (r *escalationResolver) Recipient(ctx context.Context, s *blocker.Escalation) (*member.Member, error) {
	return always(ctx, loader.For(ctx).Members, s.RecipientID)
}
