package activity

import (
	"strings"
	"unicode"
)

// What counts as a word is decided by code points alone, so that PostgreSQL (the function daybook_words) and Go agree about
// every text whatever the locale and the version of Unicode: TestWordsAgreeWithSQL holds them to it.

// maxWord is how much of a word is compared, in characters.
const maxWord = 100

// Words are the words of texts in lower case, in order: runs of letters and digits. What follows a word's first 100
// characters is not looked at.
func Words(texts ...string) []string {
	var words []string
	for _, text := range texts {
		for _, word := range strings.FieldsFunc(strings.Map(lower, text), divides) {
			if r := []rune(word); len(r) > maxWord {
				word = string(r[:maxWord])
			}
			words = append(words, word)
		}
	}
	return words
}

// lower is a letter in lower case, where its script has two cases that map one to one: Latin, Greek and Cyrillic.
func lower(r rune) rune {
	if r < 0x530 || r >= 0x1e00 && r < 0x1f00 {
		return unicode.ToLower(r)
	}
	return r
}

// divides tells whether a character, in lower case, ends a word: blanks, punctuation and signs do. Marks that combine with a
// letter, and pictures, do not.
func divides(r rune) bool {
	switch {
	case r < 0xc0:
		return (r < '0' || r > '9') && (r < 'a' || r > 'z')
	case r < 0x2000:
		return r == 0xd7 || r == 0xf7
	}
	return r <= 0x206f || r >= 0x2190 && r <= 0x2bff || r >= 0x2e00 && r <= 0x2e7f || r >= 0x3000 && r <= 0x303f ||
		r >= 0xfe00 && r <= 0xfe0f || r >= 0xfeff && r <= 0xff0f || r == 0xfffd
}

// hasWords tells whether all of the words are among those of the activity; the last may be the beginning of one.
func (a *Activity) hasWords(words []string) bool {
	if len(words) == 0 {
		return true
	}
	held := Words(orEmpty(a.SubjectName), orEmpty(a.Title))
	for i, word := range words {
		found := false
		for _, h := range held {
			found = found || h == word || i == len(words)-1 && strings.HasPrefix(h, word)
		}
		if !found {
			return false
		}
	}
	return true
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// wordQuery is the tsquery for words. They hold letters and digits only, so nothing in them can end the quotes.
func wordQuery(words []string) string {
	return "'" + strings.Join(words, "' & '") + "':*"
}
