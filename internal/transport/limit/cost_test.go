package limit_test

import (
	"context"
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"daybook/internal/fault"
	"daybook/internal/transport/limit"
)

func TestCost(t *testing.T) {
	t.Parallel()
	exec, _ := guarded(t, limit.Config{})
	for _, c := range []struct {
		query string
		vars  map[string]any
		cost  int64
	}{
		{`{ __typename }`, nil, 0},
		{`{ echo(text: "x") inc(n: 1) }`, nil, 0},
		{`{ metrics }`, nil, 20},
		{`{ notes(first: 0) { nodes { id } } }`, nil, 1},
		{`{ notes(first: 10) { nodes { id } } }`, nil, 1 + 10},
		{`{ notes(first: 10) { edges { cursor node { id } } } }`, nil, 1 + 10},
		{`{ notes(last: 10) { nodes { id } } }`, nil, 1 + 10},
		{`{ notes { nodes { id } } }`, nil, 1 + 25},
		{`{ notes(first: null) { nodes { id } } }`, nil, 1 + 25},
		{`{ notes(first: -5) { nodes { id } } }`, nil, 1},
		{`{ notes(first: 10) { pageInfo { endCursor } } }`, nil, 1 + 1},
		{`{ notes(first: 10) { nodes { author { id } } pageInfo { endCursor } } }`, nil, 1 + 10*2 + 1},
		{`{ notes(first: 10) { nodes { author { notes(first: 3) { nodes { id } } } } } }`, nil, 1 + 10*(1+1+(1+3))},
		{`query($n: Int) { notes(first: $n) { nodes { id } } }`, map[string]any{"n": json.Number("7")}, 1 + 7},
		{`query($n: Int = 6) { notes(first: $n) { nodes { id } } }`, nil, 1 + 6},
		{`{ notes(first: 10) { ...P } } fragment P on NoteConnection { nodes { ...N } } fragment N on Note { author { id } }`, nil, 1 + 10*2},
		{`{ nodes(ids: ["1", "2", "3"]) { author { id } } }`, nil, 1 + 3},
		{`query($i: [ID!]!) { nodes(ids: $i) { author { id } } }`, map[string]any{"i": []any{"1", "2"}}, 1 + 2},
		{`{ things { ... on Note { author { id } } ... on Author { notes(first: 4) { nodes { id } } } } }`, nil, 1 + 10*(1+4)},
		{`{ notes(first: 10) @skip(if: true) { nodes { id } } }`, nil, 0},
		{`query($b: Boolean!) { notes(first: 10) @include(if: $b) { nodes { id } } }`, map[string]any{"b": false}, 0},
		{`mutation { createNote(input: {title: "x"}) { note { id } } }`, nil, 10 + 1},
		{`{ __schema { types { name } } }`, nil, 500},
		{`{ __type(name: "Note") { name } }`, nil, 20},
	} {
		code, bill := run(exec, c.query, c.vars)
		if code != "" || bill == nil || bill.Requested != c.cost {
			t.Errorf("%s: %q %+v, want %d", c.query, code, bill, c.cost)
		}
	}
}

func TestCostIsBounded(t *testing.T) {
	t.Parallel()
	exec, _ := guarded(t, limit.Config{})
	page := func(inner string) string { return `notes(first: 2147483647) { nodes { author { ` + inner + ` } } }` }
	for _, query := range []string{
		`{ notes(first: 5000) { nodes { id } } }`,
		`{ notes(first: 1000000000) { nodes { id } } }`,
		`{ notes(first: 100) { nodes { author { notes(first: 100) { nodes { id } } } } } }`,
		`{ ` + page(page(page("id"))) + ` }`,
		`{ ` + repeat(11, " ", func(i int) string { return string(rune('a'+i)) + `: __schema { types { name } }` }) + ` }`,
		`{ ...A } fragment A on Query { a: notes(first: 100) { ...P } b: notes(first: 100) { ...P } } fragment P on NoteConnection { nodes { author { notes(first: 50) { nodes { id } } } } }`,
	} {
		code, bill := run(exec, query, nil)
		if code != string(fault.CostLimit) || bill == nil || bill.Requested <= bill.Maximum || bill.Requested < 0 {
			t.Errorf("%s: %q, %+v", query, code, bill)
		}
	}
}

func TestStrictVariables(t *testing.T) {
	t.Parallel()
	exec, _ := guarded(t, limit.Config{})
	n := func(s string) any { return json.Number(s) }
	for _, c := range []struct {
		query string
		vars  map[string]any
		ok    bool
	}{
		{`query($v: Int!) { inc(n: $v) }`, map[string]any{"v": n("12")}, true},
		{`query($v: Int!) { inc(n: $v) }`, map[string]any{"v": "12"}, false},
		{`query($v: Int!) { inc(n: $v) }`, map[string]any{"v": n("2147483648")}, false},
		{`query($v: Int!) { inc(n: $v) }`, map[string]any{"v": n("1.5")}, false},
		{`query($v: Int!) { inc(n: $v) }`, map[string]any{"v": true}, false},
		{`query($v: Int!) { inc(n: $v) }`, map[string]any{"v": nil}, false},
		{`query($v: Int!) { inc(n: $v) }`, nil, false},
		{`query($v: String!) { echo(text: $v) }`, map[string]any{"v": "x"}, true},
		{`query($v: String!) { echo(text: $v) }`, map[string]any{"v": n("5")}, false},
		{`query($v: Colour!) { colour(is: $v) }`, map[string]any{"v": "RED"}, true},
		{`query($v: Colour!) { colour(is: $v) }`, map[string]any{"v": "red"}, false},
		{`query($v: [ID!]!) { nodes(ids: $v) { id } }`, map[string]any{"v": []any{"1", n("2")}}, true},
		{`query($v: [ID!]!) { nodes(ids: $v) { id } }`, map[string]any{"v": "1"}, true},
		{`mutation($v: CreateNoteInput!) { createNote(input: $v) { note { id } } }`, map[string]any{"v": map[string]any{"title": "x"}}, true},
		{`mutation($v: CreateNoteInput!) { createNote(input: $v) { note { id } } }`, map[string]any{"v": map[string]any{"title": n("5")}}, false},
		{`mutation($v: CreateNoteInput!) { createNote(input: $v) { note { id } } }`, map[string]any{"v": map[string]any{"titel": "x"}}, false},
	} {
		want := ""
		if !c.ok {
			want = string(fault.BadUserInput)
		}
		if code, _ := run(exec, c.query, c.vars); code != want {
			t.Errorf("%s with %v: %q, want %q", c.query, c.vars, code, want)
		}
	}
}

func TestBudget(t *testing.T) {
	t.Parallel()
	type key struct{}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	exec, guard := guarded(t, limit.Config{Budget: limit.Budget{
		Key:              func(ctx context.Context) string { s, _ := ctx.Value(key{}).(string); return s },
		Maximum:          100,
		RestorePerSecond: 10,
		Now:              func() time.Time { return now },
	}})
	ask := func(who string, points int) (code fault.Code, retryAfterMs any, bill limit.Bill) {
		ctx := graphql.StartOperationTrace(context.WithValue(context.Background(), key{}, who))
		op, errs := exec.CreateOperationContext(ctx, &graphql.RawParams{
			Query: `query($n: Int) { notes(first: $n) { nodes { id } } }`, Variables: map[string]any{"n": points - 1},
		})
		resp := exec.DispatchError(graphql.WithOperationContext(ctx, op), errs)
		bill = *resp.Extensions["cost"].(*limit.Bill)
		if len(errs) == 0 {
			return "", nil, bill
		}
		return fault.Code(resp.Errors[0].Extensions["code"].(string)), resp.Errors[0].Extensions["retryAfterMs"], bill
	}
	if code, _, bill := ask("ada", 60); code != "" || bill.Available != 40 || bill.Requested != 60 || bill.RestorePerSecond != 10 || bill.Maximum != 5000 {
		t.Fatalf("%q %+v", code, bill)
	}
	if code, wait, bill := ask("ada", 60); code != fault.RateLimited || wait != int64(2000) || bill.Available != 40 {
		t.Fatalf("%q, retry after %v, %+v", code, wait, bill)
	}
	if code, _, bill := ask("bob", 60); code != "" || bill.Available != 40 {
		t.Fatalf("another caller's budget: %q %+v", code, bill)
	}
	now = now.Add(2 * time.Second)
	if code, _, bill := ask("ada", 60); code != "" || bill.Available != 0 {
		t.Fatalf("after the time it was told: %q %+v", code, bill)
	}
	got := guard.Buckets(context.WithValue(context.Background(), key{}, "ada"))
	want := limit.Bucket{Name: "cost", Maximum: 100, Available: 0, RestorePerSecond: 10, ResetAt: now.Add(10 * time.Second)}
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	now = now.Add(-time.Hour) // a clock that was set back
	if code, _, _ := ask("ada", 60); code != fault.RateLimited {
		t.Errorf("%q", code)
	}
	now = now.Add(time.Duration(math.MaxInt32) * time.Second)
	if code, _, bill := ask("ada", 100); code != "" || bill.Available != 0 {
		t.Errorf("%q %+v", code, bill)
	}
}
