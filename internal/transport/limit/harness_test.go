package limit_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"go.uber.org/goleak"

	"daybook/internal/transport/coded"
	"daybook/internal/transport/internal/toy"
	"daybook/internal/transport/limit"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// guarded is an executor of the toy schema with a guard in it.
func guarded(t testing.TB, c limit.Config) (*executor.Executor, *limit.Guard) {
	t.Helper()
	exec := executor.New(toy.NewExecutableSchema(toy.Config{Resolvers: toy.New()}))
	exec.SetErrorPresenter(coded.Present)
	guard := limit.New(c)
	guard.Install(server{exec})
	return exec, guard
}

type server struct{ *executor.Executor }

func (s server) SetValidationRulesFn(f rulesFn) { s.SetDefaultRulesFn(f) }

// run asks for an operation up to the point where it would be executed, and returns the code it is
// refused with, if any, and the bill.
func run(exec *executor.Executor, query string, vars map[string]any) (string, *limit.Bill) {
	ctx := graphql.StartOperationTrace(context.Background())
	op, errs := exec.CreateOperationContext(ctx, &graphql.RawParams{Query: query, Variables: vars})
	ctx = graphql.WithOperationContext(ctx, op)
	resp := exec.DispatchError(ctx, coded.Requests(errs))
	bill, _ := resp.Extensions["cost"].(*limit.Bill)
	if len(errs) == 0 {
		return "", bill
	}
	return string(coded.Of(resp.Errors[0])), bill
}

func repeat(n int, sep string, f func(i int) string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = f(i)
	}
	return strings.Join(parts, sep)
}

func testdata(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
