package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// line is what the totals of a list of time say.
type line struct {
	count                 string
	total, billable, rows int // minutes; rows is the sum of what is listed
	listed, listedOnBill  int
}

// totals reads the totals and the rows of the table of time.
func (p *tab) totals() (l line) {
	p.t.Helper()
	sums := p.texts(".totals dd")
	if len(sums) < 3 {
		p.t.Fatalf("at %s: the totals are %v", p.path(), sums)
	}
	l.count, l.total, l.billable = sums[0], minutes(p.t, sums[1]), minutes(p.t, sums[2])
	lengths, billable := p.texts("tbody td.length"), p.texts("tbody td.billable")
	for i, text := range lengths {
		m := minutes(p.t, text)
		l.rows += m
		l.listed++
		if billable[i] == "Billable" {
			l.listedOnBill += m
		}
	}
	return l
}

// track notes time of someone, as days and durations.
func (s *site) track(t *testing.T, mail string, day time.Time, task string, minutes int, billable bool) {
	t.Helper()
	input := map[string]any{"workspaceId": s.place(t).ID, "spentOn": day.Format(time.DateOnly), "durationSeconds": minutes * 60, "billable": billable}
	if task != "" {
		input["taskId"] = task
	}
	s.ask(t, mail, `mutation($input: TimeEntryCreateInput!) { timeEntryCreate(input: $input) { userErrors { message } } }`, map[string]any{"input": input}, nil)
}

func TestTotalsAreTheSumsOfWhatIsListed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	place, first := s.place(t), monday(t)
	task := func(project string) string {
		for _, task := range place.Tasks.Nodes {
			if strings.HasPrefix(task.Key, project) {
				return task.ID
			}
		}
		t.Fatalf("no task of %s", project)
		return ""
	}
	// The owner has noted none so far. In whole minutes, what is shown adds up.
	for i := range 5 {
		day := first.AddDate(0, 0, i)
		s.track(t, owner, day, task("WEB-"), 90+i, true)
		s.track(t, owner, day, task("WEB-"), 7, false)
		s.track(t, owner, day, task("API-"), 45, i%2 == 0)
		s.track(t, owner, day, "", 20, false)
	}
	s.track(t, owner, first.AddDate(0, 0, -7), "", 11, false)
	p := s.as(t, owner)
	week := fmt.Sprintf("from=%s&until=%s", first.Format(time.DateOnly), first.AddDate(0, 0, 6).Format(time.DateOnly))
	seen := map[line]bool{}
	for _, filter := range []string{"", week, week + "&billable=yes", week + "&billable=no", week + "&project=" + place.Projects.Nodes[0].ID} {
		p.shows("/time?" + filter)
		l := p.totals()
		if l.total != l.rows || l.billable != l.listedOnBill || l.listed == 0 || l.count != fmt.Sprintf("%d entries", l.listed) {
			t.Errorf("%s: %+v", filter, l)
		}
		seen[l] = true
	}
	if len(seen) != 5 {
		t.Errorf("different filters give the same: %v", seen)
	}

	p.shows("/time/week?week=" + first.Format(time.DateOnly))
	days, sum, rows := p.sheet()
	if all := 5*(90+7+45+20) + 10; sum != all || total(days) != all || total(rows) != all {
		t.Errorf("of %d minutes the sheet has %d, its days %v, its rows %v", all, sum, days, rows)
	}

	p.shows("/time/chart?weeks=4")
	whole := minutes(t, p.texts(".totals dd")[1])
	for range 2 {
		p.press("button", "Show as table")
	}
	p.waitFor("both tables", func() bool { return len(p.all("table", "")) == 2 })
	for i := range 2 {
		var cells []string
		p.eval(fmt.Sprintf(`[...%s('table')[%d].querySelectorAll('td.number')].map((el) => el.innerText.trim())`, deep, i), &cells)
		charted := 0
		for _, c := range cells {
			charted += minutes(t, c)
		}
		if charted != whole || whole == 0 {
			t.Errorf("chart %d shows %d minutes, the totals say %d", i+1, charted, whole)
		}
	}
}

func total(minutes []int) (sum int) {
	for _, m := range minutes {
		sum += m
	}
	return sum
}
