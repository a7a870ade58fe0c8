package browser

import (
	"os"
	"strings"

	"github.com/chromedp/chromedp"
)

// axeFile is the checker that the pages' packages bring.
const axeFile = "../../web/node_modules/axe-core/axe.min.js"

// accessible holds the page to axe's rules: nothing serious or critical may be found. What is said of the window's state
// stands in the complaint.
func (p *tab) accessible(state string) {
	p.t.Helper()
	script, err := os.ReadFile(axeFile)
	if err != nil {
		p.t.Fatalf("axe is not installed: make web installs it: %v", err)
	}
	_, err = chromedp.Run(p.ctx, chromedp.Evaluate[chromedp.Void](string(script)))
	p.must(err)
	var violations []struct {
		ID, Impact, Help string
		Nodes            []struct {
			HTML           string `json:"html"`
			FailureSummary string `json:"failureSummary"`
		}
	}
	p.eval(`axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations)`, &violations)
	for _, v := range violations {
		if v.Impact != "serious" && v.Impact != "critical" {
			continue
		}
		n := v.Nodes[0]
		p.t.Errorf("at %s (%s), axe finds %s (%s) %d times: %s\n%s\n%s", p.path(), state, v.ID, v.Impact, len(v.Nodes), v.Help, n.HTML, strings.TrimSpace(n.FailureSummary))
	}
}
