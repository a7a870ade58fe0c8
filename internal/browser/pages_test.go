package browser

import (
	"fmt"
	"testing"
)

// pagesOf are the application's pages.
var pagesOf = []string{"/today", "/standups", "/standups/team", "/worklog", "/time", "/time/week", "/time/chart", "/blockers", "/team", "/activity",
	"/activity?view=statistics", "/activity?view=exports", "/settings"}

func TestPagesAreAccessibleInEveryThemeAndSize(t *testing.T) {
	t.Parallel()
	for _, who := range []string{admin, member} {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			p := s.as(t, who)
			for _, width := range []int64{1280, 360} {
				p.size(width, 900)
				for _, path := range pagesOf {
					if who == member && path != "/today" && path != "/standups" && path != "/blockers" && path != "/team" && path != "/settings" {
						continue
					}
					p.shows(path)
					for _, dark := range []bool{false, true} {
						p.dark(dark)
						p.accessible(fmt.Sprintf("%d px, dark %t", width, dark))
					}
				}
			}
		})
	}
}
