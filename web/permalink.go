package web

import (
	"net/http"
	"net/url"
	"regexp"
)

// permalinks are the addresses that activities name in displayUrl: /{slug} for a workspace, /{slug}/{room}/{id} for what is in it.
var permalinks = regexp.MustCompile(`^/([a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?)(?:/(tasks|projects|sprints|people|standups|work-logs|time-entries|blockers)/([a-z]{3}_[0-9a-z]{26}))?$`)

// permalink is where the application shows what an address names; empty when it names nothing. Blockers have a panel of their
// own, of everything else the timeline is shown.
func permalink(path string) string {
	m := permalinks.FindStringSubmatch(path)
	if m == nil {
		return ""
	}
	slug, room, id := m[1], m[2], m[3]
	page, query := "/activity", url.Values{"workspace": {slug}}
	switch room {
	case "":
	case "blockers":
		page = "/blockers"
		query.Set("open", id)
	default:
		query.Set("about", id)
	}
	return page + "?" + query.Encode()
}

// follow sends the browser on to where the application shows what a permanent address names.
func follow(w http.ResponseWriter, r *http.Request, to string) {
	w.Header().Set("Cache-Control", cacheRevalidate)
	http.Redirect(w, r, to, http.StatusSeeOther)
}
