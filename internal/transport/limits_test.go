package transport_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"daybook/internal/fault"
)

// Every limit holds on every transport.
func TestLimitsOnEachTransport(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.feed()
	carriers := map[string]func(t *testing.T, query string, vars map[string]any) string{
		"POST": func(t *testing.T, query string, vars map[string]any) string {
			return b.send(http.MethodPost, endpoint, body(query, vars)).result(t).code()
		},
		"GET": func(t *testing.T, query string, vars map[string]any) string {
			values := url.Values{"query": {query}}
			if vars != nil {
				values.Set("variables", body("", vars)[len(`{"query":"","variables":`):len(body("", vars))-1])
			}
			return b.send(http.MethodGet, endpoint+"?"+values.Encode(), "").result(t).code()
		},
		"SSE": func(t *testing.T, query string, vars map[string]any) string {
			got := events(b.send(http.MethodPost, endpoint, body(query, vars), acceptStream).text)
			if len(got) != 2 || got[0].name != "next" || got[1].name != "complete" {
				t.Fatalf("got %+v", got)
			}
			return decode(t, got[0].data).code()
		},
		"WebSocket": func(t *testing.T, query string, vars map[string]any) string {
			w := b.ready()
			w.send(`{"type":"subscribe","id":"1","payload":` + body(query, vars) + `}`)
			f := w.next()
			if f.Type != "error" {
				t.Fatalf("got %+v", f)
			}
			return codeOf(t, f.Payload)
		},
	}
	for _, c := range []struct {
		name, query string
		vars        map[string]any
		code        fault.Code
	}{
		{"tokens", "{" + strings.Repeat(" __typename", 1600) + " }", nil, fault.TooComplex},
		{"depth", strings.Repeat("{notes{nodes{author", 4) + "{name" + strings.Repeat("}}}", 4) + "}", nil, fault.TooComplex},
		{"merging", "{" + strings.Repeat(" __typename", 21) + " }", nil, fault.TooComplex},
		{"fragments", "{ ...A ...A } fragment A on Query { ...B ...B } fragment B on Query { ...C ...C } fragment C on Query { " + strings.Repeat("notes { nodes { id } } ", 10) + "}", nil, fault.TooComplex},
		{"variables", "query($n: Int) { inc(n: 1) }", map[string]any{"n": make([]any, 1001)}, fault.TooComplex},
		{"cost", "{ notes(first: 100) { nodes { author { notes(first: 100) { nodes { id } } } } } }", nil, fault.CostLimit},
		{"syntax", "{ notes(", nil, fault.ParseFailed},
		{"names", "{ noets { nodes { id } } }", nil, fault.ValidationFailed},
		{"arguments", `{ echo(tex: "x") }`, nil, fault.ValidationFailed},
		{"types", "query($a: Strin) { __typename }", nil, fault.ValidationFailed},
		{"Int as text", "query($n: Int!) { inc(n: $n) }", map[string]any{"n": "12"}, fault.BadUserInput},
		{"operation name", "query A { __typename } query B { __typename }", nil, fault.ValidationFailed},
	} {
		for name, send := range carriers {
			t.Run(c.name+" over "+name, func(t *testing.T) {
				t.Parallel()
				if got := send(t, c.query, c.vars); got != string(c.code) {
					t.Errorf("%q, want %s", got, c.code)
				}
			})
		}
	}
}

func TestErrorsAreFewAndSuggestNothing(t *testing.T) {
	t.Parallel()
	b := start(t)
	r := b.post("{ notes { nodes {" + strings.Repeat(" ttile idd", 40) + " } } }").result(t)
	if r.code() != string(fault.TooComplex) {
		t.Errorf("%q", r.code())
	}
	var names strings.Builder
	for i := range 150 {
		names.WriteString(" titl" + strings.Repeat("e", i%40) + strings.Repeat("x", i/40))
	}
	r = b.post("{ notes { nodes {" + names.String() + " } } }").result(t)
	if len(r.Errors) != 20 {
		t.Errorf("%d errors, want 20", len(r.Errors))
	}
	for i, e := range r.Errors {
		if strings.Contains(e.Message, "ean") {
			t.Errorf("%q", e.Message)
		}
		want := fault.ValidationFailed
		if i == 19 {
			want = fault.ErrorsTruncated
		}
		if e.Extensions["code"] != string(want) {
			t.Errorf("error %d has the code %v", i, e.Extensions["code"])
		}
	}
}

func TestBudgetIsOneForAllTransports(t *testing.T) {
	t.Parallel()
	b := start(t, func(s *setup) { s.limit.Budget.Maximum, s.limit.Budget.RestorePerSecond = 3*26, 1 })
	const query = "{ notes { nodes { id } } }" // 26 points
	if code := b.post(query).result(t).code(); code != "" {
		t.Fatal(code)
	}
	if got := events(b.post(query, acceptStream).text); len(got) != 2 {
		t.Fatalf("got %+v", got)
	}
	w := b.ready()
	w.subscribe("1", query)
	if f := w.next(); f.Type != "next" {
		t.Fatalf("got %+v", f)
	}
	w.next()
	w.subscribe("2", query)
	if f := w.next(); f.Type != "error" || codeOf(t, f.Payload) != string(fault.RateLimited) {
		t.Errorf("got %+v", f)
	}
	if a := b.post(query, acceptStream); a.status != http.StatusTooManyRequests {
		t.Errorf("SSE: HTTP %d", a.status)
	}
}
