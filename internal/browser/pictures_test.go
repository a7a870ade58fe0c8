package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// picture keeps a screenshot.
func (p *tab) picture(name string) {
	p.t.Helper()
	image, err := chromedp.Call(p.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: "webp", Quality: new(int64(82))})
	p.must(err)
	if len(image.Data) > 200_000 {
		p.t.Errorf("the picture %s has %d bytes", name, len(image.Data))
	}
	if err := os.WriteFile(filepath.Join(*pictures, name+".webp"), image.Data, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// TestPictures takes the pictures of docs/screenshots. The demo's days are those before today.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("no folder to put them into")
	}
	t.Parallel()
	s := newSite(t)
	s.startTimer(t, admin, "Reading what happened")
	p := s.as(t, admin)
	p.dark(false)
	weekday := time.Now().UTC().AddDate(0, 0, -1)
	for weekday.Weekday() == time.Saturday || weekday.Weekday() == time.Sunday {
		weekday = weekday.AddDate(0, 0, -1)
	}
	p.shows("/standups/team?date=" + weekday.Format(time.DateOnly))
	p.picture("standups-team")
	for _, path := range []string{"today", "standups", "worklog", "time", "time/week", "time/chart", "blockers", "team", "activity", "settings"} {
		p.shows("/" + path)
		p.picture(strings.ReplaceAll(path, "/", "-"))
	}
	p.shows("/graphiql")
	p.one("tab", "WhoAmIAndToday")
	p.press("button", "Execute query")
	p.waitFor("an answer", func() bool { return p.result() != "" })
	p.settled()
	p.picture("graphiql")
	p.shows("/widget/")
	p.activities()
	p.settled()
	p.picture("widget")
	p.dark(true)
	p.shows("/today")
	p.picture("today-dark")
	p.size(360, 780)
	p.picture("today-small-dark")
	p.dark(false)
	p.shows("/blockers")
	p.picture("blockers-small")
	new := s.tab(t)
	new.dark(false)
	new.shows("/sign-in")
	new.picture("sign-in")
}
