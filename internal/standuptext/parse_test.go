package standuptext

import (
	"fmt"
	"testing"
)

// text gives a part that is there; a nil *string stands for a part that is not.
func text(s string) *string { return &s }

func show(s *string) string {
	if s == nil {
		return "nothing"
	}
	return fmt.Sprintf("%q", *s)
}

type parseCase struct {
	name                       string
	raw                        string
	yesterday, today, blockers *string
}

func checkParse(t *testing.T, cases []parseCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := Parse(c.raw)
			for _, part := range []struct {
				name      string
				got, want *string
			}{
				{"yesterday", p.Yesterday, c.yesterday}, {"today", p.Today, c.today}, {"blockers", p.Blockers, c.blockers},
			} {
				if (part.got == nil) != (part.want == nil) || part.got != nil && *part.got != *part.want {
					t.Errorf("%s: got %s, want %s", part.name, show(part.got), show(part.want))
				}
			}
		})
	}
}

func TestParseReadsHeadings(t *testing.T) {
	t.Parallel()
	checkParse(t, []parseCase{
		{"bullets with nested text", "- Done:\n  - a\n    - deep\n- Blocked:\n- Next:\n  - b",
			text("- a\n  - deep"), text("- b"), text("")},
		{"any order", "Blockers: c\nToday: b\nYesterday: a", text("a"), text("b"), text("c")},
		{"heading without text is empty, missing heading is nil", "Done:\n- a\nNext:", text("- a"), text(""), nil},
		{"own line and lines below are joined", "Done: a\n  - b\nNext: c", text("a\n- b"), text("c"), nil},
		{"words for none stay as written", "Done: a\nBlocked: N/A", text("a"), nil, text("N/A")},
		{"emphasis", "*Yesterday*\na\n_Today_\nb\n**Blockers**\nc", text("a"), text("b"), text("c")},
		{"emphasis around the colon", "**Yesterday:** a\n*Today:* b\n__Blockers__: c", text("a"), text("b"), text("c")},
		{"emphasis without a colon", "*Yesterday* a\n*Today* b", text("a"), text("b"), nil},
		{"Markdown headings", "## Yesterday\n\n- a\n\n### Next\n\n- b", text("- a"), text("- b"), nil},
		{"underlined headings", "Yesterday\n---------\n- a\n\nToday\n=====\n- b", text("- a"), text("- b"), nil},
		{"rules between parts", "Done:\n- a\n\n---\n\nNext:\n- b", text("- a"), text("- b"), nil},
		{"numbered headings", "1. Yesterday: a\n2) Today: b", text("a"), text("b"), nil},
		{"flat bullets", "- Yesterday\n- a\n- b\n- Today\n- c", text("- a\n- b"), text("- c"), nil},
		{"bullets of chat", "Yesterday\n• a\n   ◦ deep\nToday\n• b", text("• a\n   ◦ deep"), text("• b"), nil},
		{"emoji in front and behind", "✅ *Done*\na\n:construction: Next\nb\nBlocked 🛑\nc", text("a"), text("b"), text("c")},
		{"keycaps", "1️⃣ Yesterday: a\n2️⃣ Today: b", text("a"), text("b"), nil},
		{"dashes and arrows", "Yesterday - a\nToday – b\nBlockers -> c", text("a"), text("b"), text("c")},
		{"brackets and capitals", "[YESTERDAY]\na\n[TODAY] b", text("a"), text("b"), nil},
		{"check boxes", "- [x] Done: a\n- [ ] Next: b", text("a"), text("b"), nil},
		{"a note in parentheses is dropped", "- Done (last two weeks)\n  - a\n- Next (if time): b", text("- a"), text("b"), nil},
		{"a note in parentheses alone is kept", "Done: a\nBlocked (see thread)", text("a"), nil, text("(see thread)")},
		{"a note after the colon is kept", "Done: a\nBlocked: (by CI)\n- b", text("a"), nil, text("(by CI)\n- b")},
		{"dates in headings", "Yesterday (Mon):\n- a\nToday 3/5:\n- b", text("- a"), text("- b"), nil},
		{"wide colon", "Yesterday： a\nToday： b", text("a"), text("b"), nil},
		{"questions", "What did you do yesterday?\na\nWhat will you do today?\nb\n" +
			"Anything blocking your progress and would kind of assistance do you need?\nc", text("a"), text("b"), text("c")},
		{"short questions with answers", "Blockers? None\nDone? a", text("a"), nil, text("None")},
		{"a question about the mood is no part", "- How do you feel today?\n  - Good\n- What will you do today?\n  - b",
			nil, text("- b"), nil},
		{"a heading twice is joined", "Done (this week):\n- a\nDone (before):\n- b", text("- a\n- b"), nil, nil},
		{"single letters in company", "Y: a\nT: b\nB: -", text("a"), text("b"), text("-")},
		{"a single letter alone is none", "T: a", nil, nil, nil},
		{"a weekday beside today", "Friday: a\nToday: b", text("a"), text("b"), nil},
		{"weekdays alone are none", "Monday: a\nTuesday: b", nil, nil, nil},
		{"a line that denies blockers", "Yesterday: a\nToday: b\nNo blockers 🎉", text("a"), text("b"), text("No blockers 🎉")},
		{"quoted as a whole", "> Yesterday:\n> - a\n> Today: b", text("- a"), text("b"), nil},
		{"fenced as a whole", "```\nDone: a\nNext: b\n```", text("a"), text("b"), nil},
		{"CRLF", "Done:\r\n- a\r\n\r\nNext: b\r\n", text("- a"), text("b"), nil},
		{"invisible and no-break blanks", "\u200b-\u00a0Done:\u00a0a\n\ufeff-\u00a0Next: b", text("a"), text("b"), nil},
		{"tabs become four columns", "-\tDone:\n\t- a\n\t\t- deep", text("- a\n    - deep"), nil, nil},
		{"chat links and escapes stay", "Done: <https://example.com|a> &amp; b\nNext: c",
			text("<https://example.com|a> &amp; b"), text("c"), nil},
		{"text before the first heading is left out", "Hello all\nDone: a", text("a"), nil, nil},
		{"a closing word is not a part", "Done: a\nNext: b\n\nThanks!", text("a"), text("b"), nil},
	})
}

func TestParseKnowsVocabulary(t *testing.T) {
	t.Parallel()
	for want, labels := range map[kind][]string{
		kindYesterday: {"Done", "Did", "Yesterday", "Last week", "Previously", "Progress", "Completed", "What I did",
			"What I accomplished yesterday", "Tasks completed yesterday", "Done today", "Since last standup, done",
			"Accomplishments", "Gestern", "Erledigt", "Letzte Woche", "Hier", "Fait", "Ce que j'ai fait hier", "Ayer", "Hecho",
			"La semana pasada", "Yesteday", "Complted", "Doen"},
		kindToday: {"Next", "Today", "This week", "Next week", "Plan", "Plans for today", "Priorities", "Will do", "TODO",
			"To-do", "Upcoming", "Up next", "What's next", "What I’ll do today", "In progress", "WIP/Next", "Working on",
			"Heute", "Nächste Schritte", "Als Nächstes", "Diese Woche", "Aujourd’hui", "À faire", "Hoy", "Próximos pasos",
			"Por hacer", "Nxet"},
		kindBlockers: {"Blocked", "Blockers", "Blocking", "Blocken", "Impediments", "Problems", "Issues", "Stuck",
			"Stuck on", "Obstacles", "Asks", "Blocked/Asks", "Blocked by", "What's blocking me", "Help needed",
			"Issues faced", "Risks / Issues", "Impediments today", "Blockiert", "Hindernisse", "Probleme", "Blocages",
			"Points bloquants", "Difficultés", "Bloqueos", "Impedimentos", "Blokcers", "Impedements"},
	} {
		for _, label := range labels {
			t.Run(label, func(t *testing.T) {
				t.Parallel()
				p := Parse(label + ": text of it")
				for k, got := range map[kind]*string{kindYesterday: p.Yesterday, kindToday: p.Today, kindBlockers: p.Blockers} {
					if k == want && (got == nil || *got != "text of it") || k != want && got != nil {
						t.Errorf("part %d: got %s", k, show(got))
					}
				}
			})
		}
	}
}

func TestParseTellsHeadingsFromOrdinaryWords(t *testing.T) {
	t.Parallel()
	checkParse(t, []parseCase{
		{"nested words of another part", "- Done:\n  - a\n- Next:\n  - In progress: b\n  - Today: c\n  - Done: d",
			text("- a"), text("- In progress: b\n- Today: c\n- Done: d"), nil},
		{"bullets below plain headings", "*Yesterday*\n- Blockers: renamed\n*Today*\n- b\n*Blockers*\n- none",
			text("- Blockers: renamed"), text("- b"), text("- none")},
		{"one entry of a list", "Today:\n- a\n- Issues: triage\n- b", nil, text("- a\n- Issues: triage\n- b"), nil},
		{"deep nesting", "- Done:\n  - a\n    - Concern: b\n- Next:\n  - c", text("- a\n  - Concern: b"), text("- c"), nil},
		{"a heading word opening a sentence", "- Done:\n  - Done more interviews\n  - Next release is out\n- Next: b",
			text("- Done more interviews\n- Next release is out"), text("b"), nil},
		{"misspelling of ordinary words", "- Worker: a\n- Locked: b\n- Stack: c\n- Nest: d", nil, nil, nil},
		{"links and times", "https://example.com: a\n9:30: b", nil, nil, nil},
	})
}

func TestParseForgivesIndentation(t *testing.T) {
	t.Parallel()
	checkParse(t, []parseCase{
		{"first heading deeper", "   - Done:\n     - a\n - Next:\n   - b", text("- a"), text("- b"), nil},
		{"first heading less deep", "- Done:\n  - a\n    - deep\n - Blocked:\n - Next:\n   - b",
			text("- a\n  - deep"), text("- b"), text("")},
		{"heading as deep as the text above it", "- Done:\n  - a\n\n  - Next:\n    - b", text("- a"), text("- b"), nil},
		{"tabs among blanks", "  \t- Done:\n \t\t- a\n   - Blocked:\n     - b\n  \t- Next:\n   \t- c",
			text("- a"), text("- c"), text("- b")},
		{"text as deep as its bullet", "- done :\n - a\n- next:\n - b\n c", text("- a"), text("- b\nc"), nil},
	})
}

func TestParseLeavesOtherHeadingsOut(t *testing.T) {
	t.Parallel()
	checkParse(t, []parseCase{
		{"known ones", "Done: a\nNext: b\nNotes:\n- c", text("a"), text("b"), nil},
		{"bullets in unknown words", "- Done:\n  - a\n- Side quests:\n  - b\n- Next:\n  - c", text("- a"), text("- c"), nil},
		{"Markdown headings in unknown words", "## Yesterday\na\n## Deploys\nb\n## Today\nc", text("a"), text("c"), nil},
		{"loose bullets stay with the part above", "- Done:\n  - a\n- b\n- Next:\n  - c", text("  - a\n- b"), text("- c"), nil},
		{"a remark stays with the part above", "- Next:\n  - a\n\nNote: away on Friday", nil,
			text("  - a\n\nNote: away on Friday"), nil},
	})
}

func TestParseReadsTables(t *testing.T) {
	t.Parallel()
	checkParse(t, []parseCase{
		{"header and row", "| Name | Progress | Priorities | Problems |\n| --- | --- | --- | --- |\n| dev-1 | a | | c |",
			text("a"), text(""), text("c")},
		{"without a column", "| Yesterday | Today |\n|:--|--:|\n| a | b |", text("a"), text("b"), nil},
		{"several rows", "|Done|Next|\n|-|-|\n|a|b|\n|c||", text("a\nc"), text("b"), nil},
		{"on its side", "| Yesterday | a |\n| Today | b |\n| Blockers | c |", text("a"), text("b"), text("c")},
		{"row alone with a name", "| dev-1 | a | b | none |", text("a"), text("b"), text("none")},
		{"pipes in links, code and escapes", "|Done|Next|\n|-|-|\n|<https://example.com|a>|`b|c` \\| d|",
			text("<https://example.com|a>"), text("`b|c` \\| d"), nil},
	})
}

func TestParseReadsOneLine(t *testing.T) {
	t.Parallel()
	checkParse(t, []parseCase{
		{"by position", "a | b | none", text("a"), text("b"), text("none")},
		{"by position with empty fields", "a | | ", text("a"), text(""), text("")},
		{"two fields are no standup", "a | b", nil, nil, nil},
		{"headings between pipes", "Yesterday: a | Today: b | Blockers: c", text("a"), text("b"), text("c")},
		{"headings after sentences", "Yesterday: fixed a. Today: reviewing PRs. Blockers: none.",
			text("fixed a."), text("reviewing PRs."), text("none.")},
		{"headings without punctuation", "yesterday: a today: b blockers: c", text("a"), text("b"), text("c")},
		{"letters", "Y: a T: b B: c", text("a"), text("b"), text("c")},
		{"an empty template", "Done: Next: Blocked:", text(""), text(""), text("")},
		{"headings elsewhere win", "Yesterday: a. Next: b\nToday: c", text("a. Next: b"), text("c"), nil},
		{"three numbered answers", "1) a\n2) b\n3) no blockers", text("a"), text("b"), text("no blockers")},
		{"three numbered tasks are no standup", "1) a\n2) b\n3) c", nil, nil, nil},
	})
}

func TestParseReadsSentences(t *testing.T) {
	t.Parallel()
	checkParse(t, []parseCase{
		{"English", "Yesterday I fixed a. It was hard. Today I'll do b. No blockers.",
			text("I fixed a. It was hard."), text("I'll do b."), text("No blockers.")},
		{"lines", "Yesterday, I fixed a\nToday I do b\nBlocked by c", text("I fixed a"), text("I do b"), text("Blocked by c")},
		{"German", "Gestern habe ich a gemacht. Heute mache ich b. Keine Blocker.",
			text("habe ich a gemacht."), text("mache ich b."), text("Keine Blocker.")},
		{"French", "Hier j'ai fait a. Aujourd’hui je fais b.", text("j'ai fait a."), text("je fais b."), nil},
		{"Spanish", "Ayer hice a. Hoy haré b. Sin bloqueos.", text("hice a."), text("haré b."), text("Sin bloqueos.")},
		{"one opening is not enough", "Today was a good day", nil, nil, nil},
		{"no heading at all", "worked on the login\nand on the tests", nil, nil, nil},
		{"nothing", "", nil, nil, nil},
		{"blanks", " \n\t\n", nil, nil, nil},
	})
}

func TestParseGivesLabelsAsFound(t *testing.T) {
	t.Parallel()
	p := Parse("- *Done:*\n  - a\n- Any blockers?\n  - no\n- Notes:\n  - b\n- next\n  - c")
	if got, want := fmt.Sprint(p.Labels), "[Done Any blockers? Notes next]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestParseConfidenceFollowsEvidence(t *testing.T) {
	t.Parallel()
	texts := []string{
		"Done:\n- a\nNext:\n- b\nBlocked:\n- c",
		"Done:\n- a\nNext:\n- b",
		"Hello\nDone:\n- a\nNext:\n- b",
		"a | b | c",
		"| a | b | c |",
		"a text without headings",
	}
	last := 1.1
	for _, s := range texts {
		got := Parse(s).Confidence
		if got >= last {
			t.Errorf("%q: confidence %v, want less than %v", s, got, last)
		}
		last = got
	}
	if last != 0 {
		t.Errorf("without headings: confidence %v, want 0", last)
	}
}

func TestSameFolded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		a, b *string
		want bool
	}{
		{"both missing", nil, nil, true},
		{"missing differs from empty", nil, text(""), false},
		{"empty differs from missing", text(" "), nil, false},
		{"blanks are folded", text(" a\n\tb "), text("a\u00a0b"), true},
		{"other text", text("a b"), text("ab"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := SameFolded(c.a, c.b); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
