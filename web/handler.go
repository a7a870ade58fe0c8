package web

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed dist.txt
var notBuilt string

// page is one file and the policy its path is served with.
type page struct {
	file   string
	policy string
}

// appPaths are the addresses of the application's pages, which are all one file: its script shows the page that the
// address names. They are the paths of web/src/app/shell/router.ts, which a test holds them to.
var appPaths = []string{
	"/", "/today", "/standups", "/standups/team", "/worklog", "/time", "/time/week", "/time/chart",
	"/blockers", "/team", "/activity", "/settings",
}

// pages says at which path each other page stands.
var pages = map[string]page{
	"/sign-in":  {file: "sign-in/index.html", policy: strictPolicy},
	"/graphiql": {file: "graphiql/index.html", policy: graphiqlPolicy},
}

// licenses are those of the libraries bundled into the assets; each page is built by itself and has its own.
var licenses = []string{"app/licenses.md", "graphiql/licenses.md"}

// Policies for pages and assets. GraphiQL's editor writes style elements and attributes and draws with data images;
// its fonts and workers are files of this origin. No page has an inline script, and none is loaded from elsewhere.
const (
	strictPolicy   = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
	graphiqlPolicy = strictPolicy + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)

const (
	cacheForever    = "public, max-age=31536000, immutable" // names under /assets/ hold a hash of the content
	cacheRevalidate = "no-cache"
)

// contentTypes are spelled out because the operating system's table may lack or bend them.
var contentTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".html":  "text/html; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json",
	".map":   "application/json",
	".md":    "text/plain; charset=utf-8",
	".svg":   "image/svg+xml",
	".ttf":   "font/ttf",
	".woff2": "font/woff2",
}

// Handler serves the application at the addresses of its pages, the pages at /sign-in, /graphiql and /licenses, their assets
// under /assets/ and the widget under /widget/, for GET and HEAD. Permanent addresses of what is in a workspace lead to its
// page. Any other path is a 404. Without built assets every path answers 503 and one sentence that says how to build them.
func Handler() http.Handler {
	return withWidget(newHandler(Assets()), widget())
}

func newHandler(assets fs.FS) http.Handler {
	if !built(assets) {
		return secure(http.HandlerFunc(serveNotBuilt))
	}
	files, err := load(assets)
	if err != nil {
		panic(err) // embedded files are always readable
	}
	return secure(files)
}

// secure sets what every answer of this package carries; a page's own policy replaces the strict one.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", strictPolicy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "same-origin")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

func serveNotBuilt(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write([]byte(notBuilt))
}

// file is one answer, ready to send.
type file struct {
	contentType  string
	cacheControl string
	policy       string
	plain        body
	gzip         *body // nil when there is no smaller form
}

// body is one form of a file; the tag names exactly these bytes.
type body struct {
	content []byte
	tag     string
}

// files answers by request path.
type files map[string]file

func load(assets fs.FS) (files, error) {
	all := files{}
	for at, page := range pages {
		f, err := read(assets, page.file)
		if err != nil {
			return nil, err
		}
		f.policy, f.cacheControl = page.policy, cacheRevalidate
		all[at] = f
	}
	app, err := read(assets, "app/index.html")
	if err != nil {
		return nil, err
	}
	app.policy, app.cacheControl = strictPolicy, cacheRevalidate
	notices := file{contentType: contentTypes[".md"], policy: strictPolicy, cacheControl: cacheRevalidate}
	for _, name := range licenses {
		content, err := fs.ReadFile(assets, name)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		notices.plain = newBody(append(notices.plain.content, content...))
	}
	all["/licenses"] = notices
	for _, at := range appPaths {
		all[at] = app
	}
	err = fs.WalkDir(assets, "assets", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) == ".gz" {
			return err
		}
		f, err := read(assets, name)
		f.policy, f.cacheControl = strictPolicy, cacheForever
		all["/"+name] = f
		return err
	})
	return all, err
}

func read(assets fs.FS, name string) (file, error) {
	contentType, known := contentTypes[path.Ext(name)]
	if !known {
		return file{}, fmt.Errorf("no content type for %s", name)
	}
	plain, err := fs.ReadFile(assets, name)
	if err != nil {
		return file{}, fmt.Errorf("reading %s: %w", name, err)
	}
	f := file{contentType: contentType, plain: newBody(plain)}
	if packed, err := fs.ReadFile(assets, name+".gz"); err == nil {
		smaller := newBody(packed)
		f.gzip = &smaller
	}
	return f, nil
}

func newBody(content []byte) body {
	sum := sha256.Sum256(content)
	return body{content: content, tag: `"` + hex.EncodeToString(sum[:12]) + `"`}
}

func (f files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	found, ok := f[r.URL.Path]
	elsewhere := ""
	if !ok {
		elsewhere = permalink(r.URL.Path)
	}
	switch {
	case !ok && elsewhere == "":
		http.NotFound(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
	case !ok:
		follow(w, r, elsewhere)
	default:
		found.serve(w, r)
	}
}

func (f file) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", f.policy)
	header.Set("Cache-Control", f.cacheControl)
	form := f.plain
	if f.gzip != nil {
		header.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r.Header.Values("Accept-Encoding")) {
			form = *f.gzip
			header.Set("Content-Encoding", "gzip")
		}
	}
	header.Set("ETag", form.tag)
	if matches(r.Header.Values("If-None-Match"), form.tag) {
		header.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", f.contentType)
	header.Set("Content-Length", strconv.Itoa(len(form.content)))
	if r.Method == http.MethodGet {
		_, _ = bytes.NewReader(form.content).WriteTo(w)
	}
}

// acceptsGzip reports whether gzip is named, or covered by a star, with a weight above 0 (RFC 9110, 12.5.3).
func acceptsGzip(values []string) bool {
	accepted, named := false, false
	for part := range strings.SplitSeq(strings.Join(values, ","), ",") {
		coding, parameters, _ := strings.Cut(part, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding != "gzip" && (coding != "*" || named) {
			continue
		}
		named = named || coding == "gzip"
		accepted = weight(parameters) > 0
	}
	return accepted
}

func weight(parameters string) float64 {
	name, value, found := strings.Cut(parameters, "=")
	if !found || !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 1
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil {
		return 0
	}
	return q
}

// matches reports whether an If-None-Match names the tag, comparing weakly (RFC 9110, 13.1.2).
func matches(values []string, tag string) bool {
	for part := range strings.SplitSeq(strings.Join(values, ","), ",") {
		part = strings.TrimSpace(part)
		if part == "*" || strings.TrimPrefix(part, "W/") == tag {
			return true
		}
	}
	return false
}
