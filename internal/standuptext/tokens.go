package standuptext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plainLetters maps accented letters of the supported languages to plain ones.
var plainLetters = func() map[rune]string {
	m := map[rune]string{'ß': "ss", 'œ': "oe", 'æ': "ae", 'ø': "o"}
	for plain, accented := range map[string]string{
		"a": "àáâãäå", "c": "ç", "e": "èéêë", "i": "ìíîï", "n": "ñ", "o": "òóôõö", "u": "ùúûü", "y": "ýÿ",
	} {
		for _, r := range accented {
			m[r] = plain
		}
	}
	return m
}()

// words cuts s into lower-case words without accents. Apostrophes inside a word vanish ("what's" is "whats"),
// chat shortcodes (":rocket:") count as emoji, and every other character separates. It gives nil when there are
// more than limit words.
func words(s string, limit int) []string {
	var out []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for s != "" {
		if len(out) > limit {
			return nil
		}
		if n := shortcode(s); n > 0 {
			flush()
			s = s[n:]
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		switch {
		case r < utf8.RuneSelf && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9'):
			b.WriteByte(byte(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			r = unicode.ToLower(r)
			if plain, ok := plainLetters[r]; ok {
				b.WriteString(plain)
			} else {
				b.WriteRune(r)
			}
		case r == '\'' || r == '’' || r == '‘' || r == '`' && b.Len() > 0 && s != "" && isLetter(s[0]):
		case invisible(r) || unicode.Is(unicode.Mn, r):
		default:
			flush()
		}
	}
	flush()
	if len(out) > limit {
		return nil
	}
	return out
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// shortcode gives the length of a chat emoji such as ":white_check_mark:" at the start of s, or 0.
func shortcode(s string) int {
	if len(s) < 3 || s[0] != ':' {
		return 0
	}
	letter := false
	for i := 1; i < len(s) && i < 40; i++ {
		c := s[i]
		switch {
		case c == ':' && letter:
			return i + 1
		case isLetter(c):
			letter = true
		case c >= '0' && c <= '9' || c == '_' || c == '-' || c == '+':
		default:
			return 0
		}
	}
	return 0
}

// pictograph reports emoji, arrows and the like: symbols without a letter's meaning.
func pictograph(r rune) bool {
	return r >= 0x2190 && r <= 0x2BFF || r >= 0x1F000 && r <= 0x1FAFF || r >= 0x3030 && r <= 0x303D ||
		r == 0x20E3 || r == 0x3297 || r == 0x3299 || r >= 0xE0020 && r <= 0xE007F || r == 0xA9 || r == 0xAE
}
