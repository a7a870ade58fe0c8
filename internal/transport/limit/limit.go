// Package limit keeps documents, and the callers who send them, within what the server can carry. [Guard]
// is an extension of the executor, so that its limits hold on every transport alike.
//
// It looks three times. Before parsing: the shape of the document (tokens, depth, aliases, fragments,
// what merges at one place) and the size of the variables, in time proportional to the text; everything
// after it, gqlgen's validation included, may then be quadratic in peace. After validation: the cost of
// the operation from the schema's prices and the page sizes asked for. Last: the caller's budget.
//
// The invariants: no check takes more than a few milliseconds whatever it is given; no arithmetic
// overflows; fragments are counted once each however often they are spread.
package limit

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"daybook/internal/fault"
	"daybook/internal/transport/coded"
)

// Config is what a [Guard] allows. Zero fields take the defaults.
type Config struct {
	Document Document
	Values   Values
	Cost     Cost
	Budget   Budget
}

// Guard is the extension. Make it with [New] and put it into a server with [Guard.Install].
type Guard struct {
	document Document
	values   Values
	cost     Cost
	budget   *buckets
	prices   *prices
	seen     recent
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
	graphql.ResponseInterceptor
} = (*Guard)(nil)

// New makes a guard.
func New(c Config) *Guard {
	return &Guard{
		document: c.Document.withDefaults(),
		values:   c.Values.withDefaults(),
		cost:     c.Cost.withDefaults(),
		budget:   newBuckets(c.Budget.withDefaults()),
	}
}

// Server is what Install needs of gqlgen's handler.Server.
type Server interface {
	Use(graphql.HandlerExtension)
	SetParserTokenLimit(int)
	SetDisableSuggestion(bool)
	SetValidationRulesFn(func() *rules.Rules)
}

// Install puts the guard into the server, with the parser's token limit and validation rules that suggest
// no names. Extensions that supply the document (persisted queries) must be in use before.
func (g *Guard) Install(srv Server) {
	srv.SetParserTokenLimit(g.document.Tokens)
	srv.SetDisableSuggestion(true)
	srv.SetValidationRulesFn(Rules)
	srv.Use(g)
}

// Rules are gqlgen's validation rules without suggestions. To look for similar names in a large schema
// costs more than to validate, and tells names to who may not introspect.
func Rules() *rules.Rules {
	r := rules.NewDefaultRules()
	r.RemoveRule(rules.KnownArgumentNamesRule.Name)
	r.RemoveRule(rules.KnownTypeNamesRule.Name)
	r.RemoveRule(rules.ValuesOfCorrectTypeRule.Name)
	r.AddRule(rules.KnownArgumentNamesRuleWithoutSuggestions.Name, rules.KnownArgumentNamesRuleWithoutSuggestions.RuleFunc)
	r.AddRule(rules.KnownTypeNamesRuleWithoutSuggestions.Name, rules.KnownTypeNamesRuleWithoutSuggestions.RuleFunc)
	r.AddRule(rules.ValuesOfCorrectTypeRuleWithoutSuggestions.Name, rules.ValuesOfCorrectTypeRuleWithoutSuggestions.RuleFunc)
	return r
}

// ExtensionName implements graphql.HandlerExtension.
func (*Guard) ExtensionName() string { return "Limit" }

// Validate reads the prices from the schema. It implements graphql.HandlerExtension.
func (g *Guard) Validate(es graphql.ExecutableSchema) error {
	g.prices = readPrices(es.Schema(), g.cost)
	return nil
}

// MutateOperationParameters refuses documents and variables that are too much, before they are parsed.
func (g *Guard) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	if f := g.values.check(params.Variables, params.Extensions); f != nil {
		return coded.Error(f)
	}
	key := sha256.Sum256([]byte(params.Query))
	if g.seen.has(key) {
		return nil
	}
	if err := g.document.check(params); err != nil {
		return err
	}
	graphql.GetOperationContext(ctx).Stats.SetExtension(unseenKey, key)
	return nil
}

// MutateOperationContext checks the kinds of the variables, prices the operation and charges the caller.
func (g *Guard) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	// A document that passed once does so again: nothing about its shape depends on the caller.
	if key, ok := op.Stats.GetExtension(unseenKey).(hash); ok {
		g.seen.add(key)
	}
	if f := g.prices.checkVariables(op.Operation.VariableDefinitions, op.Variables); f != nil {
		return coded.Error(f)
	}
	bill := &Bill{
		Requested:        g.prices.operation(op.Operation, op.Doc, op.Variables),
		Maximum:          g.cost.Maximum,
		RestorePerSecond: g.budget.RestorePerSecond,
	}
	op.Stats.SetExtension(billKey, bill)
	if bill.Requested > g.cost.Maximum {
		bill.Available = g.budget.available(ctx)
		return coded.Error(fault.New(fault.CostLimit, "the operation costs %d points, the most allowed is %d", bill.Requested, g.cost.Maximum).
			With("cost", bill.Requested).With("maximum", g.cost.Maximum))
	}
	available, wait := g.budget.take(ctx, bill.Requested)
	bill.Available = available
	if wait > 0 {
		return coded.Error(fault.New(fault.RateLimited, "the budget of %d points is used up; it restores %d a second", g.budget.Maximum, g.budget.RestorePerSecond).
			With("retryAfterMs", (wait+time.Millisecond-1).Milliseconds()).With("limit", budgetName))
	}
	bill.charged = true
	return nil
}

const (
	billKey       = "DaybookCost"
	unseenKey     = "DaybookUnseen"
	costExtension = "cost"
	budgetName    = "cost"
)

// Bill is extensions.cost: what the operation was priced at, the most one operation may cost, and the
// caller's budget after it.
type Bill struct {
	Requested        int64 `json:"requested"`
	Maximum          int64 `json:"maximum"`
	Available        int64 `json:"available"`
	RestorePerSecond int64 `json:"restorePerSecond"`

	charged bool
}

// InterceptResponse adds extensions.cost to every answer, except to the events of a subscription: those
// are the same for all who share it.
func (g *Guard) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	var bill *Bill
	if graphql.HasOperationContext(ctx) {
		op := graphql.GetOperationContext(ctx)
		bill, _ = op.Stats.GetExtension(billKey).(*Bill)
		if bill != nil && bill.charged && op.Operation.Operation == "subscription" {
			return next(ctx)
		}
	}
	if bill == nil {
		bill = &Bill{Maximum: g.cost.Maximum, Available: g.budget.available(ctx), RestorePerSecond: g.budget.RestorePerSecond}
	}
	graphql.RegisterExtension(ctx, costExtension, bill)
	return next(ctx)
}
