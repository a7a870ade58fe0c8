package graph

import (
	"context"

	"daybook/graph/model"
	"daybook/internal/blocker"
	"daybook/internal/member"
	"daybook/internal/workspace"
)

func (r *blockerResolver) Escalations(ctx context.Context, obj *blocker.Blocker) ([]*blocker.Escalation, error) {
	panic("not yet")
}

func (r *escalationResolver) Blocker(ctx context.Context, obj *blocker.Escalation) (*blocker.Blocker, error) {
	panic("not yet")
}

func (r *escalationResolver) Recipient(ctx context.Context, obj *blocker.Escalation) (*member.Member, error) {
	panic("not yet")
}

func (r *mutationResolver) BlockerEscalate(ctx context.Context, input model.BlockerEscalateInput) (*model.BlockerEscalatePayload, error) {
	panic("not yet")
}

func (r *mutationResolver) EscalationAcknowledge(ctx context.Context, input model.EscalationAcknowledgeInput) (*model.EscalationAcknowledgePayload, error) {
	panic("not yet")
}

func (r *mutationResolver) EscalationPolicySet(ctx context.Context, input model.EscalationPolicySetInput) (*model.EscalationPolicySetPayload, error) {
	panic("not yet")
}

func (r *workspaceResolver) EscalationPolicy(ctx context.Context, obj *workspace.Workspace) (*blocker.Policy, error) {
	panic("not yet")
}
