package browser

import "testing"

// TestPictures takes the pictures of docs/screenshots.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("no folder to put them into")
	}
	t.Parallel()
	s := newSite(t)
	p := s.as(t, admin)
	for _, page := range []string{"today", "standups", "worklog", "time", "blockers", "team", "activity", "settings"} {
		p.open("/" + page)
		p.settled()
		p.picture(page)
	}
	p.size(360, 780)
	p.dark(true)
	for _, page := range []string{"today", "team", "activity"} {
		p.open("/" + page)
		p.settled()
		p.picture(page + "-small-dark")
	}
}
