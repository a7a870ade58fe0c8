package standuptext

import (
	"strings"
	"unicode/utf8"
)

// splitInline moves the parts that stand inside another one on its first line, as in
// "Yesterday: fixed the build. Today: reviews. Blockers: none". Only kinds without a heading of their own are
// looked for.
func splitInline(p *Parts, score *float64, oneLine bool) {
	for _, k := range []kind{kindYesterday, kindToday, kindBlockers} {
		at := p.part(k)
		if at == nil || *at == nil {
			continue
		}
		text := **at
		first, below, more := strings.Cut(text, "\n")
		segments := inlineSegments(first, *p, k, oneLine)
		if len(segments) < 2 {
			continue
		}
		own := segments[0].text
		*at = &own
		for i, s := range segments[1:] {
			if more && i == len(segments)-2 {
				s.text = strings.TrimSpace(s.text + "\n" + trimPart(below))
			}
			p.Labels = append(p.Labels, s.label)
			p.add(s.kind, s.text)
		}
		*score -= 0.1
	}
}

// maxInline bounds how far into a line headings are looked for, in bytes.
const maxInline = 4000

type segment struct {
	kind  kind
	label string
	text  string
}

// inlineSegments cuts one line at headings inside it; the first segment is the text before them. In a standup of
// one line a heading of one word may follow without any punctuation.
func inlineSegments(s string, p Parts, own kind, oneLine bool) []segment {
	out := []segment{{kind: own}}
	limit := min(len(s), maxInline)
	start := 0
	taken := map[kind]bool{kindYesterday: p.Yesterday != nil, kindToday: p.Today != nil, kindBlockers: p.Blockers != nil}
	for i := -1; i < limit && len(out) < 3; i++ {
		if i < 0 && !oneLine || i >= 0 && s[i] != ' ' && s[i] != '|' {
			continue
		}
		trimmed := strings.TrimLeft(s[i+1:], " ")
		if trimmed == "" {
			continue
		}
		h, n, ok := inlineHeading(trimmed)
		if !ok || taken[h.kind] || !(i < 0 || boundary(s[:i], trimmed, s[i] == '|') || oneLine && !strings.Contains(h.label, " ")) {
			continue
		}
		out[len(out)-1].text = strings.TrimSpace(tidyEnd(s[start:max(i, 0)]))
		out = append(out, segment{kind: h.kind, label: h.label})
		taken[h.kind] = true
		start = len(s) - len(trimmed) + n
		i = start - 1
	}
	out[len(out)-1].text = strings.TrimSpace(s[start:])
	return out
}

// inlineHeading reads a heading with a colon or question mark at the start of s, and how many bytes it takes.
func inlineHeading(s string) (heading, int, bool) {
	end := strings.IndexAny(s[:min(len(s), 60)], ":?.;,!")
	if end < 0 || s[end] != ':' && s[end] != '?' {
		return heading{}, 0, false
	}
	h, ok := readHeading(s[:end+1])
	if !ok || !h.closed || h.rest != "" || h.fuzzy || h.ongoing && !startsUpper(s) ||
		h.kind == kindOther || h.kind == kindWeekday || strings.HasPrefix(s[end:], "://") ||
		strings.Contains(h.label, "|") {
		return h, 0, false
	}
	if ws := words(h.label, maxWords); len(ws) > 1 && roles[ws[0]] == roleFiller && !askers[ws[0]] {
		if _, ok := pairs[ws[0]+" "+ws[1]]; !ok {
			return h, 0, false // the filler belongs to the text before
		}
	}
	end++
	for end < len(s) && strings.IndexByte("*_", s[end]) >= 0 {
		end++
	}
	return h, end, true
}

// boundary reports whether a heading may begin after before: a sentence, clause or pipe ends there, or the
// heading itself is emphasised or starts with a capital letter.
func boundary(before, after string, pipe bool) bool {
	before = strings.TrimRight(before, " ")
	if pipe || before == "" || strings.IndexByte("*_", after[0]) >= 0 || startsUpper(after) {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(before)
	return strings.ContainsRune(".;,!?|/–—-•→)", r)
}

func startsUpper(s string) bool {
	s = strings.TrimLeft(s, "*_")
	return s != "" && s[0] >= 'A' && s[0] <= 'Z'
}

// tidyEnd removes the separators that stood between two parts on one line.
func tidyEnd(s string) string {
	return strings.TrimRight(strings.TrimRight(s, " "), " |;/,–—•→-")
}

// parsePipes reads the one-line form "yesterday | today | blockers". An empty field is a part without text.
func parsePipes(lines []line) (Parts, bool) {
	text, n := "", 0
	for _, l := range lines {
		if !l.blank {
			text, n = l.body, n+1
		}
	}
	if n != 1 || strings.Contains(text, "||") {
		return Parts{}, false
	}
	at := pipes(text)
	if len(at) != 2 {
		return Parts{}, false
	}
	var p Parts
	p.add(kindYesterday, strings.TrimSpace(text[:at[0]]))
	p.add(kindToday, strings.TrimSpace(text[at[0]+1:at[1]]))
	p.add(kindBlockers, strings.TrimSpace(text[at[1]+1:]))
	p.Confidence = 0.6
	return p, true
}

// parseNumbered reads three numbered lines of which the third says that nothing blocks: the answers to the three
// questions without their headings.
func parseNumbered(lines []line) (Parts, bool) {
	var p Parts
	kinds := []kind{kindYesterday, kindToday, kindBlockers}
	n := 0
	for _, l := range lines {
		if l.blank {
			continue
		}
		_, visible := cutIndent(l.text)
		if n == len(kinds) || !l.bulleted || l.body == "" || visible[0] != byte('1'+n) {
			return Parts{}, false
		}
		p.add(kinds[n], strings.TrimSpace(l.body))
		n++
	}
	if n < len(kinds) || !IsNone(*p.Blockers) {
		return Parts{}, false
	}
	p.Confidence = 0.5
	return p, true
}
