// Package web holds Daybook's pages: the sources of a Vite project, the assets built from them, and the handler that
// serves them. What it serves is embedded and never changes while the program runs.
package web

import (
	"embed"
	"io/fs"
)

// The pattern takes dist.txt, which is committed and is the answer of a binary built without assets, and dist/ and
// dist-widget/, which the builds write and git ignores. So the package compiles with and without it.
//
//go:embed all:dist*
var embedded embed.FS

// Assets returns the built assets, rooted where the pages are: app/index.html, assets/*.js and so on, text files
// with a .gz twin. It is empty when they are not built.
func Assets() fs.FS {
	assets, err := fs.Sub(embedded, "dist")
	if err != nil {
		panic(err) // "dist" is a valid path
	}
	return assets
}

// Built reports whether this binary carries the assets.
func Built() bool {
	return built(Assets())
}

func built(assets fs.FS) bool {
	for _, page := range pages {
		if _, err := fs.Stat(assets, page.file); err != nil {
			return false
		}
	}
	return true
}

// widget returns the built files of the feed widget; an empty or missing folder when it is not built.
func widget() fs.FS {
	files, err := fs.Sub(embedded, "dist-widget")
	if err != nil {
		panic(err) // "dist-widget" is a valid path
	}
	return files
}
