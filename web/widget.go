package web

import (
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// withWidget serves the feed widget under /widget/: its script and what that loads, which pages of other origins may
// use, and an example page. Anything else, and everything while the widget is not built, is next's.
func withWidget(next http.Handler, assets fs.FS) http.Handler {
	files, err := loadWidget(assets)
	if err != nil {
		panic(err) // embedded files are always readable
	}
	if len(files) == 0 {
		return next
	}
	own := secure(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path.Ext(r.URL.Path) == ".js" {
			header := w.Header()
			// A page elsewhere loads a module in CORS mode. There is nothing of anybody in it.
			header.Set("Access-Control-Allow-Origin", "*")
			header.Set("Cross-Origin-Resource-Policy", "cross-origin")
		}
		files.ServeHTTP(w, r)
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/widget":
			http.Redirect(w, r, "/widget/", http.StatusPermanentRedirect)
		case strings.HasPrefix(r.URL.Path, "/widget/"):
			own.ServeHTTP(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// loadWidget reads the widget's files by request path; none when it is not built. Their names stay the same from build
// to build, since pages of others name them, so browsers ask each time whether they have changed.
func loadWidget(assets fs.FS) (files, error) {
	all := files{}
	err := fs.WalkDir(assets, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipAll // not built
		}
		if entry.IsDir() || path.Ext(name) == ".gz" {
			return nil
		}
		f, err := read(assets, name)
		f.policy, f.cacheControl = strictPolicy, cacheRevalidate
		all["/widget/"+strings.TrimSuffix(name, "index.html")] = f
		return err
	})
	return all, err
}
