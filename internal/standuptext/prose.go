package standuptext

import (
	"strings"
	"unicode"
)

// openings are the words that turn a sentence into the start of a part, without accents. The longest that fits
// counts.
var openings = []struct {
	words string
	kind  kind
}{
	{"since yesterday", kindYesterday}, {"yesterday", kindYesterday}, {"last week", kindYesterday},
	{"last friday", kindYesterday}, {"on friday", kindYesterday}, {"gestern", kindYesterday},
	{"letzte woche", kindYesterday}, {"hier", kindYesterday}, {"la semaine derniere", kindYesterday},
	{"ayer", kindYesterday}, {"la semana pasada", kindYesterday}, {"ontem", kindYesterday}, {"ieri", kindYesterday},
	{"today", kindToday}, {"this week", kindToday}, {"heute", kindToday}, {"diese woche", kindToday},
	{"aujourdhui", kindToday}, {"cette semaine", kindToday}, {"hoy", kindToday}, {"esta semana", kindToday},
	{"hoje", kindToday}, {"oggi", kindToday}, {"tomorrow", kindToday}, {"next week", kindToday},
	{"next up", kindToday},
}

// blocked are openings that belong to the text of the blockers.
var blocked = []string{
	"no blockers", "no blocker", "no impediments", "nothing blocking", "not blocked", "no blocks", "blocked by",
	"blocked on", "im blocked", "i am blocked", "im stuck", "i am stuck", "stuck on", "waiting on", "waiting for",
	"im waiting", "i am waiting", "no issues", "no obstacles", "no roadblocks", "my blocker", "my blockers",
	"the blocker", "keine blocker", "keine hindernisse", "blockiert durch", "pas de blocage", "aucun blocage",
	"sin bloqueos", "sin impedimentos", "nothing in my way", "currently blocked",
}

// parseProse reads running text in which sentences open with the time they are about: "Yesterday I fixed the
// build. Today I'll review. No blockers." Both a yesterday and a today, or one of them and a blocker, must be
// there.
func parseProse(lines []line) (Parts, bool) {
	var p Parts
	var d draft
	cur := kindNone
	var text strings.Builder
	flush := func() {
		if cur != kindNone {
			d.add(cur, strings.TrimSpace(text.String()))
		}
		text.Reset()
	}
	for _, l := range lines {
		rest := l.body
		for first := true; rest != ""; first = false {
			var s string
			s, rest = cutSentence(rest)
			if k, label, tail := opening(s); k != kindNone {
				flush()
				cur, s = k, tail
				if label != "" {
					p.Labels = append(p.Labels, label)
				}
			} else if first && text.Len() > 0 {
				text.WriteByte('\n')
			}
			text.WriteString(s)
		}
	}
	flush()
	d.parts(&p)
	if p.found() < 2 {
		return Parts{}, false
	}
	p.Confidence = 0.3 + 0.1*float64(p.found())
	return p, true
}

// cutSentence cuts s after its first sentence end, blanks included.
func cutSentence(s string) (sentence, rest string) {
	for i := 0; i+1 < len(s); i++ {
		if strings.IndexByte(".!?;", s[i]) >= 0 && s[i+1] == ' ' {
			for i+1 < len(s) && s[i+1] == ' ' {
				i++
			}
			return s[:i+1], s[i+1:]
		}
	}
	return s, ""
}

// opening reads how a sentence begins. label is the opening as written, empty for openings that are part of the
// text; tail is the sentence's text.
func opening(s string) (k kind, label, tail string) {
	if len(s) < 4 || s[0] == ' ' {
		return kindNone, "", s
	}
	joined := strings.Join(words(clip(s, 40), 40), " ") + " "
	for _, b := range blocked {
		if strings.HasPrefix(joined, b+" ") {
			return kindBlockers, "", s
		}
	}
	if h, n, ok := inlineHeading(s); ok && !h.initial {
		return h.kind, h.label, strings.TrimLeft(s[n:], " ")
	}
	best := ""
	for _, o := range openings {
		if len(o.words) > len(best) && strings.HasPrefix(joined, o.words+" ") {
			best, k = o.words, o.kind
		}
	}
	if best == "" {
		return kindNone, "", s
	}
	n := wordsLen(s, strings.Count(best, " ")+1)
	label = strings.TrimFunc(s[:n], func(r rune) bool { return !unicode.IsLetter(r) })
	return k, label, strings.TrimLeft(s[n:], " ,*_–—-")
}

// wordsLen gives the bytes that the first n words of s take.
func wordsLen(s string, n int) int {
	in := false
	for i, r := range s {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '’' || unicode.Is(unicode.Mn, r)
		if in && !letter {
			if n--; n == 0 {
				return i
			}
		}
		in = letter
	}
	return len(s)
}
