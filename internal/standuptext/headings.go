package standuptext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// heading is what a line offers as a heading. Whether it is one is decided by its surroundings.
type heading struct {
	kind    kind
	label   string // as written
	rest    string // text after it on its line
	marks   string // emphasis marks in front
	marked  bool   // emphasis or Markdown heading marks
	hashes  int    // Markdown heading level, 0 for none
	closed  bool   // ended by a colon, a question mark or the emphasis around it
	fuzzy   bool
	initial bool // one letter: "Y:"
	ongoing bool // "in progress"
	denial  bool // no heading, but a line such as "No blockers"
	sibling bool // in unknown words; a heading only beside others of its looks
	noted   bool // rest is a note in parentheses: "Done (last two weeks)"
}

const (
	maxLabel    = 120 // bytes
	maxQuestion = 240
	maxWords    = 9
	maxTries    = 8 // places in a line where a label may end
)

// readHeading looks for a heading at the start of a line's body.
func readHeading(body string) (heading, bool) {
	var h heading
	s, marks := cutDecoration(body, &h)
	h.marks = marks
	if len(s) < 2 {
		return h, false
	}
	for i, tries := 0, 0; tries < maxTries; tries++ {
		end, next, ok := labelEnd(s, i, marks)
		if !ok {
			return h, false
		}
		if h.accept(s, end, marks) {
			return h, true
		}
		if next <= i {
			return h, false
		}
		i = next
	}
	return h, false
}

// accept decides whether s[:end] is a label that ends properly, and fills h.
func (h *heading) accept(s string, end int, marks string) bool {
	label := strings.TrimFunc(s[:end], func(r rune) bool {
		return unicode.IsSpace(r) || invisible(r) || strings.ContainsRune("*_`~#.,;!…\"”", r)
	})
	after := s[end:]
	question := strings.HasPrefix(after, "?")
	if label == "" || len(label) > maxQuestion || len(label) > maxLabel && !question {
		return false
	}
	h.kind, h.fuzzy, h.initial = readLabel(label, question)
	if h.kind == kindNone {
		return false
	}
	if h.ongoing = h.kind == kindOngoing; h.ongoing {
		h.kind = kindToday
	}
	rest, ended := h.cutEnd(after, marks)
	if !ended {
		return false
	}
	h.label = label
	if question {
		h.label += "?"
	}
	h.rest = rest
	if rest == "" && !h.closed && !h.marked && !h.noted && len(words(label, 40)) > 3 && !strings.EqualFold(clip(label, 4), "what") {
		return false // "today will do reviews" is a sentence
	}
	return !h.initial || h.closed || h.marked || rest != ""
}

// readSibling reads a line that looks like a heading but has unknown words: hashes in front, all of it
// emphasised, or a colon at its end.
func readSibling(body string) (heading, bool) {
	if len(body) > maxLabel || !strings.ContainsAny(body, "#:*_") {
		return heading{}, false
	}
	h := heading{kind: kindOther, sibling: true}
	s, marks := cutDecoration(body, &h)
	h.marks = marks
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	bare := strings.TrimRight(s, ":*_")
	h.closed = strings.HasSuffix(strings.TrimRight(s, "*_"), ":")
	h.label = bare
	if bare == "" || strings.ContainsAny(bare, ":|<") || words(bare, 16) == nil {
		return h, false
	}
	if h.hashes == 0 && h.marked {
		h.marked = marks != "]" && len(s) > len(bare) && !strings.ContainsAny(bare, "*_")
	}
	return h, h.hashes > 0 || h.marked || h.closed
}

// readLabel gives the kind of a label.
func readLabel(label string, question bool) (k kind, fuzzy, initial bool) {
	if len(label) == 1 {
		switch label[0] | 0x20 {
		case 'y':
			return kindYesterday, false, true
		case 't':
			return kindToday, false, true
		case 'b':
			return kindBlockers, false, true
		}
		return kindNone, false, false
	}
	if first, _, ok := strings.Cut(label, "/"); ok {
		// "Blocked/Asks" is what its first half is, as long as both halves are headings or fillers.
		if k, _ := classify(words(first, maxWords)); k != kindNone && k != kindWeekday {
			if all, _ := classify(words(label, maxWords)); all != kindNone {
				return k, false, false
			}
		}
	}
	ws := words(label, 40)
	if len(ws) == 0 {
		return kindNone, false, false
	}
	if len(ws) <= maxWords {
		if k, fuzzy = classify(ws); k != kindNone {
			return k, fuzzy, false
		}
	}
	if question {
		k = classifyQuestion(ws)
	}
	return k, false, false
}

// cutEnd reads what closes a label: a note in parentheses, emphasis, and one of ":", "?", a dash or the line's
// end. Without any of them only an emphasised label may be followed by text.
func (h *heading) cutEnd(s, marks string) (rest string, ok bool) {
	inEmphasis := marks != ""
	noted := ""
	for {
		t := trimLeft(s)
		switch {
		case t == "":
			// "Blocked (see chat)" keeps its note as text when nothing else stands there.
			h.noted = noted != ""
			return noted, true
		case t[0] == '?':
			h.closed = true
			s = t[1:]
			continue
		case t[0] == ':' && shortcode(t) == 0:
			h.closed = true
			return cutMarks(t[1:], marks), true
		case strings.HasPrefix(t, "："):
			h.closed = true
			return cutMarks(t[len("："):], marks), true
		case inEmphasis && strings.IndexByte(marks, t[0]) >= 0:
			s, inEmphasis = strings.TrimLeft(t, "*_`~]"), false
			continue
		case strings.HasPrefix(t, "</b>"):
			s = t[4:]
			continue
		case strings.HasPrefix(t, "</strong>"):
			s = t[9:]
			continue
		case t[0] == '(' || t[0] == '[' || (t[0] == '_' || t[0] == '*') && len(t) > 1 && t[1] == '(':
			if h.closed || noted != "" {
				return t, true
			}
			n := groupEnd(t)
			if n == 0 || strings.HasPrefix(t[n:], "(") {
				return "", false
			}
			noted, s = t[:n], t[n:]
			if u := trimLeft(s); u != "" && u[0] != ':' && !strings.HasPrefix(u, "：") && u[0] != '-' &&
				!(inEmphasis && strings.IndexByte(marks, u[0]) >= 0) {
				return "", false
			}
			continue
		}
		if h.closed { // after a question mark
			return t, true
		}
		if d := dash(t); d > 0 && (noted == "" || h.marked) {
			return trimLeft(t[d:]), d > 1 || len(t) == d || t[d] == ' ' || len(s) > len(t) || h.marked
		}
		if t[0] == '|' || t[0] == '<' || t[0] == '-' {
			return "", false
		}
		if h.marked && !inEmphasis && h.hashes == 0 && marks != "" && noted == "" {
			return t, true
		}
		if n := shortcode(t); n > 0 && trimLeft(t[n:]) == "" {
			return "", true
		}
		r, _ := utf8.DecodeRuneInString(t)
		if pictograph(r) && len(words(t, 1)) == 0 {
			return "", true
		}
		return "", false
	}
}
