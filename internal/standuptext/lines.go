package standuptext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one line of the input with what its opening says about its place.
type line struct {
	text     string // as written, tabs expanded, trailing blanks kept
	indent   int    // columns before the first visible character
	body     string // after indentation, quote marks, bullets and numbering
	bulleted bool
	blank    bool
}

// splitLines cuts the input at LF, CRLF and CR. Bytes that are no UTF-8 become U+FFFD.
func splitLines(raw string) []line {
	raw = strings.ToValidUTF8(raw, "\uFFFD")
	if strings.ContainsRune(raw, '\r') {
		raw = strings.ReplaceAll(raw, "\r\n", "\n")
		raw = strings.ReplaceAll(raw, "\r", "\n")
	}
	texts := strings.Split(raw, "\n")
	texts = dropQuote(dropFence(texts))
	lines := make([]line, len(texts))
	for i, t := range texts {
		lines[i] = readLine(expandTabs(t))
	}
	return lines
}

// dropQuote removes the mark in front of a text that is quoted as a whole.
func dropQuote(texts []string) []string {
	for _, mark := range []string{">", "&gt;"} {
		all, some := true, false
		for _, t := range texts {
			quoted := strings.HasPrefix(t, mark)
			some = some || quoted
			all = all && (quoted || strings.TrimSpace(t) == "")
		}
		if !all || !some {
			continue
		}
		out := make([]string, len(texts))
		for i, t := range texts {
			out[i] = strings.TrimPrefix(strings.TrimPrefix(t, mark), " ")
		}
		return out
	}
	return texts
}

// dropFence removes a code fence around the whole text, which chat users add to keep their layout.
func dropFence(texts []string) []string {
	first, last := 0, len(texts)-1
	for first < last && strings.TrimSpace(texts[first]) == "" {
		first++
	}
	for last > first && strings.TrimSpace(texts[last]) == "" {
		last--
	}
	if first < last && strings.HasPrefix(texts[first], "```") && !strings.Contains(texts[first], " ") &&
		strings.TrimSpace(texts[last]) == "```" {
		return texts[first+1 : last]
	}
	return texts
}

// expandTabs writes tabs as blanks up to the next column that is a multiple of four.
func expandTabs(s string) string {
	if strings.IndexByte(s, '\t') < 0 {
		return s
	}
	var b strings.Builder
	column := 0
	for _, r := range s {
		if r != '\t' {
			b.WriteRune(r)
			column++
			continue
		}
		n := 4 - column%4
		b.WriteString("    "[:n])
		column += n
	}
	return b.String()
}

func readLine(text string) line {
	l := line{text: text}
	l.indent, l.body = cutIndent(text)
	l.blank = l.body == ""
	for {
		rest, ok := cutBullet(l.body)
		if !ok {
			return l
		}
		l.bulleted, l.body = true, rest
	}
}

// cutIndent removes blanks, invisible characters and quote marks in front and counts the columns. A quote mark
// counts as a blank, so that a quoted standup reads like a plain one.
func cutIndent(s string) (int, string) {
	n := 0
	for s != "" {
		if s[0] == '>' {
			n, s = n+1, s[1:]
			continue
		}
		if strings.HasPrefix(s, "&gt;") {
			n, s = n+1, s[4:]
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case invisible(r):
		case unicode.IsSpace(r):
			n++
		default:
			return n, s
		}
		s = s[size:]
	}
	return n, ""
}

// invisible reports characters without width that editors and chat clients leave behind.
func invisible(r rune) bool {
	return r >= 0x200B && r <= 0x200F || r >= 0x2060 && r <= 0x2064 || r >= 0x202A && r <= 0x202E ||
		r >= 0x2066 && r <= 0x2069 || r == 0xFEFF || r == 0xAD || r == 0xFE0E || r == 0xFE0F || r == 0x180E
}

// trimLeft removes blanks and invisible characters in front.
func trimLeft(s string) string {
	return strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || invisible(r) })
}

const bulletMarks = "-*+•◦▪▫‣·–—●○■□◆◇►▶→⁃∙⦁➢➤✦"

// cutBullet removes one bullet, number or check box in front. A mark counts only before a blank or the line's
// end: "*Done*" is emphasis and "-1" a number.
func cutBullet(s string) (string, bool) {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case size == 0:
		return s, false
	case strings.ContainsRune(bulletMarks, r):
		return cutAfterMark(s[size:], s)
	case r >= '0' && r <= '9':
		n := 1
		for n < len(s) && n < 3 && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n < len(s) && (s[n] == '.' || s[n] == ')') {
			return cutAfterMark(s[n+1:], s)
		}
	case r == '[' && len(s) > 2 && s[2] == ']' && strings.IndexByte(" xX-", s[1]) >= 0:
		return cutAfterMark(s[3:], s)
	}
	return s, false
}

func cutAfterMark(rest, whole string) (string, bool) {
	trimmed := trimLeft(rest)
	if trimmed != "" && len(trimmed) == len(rest) {
		return whole, false
	}
	return trimmed, true
}

// dedent joins lines without their common indentation and without blank lines at both ends.
func dedent(lines []line) string {
	common := -1
	for _, l := range lines {
		if n := leadingBlanks(l.text); !l.blank && (common < 0 || n < common) {
			common = n
		}
	}
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(dropBlanks(l.text, common))
	}
	return trimPart(b.String())
}

func leadingBlanks(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			break
		}
		n++
	}
	return n
}

func dropBlanks(s string, n int) string {
	for ; n > 0 && s != ""; n-- {
		r, size := utf8.DecodeRuneInString(s)
		if !unicode.IsSpace(r) {
			break
		}
		s = s[size:]
	}
	return s
}

// trimPart removes blank lines in front and all blanks at the end; the first line keeps its indentation.
func trimPart(s string) string {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	for {
		i := strings.IndexByte(s, '\n')
		if i < 0 || strings.TrimSpace(s[:i]) != "" {
			return s
		}
		s = s[i+1:]
	}
}
