package standuptext

import (
	"strings"
	"testing"
	"time"
)

// hostile are texts of 64 KB, each made to cost a careless parser quadratic time.
func hostile() map[string]string {
	const size = 64 << 10
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	return map[string]string{
		"headings":           fill("Done:x\n"),
		"empty headings":     fill("Next:\n"),
		"misspelt headings":  fill("blokcers:\nprevoiusly:\n"),
		"nested headings":    fill("Done:\n  - Next: a\n"),
		"headings in a line": "Done: " + fill("next: a. "),
		"one long word":      fill("a"),
		"one long line":      fill("fixed the login and "),
		"open brackets":      fill("("),
		"brackets in lines":  fill(strings.Repeat("(", 239) + "\n"),
		"emphasis":           fill("*"),
		"emphasis in lines":  fill("**_a\n"),
		"bullets":            fill("- "),
		"pipes":              "|" + fill("a|"),
		"table":              "|Name|Done|Next|\n" + fill("|a|b|c|\n"),
		"chat links":         "|" + fill("<a"),
		"code":               "|" + fill("`"),
		"sentences":          "Yesterday a. " + fill("Today b. "),
		"short sentences":    fill("a. "),
		"denials":            fill("no blockers\n"),
		"tabs":               fill("\t"),
		"blank lines":        "Done:" + fill("\n") + "Next:",
		"questions":          fill("what did you do yesterday? "),
		"quotes":             fill("> "),
		"shortcodes":         fill(":a"),
		"bad bytes":          fill("\xff\n"),
		"real":               fill("- Done:\n  - fixed the [login](https://example.com/pull/1)\n    - and tests\n- Next:\n  - reviews\n"),
	}
}

func TestParseTakesLinearTime(t *testing.T) {
	t.Parallel()
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			p := Parse(text)
			took := time.Since(start)
			Items(text)
			IsNone(text)
			HeaderSaysNoBlocker(text)
			if all := time.Since(start); all > 2*time.Second {
				t.Errorf("64 KB took %v, of it %v in Parse (confidence %v)", all, took, p.Confidence)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	for name, text := range hostile() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Parse(text)
			}
		})
	}
}
