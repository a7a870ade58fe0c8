package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/chromedp"
)

// movable gives a page a clock that can be put on. Its timers go by the machine's.
const movable = `{ const Real = Date; globalThis.ahead = %d; globalThis.Date = class extends Real { constructor(...args) { if (args.length) super(...args); else super(Real.now() + ahead); } static now() { return Real.now() + ahead; } }; }`

// asLate opens a window of someone whose clock, with the server's, can be put on by later.
func (s *site) asLate(t *testing.T, mail string) *tab {
	t.Helper()
	p := s.tab(t)
	p.before(fmt.Sprintf(movable, time.Duration(s.ahead.Load()).Milliseconds()))
	p.signedIn(mail)
	p.open("/today")
	return p
}

// later puts the clocks of the server and of the window on, as if both had slept.
func (p *tab) later(d time.Duration) {
	p.t.Helper()
	put := fmt.Sprintf("globalThis.ahead = %d", time.Duration(p.site.ahead.Add(int64(d))).Milliseconds())
	p.before(put)
	p.eval(put, nil)
}

// clockTime types a time of day, "09:30", into a field for times, as someone does whose clock has twelve hours.
func (p *tab) clockTime(name, value string) {
	p.t.Helper()
	at, err := time.Parse("15:04", value)
	p.must(err)
	p.segments("InputTime", name, at.Format("0304PM"))
}

// day types a day into a field for days.
func (p *tab) day(name string, day time.Time) {
	p.t.Helper()
	p.segments("Date", name, day.Format("01022006"))
}

// moment types a day and a time into a field for both.
func (p *tab) moment(name string, at time.Time) {
	p.t.Helper()
	p.segments("DateTime", name, at.Format("01022006")+"\t"+at.Format("0304PM"))
}

func (p *tab) segments(role, name, keys string) {
	p.t.Helper()
	field := p.one(role, name)
	_, err := chromedp.Call(p.ctx, dom.Focus, dom.FocusParams{BackendNodeID: field.id})
	p.must(err)
	for key := range strings.SplitSeq(keys, "") {
		if key == "\t" {
			p.keys("Tab")
			continue
		}
		p.must(chromedp.Do(p.ctx, chromedp.KeyEvent(key)))
	}
}
