package standuptext

import (
	"html"
	"strings"
	"unicode/utf8"
)

// maxItems bounds what Items gives; maxItemBytes bounds each item.
const (
	maxItems     = 100
	maxItemBytes = 2000
)

// Items gives the top-level entries of a part as plain lines, at most 100. A bullet, number or check box starts
// an entry; nested bullets are left out, wrapped lines are joined, and text without bullets gives an entry per
// line. Chat and Markdown links become their label, emphasis and chat escapes are removed.
func Items(part string) []string {
	lines := splitLines(part)
	var out []string
	var cur []string
	top, inside := -1, false // indentation of the top-level bullets; whether wrapped lines belong to cur
	flush := func() {
		if text := plainLine(strings.Join(cur, " ")); text != "" && len(out) < maxItems {
			out = append(out, text)
		}
		cur = nil
	}
	for _, l := range lines {
		switch {
		case len(out) >= maxItems:
			return out
		case l.blank:
			inside = false
		case l.bulleted && (top < 0 || l.indent <= top+1):
			flush()
			if top < 0 || l.indent < top {
				top = l.indent
			}
			cur, inside = []string{l.body}, true
		case l.bulleted:
			inside = false
		case top >= 0 && l.indent > top:
			if inside {
				cur = append(cur, l.body)
			}
		default:
			flush()
			cur, inside = []string{l.body}, false
		}
	}
	flush()
	return out
}

// plainLine removes link markup, emphasis and escapes from one line.
func plainLine(s string) string {
	s = clip(s, maxItemBytes)
	var b strings.Builder
	code := false
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '`':
			code = !code
			i++
		case code:
			b.WriteByte(c)
			i++
		case c == '<':
			if n, label := chatLink(s[i:]); n > 0 {
				b.WriteString(label)
				i += n
				continue
			}
			b.WriteByte(c)
			i++
		case c == '[' || c == '!' && strings.HasPrefix(s[i:], "!["):
			if n, label := markdownLink(strings.TrimPrefix(s[i:], "!")); n > 0 {
				b.WriteString(label)
				i += n
				if c == '!' {
					i++
				}
				continue
			}
			b.WriteByte(c)
			i++
		case (c == '*' || c == '_' || c == '~') && emphasisAt(s, i):
			i++
		default:
			b.WriteByte(c)
			i++
		}
	}
	return strings.Join(strings.Fields(html.UnescapeString(b.String())), " ")
}

// chatLink reads "<https://example.com|label>" or "<@U1|ada>" and gives its length and what to show.
func chatLink(s string) (int, string) {
	if !opensLink(s[1:]) {
		return 0, ""
	}
	end := strings.IndexByte(s, '>')
	target, label, ok := strings.Cut(s[1:end], "|")
	switch {
	case ok && label != "" && strings.IndexByte("@#!", target[0]) >= 0:
		return end + 1, strings.Trim(target[:1], "!") + strings.TrimLeft(label, "@#")
	case ok && label != "":
		return end + 1, label
	case target[0] == '@' || target[0] == '#' || target[0] == '!' || strings.Contains(target, ":"):
		return end + 1, strings.TrimPrefix(target, "mailto:")
	}
	return 0, ""
}

// markdownLink reads "[label](target)" and gives its length and the label.
func markdownLink(s string) (int, string) {
	depth := 0
	for i := 0; i < len(s) && i < 500; i++ {
		switch s[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth > 0 {
				continue
			}
			if !strings.HasPrefix(s[i+1:], "(") {
				return 0, ""
			}
			end := strings.IndexByte(s[i:], ')')
			if end < 0 {
				return 0, ""
			}
			return i + end + 1, s[1:i]
		}
	}
	return 0, ""
}

// emphasisAt reports an emphasis mark at s[i]: a run of marks that stands at a word's edge, not inside it.
func emphasisAt(s string, i int) bool {
	first, last := i, i
	for first > 0 && s[first-1] == s[i] {
		first--
	}
	for last+1 < len(s) && s[last+1] == s[i] {
		last++
	}
	before, _ := utf8.DecodeLastRuneInString(s[:first])
	after, _ := utf8.DecodeRuneInString(s[last+1:])
	opens := first == 0 || strings.ContainsRune(" (\"'*_~[", before)
	closes := last+1 == len(s) || strings.ContainsRune(" ).,:;!?\"'*_~]", after)
	if s[i] == '~' && first == last {
		return false
	}
	return opens != closes
}
