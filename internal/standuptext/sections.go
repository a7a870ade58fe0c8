package standuptext

import "slices"

import "strings"

// mark is a heading at its line.
type mark struct {
	heading
	at     int // line number
	depth  int
	child  bool // the next line with text stands deeper
	inner  int  // depth of the next line with text
	listed bool // the next line that stands no deeper is an ordinary one beside it
}

// parseHeadings splits by headings that open lines.
func parseHeadings(lines []line) (Parts, bool) {
	marks := accepted(candidates(lines))
	if !anyPart(marks) {
		return Parts{}, false
	}
	var p Parts
	var d draft
	loose := false
	for _, l := range lines[:marks[0].at] {
		loose = loose || !l.blank
	}
	score := 1.0
	for i, m := range marks {
		end := len(lines)
		if i+1 < len(marks) {
			end = marks[i+1].at
		}
		if d.there[m.kind] && m.kind != kindOther {
			score -= 0.15
		}
		text := sectionText(m, lines[m.at+1:end])
		if m.kind == kindOther && text == "" {
			continue // "Thanks!" at the end
		}
		if !m.denial {
			p.Labels = append(p.Labels, m.label)
		}
		d.add(m.kind, text)
		switch {
		case m.kind == kindOther:
			loose = true
		case m.fuzzy || m.initial || !m.closed && !m.marked && m.rest != "":
			score -= 0.05
		}
	}
	d.parts(&p)
	splitInline(&p, &score, oneLine(lines))
	score -= 0.1 * float64(3-p.found())
	if loose {
		score -= 0.1
	}
	p.Confidence = max(0.3, score)
	return p, true
}

func sectionText(m mark, below []line) string {
	text := dedent(dropRules(below))
	rest := trimPart(m.rest)
	switch {
	case rest == "" || m.noted && text != "":
		return text
	case text == "":
		return rest
	}
	return rest + "\n" + text
}

// dropRules removes a Markdown underline below the heading and horizontal rules before the next one,
// when there is text between them.
func dropRules(lines []line) []line {
	all := lines
	if len(lines) > 1 && rule(lines[0]) {
		lines = lines[1:]
	}
	for last := len(lines) - 1; last >= 0 && (lines[last].blank || rule(lines[last])); last-- {
		lines = lines[:last]
	}
	if len(lines) == 0 {
		return all // dashes alone are an answer
	}
	return lines
}

func rule(l line) bool {
	s := strings.TrimSpace(l.text)
	return len(s) >= 3 && (strings.Trim(s, "-") == "" || strings.Trim(s, "=") == "" || strings.Trim(s, "_") == "" ||
		strings.Trim(s, "*") == "")
}

func oneLine(lines []line) bool {
	n := 0
	for _, l := range lines {
		if !l.blank {
			n++
		}
	}
	return n == 1
}

func anyPart(marks []mark) bool {
	for _, m := range marks {
		if m.kind != kindOther {
			return true
		}
	}
	return false
}

// candidates reads a heading from each line that offers one.
func candidates(lines []line) []mark {
	var out []mark
	var below []step   // the lines below that no later line undercuts, the nearest last
	next := len(lines) // the next line with text
	for i, l := range slices.Backward(lines) {

		if l.blank {
			continue
		}
		h, ok := readHeading(l.body)
		if !ok && deniesBlockers(l.body) {
			h, ok = heading{kind: kindBlockers, rest: l.body, denial: true}, true
		}
		if !ok {
			h, ok = readSibling(l.body)
		}
		here := step{depth(l, h.hashes), ok && !h.sibling && !h.denial}
		for len(below) > 0 && below[len(below)-1].depth > here.depth {
			below = below[:len(below)-1]
		}
		if ok {
			m := mark{heading: h, at: i, depth: here.depth}
			if n := len(below); n > 0 {
				m.listed = below[n-1].depth == m.depth && !below[n-1].heading
			}
			if next < len(lines) {
				m.inner = depth(lines[next], 0)
				m.child = m.inner > m.depth
			}
			out = append(out, m)
		}
		below = append(below, here)
		next = i
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// step is a line's depth and whether it offers a heading.
type step struct {
	depth   int
	heading bool
}

// depth orders lines by nesting: a bullet stands deeper than plain text of the same indentation, and a Markdown
// heading above everything.
func depth(l line, hashes int) int {
	if hashes > 0 {
		return hashes - 10
	}
	if l.bulleted {
		return 2*l.indent + 1
	}
	return 2 * l.indent
}

// accepted keeps the candidates that are headings in their surroundings. A heading word deeper than the heading
// above it is an ordinary word there, unless its kind stands nowhere else.
func accepted(all []mark) []mark {
	all = resolve(all)
	shallowest := map[kind]int{}
	for _, m := range all {
		if d, ok := shallowest[m.kind]; !ok || m.depth < d {
			shallowest[m.kind] = m.depth
		}
	}
	named := false // a heading of the blockers stands somewhere
	for _, m := range all {
		named = named || m.kind == kindBlockers && !m.denial
	}
	var out []mark
	var seen [kindOngoing + 1]bool
	for _, m := range all {
		if len(out) == 0 {
			if m.denial || m.sibling {
				continue
			}
			if m.kind != kindOther || m.child || m.rest == "" {
				out = append(out, m)
				seen[m.kind] = true
			}
			continue
		}
		cur := out[len(out)-1]
		if m.denial && (m.depth > cur.depth || named) || m.sibling && !m.likes(cur) {
			continue
		}
		if m.kind == kindOther && m.rest != "" && !m.likesStyle(cur) {
			continue // a remark, not a heading like the others
		}
		if m.kind == cur.kind && m.at == cur.at+1 && m.rest == "" && cur.rest == "" && !m.closed && !m.marked {
			continue // "TODO" as the answer to "Next"
		}
		if m.depth > cur.depth && (shallowest[m.kind] < m.depth || seen[m.kind] || !m.standsOut(cur)) {
			continue
		}
		out = append(out, m)
		seen[m.kind] = true
	}
	return out
}

// likesStyle reports whether a heading with text on its line is written like the heading above it.
func (m mark) likesStyle(cur mark) bool {
	return m.depth == cur.depth && m.marked == cur.marked && m.closed == cur.closed
}

// standsOut reports whether a heading deeper than the one above it is out of line rather than part of its text:
// it stands no deeper than that text begins, and it is a plain heading.
func (m mark) standsOut(cur mark) bool {
	if m.kind == kindOther || m.fuzzy || m.initial || m.ongoing || cur.rest != "" {
		return false
	}
	if m.listed && (m.child || m.rest != "") {
		return false // one entry of a list
	}
	return m.depth <= cur.inner && (m.closed || m.marked || m.child) && (m.at > cur.at+1 || m.child)
}

// likes reports whether a heading in unknown words looks like the heading above it and so ends its text: both
// Markdown headings, both emphasised lines, or both bullets with bullets below.
func (m mark) likes(cur mark) bool {
	switch {
	case cur.rest != "" && !cur.noted:
		return false
	case m.hashes > 0 || cur.hashes > 0:
		return m.hashes > 0 && m.hashes <= cur.hashes
	case m.depth != cur.depth:
		return false
	case m.marked:
		return cur.marks == m.marks && m.at > cur.at+1 && m.inner >= m.depth
	}
	return m.depth%2 == 1 && m.closed && m.child && cur.child
}

// resolve settles the candidates whose meaning hangs on the others: single letters count in company only, and a
// day's name means the last working day when the text also has a "today".
func resolve(all []mark) []mark {
	var initials [kindWeekday + 1]bool
	today, yesterday := false, false
	for _, m := range all {
		if m.initial {
			initials[m.kind] = true
			continue
		}
		today = today || m.kind == kindToday
		yesterday = yesterday || m.kind == kindYesterday
	}
	company := 0
	for _, b := range initials {
		if b {
			company++
		}
	}
	planned := false // a heading of kindToday stands before
	out := all[:0]
	for _, m := range all {
		switch {
		case m.initial && company < 2 && len(inlineSegments(m.rest, Parts{}, m.kind, false)) < 2:
			continue
		case m.kind == kindWeekday && (!today || yesterday || planned):
			continue
		case m.kind == kindWeekday:
			m.kind = kindYesterday
		}
		planned = planned || m.kind == kindToday
		out = append(out, m)
	}
	return out
}
