package standuptext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cutDecoration removes what may stand before a heading's first letter: hashes, emphasis, emoji, bullets and
// numbers. It gives the rest and the emphasis marks, which are to close the label.
func cutDecoration(s string, h *heading) (rest, marks string) {
	for {
		s = trimLeft(s)
		if t, ok := cutBullet(s); ok {
			s = t
			continue
		}
		if n := len(s) - len(strings.TrimLeft(s, "#")); n > 0 && n <= 6 && (n > 1 || len(s) > 1 && s[1] == ' ') {
			h.hashes, h.marked = n, true
			s = s[n:]
			continue
		}
		if n := len(s) - len(strings.TrimLeft(s, "*_`~")); n > 0 {
			marks += s[:n]
			if strings.ContainsAny(s[:n], "*_") {
				h.marked = true
			}
			s = s[n:]
			continue
		}
		if n := shortcode(s); n > 0 {
			s = s[n:]
			continue
		}
		if n := bracketed(s); n > 0 && marks == "" {
			h.marked, marks = true, "]"
			s = s[1:]
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case size == 0:
			return s, marks
		case pictograph(r) || r == '¿' || r == '¡' || r == '"' || r == '“' || r == '»':
			s = s[size:]
		case r >= '0' && r <= '9' && strings.HasPrefix(trimLeft(s[1:]), "\u20E3"):
			s = s[1:]
		case r == '-' && len(s) > 1 && isLetter(s[1]):
			s = s[1:]
		case strings.HasPrefix(s, "<b>"):
			h.marked, s = true, s[3:]
		case strings.HasPrefix(s, "<strong>"):
			h.marked, s = true, s[8:]
		default:
			return s, marks
		}
	}
}

// labelEnd finds the next place at or after i where a label may end. next is where to look on.
func labelEnd(s string, i int, marks string) (end, next int, ok bool) {
	for i < len(s) && i <= maxQuestion {
		c := s[i]
		switch {
		case c == ':':
			if n := shortcode(s[i:]); n > 0 {
				i += n
				continue
			}
			return i, i, !strings.HasPrefix(s[i:], "://")
		case c == '?' || c == '(' || c == '[' || c == '|' || c == '<':
			return i, i + 1, true
		case c == '*' || c == '_' || c == '~' || c == '`':
			if marks != "" && (c != '_' || i+1 == len(s) || !isLetter(s[i+1])) {
				return i, i + 1, true
			}
		case c == ']' && marks == "]":
			return i, i + 1, true
		case c == '-' || c == '=':
			blankBefore := i > 0 && s[i-1] == ' '
			blankAfter := i+1 == len(s) || s[i+1] == ' ' || s[i+1] == '-' || s[i+1] == '>'
			if blankBefore || blankAfter {
				return i, i + 1, true
			}
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == '：' {
				return i, i, true
			}
			if r == '–' || r == '—' || r == '→' {
				return i, i + size, true
			}
			i += size
			continue
		}
		i++
	}
	return i, i, i >= len(s)
}

// cutMarks removes emphasis marks that close around a colon: "**Done:** text", and "*Done: text*" at its end.
func cutMarks(s, marks string) string {
	s = trimLeft(s)
	if marks == "" {
		return s
	}
	if t := strings.TrimLeft(s, marks); len(t) < len(s) && (t == "" || len(s)-len(t) >= len(marks)) {
		return trimLeft(t)
	}
	trimmed := strings.TrimRightFunc(s, unicode.IsSpace)
	if strings.HasSuffix(trimmed, marks) && strings.Count(trimmed, marks)%2 == 1 {
		return strings.TrimSuffix(trimmed, marks)
	}
	return s
}

// groupEnd gives the length of a parenthesis at the start of s with the emphasis around it, or 0.
func groupEnd(s string) int {
	depth := 0
	for i := 0; i < len(s) && i < maxQuestion; i++ {
		switch s[i] {
		case '(', '[':
			depth++
		case ')', ']':
			if depth--; depth == 0 {
				for i+1 < len(s) && (s[i+1] == '_' || s[i+1] == '*') && (s[0] == '_' || s[0] == '*') {
					i++
				}
				return i + 1
			}
		}
	}
	return 0
}

// dash gives the length of a dash or arrow at the start of s, or 0.
func dash(s string) int {
	for _, d := range []string{"-->", "->", "=>", "--", "-", "–", "—", "→", "="} {
		if strings.HasPrefix(s, d) {
			return len(d)
		}
	}
	return 0
}

// bracketed gives the length of a short bracket such as "[Done]" at the start of s, or 0; links do not count.
func bracketed(s string) int {
	if s == "" || s[0] != '[' {
		return 0
	}
	end := strings.IndexByte(s[:min(len(s), 40)], ']')
	if end < 2 || strings.HasPrefix(s[end+1:], "(") || strings.ContainsAny(s[1:end], "#[/") {
		return 0
	}
	return end + 1
}
