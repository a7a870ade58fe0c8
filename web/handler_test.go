package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"
	"testing/fstest"
)

func builtAssets(t *testing.T) fstest.MapFS {
	t.Helper()
	return fstest.MapFS{
		"app/index.html":           {Data: []byte("<title>Daybook</title>")},
		"sign-in/index.html":       {Data: []byte("<title>Sign in</title>")},
		"graphiql/index.html":      {Data: []byte("<title>GraphiQL</title>")},
		"app/licenses.md":          {Data: []byte("# Lit\n")},
		"graphiql/licenses.md":     {Data: []byte("# React\n")},
		"assets/app-1a2b3c.js":     {Data: []byte("let a = 1")},
		"assets/app-1a2b3c.js.gz":  {Data: zipped(t, "let a = 1")},
		"assets/app-1a2b3c.css":    {Data: []byte("a{}")},
		"assets/icon-1a2b3c.svg":   {Data: []byte("<svg/>")},
		"assets/codicon-1a2b3.ttf": {Data: []byte("ttf")},
	}
}

func zipped(t *testing.T, text string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	writer := gzip.NewWriter(&buffer)
	if _, err := writer.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func get(h http.Handler, method, target string, header ...string) *http.Response {
	request := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, request)
	return recorder.Result()
}

func text(t *testing.T, response *http.Response) string {
	t.Helper()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestHandlerServesPagesAndAssets(t *testing.T) {
	t.Parallel()
	handler := newHandler(builtAssets(t))
	tests := map[string]struct{ contentType, cache, content string }{
		"/":                           {"text/html; charset=utf-8", cacheRevalidate, "<title>Daybook</title>"},
		"/sign-in":                    {"text/html; charset=utf-8", cacheRevalidate, "<title>Sign in</title>"},
		"/sign-in?next=%2Fgraphiql":   {"text/html; charset=utf-8", cacheRevalidate, "<title>Sign in</title>"},
		"/graphiql":                   {"text/html; charset=utf-8", cacheRevalidate, "<title>GraphiQL</title>"},
		"/licenses":                   {"text/plain; charset=utf-8", cacheRevalidate, "# Lit\n# React\n"},
		"/assets/app-1a2b3c.js":       {"text/javascript; charset=utf-8", cacheForever, "let a = 1"},
		"/assets/app-1a2b3c.css":      {"text/css; charset=utf-8", cacheForever, "a{}"},
		"/assets/icon-1a2b3c.svg":     {"image/svg+xml", cacheForever, "<svg/>"},
		"/assets/codicon-1a2b3.ttf":   {"font/ttf", cacheForever, "ttf"},
		"/assets/codicon-1a2b3.ttf?x": {"font/ttf", cacheForever, "ttf"},
	}
	for target, want := range tests {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			response := get(handler, http.MethodGet, target)
			if response.StatusCode != http.StatusOK {
				t.Fatalf("status %d", response.StatusCode)
			}
			if got := response.Header.Get("Content-Type"); got != want.contentType {
				t.Errorf("content type %q, want %q", got, want.contentType)
			}
			if got := response.Header.Get("Cache-Control"); got != want.cache {
				t.Errorf("cache control %q, want %q", got, want.cache)
			}
			if got := text(t, response); got != want.content {
				t.Errorf("content %q, want %q", got, want.content)
			}
		})
	}
}

func TestHandlerLoosensThePolicyForGraphiQLOnly(t *testing.T) {
	t.Parallel()
	handler := newHandler(builtAssets(t))
	for _, target := range []string{"/", "/sign-in", "/graphiql", "/assets/app-1a2b3c.js", "/nowhere"} {
		header := get(handler, http.MethodGet, target).Header
		policy := header.Get("Content-Security-Policy")
		if loose := strings.Contains(policy, "'unsafe-inline'"); loose != (target == "/graphiql") {
			t.Errorf("%s: policy %q", target, policy)
		}
		if strings.Contains(policy, "script-src") || !strings.Contains(policy, "default-src 'self'") {
			t.Errorf("%s: scripts are not left to default-src 'self': %q", target, policy)
		}
		if !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s: may be framed: %q", target, policy)
		}
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: headers %v", target, header)
		}
	}
}

func TestHandlerSendsTheSmallerFormToWhoTakesIt(t *testing.T) {
	t.Parallel()
	handler := newHandler(builtAssets(t))
	tests := map[string]bool{
		"":                      false,
		"gzip":                  true,
		"gzip, deflate, br":     true,
		"br;q=1.0, GZIP;q=0.2":  true,
		"gzip;q=0":              false,
		"gzip; q=0.000, br":     false,
		"*":                     true,
		"*;q=0":                 false,
		"gzip;q=0, *":           false,
		"identity, *;q=0, gzip": true,
		"gzip;q=much":           false,
		"x-gzip-like, gzippy":   false,
	}
	for accept, want := range tests {
		t.Run(accept, func(t *testing.T) {
			t.Parallel()
			response := get(handler, http.MethodGet, "/assets/app-1a2b3c.js", "Accept-Encoding", accept)
			if got := response.Header.Get("Content-Encoding") == "gzip"; got != want {
				t.Fatalf("gzip %v, want %v", got, want)
			}
			if response.Header.Get("Vary") != "Accept-Encoding" {
				t.Error("a shared cache is not told that the form depends on the request")
			}
			if !want {
				return
			}
			reader, err := gzip.NewReader(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			if content, err := io.ReadAll(reader); err != nil || string(content) != "let a = 1" {
				t.Errorf("content %q, %v", content, err)
			}
		})
	}
	if got := get(handler, http.MethodGet, "/assets/app-1a2b3c.js.gz").StatusCode; got != http.StatusNotFound {
		t.Errorf("the packed file is served by its own name: %d", got)
	}
}

func TestHandlerAnswersNotModified(t *testing.T) {
	t.Parallel()
	handler := newHandler(builtAssets(t))
	plain := get(handler, http.MethodGet, "/assets/app-1a2b3c.js").Header.Get("ETag")
	packed := get(handler, http.MethodGet, "/assets/app-1a2b3c.js", "Accept-Encoding", "gzip").Header.Get("ETag")
	if plain == "" || plain == packed {
		t.Fatalf("tags %q and %q", plain, packed)
	}
	for _, tag := range []string{plain, "W/" + plain, `"other", ` + plain, "*"} {
		response := get(handler, http.MethodGet, "/assets/app-1a2b3c.js", "If-None-Match", tag)
		if response.StatusCode != http.StatusNotModified || text(t, response) != "" {
			t.Errorf("%s: status %d", tag, response.StatusCode)
		}
	}
	if got := get(handler, http.MethodGet, "/assets/app-1a2b3c.js", "If-None-Match", packed).StatusCode; got != http.StatusOK {
		t.Errorf("the tag of the other form matches: %d", got)
	}
}

func TestHandlerRefusesWhatItDoesNotServe(t *testing.T) {
	t.Parallel()
	handler := newHandler(builtAssets(t))
	for _, target := range []string{"/no/where", "/assets/", "/assets/none.js", "/app/index.html", "/sign-in/", "/assets/../app/index.html", "/dist.txt"} {
		if got := get(handler, http.MethodGet, target).StatusCode; got != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", target, got)
		}
	}
	response := get(handler, http.MethodPost, "/sign-in")
	if response.StatusCode != http.StatusMethodNotAllowed || response.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: status %d, allow %q", response.StatusCode, response.Header.Get("Allow"))
	}
	head := get(handler, http.MethodHead, "/graphiql")
	if head.StatusCode != http.StatusOK || head.Header.Get("Content-Length") != "23" || text(t, head) != "" {
		t.Errorf("HEAD: status %d, length %s", head.StatusCode, head.Header.Get("Content-Length"))
	}
}

func TestHandlerWithoutAssetsSaysHowToBuildThem(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/", "/sign-in", "/graphiql", "/assets/app.js"} {
		response := get(newHandler(fstest.MapFS{}), http.MethodGet, target)
		if response.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s: status %d", target, response.StatusCode)
		}
		if got := text(t, response); got != "Web assets are not built: run make web\n" {
			t.Errorf("%s: %q", target, got)
		}
	}
}

// The assets of this very binary, when it has them: every file has a content type and pages name only what is there.
func TestHandlerServesTheBuiltAssets(t *testing.T) {
	t.Parallel()
	if !Built() {
		t.Skip("assets are not built")
	}
	handler := Handler()
	for target, page := range pages {
		if path.Ext(page.file) != ".html" {
			continue
		}
		response := get(handler, http.MethodGet, target)
		content := text(t, response)
		if response.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", target, response.StatusCode)
		}
		for _, forbidden := range []string{"<style", " style=", "<script>", " onclick=", "http://", "https://", "//cdn"} {
			if strings.Contains(content, forbidden) {
				t.Errorf("%s: holds %q, which its policy blocks or which leaves the machine", target, forbidden)
			}
		}
		for part := range strings.SplitSeq(content, `"/assets/`) {
			name, _, found := strings.Cut(part, `"`)
			if !found || strings.HasPrefix(part, "<") {
				continue
			}
			if got := get(handler, http.MethodGet, "/assets/"+name).StatusCode; got != http.StatusOK {
				t.Errorf("%s: names /assets/%s: status %d", target, name, got)
			}
		}
	}
}
