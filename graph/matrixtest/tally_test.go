package matrixtest

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// tally is what was looked at and what is wrong with it.
type tally struct {
	mu       sync.Mutex
	cells    map[cell]*result
	loose    []string // what is wrong with no cell in particular
	pending  int
	asked    int // documents
	checked  int // cells in them
	finished bool
}

// cell is one field of one rule for one column over one transport: what the last line counts.
type cell struct {
	mark
	transport string
}

type result struct {
	reached  bool
	forms    [forms]bool
	failures []string
}

func newTally() *tally { return &tally{cells: map[cell]*result{}} }

func (y *tally) at(m mark, transport string) *result {
	c := cell{m, transport}
	if y.cells[c] == nil {
		y.cells[c] = &result{}
	}
	return y.cells[c]
}

// note takes in what one document showed.
func (y *tally) note(transport, who, how, text string, f form, seen []mark, reached func(mark) bool, wrong []finding) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.asked++
	for _, m := range seen {
		if m.rule == "" {
			continue
		}
		r := y.at(m, transport)
		r.forms[f] = true
		r.reached = r.reached || reached(m)
		y.checked++
	}
	for _, x := range wrong {
		r := y.at(x.mark, transport)
		r.failures = append(r.failures, fmt.Sprintf("as %s, %s, %s: %s\n        %s", who, f, how, x.text, text))
	}
}

func (y *tally) fail(format string, args ...any) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.loose = append(y.loose, fmt.Sprintf(format, args...))
}

func (y *tally) failed() int {
	n := len(y.loose)
	for _, r := range y.cells {
		if len(r.failures) > 0 {
			n++
		}
	}
	return n
}

// report tells each failing rule and column once, with the transports it fails over and its first document.
func (y *tally) report(t *testing.T) {
	t.Helper()
	type group struct {
		cell
		over  []string
		count int
		first string
	}
	groups := map[mark]*group{}
	for c, r := range y.cells {
		if len(r.failures) == 0 {
			continue
		}
		g := groups[c.mark]
		if g == nil {
			g = &group{cell: c, first: r.failures[0]}
			groups[c.mark] = g
		}
		g.over, g.count = append(g.over, c.transport), g.count+len(r.failures)
		if len(r.failures[0]) < len(g.first) {
			g.first = r.failures[0]
		}
	}
	var lines []string
	for _, g := range groups {
		slices.Sort(g.over)
		lines = append(lines, fmt.Sprintf("%s, column %s, over %s (%d times)\n    %s", g.rule, g.col, strings.Join(g.over, ", "), g.count, g.first))
	}
	slices.Sort(lines)
	for _, line := range append(slices.Compact(y.loose), lines...) {
		t.Error(line)
	}
}

func (y *tally) line() string {
	return fmt.Sprintf("matrix: %d cells, %d pending, %d failed", len(y.cells), y.pending, y.failed())
}

// sum is the run's tally; its line is the last that the test binary prints.
var sum = newTally()

func TestMain(m *testing.M) {
	result := m.Run()
	if sum.finished {
		fmt.Println(sum.line())
	}
	os.Exit(result)
}
