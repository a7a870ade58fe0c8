package standuptext

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "- Done:\n  - a\n- Blocked:\n- Next:\n  - b", "Yesterday: a. Today: b. Blockers: none", "a | b | c",
		"| Name | Done | Next |\n|---|---|---|\n| x | <https://e.x|a> | b |", "Yesterday I did a. Today b. No blockers.",
		"*Yesterday*\r\n• a\r\n*Today*\r\n• b", "Y: a\nT: b\nB: c", "1) a\n2) b\n3) none", "> Done: a\n> Next: b",
		"\u200bDone:\u00a0a\n\xff\tNext (x): **b**", "What did you do?\na\nHow do you feel?\nb", "[Done] a\n:tada: Next -> b",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		p := Parse(raw)
		// A tab may become four blanks and a bad byte a three-byte character; joining adds nothing.
		bound := len(raw) + 3*strings.Count(raw, "\t") + 3*len(raw)
		if utf8.ValidString(raw) {
			bound = len(raw) + 3*strings.Count(raw, "\t")
		}
		total, there := 0, 0
		for _, part := range []*string{p.Yesterday, p.Today, p.Blockers} {
			if part == nil {
				continue
			}
			there++
			total += len(*part)
			if !utf8.ValidString(*part) {
				t.Errorf("part %q is no UTF-8", *part)
			}
			if strings.TrimRight(*part, " \t\r\n") != *part {
				t.Errorf("part %q ends in blanks", *part)
			}
			IsNone(*part)
			if items := Items(*part); len(items) > 100 {
				t.Errorf("%d items", len(items))
			}
		}
		if total > bound {
			t.Errorf("parts have %d bytes, input %d", total, len(raw))
		}
		if p.Confidence < 0 || p.Confidence > 1 || (there == 0) != (p.Confidence == 0) || (there == 0) != p.Empty() {
			t.Errorf("confidence %v with %d parts", p.Confidence, there)
		}
		if again := Parse(raw); !SameFolded(p.Yesterday, again.Yesterday) || !SameFolded(p.Today, again.Today) ||
			!SameFolded(p.Blockers, again.Blockers) {
			t.Error("two readings differ")
		}
		HeaderSaysNoBlocker(raw)
	})
}

// FuzzParsePlain writes a standup around plain text and reads it back.
func FuzzParsePlain(f *testing.F) {
	f.Add("fixed the login", "reviews", "waiting for the release")
	f.Add("", "b c", "")
	f.Fuzz(func(t *testing.T, yesterday, today, blockers string) {
		plain := func(s string) string {
			s = strings.Map(func(r rune) rune {
				if r >= 'a' && r <= 'z' || r == ' ' {
					return r
				}
				return -1
			}, s)
			return strings.Join(strings.Fields(s), " ")
		}
		yesterday, today, blockers = plain(yesterday), plain(today), plain(blockers)
		for _, raw := range []string{
			"- Done:\n  - x " + yesterday + "\n- Next:\n  - x " + today + "\n- Blocked:\n  - x " + blockers,
			"Yesterday: - x " + yesterday + "\nToday: - x " + today + "\nBlockers: - x " + blockers,
			"## Yesterday\n- x " + yesterday + "\n## Today\n- x " + today + "\n## Blockers\n- x " + blockers,
		} {
			p := Parse(raw)
			for _, c := range []struct {
				got  *string
				want string
			}{{p.Yesterday, yesterday}, {p.Today, today}, {p.Blockers, blockers}} {
				want := "- x " + c.want
				if !SameFolded(c.got, &want) {
					t.Errorf("%q: got %s, want %q", raw, show(c.got), want)
				}
			}
		}
	})
}
