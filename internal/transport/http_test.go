package transport_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"daybook/internal/fault"
	"daybook/internal/transport"
)

func TestHTTPStatus(t *testing.T) {
	t.Parallel()
	b := start(t)
	const mutation = `mutation { createNote(input: {title: "x"}) { note { id } } }`
	for _, c := range []struct {
		name    string
		method  string
		url     string
		body    string
		headers []string
		status  int
		code    fault.Code
	}{
		{"a query", "POST", "", body("{ __typename }", nil), nil, 200, ""},
		{"a mutation", "POST", "", body(mutation, nil), nil, 200, ""},
		{"a field error has data", "POST", "", body(`{ notes(first: -1) { nodes { id } } }`, nil), []string{acceptResponse}, 200, fault.BadUserInput},
		{"a query over GET", "GET", "?query={__typename}", "", nil, 200, ""},
		{"a query with variables over GET", "GET", "?variables=" + url.QueryEscape(`{"t":"x"}`) + "&query=" + url.QueryEscape(`query($t:String!){echo(text:$t)}`), "", nil, 200, ""},
		{"a mutation over GET", "GET", "?query=" + url.QueryEscape(mutation), "", nil, 405, fault.BadUserInput},
		{"query twice over GET", "GET", "?query={__typename}&query={__typename}", "", nil, 400, fault.BadUserInput},
		{"variables that are no object over GET", "GET", "?query={__typename}&variables=[1]", "", nil, 400, fault.BadUserInput},
		{"variables with something behind over GET", "GET", "?query={__typename}&variables=" + url.QueryEscape(`{} x`), "", nil, 400, fault.BadUserInput},
		{"broken UTF-8 over GET", "GET", "?query=%7B__typename%ff%7D", "", nil, 400, fault.BadUserInput},
		{"a long URL", "GET", "?query=" + strings.Repeat("x", 40<<10), "", nil, 414, fault.BadUserInput},
		{"PUT", "PUT", "", "{}", nil, 405, fault.BadUserInput},
		{"HEAD", "HEAD", "", "", nil, 405, ""},

		{"no content type", "POST", "", "{}", []string{"Content-Type:"}, 415, fault.BadUserInput},
		{"a form", "POST", "", "query=x", []string{"Content-Type: application/x-www-form-urlencoded"}, 415, fault.BadUserInput},
		{"another charset", "POST", "", "{}", []string{"Content-Type: application/json; charset=utf-16"}, 415, fault.BadUserInput},
		{"a compressed body", "POST", "", "{}", []string{"Content-Encoding: gzip"}, 415, fault.BadUserInput},
		{"a large body", "POST", "", `{"query":"` + strings.Repeat("x", 300<<10) + `"}`, nil, 413, fault.BadUserInput},

		{"no JSON", "POST", "", `{"query": secret`, nil, 400, fault.BadUserInput},
		{"something behind the JSON", "POST", "", body("{ __typename }", nil) + " x", nil, 400, fault.BadUserInput},
		{"a batch", "POST", "", `[{"query":"{ __typename }"}]`, nil, 400, fault.BadUserInput},
		{"broken UTF-8", "POST", "", "{\"query\":\"{ __typename } # \xff\"}", nil, 400, fault.BadUserInput},
		{"letter case counts", "POST", "", `{"Query":"{ __typename }"}`, nil, 400, fault.BadUserInput},
		{"query is a number", "POST", "", `{"query":5}`, nil, 400, fault.BadUserInput},
		{"variables is a list", "POST", "", `{"query":"{ __typename }","variables":[]}`, nil, 400, fault.BadUserInput},
		{"nulls are as good as nothing", "POST", "", `{"query":"{ __typename }","variables":null,"operationName":null,"extensions":null}`, nil, 200, ""},

		{"parse error, application/json", "POST", "", body("{", nil), nil, 200, fault.ParseFailed},
		{"parse error", "POST", "", body("{", nil), []string{acceptResponse}, 400, fault.ParseFailed},
		{"validation error, application/json", "POST", "", body("{ nothing }", nil), nil, 200, fault.ValidationFailed},
		{"validation error", "POST", "", body("{ nothing }", nil), []string{acceptResponse}, 422, fault.ValidationFailed},
		{"variable error", "POST", "", body("query($n: Int!) { inc(n: $n) }", map[string]any{"n": "12"}), []string{acceptResponse}, 400, fault.BadUserInput},
		{"variable missing", "POST", "", body("query($n: Int!) { inc(n: $n) }", nil), []string{acceptResponse}, 400, fault.BadUserInput},
		{"enum variable in another case", "POST", "", body("query($c: Colour!) { colour(is: $c) }", map[string]any{"c": "red"}), []string{acceptResponse}, 400, fault.BadUserInput},
		{"a subscription", "POST", "", body(feedQuery, nil), nil, 406, fault.BadUserInput},
		{"a panic", "POST", "", body("mutation { boom }", nil), nil, 200, fault.Internal},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := b.send(c.method, endpoint+c.url, c.body, c.headers...)
			if a.status != c.status {
				t.Errorf("HTTP %d, want %d: %s", a.status, c.status, a.text)
			}
			if got := a.header.Get("X-Content-Type-Options"); got != "nosniff" {
				t.Errorf("X-Content-Type-Options is %q", got)
			}
			if c.method == http.MethodHead {
				return
			}
			r := a.result(t)
			if r.code() != string(c.code) {
				t.Errorf("code %q, want %q: %s", r.code(), c.code, a.text)
			}
			if a.status != 200 && r.Data != nil {
				t.Errorf("a refused request has data: %s", a.text)
			}
			for _, leak := range []string{"secret", "Go ", "json:", "did you mean", "Did you mean"} {
				if strings.Contains(a.text, leak) {
					t.Errorf("the answer holds %q: %s", leak, a.text)
				}
			}
			if a.status == 405 && a.header.Get("Allow") == "" {
				t.Error("a 405 without Allow")
			}
			if r.Extensions["cost"] == nil {
				t.Errorf("no extensions.cost: %s", a.text)
			}
		})
	}
}

func TestNegotiation(t *testing.T) {
	t.Parallel()
	b := start(t)
	const js, gql, sse = "application/json; charset=utf-8", "application/graphql-response+json; charset=utf-8", "text/event-stream; charset=utf-8"
	for accept, want := range map[string]string{
		"":                                  js,
		"*/*":                               js,
		"application/*;q=0.5":               js,
		"text/html":                         js,
		"application/graphql-response+json": gql,
		"application/graphql-response+json, application/json;q=0.9":     gql,
		"application/graphql-response+json;q=0.1, application/json":     js,
		"application/json;q=0, application/graphql-response+json;q=0.1": gql,
		"application/graphql-response+json;q=2, application/json;q=0.1": js,
		"text/event-stream":                  sse,
		"text/event-stream, multipart/mixed": sse,
		"application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed": gql,
		"text/event-stream;q=0.5, application/json": js,
	} {
		if a := b.post("{ __typename }", "Accept: "+accept); a.header.Get("Content-Type") != want {
			t.Errorf("Accept %q is answered with %q, want %q", accept, a.header.Get("Content-Type"), want)
		}
	}
	// A subscription is streamed as soon as the header lists the stream anywhere.
	feed := b.feed()
	close(feed.events)
	if a := b.post(feedQuery, "Accept: application/json, text/event-stream"); a.header.Get("Content-Type") != sse {
		t.Errorf("a subscription is answered with %q", a.header.Get("Content-Type"))
	}
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	b := start(t, func(s *setup) {
		s.gate.Origins = transport.Origins{"https://app.example.com", "https://*.widgets.example"}
		s.gate.SessionCookie = "session"
	})
	const cookie, bearer = "Cookie: session=1", "Authorization: Bearer x"
	for _, c := range []struct {
		name    string
		method  string
		headers []string
		status  int
		cors    bool
	}{
		{"a program", "POST", nil, 200, false},
		{"same host, signed in", "POST", []string{cookie, "Origin: http://daybook.test"}, 200, false},
		{"same host with the default port", "POST", []string{cookie, "Origin: http://daybook.test:80"}, 200, false},
		{"same host in capitals", "POST", []string{cookie, "Origin: http://DAYBOOK.test"}, 200, false},
		{"another port, signed in", "POST", []string{cookie, "Origin: http://daybook.test:8080"}, 403, false},
		{"foreign, signed in", "POST", []string{cookie, "Origin: https://evil.example"}, 403, false},
		{"foreign, another cookie", "POST", []string{"Cookie: other=1", "Origin: https://evil.example"}, 200, false},
		{"null, signed in", "POST", []string{cookie, "Origin: null"}, 403, false},
		{"suffix trick, signed in", "POST", []string{cookie, "Origin: http://daybook.test.evil.example"}, 403, false},
		{"prefix trick, signed in", "POST", []string{cookie, "Origin: http://evildaybook.test"}, 403, false},
		{"user part trick, signed in", "POST", []string{cookie, "Origin: http://evil@daybook.test"}, 403, false},
		{"cross-site, signed in", "POST", []string{cookie, "Sec-Fetch-Site: cross-site"}, 403, false},
		{"listed and cross-site, signed in", "POST", []string{cookie, "Origin: https://app.example.com", "Sec-Fetch-Site: cross-site"}, 403, true},
		{"listed and same-site, signed in", "POST", []string{cookie, "Origin: https://app.example.com", "Sec-Fetch-Site: same-site"}, 200, true},
		{"listed, bearer", "POST", []string{bearer, "Origin: https://app.example.com", "Sec-Fetch-Site: cross-site"}, 200, true},
		{"listed by pattern, bearer", "POST", []string{bearer, "Origin: https://a.b.widgets.example"}, 200, true},
		{"the pattern's own domain", "POST", []string{bearer, "Origin: https://widgets.example"}, 200, false},
		{"the pattern with another scheme", "POST", []string{bearer, "Origin: http://a.widgets.example"}, 200, false},
		{"the pattern with a port", "POST", []string{bearer, "Origin: https://a.widgets.example:444"}, 200, false},
		{"foreign, bearer", "POST", []string{bearer, "Origin: https://evil.example"}, 200, false},

		{"GET by a program", "GET", nil, 200, false},
		{"GET from the address bar", "GET", []string{"Sec-Fetch-Site: none"}, 200, false},
		{"GET same-origin", "GET", []string{"Sec-Fetch-Site: same-origin"}, 200, false},
		{"GET cross-site", "GET", []string{"Sec-Fetch-Site: cross-site"}, 403, false},
		{"GET same-site", "GET", []string{"Sec-Fetch-Site: same-site"}, 403, false},
		{"GET foreign", "GET", []string{"Origin: https://evil.example"}, 403, false},
		{"GET listed", "GET", []string{"Origin: https://app.example.com", "Sec-Fetch-Site: cross-site"}, 200, true},
	} {
		for _, accept := range []string{"Accept: application/json", acceptStream} {
			t.Run(c.name+" "+accept, func(t *testing.T) {
				t.Parallel()
				at, text := endpoint, body("{ __typename }", nil)
				if c.method == http.MethodGet {
					at, text = endpoint+"?query={__typename}", ""
				}
				a := b.send(c.method, at, text, append([]string{accept}, c.headers...)...)
				if a.status != c.status {
					t.Errorf("HTTP %d, want %d: %s", a.status, c.status, a.text)
				}
				if got := a.header.Get("Access-Control-Allow-Origin") != ""; got != c.cors {
					t.Errorf("CORS headers: %v, want %v", got, c.cors)
				}
				if a.header.Get("Access-Control-Allow-Credentials") != "" {
					t.Error("credentials are allowed")
				}
			})
		}
	}
	t.Run("preflight", func(t *testing.T) {
		t.Parallel()
		ask := []string{"Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type"}
		a := b.send("OPTIONS", endpoint, "", append(ask, "Origin: https://app.example.com")...)
		if a.status != 204 || a.header.Get("Access-Control-Allow-Origin") != "https://app.example.com" || !strings.Contains(a.header.Get("Access-Control-Allow-Headers"), "Authorization") {
			t.Errorf("a listed origin gets %d %v", a.status, a.header)
		}
		a = b.send("OPTIONS", endpoint, "", append(ask, "Origin: https://evil.example")...)
		if a.status != 204 || a.header.Get("Access-Control-Allow-Origin") != "" || a.header.Get("Access-Control-Allow-Methods") != "" {
			t.Errorf("a foreign origin gets %d %v", a.status, a.header)
		}
	})
}

func TestRateLimitedStatus(t *testing.T) {
	t.Parallel()
	b := start(t, func(s *setup) { s.limit.Budget.Maximum, s.limit.Budget.RestorePerSecond = 15, 1 })
	const mutation = `mutation { createNote(input: {title: "x"}) { note { id } } }`
	if a := b.post(mutation); a.status != 200 {
		t.Fatalf("HTTP %d: %s", a.status, a.text)
	}
	for _, accept := range []string{"Accept: application/json", acceptResponse, acceptStream} {
		a := b.post(mutation, accept)
		if a.status != 429 || a.header.Get("Retry-After") == "" || a.result(t).code() != string(fault.RateLimited) {
			t.Errorf("%s: HTTP %d, Retry-After %q: %s", accept, a.status, a.header.Get("Retry-After"), a.text)
		}
	}
	if b.notes.Count() != 41 {
		t.Errorf("%d notes; a refused mutation was executed", b.notes.Count())
	}
}

func TestEncodeKeepsData(t *testing.T) {
	t.Parallel()
	more := true
	for want, resp := range map[string]*graphql.Response{
		`{}`:                              {},
		`{"data":null}`:                   {Data: []byte("null")},
		`{"data":{"a": 1}}`:               {Data: []byte(`{"a": 1}`)},
		`{"data":1,"hasNext":true}`:       {Data: []byte("1"), HasNext: &more},
		`{"data":1,"extensions":{"x":1}}`: {Data: []byte("1"), Extensions: map[string]any{"x": 1}},
		`{"data":1,"extensions":null}`:    {Data: []byte("1"), Extensions: map[string]any{"x": func() {}}},
	} {
		if got := string(transport.Encode(resp)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
