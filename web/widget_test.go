package web

import (
	"net/http"
	"testing"
	"testing/fstest"
)

func widgetHandler(t *testing.T) http.Handler {
	t.Helper()
	return withWidget(newHandler(fstest.MapFS{}), fstest.MapFS{
		"index.html":         {Data: []byte("<title>Widget</title>")},
		"daybook-feed.js":    {Data: []byte("let feed")},
		"daybook-feed.js.gz": {Data: zipped(t, "let feed")},
		"feed-de.js":         {Data: []byte("let de")},
		"feed-de.js.map":     {Data: []byte("{}")},
	})
}

func TestWidgetScriptsMayBeUsedByPagesOfOtherOrigins(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/widget/daybook-feed.js", "/widget/feed-de.js"} {
		response := get(widgetHandler(t), http.MethodGet, target, "Origin", "https://elsewhere.example")
		header := response.Header
		if response.StatusCode != http.StatusOK || header.Get("Content-Type") != "text/javascript; charset=utf-8" || header.Get("Cache-Control") != cacheRevalidate {
			t.Errorf("%s: %d %v", target, response.StatusCode, header)
		}
		if header.Get("Access-Control-Allow-Origin") != "*" || header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s is kept from other origins: %v", target, header)
		}
		if header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s allows credentials", target)
		}
	}
	response := get(widgetHandler(t), http.MethodGet, "/widget/daybook-feed.js", "If-None-Match", get(widgetHandler(t), http.MethodGet, "/widget/daybook-feed.js").Header.Get("ETag"))
	if response.StatusCode != http.StatusNotModified || response.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("unchanged: %d %v", response.StatusCode, response.Header)
	}
}

func TestWidgetPageKeepsToItsOrigin(t *testing.T) {
	t.Parallel()
	response := get(widgetHandler(t), http.MethodGet, "/widget/")
	header := response.Header
	if response.StatusCode != http.StatusOK || text(t, response) != "<title>Widget</title>" {
		t.Errorf("page: %d", response.StatusCode)
	}
	if header.Get("Content-Security-Policy") != strictPolicy || header.Get("Access-Control-Allow-Origin") != "" || header.Get("Cross-Origin-Resource-Policy") != "same-origin" {
		t.Errorf("page: %v", header)
	}
	if response := get(widgetHandler(t), http.MethodGet, "/widget"); response.StatusCode != http.StatusPermanentRedirect || response.Header.Get("Location") != "/widget/" {
		t.Errorf("without the slash: %d %v", response.StatusCode, response.Header)
	}
	for _, target := range []string{"/widget/none.js", "/widget/daybook-feed.js.gz", "/widget/../widget.go"} {
		if response := get(widgetHandler(t), http.MethodGet, target); response.StatusCode != http.StatusNotFound && response.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s: %d", target, response.StatusCode)
		}
	}
}

func TestWidgetThatIsNotBuiltIsNotThere(t *testing.T) {
	t.Parallel()
	handler := withWidget(newHandler(builtAssets(t)), fstest.MapFS{})
	if response := get(handler, http.MethodGet, "/widget/daybook-feed.js"); response.StatusCode != http.StatusNotFound {
		t.Errorf("%d", response.StatusCode)
	}
}
