package limit_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/validator/rules"

	"daybook/internal/fault"
	"daybook/internal/transport/limit"
)

type rulesFn = func() *rules.Rules

// hostile are documents that cost a server without limits seconds, gigabytes, or its stack.
func hostile() map[string]string {
	n := strconv.Itoa
	return map[string]string{
		"fragments that double (M1)": `query { notes { nodes { ...F0 } } } ` + repeat(30, " ", func(i int) string {
			return `fragment F` + n(i) + ` on Note { ...F` + n(i+1) + ` ...F` + n(i+1) + ` }`
		}) + ` fragment F30 on Note { id }`,
		"fragments that double through aliases": `query { notes { nodes { author { ...F0 } } } } ` + repeat(14, " ", func(i int) string {
			part := func(a string) string { return a + `: notes(first: 1) { nodes { author { ...F` + n(i+1) + ` } } }` }
			return `fragment F` + n(i) + ` on Author { ` + part("x") + ` ` + part("y") + ` }`
		}) + ` fragment F14 on Author { id }`,
		"a scalar 1,000 times (M2)":          `{ ` + strings.Repeat("__typename ", 1000) + `}`,
		"a scalar 200 times (M2)":            `{ ` + strings.Repeat("__typename ", 200) + `}`,
		"an object 4,000 times (M2)":         `{ ` + strings.Repeat("notes{nodes{id}} ", 4000) + `}`,
		"30 copies of 45 names (M2)":         `{ ` + strings.Repeat(`notes { nodes { `+repeat(45, " ", func(i int) string { return "a" + n(i%40) + ":id" })+` } } `, 30) + `}`,
		"20 copies of one object, two names": `{ ` + strings.Repeat(`notes { nodes { id id } } `, 20) + `}`,
		"20 copies spread over inline parts": `{ ` + strings.Repeat(`... { notes { nodes { id } } } `, 21) + `}`,
		"merging through fragments":          `{ ` + repeat(21, " ", func(i int) string { return "...F" + n(i) }) + ` } ` + repeat(21, " ", func(i int) string { return "fragment F" + n(i) + " on Query { notes { nodes { id } } }" }),
		"100,000 levels":                     strings.Repeat("{a", 100_000) + strings.Repeat("}", 100_000),
		"500 levels":                         strings.Repeat("{a", 500) + strings.Repeat("}", 500),
		"13 levels":                          strings.Repeat("{notes{nodes{author", 4) + "{name" + strings.Repeat("}}}", 4) + "}",
		"a list literal 100,000 deep":        `{ a(b: ` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `) }`,
		"a list type 10,000 deep":            `query($a: ` + strings.Repeat("[", 10_000) + "Int" + strings.Repeat("]", 10_000) + `) { __typename }`,
		"10,000 aliases":                     `{ ` + repeat(10_000, " ", func(i int) string { return "a" + n(i) + ":__typename" }) + ` }`,
		"61 aliases":                         `{ notes { nodes { ` + repeat(61, " ", func(i int) string { return "a" + n(i) + ":id" }) + ` } } }`,
		"31 root fields":                     `{ ` + repeat(31, " ", func(i int) string { return "a" + n(i) + ":__typename" }) + ` }`,
		"31 root fields through fragments":   `{ ...A ...B } fragment A on Query { ` + repeat(16, " ", func(i int) string { return "a" + n(i) + ":__typename" }) + ` } fragment B on Query { ` + repeat(15, " ", func(i int) string { return "b" + n(i) + ":__typename" }) + ` }`,
		"11 root mutations":                  `mutation { ` + repeat(11, " ", func(i int) string { return "a" + n(i) + `:createNote(input:{title:"x"}) { note { id } }` }) + ` }`,
		"10,000 directives":                  `{ __typename ` + strings.Repeat("@x ", 10_000) + ` }`,
		"41 fragments":                       `{ ` + repeat(41, " ", func(i int) string { return "...F" + n(i) }) + ` } ` + repeat(41, " ", func(i int) string { return "fragment F" + n(i) + " on Query { __typename }" }),
		"3,000 operations":                   repeat(3000, " ", func(i int) string { return "query Q" + n(i) + " { __typename }" }),
		"5,000 variables":                    `query(` + repeat(5000, " ", func(i int) string { return "$v" + n(i) + ": Int" }) + `) { __typename }`,
		"a list literal of 1,001":            `{ nodes(ids: [` + strings.Repeat("1 ", 1001) + `]) { id } }`,
		"a comment of 2,000 lines":           strings.Repeat("#x\n", 2000) + `{ __typename }`,
		"circular introspection":             `{ __schema { types { ` + strings.Repeat("fields { type { ", 12) + "name" + strings.Repeat(" } }", 12) + ` } } }`,
		"21 levels of introspection":         `{ __type(name: "Note") ` + strings.Repeat("{ ofType ", 20) + "{ name }" + strings.Repeat(" }", 20) + ` }`,
		"fragments that hide behind each other": `{ ...F0 ...F1 ...F2 } ` + repeat(3, " ", func(i int) string {
			return "fragment F" + n(i) + " on Query { " + strings.Repeat("__typename ", 10) + " }"
		}),
	}
}

func TestHostileDocumentsAreRefused(t *testing.T) {
	t.Parallel()
	exec, _ := guarded(t, limit.Config{})
	for name, query := range hostile() {
		for range 2 { // not remembered as good
			if code, bill := run(exec, query, nil); code != string(fault.TooComplex) {
				t.Errorf("%s: %q, want %s", name, code, fault.TooComplex)
			} else if bill == nil || bill.Requested != 0 {
				t.Errorf("%s: bill %+v", name, bill)
			}
		}
	}
}

// Documents that validation would refuse anyway, but not before it had looked at all of them.
func TestInvalidDocumentsAreRefusedBeforeValidation(t *testing.T) {
	t.Parallel()
	exec, _ := guarded(t, limit.Config{})
	for name, query := range map[string]string{
		"a fragment that spreads itself": `{ ...A } fragment A on Query { __typename ...A }`,
		"a ring of fragments":            `{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }`,
		"an unused fragment":             `{ __typename } fragment A on Query { __typename }`,
		"a ring of unused fragments":     `{ __typename } fragment A on Query { ...B } fragment B on Query { ...A }`,
		"two fragments of one name":      `{ ...A } fragment A on Query { ` + strings.Repeat("__typename ", 200) + `} fragment A on Query { __typename }`,
		"a fragment that is missing":     `{ ...A }`,
		"defer":                          `{ ... @defer { __typename } }`,
		"unknown names":                  `{ ` + repeat(29, " ", func(i int) string { return "x" + strconv.Itoa(i) }) + ` }`,
	} {
		if code, _ := run(exec, query, nil); code != string(fault.ValidationFailed) {
			t.Errorf("%s: %q, want %s", name, code, fault.ValidationFailed)
		}
	}
}

func TestOrdinaryDocumentsPass(t *testing.T) {
	t.Parallel()
	exec, _ := guarded(t, limit.Config{})
	for name, query := range map[string]string{
		"introspection":      testdata(t, "introspection.graphql"),
		"full introspection": testdata(t, "introspection_full.graphql"),
		"12 levels":          strings.Repeat("{notes(first:1){nodes{author", 3) + "{notes(first:1){nodes{id" + strings.Repeat("}}}", 3) + "}}}",
		"what a code generator makes": `
			query Page($first: Int = 20, $after: String) {
				notes(first: $first, after: $after) { ...Page ...Rows __typename }
			}
			fragment Page on NoteConnection { pageInfo { hasNextPage endCursor __typename } __typename }
			fragment Rows on NoteConnection { edges { cursor node { ...Row __typename } __typename } __typename }
			fragment Row on Note { id title author { ...Person __typename } __typename }
			fragment Person on Author { id name __typename }`,
		"a union with a part for each type": `{ things { __typename ... on Note { id title } ... on Author { id name } } }`,
		"60 aliases":                        `{ notes { nodes { ` + repeat(60, " ", func(i int) string { return "a" + strconv.Itoa(i) + ":id" }) + ` } } }`,
		"10 mutations":                      `mutation { ` + repeat(10, " ", func(i int) string { return "a" + strconv.Itoa(i) + `:createNote(input:{title:"x"}) { note { id } }` }) + ` }`,
	} {
		for range 2 { // parsed, then remembered
			if code, bill := run(exec, query, nil); code != "" {
				t.Errorf("%s: refused with %s, bill %+v", name, code, bill)
			}
		}
	}
}

func TestVariablesAreBounded(t *testing.T) {
	t.Parallel()
	exec, _ := guarded(t, limit.Config{})
	nested := func(depth int) any {
		var v any = 1
		for range depth {
			v = []any{v}
		}
		return v
	}
	wide := map[string]any{}
	for i := range 1001 {
		wide[strconv.Itoa(i)] = i
	}
	many := make([]any, 20)
	for i := range many {
		many[i] = make([]any, 900)
	}
	for name, value := range map[string]any{
		"deep": nested(5000), "a bit too deep": nested(16), "long": make([]any, 1001), "wide": wide, "many": many,
	} {
		if code, _ := run(exec, "{ __typename }", map[string]any{"x": value}); code != string(fault.TooComplex) {
			t.Errorf("%s: %q", name, code)
		}
	}
	if code, _ := run(exec, "{ __typename }", map[string]any{"x": nested(15), "y": make([]any, 1000)}); code != "" {
		t.Errorf("ordinary variables are refused with %s", code)
	}
}

func BenchmarkHostile(b *testing.B) {
	exec, _ := guarded(b, limit.Config{})
	for name, query := range hostile() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				run(exec, query, nil)
			}
		})
	}
}

func BenchmarkOrdinary(b *testing.B) {
	exec, guard := guarded(b, limit.Config{Budget: limit.Budget{Maximum: 1 << 40, RestorePerSecond: 1 << 40}})
	_ = guard
	for _, name := range []string{"introspection.graphql"} {
		query := testdata(b, name)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				run(exec, query, nil)
			}
		})
	}
}

func FuzzDocument(f *testing.F) {
	for _, query := range hostile() {
		if len(query) < 4000 {
			f.Add(query)
		}
	}
	f.Add(`query A($a: [Int!] = [1], $n: Int!) @x { a: inc(n: $n) @skip(if: $b) ...F } fragment F on Query { nodes(ids: ["1", $a]) { id } }`)
	f.Add(`mutation { createNote(input: {title: """x"""}) { note { ... on Note { id } } } }`)
	f.Add(`subscription { tick(count: 1, everyMs: 1) { n } }`)
	exec, _ := guarded(f, limit.Config{})
	f.Fuzz(func(_ *testing.T, query string) { run(exec, query, map[string]any{"a": nil, "n": 1}) })
}
